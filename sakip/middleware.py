"""Limits on a session's life, on what a request may bring and cost; headers that every answer carries."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

STARTED = "sesi_mulai"
RENEWED = "sesi_perpanjang"

LARGEST_ID = 2**63 - 1

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb")
)
"""What no page of the portal asks the browser for."""


class ZonaMiddleware:
    """Ends the clock of a government with the request that ran on it (`instansi.waktu.activate_zona`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap ``get_response``."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Begin on the clock of the server."""
        with timezone.override(None):
            return self.get_response(request)


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


class HeadersMiddleware:
    """No cache keeps a page of the portal unless its view says otherwise; no device is asked for.

    Static files are answered before this and keep their long lives.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap ``get_response``."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class RequestLimitMiddleware:
    """Refuses a body that is too large before a byte of it is parsed or put on the disk, and an id that no row has.

    ``BODY_LIMIT`` bytes for who is signed in, ``DATA_UPLOAD_MAX_MEMORY_SIZE`` for who is not. A body without a length
    is not read by Django at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap ``get_response``."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 for a body over the limit."""
        size = read_length(str(request.META.get("CONTENT_LENGTH") or ""))
        if size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE or (
            size <= settings.BODY_LIMIT and request.user.is_authenticated
        ):
            return self.get_response(request)
        return render(request, "413.html", status=413)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> None:
        """404 for a number in the path that no column holds; SQLite fails on it in a lookup by a foreign key."""
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise Http404


def read_length(text: str) -> int:
    """Bytes that a Content-Length header announces; 0 for none and for what Django does not read as a number."""
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


class CostlyViewMiddleware:
    """One costly answer at a time for a user, and few at a time for the server; stands last among the middleware.

    ``COSTLY_VIEWS`` holds pairs of method and view name that start a process of seconds. A second one of the same
    user gets 429, one too many for the server 503. The locks are files of the server, so they hold over its worker
    processes and end with the process that took them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap ``get_response``."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the limit is in ``process_view``, where the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Call a costly view with its places taken, or refuse; leave every other view alone."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if (request.method, name) not in settings.COSTLY_VIEWS:
            return None
        with take_lock(f"pengguna-{request.user.pk}") as own:
            if not own:
                return self._refuse(request, 429)
            with take_place(settings.COSTLY_TOGETHER) as place:
                return view(request, *args, **kwargs) if place else self._refuse(request, 503)

    def _refuse(self, request: HttpRequest, status: int) -> HttpResponse:
        response = render(request, "429.html", {"sendiri": status == 429}, status=status)
        response["Retry-After"] = "15"
        return response


@contextmanager
def take_lock(name: str) -> Iterator[bool]:
    """Hold the lock ``name`` of this server inside the block; False when somebody holds it.

    A folder that cannot be written holds nobody back: reading a report does not need it.
    """
    folder = Path(settings.MEDIA_ROOT) / ".kunci"
    try:
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        handle = os.open(folder / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o640)
    except OSError:
        yield True
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        taken = True
    except BlockingIOError:
        taken = False
    try:
        yield taken
    finally:
        os.close(handle)  # gives the lock back


@contextmanager
def take_place(places: int, first: int = 1) -> Iterator[bool]:
    """Hold one of ``places`` places of this server inside the block; False when all are taken."""
    if first > places:
        yield False
        return
    with take_lock(f"tempat-{first}") as taken:
        if taken:
            yield True
            return
        with take_place(places, first + 1) as further:
            yield further
