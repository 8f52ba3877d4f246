"""Typing, clearing and approving: the rule, the schedule, the lock, the audit row."""

import threading
import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from anggaran.models import Pagu, Pendapatan, RealisasiBelanja, RealisasiPendapatan
from anggaran.services import record_belanja, record_pendapatan, set_pagu
from instansi.enums import Peran
from instansi.models import Jejak
from kinerja.enums import JenisNilai, Periode, StatusNilai
from kinerja.models import KunciTahun, PilihanOrdinal, Realisasi
from kinerja.services import (
    IsianRealisasiError,
    LaporanDitetapkanError,
    NilaiTerkunciError,
    PeriodeTertutupError,
    PeriodeTidakBerlakuError,
    RealisasiBerubahError,
    clear_realisasi,
    lock_tahun,
    record_realisasi_batch,
    sahkan_periode,
    save_realisasi,
)
from renstra.enums import JenisDokumen, StatusDokumen
from sakip.kit.errors import TidakBerwenangError
from tests import builders
from tests.builders import SAAT, TAHUN
from tests.serentak import run_jobs, two_connections

pytestmark = pytest.mark.django_db


def save(indikator, pengguna, *, versi=None, periode=Periode.TW1, saat=SAAT, **isi):
    return save_realisasi(
        pengguna=pengguna, indikator=indikator, tahun=TAHUN, periode=periode, versi=versi, saat=saat, **isi
    )


def clear(indikator, pengguna, *, versi, saat=SAAT):
    return clear_realisasi(
        pengguna=pengguna, indikator=indikator, tahun=TAHUN, periode=Periode.TW1, versi=versi, saat=saat
    )


def aksi() -> list[str]:
    return list(Jejak.objects.order_by("id").values_list("aksi", flat=True))


# What is stored -------------------------------------------------------------------------------------------------------


def test_save_realisasi_stores_value_and_audit_row():
    indikator, user = builders.create_isian()
    row = save(indikator, user, nilai=Decimal("85.25"), catatan="  sementara ")
    row.refresh_from_db()
    assert (row.nilai, row.status, row.versi, row.diubah_oleh, row.catatan) == (
        Decimal("85.25"),
        StatusNilai.DRAF,
        1,
        user,
        "sementara",
    )
    jejak = Jejak.objects.get()
    assert (jejak.aksi, jejak.objek_jenis, jejak.objek_id, jejak.pengguna, jejak.opd) == (
        "isi_realisasi",
        "kinerja.realisasi",
        row.pk,
        user,
        indikator.opd,
    )
    assert jejak.sebelum is None
    assert jejak.sesudah is not None
    assert jejak.sesudah["nilai"] == "85.25"


def test_save_realisasi_zero_is_a_value():
    indikator, user = builders.create_isian()
    row = save(indikator, user, nilai=Decimal(0))
    row.refresh_from_db()
    assert row.nilai == 0


def test_save_realisasi_reason_instead_of_value_and_back():
    indikator, user = builders.create_isian()
    row = save(indikator, user, alasan="Hasil evaluasi belum keluar")
    row = save(indikator, user, nilai=Decimal(5), versi=row.versi)
    row.refresh_from_db()
    assert (row.nilai, row.alasan, row.versi) == (Decimal(5), "", 2)
    assert aksi() == ["isi_realisasi", "ubah_realisasi"]


def test_save_realisasi_fraction_is_kept_as_typed():
    indikator, user = builders.create_isian(indikator=builders.create_indikator_pecahan())
    row = save(indikator, user, pembilang=Decimal(46), penyebut=Decimal(49))
    row.refresh_from_db()
    assert (row.nilai, row.pembilang, row.penyebut) == (None, Decimal(46), Decimal(49))


def test_save_realisasi_ordinal_takes_one_of_its_labels():
    indikator, user = builders.create_isian(
        indikator=builders.create_indikator(jenis_nilai=JenisNilai.ORDINAL)
    )
    PilihanOrdinal.objects.create(indikator=indikator, label="WTP", persen=Decimal(100))
    with pytest.raises(IsianRealisasiError, match="Pilih salah satu: WTP"):
        save(indikator, user, label="WDP")
    assert save(indikator, user, label="WTP").label == "WTP"


