"""Signing in and out and changing the password, each with its audit row (jejak)."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables

from instansi.models import Pengguna
from instansi.services import record_jejak


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


class MasukView(LoginView):
    """Signing in."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Start the session and say so in the audit."""
        response = super().form_valid(form)
        record_akun(form.get_user(), "masuk")
        return response


class KeluarView(LogoutView):
    """Signing out."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session and say so in the audit."""
        record_akun(request.user, "keluar")
        return super().post(request, *args, **kwargs)


class GantiSandiView(PasswordChangeView):
    """The own password. Other sessions of the account end with it."""

    success_url = "selesai/"

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Store the password and its audit row together."""
        with transaction.atomic():
            response = super().form_valid(form)
            record_akun(self.request.user, "ganti_sandi")
        return response
