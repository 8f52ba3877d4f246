"""Withdrawing a set report: who, when, and that everything is as before it except the history."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from instansi.enums import Peran
from instansi.models import Jejak
from kinerja.enums import Periode, StatusNilai
from kinerja.models import KunciTahun, Realisasi
from kinerja.services import buka_pengesahan, save_realisasi
from laporan.enums import StatusLaporan
from laporan.models import BerkasLaporan, Laporan, Snapshot
from laporan.queries import get_laporan, get_snapshot
from laporan.services import (
    SANDI_CONTOH,
    BelumDitetapkanError,
    LaporanDitandatanganiError,
    get_sertifikat_contoh,
    load_isi_beku,
    read_berkas,
    simpan_narasi,
    store_berkas,
    tanda_tangani,
    tarik_laporan,
)
from laporan.tanda_tangan import verify_pdf
from sakip.kit.errors import IsianTidakSahError, TidakBerwenangError
from sakip.kit.sidik import TampilanBerubahError
from tests import builders
from tests.builders import SAAT, TAHUN
from tests.builders_laporan import create_kantor, tetapkan
from tests.serentak import run_jobs, two_connections

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return create_kantor()


def create_admin(kantor):
    return builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=kantor.opd.pemda)


def tarik(kantor, pengguna=None, *, sidik=None, alasan="Angka keliru"):
    snapshot = get_snapshot(get_laporan(kantor.opd, TAHUN))
    return tarik_laporan(
        pengguna=pengguna or create_admin(kantor),
        opd=kantor.opd,
        tahun=TAHUN,
        alasan=alasan,
        sidik=(snapshot.sha256 if snapshot else "") if sidik is None else sidik,
        saat=SAAT,
    )


def tanda(kantor, sidik):
    return tanda_tangani(
        pengguna=kantor.kepala,
        opd=kantor.opd,
        tahun=TAHUN,
        sidik=sidik,
        p12=get_sertifikat_contoh(),
        passphrase=SANDI_CONTOH,
    )


def sign_without_file(kantor):
    """The state of a signed report, without the seconds of signing."""
    Laporan.objects.filter(opd=kantor.opd).update(status=StatusLaporan.DITANDATANGANI)


def status_nilai(kantor):
    rows = Realisasi.objects.filter(indikator__opd=kantor.opd, tahun=TAHUN).order_by("id")
    return list(rows.values_list("status", flat=True))


def test_tarik_returns_locks_and_values_and_keeps_the_frozen_copy(kantor):
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(
        status=StatusNilai.DISAHKAN
    )  # by the kepala himself
    snapshot = tetapkan(kantor)
    assert status_nilai(kantor) == ["disahkan", "disahkan"]
    admin = create_admin(kantor)
    laporan = tarik(kantor, admin)
    assert (laporan.status, laporan.ditetapkan_pada) == (StatusLaporan.DRAF, None)
    assert not KunciTahun.objects.exists()
    assert status_nilai(kantor) == ["disahkan", "draf"]
    assert list(Snapshot.objects.values_list("sha256", flat=True)) == [snapshot.sha256]
    assert get_snapshot(laporan) is None
    jejak = Jejak.objects.filter(aksi__in=["tarik_laporan", "buka_kunci_tahun", "buka_pengesahan"])
    assert [(row.aksi, row.alasan, row.pengguna) for row in jejak.order_by("id")] == [
        ("buka_kunci_tahun", "Angka keliru", admin),
        ("buka_pengesahan", "Laporan ditarik: Angka keliru", admin),
        ("tarik_laporan", "Angka keliru", admin),
    ]
    with pytest.raises(BelumDitetapkanError):  # pressed twice
        tarik(kantor, admin)
    assert jejak.count() == 3


def test_after_a_withdrawal_values_and_texts_are_open_and_a_new_copy_is_made(kantor):
    builders.create_jadwal(kantor.opd.pemda, Periode.TAHUN)
    lama = tetapkan(kantor)
    tarik(kantor)
    versi = Realisasi.objects.get(pk=kantor.realisasi.pk).versi
    save_realisasi(
        pengguna=kantor.perencana,
        indikator=kantor.indikator,
        tahun=TAHUN,
        periode=Periode.TAHUN,
        nilai=Decimal(50),
        versi=versi,
        saat=SAAT,
    )
    simpan_narasi(
        pengguna=kantor.perencana, opd=kantor.opd, tahun=TAHUN, bagian="simpulan", teks="Baru.", versi=None
    )
    baru = tetapkan(kantor)
    assert (baru.pk != lama.pk, baru.sha256 != lama.sha256, Snapshot.objects.count()) == (True, True, 2)
    laporan = Laporan.objects.get()
    assert load_isi_beku(laporan)["isi"]["narasi"] == {"simpulan": "Baru."}
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        Snapshot.objects.filter(pk=lama.pk).delete()


def test_a_page_from_before_the_withdrawal_does_not_sign_and_the_new_one_does(kantor):
    lama = tetapkan(kantor).sha256
    tarik(kantor)
    with pytest.raises(BelumDitetapkanError):
        tanda(kantor, lama)
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(nilai=Decimal(50))
    baru = tetapkan(kantor).sha256
    for sidik in (lama, "", "0" * 64):
        with pytest.raises(TampilanBerubahError, match="Laporan tidak ditandatangani"):
            tanda(kantor, sidik)
    assert not BerkasLaporan.objects.exists()
    berkas = tanda(kantor, baru)
    assert verify_pdf(read_berkas(berkas)).utuh
    with pytest.raises(LaporanDitandatanganiError):
        tarik(kantor)
    with pytest.raises(IntegrityError, match="tidak dapat ditarik"), transaction.atomic():
        Laporan.objects.update(status=StatusLaporan.DRAF)


def test_a_report_withdrawn_while_it_is_signed_is_not_signed(kantor, monkeypatch):
    sidik = tetapkan(kantor).sha256
    admin = create_admin(kantor)

    def store(*args):
        tarik(kantor, admin)
        return store_berkas(*args)

    monkeypatch.setattr("laporan.services.tanda_tangan.store_berkas", store)
    with pytest.raises(BelumDitetapkanError):
        tanda(kantor, sidik)
    assert (Laporan.objects.get().status, BerkasLaporan.objects.count()) == (StatusLaporan.DRAF, 0)


def test_the_copy_that_was_not_seen_is_not_taken_back(kantor):
    lama = tetapkan(kantor).sha256
    tarik(kantor)
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(nilai=Decimal(50))
    tetapkan(kantor)
    with pytest.raises(TampilanBerubahError, match="Laporan tidak ditarik"):
        tarik(kantor, sidik=lama)
    assert Laporan.objects.get().status == StatusLaporan.DITETAPKAN


@pytest.mark.parametrize("alasan", ["", "   "])
def test_tarik_without_a_reason_is_refused(kantor, alasan):
    tetapkan(kantor)
    with pytest.raises(IsianTidakSahError, match="Isi alasan"):
        tarik(kantor, alasan=alasan)
    assert Laporan.objects.get().status == StatusLaporan.DITETAPKAN


@pytest.mark.parametrize("peran", Peran)
@pytest.mark.parametrize("milik", ["own", "neighbour"])
@pytest.mark.parametrize("status", StatusLaporan)
def test_tarik_by_role_ownership_and_state(kantor, peran, milik, status):
    if status != StatusLaporan.DRAF:
        tetapkan(kantor)
    if status == StatusLaporan.DITANDATANGANI:
        sign_without_file(kantor)
    di_opd = peran in {Peran.PERENCANA, Peran.KEPALA, Peran.VERIFIKATOR}
    tempat = kantor.opd if milik == "own" else builders.create_opd(kantor.opd.pemda if di_opd else None)
    user = builders.create_pengguna(peran, **({"opd": tempat} if di_opd else {"pemda": tempat.pemda}))
    galat: type[Exception] | None = {
        StatusLaporan.DRAF: BelumDitetapkanError,
        StatusLaporan.DITETAPKAN: None,
        StatusLaporan.DITANDATANGANI: LaporanDitandatanganiError,
    }[status]
    if peran != Peran.ADMIN_PEMDA or milik != "own":
        galat = TidakBerwenangError
    if galat is None:
        assert tarik(kantor, user).status == StatusLaporan.DRAF
    else:
        with pytest.raises(galat):
            tarik(kantor, user)
    assert KunciTahun.objects.exists() is (status != StatusLaporan.DRAF and galat is not None)


@two_connections
@pytest.mark.django_db(transaction=True)
def test_race_of_a_withdrawal_and_a_reopening():
    """Either order is sound: nothing is reopened while the year is locked."""
    kantor = create_kantor()
    tetapkan(kantor)
    admin = create_admin(kantor)
    barrier = threading.Barrier(2)

    def withdraw():
        barrier.wait(10)
        return tarik(kantor, admin)

    def reopen():
        barrier.wait(10)
        return buka_pengesahan(
            pengguna=kantor.kepala, opd=kantor.opd, tahun=TAHUN, periode=Periode.TAHUN, alasan="Salah"
        )

    results = run_jobs(withdraw, reopen)
    assert isinstance(results[0], Laporan)
    assert isinstance(results[1], Exception)  # locked, or nothing is approved any more
    assert status_nilai(kantor) == ["draf", "draf"]