def test_save_realisasi_same_values_and_version_write_nothing():
    indikator, user = builders.create_isian()
    row = save(indikator, user, nilai=Decimal("85.250"))
    again = save(indikator, user, nilai=Decimal("85.25"), versi=row.versi)
    assert (again.pk, again.versi) == (row.pk, 1)
    assert aksi() == ["isi_realisasi"]


def test_save_realisasi_sent_again_after_a_lost_answer_writes_nothing():
    indikator, user = builders.create_isian()
    save(indikator, user, nilai=Decimal(1))
    assert save(indikator, user, nilai=Decimal(1)).versi == 1
    save(indikator, user, nilai=Decimal(2), versi=1)
    assert save(indikator, user, nilai=Decimal(2), versi=1).versi == 2
    assert aksi() == ["isi_realisasi", "ubah_realisasi"]


@pytest.mark.parametrize("ada", [False, True], ids=["new", "existing"])
def test_save_realisasi_query_count(ada, django_assert_num_queries):
    indikator, user = builders.create_isian()
    versi = save(indikator, user, nilai=Decimal(1)).versi if ada else None
    indikator = type(indikator).objects.select_related("opd").get(pk=indikator.pk)
    user = type(user).objects.get(pk=user.pk)
    lock = int(connection.features.has_select_for_update)
    # roles, state, row, write, audit row, and the savepoint (outside a test: BEGIN and COMMIT)
    with django_assert_num_queries(5 + 2 + lock):
        save(indikator, user, nilai=Decimal(2), versi=versi)


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", [p for p in Peran if p != Peran.PERENCANA])
def test_save_realisasi_by_another_role_is_refused(peran):
    indikator, _ = builders.create_isian()
    with pytest.raises(TidakBerwenangError):
        save(indikator, builders.create_pengguna(peran, opd=indikator.opd), nilai=Decimal(1))
    assert Realisasi.objects.count() == 0


def test_save_realisasi_by_a_neighbour_is_refused():
    indikator, _ = builders.create_isian()
    tetangga = builders.create_perencana(builders.create_opd(indikator.opd.pemda))
    with pytest.raises(TidakBerwenangError):
        save(indikator, tetangga, nilai=Decimal(1))


@pytest.mark.parametrize(
    ("isi", "bidang"),
    [
        ({}, "nilai"),
        ({"alasan": "   "}, "nilai"),
        ({"nilai": Decimal(1), "alasan": "belum"}, "alasan"),
        ({"nilai": Decimal("0.1234567")}, "nilai"),
        ({"nilai": Decimal(10**12)}, "nilai"),
        ({"pembilang": Decimal(1), "penyebut": Decimal(2)}, "pembilang"),
        ({"label": "AA"}, "label"),
        ({"nilai": Decimal(1), "label": "AA"}, "label"),
        ({"alasan": "x" * 301}, "alasan"),
    ],
)
def test_save_realisasi_what_is_no_value_is_refused_beside_its_field(isi, bidang):
    indikator, user = builders.create_isian()
    with pytest.raises(IsianRealisasiError) as caught:
        save(indikator, user, **isi)
    assert list(caught.value.bidang) == [bidang]
    assert (Realisasi.objects.count(), Jejak.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("isi", "bidang"),
    [
        ({"pembilang": Decimal(1)}, "penyebut"),
        ({"penyebut": Decimal(1)}, "pembilang"),
        ({"pembilang": Decimal(1), "penyebut": Decimal(0)}, "penyebut"),
        ({"pembilang": Decimal(1), "penyebut": Decimal(2), "nilai": Decimal(50)}, "nilai"),
    ],
)
def test_save_realisasi_broken_fraction_is_refused_beside_its_field(isi, bidang):
    indikator, user = builders.create_isian(indikator=builders.create_indikator_pecahan())
    with pytest.raises(IsianRealisasiError) as caught:
        save(indikator, user, **isi)
    assert list(caught.value.bidang) == [bidang]


def test_save_realisasi_without_a_schedule_is_closed():
    indikator = builders.create_indikator()
    builders.create_target(indikator)
    with pytest.raises(PeriodeTertutupError, match="belum dibuka"):
        save(indikator, builders.create_perencana(indikator.opd), nilai=Decimal(1))


