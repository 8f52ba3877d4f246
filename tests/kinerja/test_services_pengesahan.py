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
    LaporanDitetapkanError,
    NilaiTerkunciError,
    TidakAdaDisahkanError,
    TidakAdaDrafError,
    buka_pengesahan,
    calculate_sidik_nilai,
    clear_realisasi,
    filter_menunggu,
    lock_tahun,
    sahkan_periode,
    save_realisasi,
)
from sakip.kit.errors import IsianTidakSahError, TidakBerwenangError
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


# Reopening ------------------------------------------------------------------------------------------------------------


def buka(pengguna, opd, alasan="Salah ketik", **isi):
    return buka_pengesahan(
        pengguna=pengguna, opd=opd, tahun=TAHUN, periode=Periode.TW1, alasan=alasan, saat=SAAT, **isi
    )


def create_disahkan(opd=None, **isi):
    return builders.create_realisasi(builders.create_indikator(opd), status=StatusNilai.DISAHKAN, **isi)


def test_buka_pengesahan_makes_every_approved_value_a_draft_with_its_reason():
    satu = create_disahkan(nilai=5)
    opd = satu.indikator.opd
    dua, draf = create_disahkan(opd), builders.create_realisasi(builders.create_indikator(opd))
    tw2 = create_disahkan(opd, periode=Periode.TW2)
    tetangga = create_disahkan(builders.create_opd(opd.pemda))
    kepala = builders.create_kepala(opd)
    assert buka(kepala, opd, "  Salah\r\n ketik ") == 2
    status = dict(Realisasi.objects.values_list("pk", "status"))
    assert status == {
        satu.pk: StatusNilai.DRAF,
        dua.pk: StatusNilai.DRAF,
        draf.pk: StatusNilai.DRAF,
        tw2.pk: StatusNilai.DISAHKAN,
        tetangga.pk: StatusNilai.DISAHKAN,
    }
    jejak = Jejak.objects.order_by("objek_id")[0]
    assert (jejak.aksi, jejak.alasan, jejak.pengguna) == ("buka_pengesahan", "Salah ketik", kepala)
    assert (jejak.sebelum["status"], jejak.sesudah["status"]) == ("disahkan", "draf")
    assert (jejak.sebelum["nilai"], jejak.sesudah["nilai"], jejak.sesudah["versi"]) == (
        "5.000000",
        "5.000000",
        2,
    )
    with pytest.raises(TidakAdaDisahkanError):  # pressed twice
        buka(kepala, opd)
    assert Jejak.objects.count() == 2


def test_buka_pengesahan_of_one_value_leaves_the_others():
    satu = create_disahkan()
    dua = create_disahkan(satu.indikator.opd)
    assert buka(builders.create_kepala(satu.indikator.opd), satu.indikator.opd, indikator=dua.indikator) == 1
    assert [row.status for row in Realisasi.objects.order_by("id")] == ["disahkan", "draf"]
    with pytest.raises(TidakAdaDisahkanError):  # a foreign indikator is never reached
        buka(
            builders.create_kepala(satu.indikator.opd),
            satu.indikator.opd,
            indikator=create_disahkan().indikator,
        )


@pytest.mark.parametrize("alasan", ["", "  \n ", "\x00"])
def test_buka_pengesahan_without_a_reason_is_refused(alasan):
    row = create_disahkan()
    with pytest.raises(IsianTidakSahError, match="Isi alasan"):
        buka(builders.create_kepala(row.indikator.opd), row.indikator.opd, alasan)
    with pytest.raises(IsianTidakSahError, match="paling panjang 500 huruf"):
        buka(builders.create_kepala(row.indikator.opd), row.indikator.opd, "x" * 501)


def test_buka_pengesahan_after_penetapan_is_refused_and_tells_the_way():
    row = create_disahkan()
    kepala = builders.create_kepala(row.indikator.opd)
    lock_tahun(pengguna=kepala, opd=row.indikator.opd, tahun=TAHUN)
    with pytest.raises(LaporanDitetapkanError, match="admin pemda dapat menariknya"):
        buka(kepala, row.indikator.opd)


BOLEH_BUKA = {Peran.KEPALA, Peran.ADMIN_PEMDA}


@pytest.mark.parametrize("peran", Peran)
@pytest.mark.parametrize("milik", ["own", "neighbour"])
@pytest.mark.parametrize("status", StatusNilai)
def test_buka_pengesahan_by_role_ownership_and_state(peran, milik, status):
    row = builders.create_realisasi(builders.create_indikator(), status=status)
    opd = row.indikator.opd
    di_opd = peran in {Peran.PERENCANA, Peran.KEPALA, Peran.VERIFIKATOR}
    tempat = opd if milik == "own" else builders.create_opd(opd.pemda if di_opd else None)
    user = builders.create_pengguna(peran, **({"opd": tempat} if di_opd else {"pemda": tempat.pemda}))
    if peran not in BOLEH_BUKA or milik != "own":
        with pytest.raises(TidakBerwenangError):
            buka(user, opd)
    elif status != StatusNilai.DISAHKAN:
        with pytest.raises(TidakAdaDisahkanError):
            buka(user, opd)
    else:
        assert buka(user, opd) == 1
    row.refresh_from_db()
    dibuka = peran in BOLEH_BUKA and milik == "own" and status == StatusNilai.DISAHKAN
    assert row.status == (StatusNilai.DRAF if dibuka else status)


def test_a_reopened_value_is_typed_over_and_approved_again():
    indikator, user = builders.create_isian()
    kepala = builders.create_kepala(indikator.opd)
    save(indikator, user, 1)
    sahkan(kepala, indikator.opd)
    with pytest.raises(NilaiTerkunciError, match="Minta kepala perangkat daerah atau admin pemda membukanya"):
        save(indikator, user, 2, versi=2)
    buka(kepala, indikator.opd)
    with pytest.raises(TampilanBerubahError):  # the page of the first approval is of no use any more
        sahkan(kepala, indikator.opd, "0" * 64)
    save(indikator, user, 2, versi=3)
    assert sahkan(kepala, indikator.opd) == 1


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
