"""Application configuration of ``portal``."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the app ``portal``: screens and commands that join the other apps; it has no tables."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"
