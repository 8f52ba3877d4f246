"""Triggers: what a migrate takes away and puts back, and what happens while tables are missing."""

import sys
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from instansi.models import Pemda
from sakip.kit import triggers
from tests import builders as b

pytestmark = pytest.mark.django_db

PESAN = "Tidak boleh 100% kosong."


@pytest.fixture
def hanya(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A registry of two triggers on one table: the second reads a table that is not there."""
    monkeypatch.setattr(triggers, "_registry", {})
    triggers.register(
        triggers.Trigger(
            "coba", "coba_ada", "instansi_pemda", "BEFORE UPDATE", "NEW.nama = 'terlarang'", PESAN
        ),
        triggers.Trigger(
            "coba",
            "coba_belum",
            "instansi_pemda",
            "BEFORE UPDATE",
            "EXISTS (SELECT 1 FROM instansi_pemda p JOIN coba_belum_ada c ON c.id = p.id WHERE p.id = NEW.id)",
            "Tidak terbaca.",
        ),
    )
    yield
    triggers.uninstall()


def test_tables_are_those_that_the_condition_reads() -> None:
    trigger = triggers.Trigger(
        "coba", "n", "a_b", "BEFORE UPDATE", "NEW.x IS DISTINCT FROM OLD.x AND EXISTS (SELECT 1 FROM c_d)", ""
    )
    assert trigger.tables == {"a_b", "c_d"}


@pytest.mark.usefixtures("hanya")
def test_install_leaves_out_what_reads_a_missing_table() -> None:
    pemda = b.create_pemda()
    triggers.install("coba")
    pemda.nama = "boleh"
    pemda.save()
    with pytest.raises(IntegrityError, match="Tidak boleh 100% kosong"), transaction.atomic():
        Pemda.objects.update(nama="terlarang")
    assert triggers.missing_triggers() == []


@pytest.mark.usefixtures("hanya")
def test_install_removes_what_reads_a_table_that_went_away() -> None:
    pemda = b.create_pemda()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE coba_belum_ada (id integer)")
        triggers.install("coba")
        cursor.execute("DROP TABLE coba_belum_ada")
    triggers.install("coba")
    pemda.nama = "boleh"
    pemda.save()
    assert Pemda.objects.filter(nama="boleh").exists()


@pytest.mark.usefixtures("hanya")
def test_install_of_an_app_whose_table_is_missing_does_nothing() -> None:
    triggers.register(triggers.Trigger("coba", "coba_lain", "coba_tiada", "BEFORE INSERT", "1 = 1", "x"))
    triggers.install("coba")
    assert triggers.missing_triggers() == []


@pytest.mark.usefixtures("hanya")
def test_missing_trigger_is_named_but_does_not_stop_migrate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["manage.py", "check"])
    assert [(m.id, m.msg.split()[1]) for m in triggers.check_triggers(None, ["default"])] == [
        ("kit.E001", "coba_ada")
    ]
    monkeypatch.setattr(sys, "argv", ["manage.py", "migrate"])
    assert triggers.check_triggers(None, ["default"]) == []


def test_migrate_puts_the_triggers_back() -> None:
    triggers.uninstall()
    assert triggers.missing_triggers()
    call_command("migrate", verbosity=0)
    assert triggers.missing_triggers() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite refuses to rebuild a table")
def test_triggers_leave_before_a_migrate_on_sqlite() -> None:
    triggers.uninstall_before_migrate(sender=None, using="default")
    assert "renstra_simpul" in connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        assert cursor.fetchone() == (0,)
