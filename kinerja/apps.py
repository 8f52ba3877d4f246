"""Application configuration of ``kinerja``."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from sakip.kit.triggers import install_after_migrate


class KinerjaConfig(AppConfig):
    """Registers the app ``kinerja`` and its database triggers."""

    name = "kinerja"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Reinstall the triggers after every migrate."""
        post_migrate.connect(install_after_migrate, sender=self)
