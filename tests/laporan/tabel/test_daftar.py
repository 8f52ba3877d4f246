"""Worked rows of the official tables, and the one way to build one."""

from decimal import Decimal
from typing import Any

import pytest

from anggaran.models import Pagu
from kinerja.enums import Periode
from kinerja.models import CapaianTerbit, Pembanding
from laporan.tabel.daftar import (
    DokumenTidakDikenalError,
    TabelTanpaDataError,
    TabelTidakDikenalError,
    build_tabel,
    build_tabel_from,
    get_dokumen,
    list_tabel,
)
from laporan.tabel.data import DataLaporan
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from renstra.models import Dokumen
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor, get_sel

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return create_kantor()


def teks(kantor, kode: str, kunci: str, *kolom: str) -> tuple[str, ...]:
    tabel = build_tabel(kode, opd=kantor.opd, tahun=TAHUN)
    return tuple(get_sel(tabel, kunci, satu).teks for satu in kolom)


def test_capaian_of_a_sasaran(kantor):
    kolom = ("target", "realisasi", "capaian", "kategori", "tercapai")
    assert teks(kantor, "capaian", kantor.indikator.kunci, *kolom) == (
        "60",
        "43,87",
        "73,12",
        "Rendah",
        "Tidak tercapai",
    )
    assert teks(kantor, "capaian", "TOTAL", "capaian") == ("73,12",)


def test_tahun_lalu_compares_points_and_percent(kantor):
    kolom = ("target_lalu", "realisasi_lalu", "capaian_lalu", "realisasi", "selisih", "perubahan")
    assert teks(kantor, "tahun-lalu", kantor.indikator.kunci, *kolom) == (
        "55",
        "38,00",
        "69,09",
        "43,87",
        "5,87",
        "15,45",
    )


def test_akhir_renstra_measures_progress(kantor):
    kolom = ("realisasi", "target_akhir", "kemajuan", "sisa")
    assert teks(kantor, "akhir-renstra", kantor.indikator.kunci, *kolom) == ("43,87", "80", "54,84", "45,16")


def test_anggaran_and_efisiensi_pool_the_supporting_program(kantor):
    kolom = ("pagu", "realisasi", "persen", "sisa", "sisa_persen")
    assert teks(kantor, "anggaran", "TOTAL", *kolom) == ("1.000.000", "950.000", "95,00", "50.000", "5,00")
    assert teks(kantor, "efisiensi", kantor.sasaran.kunci, "capaian", "serapan") == ("73,12", "95,00")


def test_pk_target_renstra_and_rkt_read_their_document(kantor):
    assert teks(kantor, "pk", kantor.indikator.kunci, "target") == ("60",)
    assert teks(kantor, "target-renstra", kantor.indikator.kunci, f"t_{TAHUN - 1}", "akhir") == ("55", "80")
    assert teks(kantor, "rkt", "TOTAL", "pagu") == ("1.000.000",)
    pk = Dokumen.objects.get(opd=kantor.opd, jenis=JenisDokumen.PK)
    rkt = build_tabel("rkt", opd=kantor.opd, tahun=TAHUN, dokumen=pk)
    assert get_sel(rkt, kantor.indikator.kunci, "target").nilai == Decimal(60)


def test_pk_perubahan_replaces_the_pk_and_both_stay_readable(kantor):
    baru = builders.create_dokumen(kantor.opd, JenisDokumen.PK_PERUBAHAN, status=StatusDokumen.DITETAPKAN)
    builders.create_target(kantor.indikator, baru, nilai=50, periode=Periode.TAHUN)
    assert teks(kantor, "pk", kantor.indikator.kunci, "target") == ("50",)
    assert teks(kantor, "capaian", kantor.indikator.kunci, "target", "capaian") == ("50", "87,74")
    lama = Dokumen.objects.get(opd=kantor.opd, jenis=JenisDokumen.PK)
    tabel = build_tabel("pk", opd=kantor.opd, tahun=TAHUN, dokumen=lama)
    assert get_sel(tabel, kantor.indikator.kunci, "target").teks == "60"


