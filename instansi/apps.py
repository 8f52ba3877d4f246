"""Application configuration of ``instansi``."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from sakip.kit.triggers import install_after_migrate, uninstall_before_migrate


class InstansiConfig(AppConfig):
    """Registers the app ``instansi`` and its database triggers."""

    name = "instansi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Reinstall the triggers after every migrate; those of all apps go before it where that is needed."""
        pre_migrate.connect(uninstall_before_migrate, sender=self)
        post_migrate.connect(install_after_migrate, sender=self)
