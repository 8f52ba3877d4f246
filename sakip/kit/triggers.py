"""Database triggers, written once per dialect and reinstalled after every migrate.

A table rebuild on SQLite drops the table's triggers silently and is refused while a trigger of another table reads
it. So SQLite loses all triggers before a migrate, both databases get them after it, and a system check names each one
that is missing.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_READS = re.compile(r"\b(?:FROM|JOIN)\s+([a-z]+_[a-z_]+)\b")


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

    @property
    def tables(self) -> frozenset[str]:
        """The table of the trigger and those that its condition reads."""
        return frozenset({self.table, *_READS.findall(self.condition)})

    def drop(self, vendor: str) -> str:
        """SQL that removes the trigger on ``vendor``."""
        suffix = "" if vendor == "sqlite" else f" ON {self.table}"
        return f"DROP TRIGGER IF EXISTS {self.name}{suffix}"

    def statements(self, vendor: str) -> list[str]:
        """SQL that (re)creates the trigger on ``vendor``."""
        quoted = self.message.replace("'", "''")
        if vendor == "sqlite":
            return [
                self.drop(vendor),
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
            self.drop(vendor),
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
    """(Re)create the triggers of one app on one database.

    One that reads a table which is not there (not migrated yet, or migrated away) is removed instead: it would refuse
    every write of its own table.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for trigger in _registry.values():
        if trigger.app != app or trigger.table not in tables:
            continue
        if trigger.tables <= tables:
            _run(connection, trigger.statements(connection.vendor))
        else:
            _run(connection, [trigger.drop(connection.vendor)])


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every registered trigger (before a migrate on SQLite, and by tests that flush tables)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for trigger in _registry.values():
        if trigger.table in tables:
            _run(connection, [trigger.drop(connection.vendor)])


def uninstall_before_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of ``pre_migrate``, connected by one app: SQLite rebuilds no table that a trigger elsewhere reads."""
    if connections[using].vendor == "sqlite":
        uninstall(using)


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``; connect it in ``AppConfig.ready``."""
    install(sender.label, using)


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of registered triggers that the database lacks, for tables that exist (its own and those it reads)."""
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
    return sorted(t.name for t in _registry.values() if t.tables <= tables and t.name not in present)


def check_triggers(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """System check (tag ``database``): every registered trigger is installed.

    The command ``migrate`` is the remedy, so that the check does not stand in its way.
    """
    if sys.argv[1:2] == ["migrate"]:
        return []
    return [
        Error(
            f"Trigger {name} tidak ada di basis data {alias}.",
            hint="Jalankan manage.py migrate.",
            id="kit.E001",
        )
        for alias in databases or []
        for name in missing_triggers(alias)
    ]