def test_pengukuran_puts_k_and_rp_side_by_side(kantor):
    tabel = build_tabel("pengukuran", opd=kantor.opd, tahun=TAHUN)
    baris = next(b for b in tabel.baris if b.get("nama").teks == "Jumlah layanan")
    kolom = ("target_k", "target_rp", "realisasi_k", "realisasi_rp", "capaian_k", "capaian_rp")
    assert tuple(baris.get(k).teks for k in kolom) == ("10", "1.000.000", "12", "950.000", "120,00", "95,00")


def test_k_column_with_other_decimals_is_judged_as_it_prints(kantor):
    """75,60 prints as 76 and is Tinggi; on an excluded bound it stays below 100; a quoted 156,50 is never capped."""
    builders.create_aturan(
        kantor.opd.pemda, tabel="pengukuran", desimal_k=0, kategori="satu", batas_tampil=Decimal(100)
    )
    pk = Dokumen.objects.get(opd=kantor.opd, jenis="pk")
    isi: dict[str, Any] = {"periode": Periode.TAHUN}
    bulat = builders.create_indikator(kantor.opd, kantor.program)
    builders.create_target(bulat, pk, nilai=1000, **isi)
    builders.create_realisasi(bulat, nilai=756, **isi)
    luar = builders.create_indikator(kantor.opd, kantor.program, polaritas="minimasi")
    builders.create_target(luar, pk, nilai=None, atas=Decimal("3.5"), **isi)
    builders.create_realisasi(luar, nilai=Decimal("3.5"), **isi)
    terbit = builders.create_indikator(kantor.opd, kantor.program)
    builders.create_target(terbit, pk, nilai=1000, **isi)
    CapaianTerbit.objects.create(indikator=terbit, tahun=TAHUN, nilai=Decimal("156.5"), asal="LKjIP 2023 b.1")
    tunggal = builders.create_indikator(
        kantor.opd,
        builders.create_simpul(kantor.opd, "kegiatan", induk=kantor.program),
        batas_tampil=Decimal(120),
    )
    builders.create_target(tunggal, pk, nilai=1000, **isi)
    builders.create_realisasi(tunggal, nilai=1600, **isi)

    tabel = build_tabel("pengukuran", opd=kantor.opd, tahun=TAHUN)

    def read(kunci: str) -> tuple[str, str]:
        return get_sel(tabel, kunci, "capaian_k").teks, get_sel(tabel, kunci, "kategori").teks

    assert (read(bulat.kunci), read(luar.kunci), read(terbit.kunci)) == (
        ("76", "Tinggi"),
        ("99", "Tinggi"),
        ("157", "Tinggi"),
    )
    assert get_sel(tabel, terbit.kunci, "capaian_k").catatan == "capaian dikutip dari LKjIP 2023 b.1"
    assert read(tunggal.kunci)[0] == read("RATA-KEGIATAN")[0] == "120"


@pytest.mark.parametrize(
    ("agregasi", "baris"),
    [
        ("maksimum", ("9", "10", "90,00")),
        ("minimum", ("7", "20", "35,00")),
        ("terakhir", ("6", "10", "60,00")),
        ("jumlah", ("27", "50", "54,00")),
    ],
)
def test_formula_prints_the_numbers_that_its_result_is_made_of(kantor, agregasi, baris):
    pecahan = builders.create_indikator_pecahan(kantor.opd, simpul=kantor.sasaran, agregasi=agregasi)
    for nomor, (atas, bawah) in enumerate(((5, 10), (9, 10), (7, 20), (6, 10)), start=1):
        builders.create_realisasi(pecahan, nilai=None, pembilang=atas, penyebut=bawah, periode=f"TW{nomor}")
    assert teks(kantor, "formula", pecahan.kunci, "pembilang", "penyebut", "hasil") == baris


def test_formula_shows_pembilang_and_penyebut(kantor):
    pecahan = builders.create_indikator_pecahan(kantor.opd, simpul=kantor.sasaran, desimal=2)
    builders.create_realisasi(pecahan, nilai=None, pembilang=46, penyebut=49, periode=Periode.TAHUN)
    assert teks(kantor, "formula", pecahan.kunci, "pembilang", "penyebut", "hasil") == ("46", "49", "93,88")


