"""Approving a period: what was seen and nothing else."""

import threading
from decimal import Decimal

import pytest
from django.db import transaction

from instansi.enums import Peran
from instansi.models import Jejak
from kinerja.enums import Periode, StatusNilai
from kinerja.models import Realisasi
from kinerja.services import (
    NilaiTerkunciError,
    TidakAdaDrafError,
    calculate_sidik_nilai,
    clear_realisasi,
    filter_menunggu,
    sahkan_periode,
    save_realisasi,
)
from sakip.kit.errors import TidakBerwenangError
from sakip.kit.sidik import TampilanBerubahError
from tests import builders
from tests.builders import SAAT, TAHUN
from tests.serentak import run_jobs, two_connections

pytestmark = pytest.mark.django_db


def lihat(opd) -> str:
    """The fingerprint of what waits now."""
    return calculate_sidik_nilai(filter_menunggu(opd, tahun=TAHUN, periode=Periode.TW1))


def sahkan(kepala, opd, sidik=None):
    return sahkan_periode(
        pengguna=kepala,
        opd=opd,
        tahun=TAHUN,
        periode=Periode.TW1,
        sidik=lihat(opd) if sidik is None else sidik,
        saat=SAAT,
    )


def save(indikator, pengguna, nilai, *, versi=None, **isi):
    return save_realisasi(
        pengguna=pengguna,
        indikator=indikator,
        tahun=TAHUN,
        periode=Periode.TW1,
        nilai=Decimal(nilai),
        versi=versi,
        saat=SAAT,
        **isi,
    )


def test_sahkan_periode_approves_every_draft_of_the_office():
    indikator, user = builders.create_isian()
    opd = indikator.opd
    lain = builders.create_indikator(opd)
    satu = save(indikator, user, 1)
    dua = builders.create_realisasi(lain)
    tw2 = builders.create_realisasi(lain, periode=Periode.TW2)
    tetangga = builders.create_realisasi(builders.create_indikator(builders.create_opd(opd.pemda)))
    kepala = builders.create_kepala(opd)

    assert sahkan(kepala, opd) == 2
    status = dict(Realisasi.objects.values_list("pk", "status"))
    assert status == {
        satu.pk: StatusNilai.DISAHKAN,
        dua.pk: StatusNilai.DISAHKAN,
        tw2.pk: StatusNilai.DRAF,
        tetangga.pk: StatusNilai.DRAF,
    }
    rows = Jejak.objects.filter(aksi="sahkan_realisasi").order_by("objek_id")
    assert [
        (row.objek_id, row.sebelum["status"], row.sesudah["status"], row.sesudah["versi"]) for row in rows
    ] == [
        (satu.pk, "draf", "disahkan", 2),
        (dua.pk, "draf", "disahkan", 2),
    ]
    with pytest.raises(NilaiTerkunciError):
        save(indikator, user, 2, versi=2)
    with pytest.raises(TidakAdaDrafError):
        sahkan(kepala, opd)


@pytest.mark.parametrize("peran", [p for p in Peran if p != Peran.KEPALA])
def test_sahkan_periode_by_another_role_is_refused(peran):
    indikator, _ = builders.create_isian()
    builders.create_realisasi(indikator)
    with pytest.raises(TidakBerwenangError):
        sahkan(builders.create_pengguna(peran, opd=indikator.opd), indikator.opd)
    assert Realisasi.objects.get().status == StatusNilai.DRAF


@pytest.mark.parametrize("status", [StatusNilai.DIAJUKAN, StatusNilai.DIKEMBALIKAN, StatusNilai.DIVERIFIKASI])
def test_sahkan_periode_with_a_value_on_its_way_approves_none(status):
    indikator, _ = builders.create_isian()
    builders.create_realisasi(indikator)
    builders.create_realisasi(builders.create_indikator(indikator.opd), status=status)
    with pytest.raises(NilaiTerkunciError):
        sahkan(builders.create_kepala(indikator.opd), indikator.opd)
    assert not Realisasi.objects.filter(status=StatusNilai.DISAHKAN).exists()


