"""Who may sign in."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from instansi.models import Pengguna, Penugasan


def get_client_address(request: HttpRequest) -> str:
    """Address that wrong passwords are counted by.

    Behind a proxy (``BEHIND_PROXY``) it is the last one of X-Forwarded-For, which the proxy itself wrote: the ones
    before it come from the visitor. Without the header, or without a proxy, it is the peer.
    """
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        try:
            return str(ip_address(forwarded))
        except ValueError:
            pass
    return str(request.META.get("REMOTE_ADDR", ""))


class AccountBackend(ModelBackend):
    """Accounts by password. A demo account has a published password, so production never lets it in."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Active accounts, and demo accounts (``contoh``) only outside production."""
        if settings.IS_PRODUCTION and getattr(user, "contoh", False):
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id: Any) -> Pengguna | None:
        """The account with its assignments in force, their offices and governments: one query for a page.

        An account without assignments costs a second query.
        """
        semua = list(
            Penugasan.objects.filter(pengguna_id=user_id)
            .select_related("pengguna", "opd", "pemda")
            .order_by("id")
        )
        rows = [row for row in semua if row.is_berlaku()]
        user = semua[0].pengguna if semua else Pengguna._default_manager.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        for row in rows:
            row.pengguna = user
            if row.opd is not None and row.opd.pemda_id == row.pemda_id:
                row.opd.pemda = row.pemda
        user.penugasan_aktif = rows
        return user
