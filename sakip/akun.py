"""Signing in and out and changing the password, each with its audit row (jejak)."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables

from instansi.models import Pengguna
from instansi.services import record_jejak
from sakip.sandi import GantiSandiForm, MasukForm
from sakip.sesi import describe_sesi, is_from_page


def record_akun(user: object, aksi: str) -> None:
    """Write what happened to an account; without address and browser, which the portal does not keep."""
    if isinstance(user, Pengguna):
        record_jejak(pengguna=user, opd=None, aksi=aksi, objek=user, sebelum=None, sesudah=None)


@sensitive_variables("sandi")
def confirm_sandi(request: HttpRequest, sandi: str) -> bool:
    """Whether ``sandi`` is the password of who is signed in; a wrong one counts like one at sign-in.

    After too many the answer of this request is the lockout page, whatever the view returns.
    """
    user = authenticate(request, username=request.user.get_username(), password=sandi)
    return user is not None and user.pk == request.user.pk


@method_decorator(login_not_required, name="dispatch")
class MasukView(LoginView):
    """Signing in: as a page, or in place from a page whose session has ended, which is answered with JSON."""

    authentication_form = MasukForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever signs in in place may do so over the session of another user."""
        self.redirect_authenticated_user = not is_from_page(request)
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        """The page, or the dialog for a page that is open."""
        return (
            ["registration/_masuk_lagi.html"] if is_from_page(self.request) else super().get_template_names()
        )

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Start the session and say so in the audit; in place only for the user whose page it is."""
        setempat = is_from_page(self.request)
        if setempat and self.request.POST.get("pengguna") != str(form.get_user().pk):
            form.add_error(None, "Halaman ini milik akun lain; isiannya tidak dikirim atas nama akun ini.")
            return self.form_invalid(form)
        response = super().form_valid(form)
        record_akun(form.get_user(), "masuk")
        return JsonResponse(describe_sesi(self.request)) if setempat else response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The page with its message; in place only the message."""
        if is_from_page(self.request):
            galat = " ".join(str(pesan) for daftar in form.errors.values() for pesan in daftar)
            return JsonResponse({"galat": galat}, status=422)
        return super().form_invalid(form)


@method_decorator(login_not_required, name="dispatch")
class KeluarView(LogoutView):
    """Signing out; who is out already is led to the same page."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session and say so in the audit."""
        record_akun(request.user, "keluar")
        return super().post(request, *args, **kwargs)


class GantiSandiView(PasswordChangeView):
    """The own password. Other sessions of the account end with it."""

    form_class = GantiSandiForm
    success_url = "selesai/"

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Store the password and its audit row together."""
        with transaction.atomic():
            response = super().form_valid(form)
            record_akun(self.request.user, "ganti_sandi")
        return response
