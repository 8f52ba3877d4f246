from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from instansi import rules
from instansi.enums import Peran
from instansi.models import Penugasan
from tests import builders

pytestmark = pytest.mark.django_db

# Columns: at the office itself; at its whole government; at a neighbour office of the same government.
TABEL: dict[Any, dict[str, tuple[bool, bool | None, bool]]] = {
    rules.can_view_opd: dict.fromkeys(Peran, (True, True, False)),
    rules.can_fill_realisasi: {Peran.PERENCANA: (True, None, False)},
    rules.can_sahkan: {Peran.KEPALA: (True, None, False)},
    rules.can_buka_pengesahan: {Peran.KEPALA: (True, None, False), Peran.ADMIN_PEMDA: (True, True, False)},
    rules.can_tarik_laporan: {Peran.ADMIN_PEMDA: (True, True, False)},
    rules.can_edit_narasi: {Peran.PERENCANA: (True, None, False), Peran.KEPALA: (True, None, False)},
    rules.can_tetapkan_laporan: {Peran.KEPALA: (True, None, False)},
    rules.can_sign: {Peran.KEPALA: (True, None, False)},
    rules.can_edit_rencana: {Peran.PERENCANA: (True, None, False), Peran.ADMIN_PEMDA: (True, True, False)},
}


@pytest.mark.parametrize("rule", TABEL, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("peran", Peran)
def test_rule_by_role_and_scope(rule, peran):
    pemda = builders.create_pemda()
    opd, tetangga = builders.create_opd(pemda), builders.create_opd(pemda)
    di_opd, di_pemda, di_tetangga = TABEL[rule].get(peran, (False, False, False))

    assert rule(builders.create_pengguna(peran, opd=opd), opd) is di_opd
    assert rule(builders.create_pengguna(peran, opd=tetangga), opd) is di_tetangga
    if peran not in (Peran.PERENCANA, Peran.KEPALA):  # these two always belong to one office
        assert rule(builders.create_pengguna(peran, pemda=pemda), opd) is di_pemda
        assert rule(builders.create_pengguna(peran, pemda=builders.create_pemda()), opd) is False


@pytest.mark.parametrize("rule", TABEL, ids=lambda rule: rule.__name__)
def test_rule_without_rights_is_refused(rule):
    opd = builders.create_opd()
    assert rule(AnonymousUser(), opd) is False
    assert rule(builders.create_pengguna(), opd) is False
    assert rule(builders.create_pengguna(Peran.PERENCANA, opd=opd, is_active=False), opd) is False
    assert rule(builders.create_pengguna(Peran.KEPALA, opd=opd, is_active=False), opd) is False


def test_rule_superuser_reads_everything_and_types_nothing():
    opd = builders.create_opd()
    user = builders.create_pengguna(is_superuser=True)
    assert rules.can_view_opd(user, opd) is True
    assert rules.can_view_all(user) is True
    assert rules.can_fill_realisasi(user, opd) is False
    assert rules.can_sahkan(user, opd) is False


def test_rule_ended_assignment_gives_nothing():
    opd = builders.create_opd()
    user = builders.create_pengguna()
    Penugasan.objects.create(
        pengguna=user,
        peran=Peran.PERENCANA,
        pemda=opd.pemda,
        opd=opd,
        selesai=datetime(2020, 1, 1, tzinfo=UTC).date(),
    )
    assert rules.can_view_opd(user, opd) is False
    assert rules.can_fill_realisasi(user, opd) is False


@pytest.mark.parametrize("peran", Peran)
def test_can_view_all_needs_the_whole_government(peran):
    opd = builders.create_opd()
    assert rules.can_view_all(builders.create_pengguna(peran, opd=opd), opd.pemda) is False
    if peran in (Peran.PERENCANA, Peran.KEPALA):
        return
    user = builders.create_pengguna(peran, pemda=opd.pemda)
    assert rules.can_view_all(user, opd.pemda) is True
    assert rules.can_view_all(user) is True
    assert rules.can_view_all(user, builders.create_pemda()) is False


def test_can_set_jadwal_is_the_admin_of_the_government():
    opd = builders.create_opd()
    assert (
        rules.can_set_jadwal(builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=opd.pemda), opd.pemda) is True
    )
    assert rules.can_set_jadwal(builders.create_pengguna(Peran.ADMIN_PEMDA, opd=opd), opd.pemda) is False
    assert (
        rules.can_set_jadwal(builders.create_pengguna(Peran.INSPEKTORAT, pemda=opd.pemda), opd.pemda) is False
    )
    asing = builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=builders.create_pemda())
    assert rules.can_set_jadwal(asing, opd.pemda) is False
    assert rules.can_set_jadwal(AnonymousUser(), opd.pemda) is False


@pytest.mark.parametrize(
    ("jam", "terbuka"),
    [(0, False), (1, True), (2, True), (3, True), (4, False)],
    ids=str,
)
def test_is_periode_terbuka_includes_both_ends(jam, terbuka):
    jadwal = builders.create_jadwal(
        builders.create_pemda(),
        buka=datetime(2023, 4, 1, 1, tzinfo=UTC),
        tutup=datetime(2023, 4, 1, 3, tzinfo=UTC),
    )
    assert rules.is_periode_terbuka(jadwal, datetime(2023, 4, 1, jam, tzinfo=UTC)) is terbuka


def test_is_periode_terbuka_without_schedule_is_closed():
    assert rules.is_periode_terbuka(None, builders.SAAT) is False