def test_save_realisasi_before_and_after_the_schedule_is_closed():
    indikator, user = builders.create_isian()
    jadwal = indikator.opd.pemda.jadwal.get()
    jadwal.tutup = SAAT
    jadwal.save()
    with pytest.raises(PeriodeTertutupError, match="baru dibuka pada 1 April 2023"):
        save(indikator, user, nilai=Decimal(1), saat=jadwal.buka - timedelta(seconds=1))
    with pytest.raises(PeriodeTertutupError, match="sudah ditutup pada 10 April 2023"):
        save(indikator, user, nilai=Decimal(1), saat=SAAT + timedelta(seconds=1))
    assert save(indikator, user, nilai=Decimal(1)).nilai == 1


def test_save_realisasi_period_without_target_is_refused():
    indikator, user = builders.create_isian()
    builders.create_jadwal(indikator.opd.pemda, Periode.TW2)
    with pytest.raises(PeriodeTidakBerlakuError, match="Triwulan II 2023"):
        save(indikator, user, nilai=Decimal(1), periode=Periode.TW2)


def test_save_realisasi_year_beside_quarters_is_refused():
    indikator, user = builders.create_isian()
    builders.create_jadwal(indikator.opd.pemda, Periode.TAHUN)
    rencana_aksi = indikator.target.get().dokumen
    builders.create_target(indikator, rencana_aksi, periode=Periode.TW2)
    pk = builders.create_dokumen(indikator.opd, status=StatusDokumen.DITETAPKAN)
    builders.create_target(indikator, pk, periode=Periode.TAHUN)
    with pytest.raises(PeriodeTidakBerlakuError, match="Isi pada Triwulan I, Triwulan II"):
        save(indikator, user, nilai=Decimal(1), periode=Periode.TAHUN)


def test_save_realisasi_takes_the_periods_of_the_version_in_force():
    indikator, user = builders.create_isian()
    builders.create_jadwal(indikator.opd.pemda, Periode.TAHUN)
    baru = builders.create_dokumen(
        indikator.opd, JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN, tanggal=SAAT.date()
    )
    builders.create_target(indikator, baru, periode=Periode.TAHUN)
    with pytest.raises(PeriodeTidakBerlakuError, match="Isi pada Triwulan I"):
        save(indikator, user, nilai=Decimal(1), periode=Periode.TAHUN, saat=SAAT - timedelta(days=1))
    with pytest.raises(PeriodeTidakBerlakuError, match="Isi pada Tahunan"):
        save(indikator, user, nilai=Decimal(1))
    assert save(indikator, user, nilai=Decimal(1), periode=Periode.TAHUN).nilai == 1


def test_realisasi_year_or_periods_is_held_by_the_database():
    indikator = builders.create_indikator()
    builders.create_realisasi(indikator, periode=Periode.TW1)
    with pytest.raises(IntegrityError, match="Nilai satu tahun"), transaction.atomic():
        builders.create_realisasi(indikator, periode=Periode.TAHUN)
    builders.create_realisasi(indikator, periode=Periode.TAHUN, dipakai=False)


@pytest.mark.parametrize("status", [StatusNilai.DIAJUKAN, StatusNilai.DIVERIFIKASI, StatusNilai.DISAHKAN])
def test_save_realisasi_locked_value_is_refused(status):
    indikator, user = builders.create_isian()
    row = builders.create_realisasi(indikator, status=status)
    for isi in ({"nilai": Decimal(1)}, {"nilai": Decimal(80)}):
        with pytest.raises(NilaiTerkunciError):
            save(indikator, user, versi=row.versi, **isi)
    with pytest.raises(NilaiTerkunciError):
        clear(indikator, user, versi=row.versi)
    row.refresh_from_db()
    assert (row.nilai, row.versi) == (80, 1)


def test_save_realisasi_returned_value_may_be_typed_over():
    indikator, user = builders.create_isian()
    row = builders.create_realisasi(indikator, status=StatusNilai.DIKEMBALIKAN)
    assert save(indikator, user, nilai=Decimal(1), versi=row.versi).status == StatusNilai.DIKEMBALIKAN


def test_save_realisasi_after_penetapan_is_refused():
    indikator, user = builders.create_isian()
    row = save(indikator, user, nilai=Decimal(1))
    lock_tahun(pengguna=builders.create_kepala(indikator.opd), opd=indikator.opd, tahun=TAHUN)
    for write in (
        lambda: save(indikator, user, nilai=Decimal(2), versi=row.versi),
        lambda: clear(indikator, user, versi=row.versi),
        lambda: sahkan_periode(
            pengguna=builders.create_kepala(indikator.opd),
            opd=indikator.opd,
            tahun=TAHUN,
            periode=Periode.TW1,
            sidik="",
        ),
        lambda: record_realisasi_batch(
            pengguna=None,
            opd=indikator.opd,
            rows=[Realisasi(indikator=indikator, tahun=TAHUN, periode=Periode.TW2, nilai=Decimal(1))],
            koreksi="Koreksi",
        ),
        lambda: lock_tahun(pengguna=user, opd=indikator.opd, tahun=TAHUN),
    ):
        with pytest.raises(NilaiTerkunciError, match="Laporan tahun 2023 sudah ditetapkan") as caught:
            write()
        assert isinstance(caught.value, LaporanDitetapkanError)
    row.refresh_from_db()
    assert row.nilai == 1