# What was seen --------------------------------------------------------------------------------------------------------


def _ubah(indikator, user, row):
    save(indikator, user, 99_999, versi=row.versi)


def _catatan(indikator, user, row):
    save(indikator, user, 10, versi=row.versi, catatan="ganti")


def _bolak_balik(indikator, user, row):
    lain = save(indikator, user, 20, versi=row.versi)
    save(indikator, user, 10, versi=lain.versi)


def _isi_lain(indikator, user, row):
    lain = builders.create_indikator(indikator.opd)
    builders.create_realisasi(lain)


def _kosongkan(indikator, user, row):
    dua = builders.create_realisasi(builders.create_indikator(indikator.opd))
    assert dua.pk
    clear_realisasi(
        pengguna=user, indikator=indikator, tahun=TAHUN, periode=Periode.TW1, versi=row.versi, saat=SAAT
    )


@pytest.mark.parametrize("ubah", [_ubah, _catatan, _bolak_balik, _isi_lain, _kosongkan])
def test_a_change_after_the_page_was_shown_approves_nothing(ubah):
    indikator, user = builders.create_isian()
    row = save(indikator, user, 10)
    dilihat = lihat(indikator.opd)
    ubah(indikator, user, row)
    kepala = builders.create_kepala(indikator.opd)
    with pytest.raises(TampilanBerubahError, match="Tidak ada nilai yang disahkan"):
        sahkan(kepala, indikator.opd, dilihat)
    assert not Realisasi.objects.filter(status=StatusNilai.DISAHKAN).exists()
    assert not Jejak.objects.filter(aksi="sahkan_realisasi").exists()
    sahkan(kepala, indikator.opd)


@pytest.mark.parametrize("sidik", ["", "0" * 64, "sama saja"])
def test_a_missing_or_forged_fingerprint_is_refused(sidik):
    indikator, _ = builders.create_isian()
    builders.create_realisasi(indikator)
    with pytest.raises(TampilanBerubahError):
        sahkan(builders.create_kepala(indikator.opd), indikator.opd, sidik)


def test_the_fingerprint_of_another_period_or_office_is_refused():
    indikator, _ = builders.create_isian()
    builders.create_realisasi(indikator)
    lain, _ = builders.create_isian()
    builders.create_realisasi(lain)
    with pytest.raises(TampilanBerubahError):
        sahkan(builders.create_kepala(indikator.opd), indikator.opd, lihat(lain.opd))


@two_connections
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("diperiksa", [True, False], ids=["checked", "control"])
def test_race_of_a_writer_and_the_approval(monkeypatch, diperiksa):
    """The kepala presses while a save is under way; without the check (the control) he approves what he never saw."""
    if not diperiksa:
        monkeypatch.setattr("kinerja.services.pengesahan.check_sidik", lambda *args, **kwargs: None)
    indikator, user = builders.create_isian()
    kepala = builders.create_kepala(indikator.opd)
    row = save(indikator, user, 10)
    dilihat = lihat(indikator.opd)
    locked, done = threading.Event(), threading.Event()

    def writer():
        with transaction.atomic():
            save(indikator, user, 99_999, versi=row.versi)
            locked.set()
            done.wait(0.5)  # the approval is waiting for the office meanwhile
        return "saved"

    def approval():
        locked.wait(10)
        try:
            return sahkan(kepala, indikator.opd, dilihat)
        finally:
            done.set()

    results = run_jobs(writer, approval)
    row.refresh_from_db()
    assert (results[0], row.nilai) == ("saved", 99_999)
    if diperiksa:
        assert isinstance(results[1], TampilanBerubahError)
        assert row.status == StatusNilai.DRAF
    else:
        assert (results[1], row.status) == (1, StatusNilai.DISAHKAN)
