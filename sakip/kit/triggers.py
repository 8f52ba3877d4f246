"""Database triggers, written once per dialect and reinstalled after every migrate.

A table rebuild on SQLite drops triggers silently, so they are created again on ``post_migrate``, and a system
check names each one that is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Trigger:
    """One rule on one table.

    ``when`` is e.g. ``BEFORE INSERT``; ``condition`` is an SQL boolean over NEW/OLD that is true when the write must
    be refused, in SQL that SQLite and PostgreSQL both understand; ``message`` is what the writer gets to read.
    """

    app: str
    name: str
    table: str
    when: str
    condition: str
    message: str

    def statements(self, vendor: str) -> list[str]:
        """SQL that (re)creates the trigger on ``vendor``."""
        quoted = self.message.replace("'", "''")
        if vendor == "sqlite":
            return [
                f"DROP TRIGGER IF EXISTS {self.name}",
                (
                    f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW WHEN {self.condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{quoted}'); END"
                ),
            ]
        returned = "OLD" if "DELETE" in self.when else "NEW"
        escaped = quoted.replace("%", "%%")
        body = (
            f"BEGIN IF {self.condition} THEN RAISE EXCEPTION '{escaped}' USING ERRCODE = 'check_violation'; "
            f"END IF; RETURN {returned}; END"
        )
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}_fn() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} {self.when} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}_fn()",
        ]


_registry: dict[str, Trigger] = {}


def register(*triggers: Trigger) -> None:
    """Add triggers to the set that is installed after migrate."""
    for trigger in triggers:
        _registry[trigger.name] = trigger


def append_only(app: str, table: str, message: str, *, delete: bool = True) -> Iterable[Trigger]:
    """Triggers that refuse every UPDATE (and DELETE) of ``table``."""
    yield Trigger(app, f"{table}_no_update", table, "BEFORE UPDATE", "1 = 1", message)
    if delete:
        yield Trigger(app, f"{table}_no_delete", table, "BEFORE DELETE", "1 = 1", message)


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            # params=None keeps percent signs literal on both drivers
            cursor.execute(statement, None)


def install(app: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """(Re)create the triggers of one app on one database."""
    connection = connections[using]
    for trigger in _registry.values():
        if trigger.app == app:
            _run(connection, trigger.statements(connection.vendor))


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every registered trigger (used by tests that flush tables)."""
    connection = connections[using]
    for trigger in _registry.values():
        suffix = "" if connection.vendor == "sqlite" else f" ON {trigger.table}"
        _run(connection, [f"DROP TRIGGER IF EXISTS {trigger.name}{suffix}"])


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``; connect it in ``AppConfig.ready``."""
    install(sender.label, using)


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of registered triggers that the database lacks, for tables that exist."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(t.name for t in _registry.values() if t.table in tables and t.name not in present)


def check_triggers(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """System check (tag ``database``): every registered trigger is installed."""
    return [
        Error(
            f"Trigger {name} tidak ada di basis data {alias}.",
            hint="Jalankan manage.py migrate.",
            id="kit.E001",
        )
        for alias in databases or []
        for name in missing_triggers(alias)
    ]