# The lock -------------------------------------------------------------------------------------------------------------


def test_lost_update_is_refused_and_says_who_and_what():
    indikator, user = builders.create_isian()
    lain = builders.create_pengguna(Peran.PERENCANA, opd=indikator.opd, jabatan_teks="Perencana Kedua")
    seen = save(indikator, user, nilai=Decimal(1)).versi
    save(indikator, lain, nilai=Decimal("2.5"), versi=seen, saat=SAAT)

    with pytest.raises(RealisasiBerubahError) as caught:
        save(indikator, user, nilai=Decimal(3), versi=seen)
    assert caught.value.pesan.startswith(
        "Nilai ini sudah diubah oleh Perencana Kedua pada 10 April 2023 pukul 10.00 WIB menjadi 2,50."
    )
    assert caught.value.tersimpan is not None
    assert (caught.value.tersimpan.nilai, caught.value.tersimpan.versi) == (Decimal("2.5"), 2)
    assert Realisasi.objects.get().nilai == Decimal("2.5")
    assert aksi() == ["isi_realisasi", "ubah_realisasi"]


def test_lost_update_negative_control():
    """The same writes with the version as it stands are accepted; without a version check the first value is lost."""
    indikator, user = builders.create_isian()
    versi = save(indikator, user, nilai=Decimal(1)).versi
    versi = save(indikator, user, nilai=Decimal("2.5"), versi=versi).versi
    assert save(indikator, user, nilai=Decimal(3), versi=versi).versi == 3

    Realisasi.objects.filter(indikator=indikator).update(nilai=Decimal(4))
    Realisasi.objects.filter(indikator=indikator).update(nilai=Decimal(5))
    assert Realisasi.objects.get().nilai == 5


def test_first_save_over_a_row_that_appeared_meanwhile_is_refused():
    indikator, user = builders.create_isian()
    save(indikator, builders.create_perencana(indikator.opd), nilai=Decimal(1))
    with pytest.raises(RealisasiBerubahError):
        save(indikator, user, nilai=Decimal(2))
    with pytest.raises(RealisasiBerubahError):
        save(indikator, user, nilai=Decimal(1))  # the same value, but typed by someone else
    assert Realisasi.objects.get().nilai == 1


def test_save_over_a_cleared_row_is_refused():
    indikator, user = builders.create_isian()
    versi = save(indikator, user, nilai=Decimal(1)).versi
    assert clear(indikator, user, versi=versi) is True
    with pytest.raises(RealisasiBerubahError) as caught:
        save(indikator, user, nilai=Decimal(2), versi=versi)
    assert caught.value.tersimpan is None
    assert Realisasi.objects.count() == 0


def test_version_goes_on_after_clearing_so_that_an_old_form_stays_old():
    indikator, user = builders.create_isian()
    versi = save(indikator, user, nilai=Decimal(1)).versi
    clear(indikator, user, versi=versi)
    baru = save(indikator, user, nilai=Decimal(2))
    assert baru.versi == versi + 1
    with pytest.raises(RealisasiBerubahError):
        save(indikator, builders.create_perencana(indikator.opd), nilai=Decimal(3), versi=versi)
    assert Realisasi.objects.get().nilai == 2
    assert aksi() == ["isi_realisasi", "kosongkan_realisasi", "isi_realisasi"]


def test_clear_realisasi_with_an_old_version_is_refused():
    indikator, user = builders.create_isian()
    versi = save(indikator, user, nilai=Decimal(1)).versi
    save(indikator, user, nilai=Decimal(2), versi=versi)
    with pytest.raises(RealisasiBerubahError):
        clear(indikator, user, versi=versi)
    assert Realisasi.objects.get().nilai == 2


