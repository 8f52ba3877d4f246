"""Application configuration of the project package."""

from django.apps import AppConfig


class SakipConfig(AppConfig):
    """Registers the project's system checks."""

    name = "sakip"

    def ready(self) -> None:
        """Register the checks."""
        from sakip import checks  # noqa: F401, PLC0415 - registering must wait until the apps are loaded
