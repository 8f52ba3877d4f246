"""Limits on a session's life."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

STARTED = "sesi_mulai"
RENEWED = "sesi_perpanjang"


class SessionLimitMiddleware:
    """Ends a session 30 minutes after its last request and 12 hours after signing in.

    The idle limit is the session's own expiry, moved on at most once a minute, so that a page costs no write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap ``get_response``."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check and renew the session of a signed-in user, then answer."""
        if request.session.session_key and request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault(STARTED, now)
            if now - started >= settings.SESSION_ABSOLUTE_AGE:
                logout(request)
            elif now - request.session.get(RENEWED, 0) >= settings.SESSION_RENEW_AFTER:
                request.session[RENEWED] = now
        return self.get_response(request)