def test_clear_realisasi_of_nothing_writes_nothing():
    indikator, user = builders.create_isian()
    assert clear(indikator, user, versi=None) is False
    assert aksi() == []


# Published values -----------------------------------------------------------------------------------------------------


def _terbit(indikator, nilai, **isi):
    default = {"tahun": 2022, "periode": Periode.TAHUN, "status": StatusNilai.DISAHKAN}
    return Realisasi(indikator=indikator, nilai=Decimal(nilai), **default | isi)


def test_record_realisasi_batch_keeps_two_published_values():
    indikator = builders.create_indikator()
    rows = lambda: [  # noqa: E731 - the rows are made anew for each call
        _terbit(indikator, 1),
        _terbit(indikator, 2, dipakai=False, asal="Tabel 1"),
        _terbit(indikator, 3, dipakai=False, asal="Tabel 2"),
    ]
    assert record_realisasi_batch(pengguna=None, opd=indikator.opd, rows=rows()).baru == 3
    assert record_realisasi_batch(pengguna=None, opd=indikator.opd, rows=rows()).tetap == 3


def test_record_realisasi_batch_changes_an_approved_value_only_by_correction():
    indikator = builders.create_indikator()
    record_realisasi_batch(pengguna=None, opd=indikator.opd, rows=[_terbit(indikator, 1)])
    with pytest.raises(NilaiTerkunciError) as caught:
        record_realisasi_batch(
            pengguna=None,
            opd=indikator.opd,
            rows=[_terbit(indikator, 9, dipakai=False), _terbit(indikator, 2)],
        )
    assert caught.value.indeks == 1
    record_realisasi_batch(
        pengguna=None, opd=indikator.opd, rows=[_terbit(indikator, 2)], koreksi="Salah salin"
    )
    assert [(row.nilai, row.versi) for row in Realisasi.objects.all()] == [(Decimal(2), 2)]


@pytest.mark.parametrize("status", [s for s in StatusNilai if s != StatusNilai.DRAF])
def test_record_realisasi_batch_by_a_perencana_stores_drafts_only(status):
    indikator = builders.create_indikator()
    user = builders.create_perencana(indikator.opd)
    row = Realisasi(indikator=indikator, tahun=TAHUN, periode="TW1", nilai=Decimal(9), status=status)
    with pytest.raises(TidakBerwenangError) as caught:
        record_realisasi_batch(pengguna=user, opd=indikator.opd, rows=[row])
    assert (caught.value.indeks, Realisasi.objects.count()) == (0, 0)
    row.status = StatusNilai.DRAF
    assert record_realisasi_batch(pengguna=user, opd=indikator.opd, rows=[row]).baru == 1


# What one row may hold ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isi", "batas"),
    [
        (
            {"nilai": Decimal(9), "pembilang": Decimal(1), "penyebut": Decimal(2)},
            "realisasi_nilai_atau_pecahan",
        ),
        ({"alasan": "x", "pembilang": Decimal(1), "penyebut": Decimal(2)}, "realisasi_nilai_atau_alasan"),
        ({"alasan": "x", "label": "A"}, "realisasi_nilai_atau_alasan"),
        ({"alasan": "x", "nilai": Decimal(9)}, "realisasi_nilai_atau_alasan"),
    ],
)
def test_realisasi_of_two_kinds_is_held_by_the_database(isi, batas):
    with pytest.raises(IntegrityError, match=batas), transaction.atomic():
        builders.create_realisasi(builders.create_indikator_pecahan(), **({"nilai": None} | isi))


def test_save_realisasi_value_of_a_fraction_is_refused():
    indikator, user = builders.create_isian(indikator=builders.create_indikator_pecahan())
    with pytest.raises(IsianRealisasiError) as caught:
        save(indikator, user, nilai=Decimal(80))
    assert list(caught.value.bidang) == ["nilai"]
    assert save(indikator, user, pembilang=Decimal(4), penyebut=Decimal(5)).pembilang == 4


def test_realisasi_quarter_beside_semester_is_held_by_the_database():
    indikator = builders.create_indikator()
    builders.create_realisasi(indikator, periode="S1")
    with pytest.raises(IntegrityError, match="per triwulan, per semester"), transaction.atomic():
        builders.create_realisasi(indikator, periode="TW1")
    builders.create_realisasi(indikator, periode="S2")
    builders.create_realisasi(indikator, periode="TW1", dipakai=False)


# Races (two connections; the SQLite test database lives in one) ------------------------------------------------------