def test_standar_nasional_and_pembanding(kantor):
    Pembanding.objects.create(
        indikator=kantor.indikator,
        kunci="nas",
        tahun=TAHUN,
        jenis="nasional",
        nama="Nasional",
        nilai=Decimal(50),
    )
    assert teks(kantor, "standar-nasional", kantor.indikator.kunci, "standar", "capaian") == (
        "50,00",
        "87,74",
    )
    assert teks(kantor, "pembanding", "nas", "nilai", "peringkat") == ("50,00", "1")


def test_triwulan_of_quarterly_values(kantor):
    rencana = builders.create_dokumen(kantor.opd, JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN)
    simpul = builders.create_simpul(kantor.opd, Jenjang.PROGRAM)
    indikator = builders.create_indikator(kantor.opd, simpul, desimal=0)
    builders.create_target(indikator, rencana, nilai=10, periode=Periode.TW1)
    builders.create_realisasi(indikator, nilai=8, periode=Periode.TW1)
    kolom = ("target_TW1", "realisasi_TW1", "capaian_TW1", "realisasi_TW2")
    assert teks(kantor, "triwulan", indikator.kunci, *kolom) == ("10", "8", "80,00", "–")


def test_missing_value_is_a_dash_with_its_reason(kantor):
    kantor.realisasi.delete()
    tabel = build_tabel("capaian", opd=kantor.opd, tahun=TAHUN)
    sel = get_sel(tabel, kantor.indikator.kunci, "realisasi")
    assert (sel.teks, sel.keterangan) == ("–", "Realisasi belum diisi.")
    assert get_sel(tabel, kantor.indikator.kunci, "capaian").nilai is None


def test_every_table_builds_or_says_what_is_missing(kantor):
    data = DataLaporan(kantor.opd, tahun=TAHUN)
    tanpa = {}
    for satu in list_tabel():
        try:
            assert build_tabel_from(satu.kode, data).baris
        except TabelTanpaDataError as error:
            tanpa[satu.kode] = error.pesan
    assert set(tanpa) == {
        "pk-anggaran",
        "capaian-tujuan",
        "formula",
        "pembanding",
        "pendapatan",
        "triwulan",
        "komponen",
    }
    assert all(pesan.endswith(".") for pesan in tanpa.values())


def test_unknown_code_and_document_are_named(kantor):
    with pytest.raises(TabelTidakDikenalError, match="xyz"):
        build_tabel("xyz", opd=kantor.opd, tahun=TAHUN)
    with pytest.raises(DokumenTidakDikenalError, match="lain"):
        get_dokumen(kantor.opd, "lain")


def test_rkt_prints_the_rkt_and_not_the_budget(kantor):
    rkt = builders.create_dokumen(kantor.opd, JenisDokumen.RKT, status=StatusDokumen.DITETAPKAN)
    builders.create_target(kantor.indikator, rkt, nilai=58, periode=Periode.TAHUN)
    tabel = build_tabel("rkt", opd=kantor.opd, tahun=TAHUN)
    assert get_sel(tabel, kantor.indikator.kunci, "target").teks == "58"
    assert (tabel.sumber, list(tabel.catatan)) == (f"Rencana Kinerja Tahunan {TAHUN}", [])
    ubah = builders.create_dokumen(kantor.opd, JenisDokumen.PERUBAHAN_RKT, status=StatusDokumen.DITETAPKAN)
    assert build_tabel("rkt", opd=kantor.opd, tahun=TAHUN).catatan == [
        f"{ubah} belum memuat target atau pagu; tabel ini memuat {rkt}."
    ]


def test_rkt_without_one_says_which_document_stands_in(kantor):
    tabel = build_tabel("rkt", opd=kantor.opd, tahun=TAHUN)
    assert tabel.sumber == f"DPA {TAHUN}"
    assert tabel.catatan == [
        f"Belum ada Rencana Kinerja Tahunan {TAHUN} yang ditetapkan; tabel ini memuat DPA {TAHUN}."
    ]
    Pagu.objects.all().delete()
    tabel = build_tabel("rkt", opd=kantor.opd, tahun=TAHUN)
    assert tabel.catatan == [
        f"Belum ada Rencana Kinerja Tahunan {TAHUN} yang ditetapkan; tabel ini memuat Perjanjian Kinerja {TAHUN}."
    ]
