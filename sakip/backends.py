"""Who may sign in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class AccountBackend(ModelBackend):
    """Accounts by password. A demo account has a published password, so production never lets it in."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Active accounts, and demo accounts (``contoh``) only outside production."""
        if settings.IS_PRODUCTION and getattr(user, "contoh", False):
            return False
        return super().user_can_authenticate(user)