@two_connections
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ada", [False, True], ids=["new", "existing"])
def test_race_of_two_writers_keeps_one(ada):
    indikator, satu = builders.create_isian()
    dua = builders.create_perencana(indikator.opd)
    versi = save(indikator, satu, nilai=Decimal(9)).versi if ada else None
    barrier = threading.Barrier(2)

    def job(user, nilai):
        def run():
            barrier.wait(10)
            return save(indikator, user, nilai=Decimal(nilai), versi=versi)

        return run

    results = run_jobs(job(satu, 1), job(dua, 2))
    won = [row for row in results if isinstance(row, Realisasi)]
    lost = [error for error in results if isinstance(error, RealisasiBerubahError)]
    assert (len(won), len(lost)) == (1, 1)
    assert Realisasi.objects.get().nilai == won[0].nilai
    assert lost[0].tersimpan is not None
    assert lost[0].tersimpan.nilai == won[0].nilai
    assert len(aksi()) == 1 + ada


@two_connections
@pytest.mark.django_db(transaction=True)
def test_race_of_penetapan_and_writer_lets_nothing_in():
    indikator, user = builders.create_isian()
    kepala = builders.create_kepala(indikator.opd)
    locked, done = threading.Event(), threading.Event()

    def penetapan():
        with transaction.atomic():
            lock_tahun(pengguna=kepala, opd=indikator.opd, tahun=TAHUN)
            locked.set()
            done.wait(0.5)  # the writer is waiting for the office meanwhile
        return "tetap"

    def writer():
        locked.wait(10)
        try:
            return save(indikator, user, nilai=Decimal(1))
        finally:
            done.set()

    results = run_jobs(penetapan, writer)
    assert results[0] == "tetap"
    assert isinstance(results[1], LaporanDitetapkanError)
    assert (Realisasi.objects.count(), KunciTahun.objects.count()) == (0, 1)


@two_connections
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tulis", ["realisasi", "belanja", "pendapatan"])
def test_race_of_penetapan_and_a_batch_lets_nothing_in(tulis):
    indikator = builders.create_indikator()
    opd = indikator.opd
    kepala = builders.create_kepala(opd)
    program = builders.create_simpul(opd)
    pendapatan = Pendapatan.objects.create(
        dokumen=builders.create_dokumen(opd, "dpa"), kunci="pad", uraian="PAD"
    )
    jobs = {
        "realisasi": lambda: record_realisasi_batch(
            pengguna=None,
            opd=opd,
            rows=[Realisasi(indikator=indikator, tahun=TAHUN, periode="TW1", nilai=Decimal(5))],
        ),
        "belanja": lambda: record_belanja(pengguna=None, simpul=program, tahun=TAHUN, jumlah=Decimal(5)),
        "pendapatan": lambda: record_pendapatan(
            pengguna=None, pendapatan=pendapatan, tahun=TAHUN, jumlah=Decimal(5)
        ),
    }
    locked, done = threading.Event(), threading.Event()

    def penetapan():
        with transaction.atomic():
            lock_tahun(pengguna=kepala, opd=opd, tahun=TAHUN)
            locked.set()
            done.wait(0.5)
        return "tetap"

    def writer():
        locked.wait(10)
        try:
            return jobs[tulis]()
        finally:
            done.set()

    results = run_jobs(penetapan, writer)
    assert results[0] == "tetap"
    assert isinstance(results[1], LaporanDitetapkanError)
    assert [m.objects.count() for m in (Realisasi, RealisasiBelanja, RealisasiPendapatan)] == [0, 0, 0]


@two_connections
@pytest.mark.django_db(transaction=True)
def test_race_of_details_and_total_keeps_one():
    opd = builders.create_opd()
    dokumen, program = builders.create_dokumen(opd, "dpa"), builders.create_simpul(opd)
    kegiatan = builders.create_simpul(opd, "kegiatan", induk=program)
    barrier = threading.Barrier(2)

    def job(simpul):
        def run():
            with transaction.atomic():
                barrier.wait(10)
                row = set_pagu(pengguna=None, dokumen=dokumen, simpul=simpul, jumlah=Decimal(5))
                time.sleep(0.2)  # the other one waits for the office meanwhile
            return row

        return run

    results = run_jobs(job(program), job(kegiatan))
    assert sorted(type(result).__name__ for result in results) == ["AturanDataError", "Pagu"]
    assert Pagu.objects.count() == 1
