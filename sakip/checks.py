"""System checks that keep a demo from being taken for an installation."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from sakip.env import INSECURE_PREFIX, MINIMUM_KEY_LENGTH

DEBUG_ON = "sakip.E001"
KEY_INSECURE = "sakip.E002"
NO_HOSTS = "sakip.E003"
DEMO_ACCOUNTS = "sakip.E004"


@register(Tags.security)
def check_production_settings(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Production without DEBUG, with a secret of its own and with its host names."""
    if not settings.IS_PRODUCTION:
        return []
    problems: list[CheckMessage] = []
    if settings.DEBUG:
        problems.append(
            Error("DEBUG is on in production.", hint="Remove DEBUG from the environment.", id=DEBUG_ON)
        )
    if settings.SECRET_KEY.startswith(INSECURE_PREFIX) or len(settings.SECRET_KEY) < MINIMUM_KEY_LENGTH:
        problems.append(
            Error("SECRET_KEY is missing, short or a default.", hint="Set SECRET_KEY.", id=KEY_INSECURE)
        )
    if not settings.ALLOWED_HOSTS:
        problems.append(Error("ALLOWED_HOSTS is empty.", hint="Name the portal's hosts.", id=NO_HOSTS))
    return problems


@register(Tags.database)
def check_demo_accounts(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """No active demo account in a production database (their passwords are published)."""
    if not settings.IS_PRODUCTION:
        return []
    model = get_user_model()
    problems: list[CheckMessage] = []
    for alias in databases or []:
        if model._meta.db_table not in connections[alias].introspection.table_names():
            continue  # before the first migrate
        try:
            count = model._default_manager.using(alias).filter(contoh=True, is_active=True).count()
        except DatabaseError:  # a table older than this version: migrate comes first
            continue
        if count:
            problems.append(
                Error(
                    f"{count} demo accounts are active in production.",
                    hint="Use an empty database, or deactivate every account marked 'akun contoh'.",
                    id=DEMO_ACCOUNTS,
                )
            )
    return problems
