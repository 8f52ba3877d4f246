"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser


class AccountBackend(ModelBackend):
    """Accounts by password. A demo account has a published password, so production never lets it in."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Active accounts, and demo accounts (``contoh``) only outside production."""
        if settings.IS_PRODUCTION and getattr(user, "contoh", False):
            return False
        return super().user_can_authenticate(user)
