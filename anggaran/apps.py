"""Application configuration of ``anggaran``."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from sakip.kit.triggers import install_after_migrate


class AnggaranConfig(AppConfig):
    """Registers the app ``anggaran`` and its database triggers."""

    name = "anggaran"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Reinstall the triggers after every migrate."""
        post_migrate.connect(install_after_migrate, sender=self)
