"""Application configuration of the kit."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from sakip.kit.triggers import check_triggers


class KitConfig(AppConfig):
    """Registers the template tags of the kit and the check for missing database triggers."""

    name = "sakip.kit"
    label = "kit"

    def ready(self) -> None:
        """Register the check."""
        register(check_triggers, Tags.database)
