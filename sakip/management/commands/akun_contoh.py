"""Print the demo accounts and their common password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """``manage.py akun_contoh``."""

    help = "Menampilkan akun contoh, perannya, dan kata sandinya (hanya di luar mode production)."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per active demo account: user name, roles, scope."""
        if settings.IS_PRODUCTION:
            raise CommandError("Akun contoh tidak berlaku dalam mode production.")
        accounts = (
            get_user_model()
            .objects.filter(contoh=True, is_active=True)
            .prefetch_related("penugasan__opd", "penugasan__pemda")
            .order_by("username")
        )
        if not accounts:
            self.stdout.write("  Belum ada akun contoh: jalankan manage.py muat_contoh.")
            return
        self.stdout.write(f"  Kata sandi semua akun contoh: {settings.SANDI_CONTOH}")
        width = max(len(account.username) for account in accounts)
        for account in accounts:
            roles = "; ".join(
                f"{tugas.get_peran_display()}, {tugas.opd or tugas.pemda}"
                for tugas in account.penugasan.all()
            )
            self.stdout.write(f"  {account.username:<{width}}  {roles}".rstrip())
