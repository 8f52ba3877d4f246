"""What a page that is open learns of its session: that it has ended, that it is another user's, the token of now.

A partial request never gets the sign-in page: it would land inside the page. It gets a status, and ``sesi.js`` lets the
user sign in in place and sends the request again.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.views.csrf import csrf_failure
from django.views.generic import View

TANDA = "X-Sesi"
"""Header of an answer that tells the page to look at its session: ``berakhir``, ``lain`` or ``token``."""


def is_from_page(request: HttpRequest) -> bool:
    """Whether a script of an open page asks, boosted links included; a browser that opens a page is none."""
    return request.headers.get("HX-Request") == "true"


def describe_sesi(request: HttpRequest) -> dict[str, str]:
    """Whose session it is (empty: nobody's) and the token that its forms need."""
    user = request.user
    return {
        "pengguna": str(user.pk) if user.is_authenticated else "",
        "akun": user.get_username() if user.is_authenticated else "",
        "token": get_token(request),
    }


def answer_session(teks: str, tanda: str, status: int) -> HttpResponse:
    """A refusal that the page can mend by signing in or by taking the new token."""
    response = HttpResponse(teks, status=status, content_type="text/plain; charset=utf-8")
    response[TANDA] = tanda
    if status == 401:
        response["WWW-Authenticate"] = 'Formulir realm="Portal SAKIP"'
    return response


class SessionRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs a signed-in user; a part of a page also the user whose page it is (``X-Pengguna``).

    A page goes to the sign-in page, a part is answered 401.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Refuse a part without a session, and one that was asked for in the name of another user."""
        if getattr(view_func, "login_required", True):
            if is_from_page(request) and not request.user.is_authenticated:
                return answer_session("Sesi Anda berakhir. Masuk lagi.", "berakhir", 401)
            if request.user.is_authenticated and request.headers.get("X-Pengguna") not in (
                None,
                str(request.user.pk),
            ):
                return answer_session("Halaman ini dibuka dengan akun lain.", "lain", 401)
        return super().process_view(request, view_func, view_args, view_kwargs)


def refuse_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is not of this session; a part learns that it can take the new one."""
    if is_from_page(request):
        return answer_session("Sesi berganti sejak halaman ini dibuka.", "token", 403)
    return csrf_failure(request, reason)


@method_decorator(login_not_required, name="dispatch")
class SesiView(View):
    """The session as it is now, for an open page."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Whose it is, and the token."""
        return JsonResponse(describe_sesi(request))
