"""Absorption behind an indikator of sasaran: from sums of rupiah, by another rule only where the table says so."""

from typing import Any

import pytest

from laporan.tabel.daftar import build_tabel
from laporan.tabel.data import TAK_TERBAGI
from renstra.enums import Jenjang
from renstra.models import DukunganSasaran
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor, get_sel

pytestmark = pytest.mark.django_db


def create_dua_program(**aturan: Any):
    """`create_kantor` with a second program of its sasaran: 950.000 of 1.000.000 and 110.000 of 100.000 are spent."""
    kantor = create_kantor()
    if aturan:
        builders.create_aturan(kantor.opd.pemda, tabel="tc23", **aturan)
    lain = builders.create_simpul(kantor.opd, Jenjang.PROGRAM)
    DukunganSasaran.objects.create(program=lain, sasaran=kantor.sasaran)
    kantor.opd.indikator.filter(simpul=kantor.program).update(mendukung=kantor.indikator)
    keluaran = builders.create_indikator(kantor.opd, lain, mendukung=kantor.indikator)
    builders.create_realisasi(keluaran, periode="TAHUN")
    builders.create_pagu(kantor.opd.dokumen.get(jenis="dpa"), lain, 100_000)
    builders.create_belanja(lain, 110_000)
    return kantor


def get_serapan(kantor) -> tuple[str, str, str]:
    """Serapan of the indikator in T-C.23, of its sasaran in the efficiency table, and the rule that T-C.23 names."""
    tc23 = build_tabel("tc23", opd=kantor.opd, tahun=TAHUN)
    efisiensi = build_tabel("efisiensi", opd=kantor.opd, tahun=TAHUN)
    return (
        get_sel(tc23, kantor.indikator.kunci, "serapan").teks,
        get_sel(efisiensi, kantor.sasaran.kunci, "serapan").teks,
        tc23.catatan[0],
    )


def test_tc23_divides_the_sums_as_the_efficiency_table_does():
    # 1.060.000 / 1.100.000; the mean of 95 and 110 is 102,50
    assert get_serapan(create_dua_program()) == (
        "96,36",
        "96,36",
        "Serapan program pendukung: jumlah realisasi / jumlah pagu × 100.",
    )


def test_tc23_means_percentages_only_by_its_rule_and_says_so():
    assert get_serapan(create_dua_program(serapan="rata_rata")) == (
        "102,50",
        "96,36",
        "Serapan program pendukung: rata-rata persentase serapan.",
    )


def test_the_cap_of_a_capaian_never_reaches_a_serapan():
    batas = {"batas_tampil": 100, "batas_rata": 100}
    assert get_serapan(create_dua_program(serapan="rata_rata", **batas))[0] == "102,50"
    assert get_serapan(create_dua_program(**batas))[0] == "96,36"


def test_each_of_several_indicators_has_the_money_of_its_own_programs():
    kantor = create_dua_program()
    kedua = builders.create_indikator(kantor.opd, kantor.sasaran)
    builders.create_target(kedua, kantor.opd.dokumen.get(jenis="renstra"), tahun=TAHUN, periode="TAHUN")
    builders.create_realisasi(kedua, periode="TAHUN")
    kantor.opd.indikator.filter(simpul=kantor.program).update(mendukung=kedua)
    tc23 = build_tabel("tc23", opd=kantor.opd, tahun=TAHUN)

    assert get_sel(tc23, kedua.kunci, "serapan").teks == "95,00"
    assert get_sel(tc23, kantor.indikator.kunci, "serapan").teks == "110,00"


def test_money_that_cannot_be_divided_is_unknown_with_its_reason():
    kantor = create_dua_program()
    kedua = builders.create_indikator(kantor.opd, kantor.sasaran)
    builders.create_realisasi(kedua, periode="TAHUN")
    builders.create_realisasi(
        builders.create_indikator(kantor.opd, kantor.program, mendukung=kedua), periode="TAHUN"
    )
    sel = get_sel(build_tabel("tc23", opd=kantor.opd, tahun=TAHUN), kantor.indikator.kunci, "serapan")

    assert (sel.teks, sel.keterangan) == ("–", "Anggaran program pendukung tidak dapat dibagi per indikator.")


def test_a_pagu_that_cannot_be_divided_is_not_called_missing():
    """T-C.23 and the K/Rp table said "Pagu belum ada." beside a budget table with that pagu."""
    kantor = create_kantor(lebih=1)
    lain = builders.create_indikator(kantor.opd, kantor.program)
    builders.create_realisasi(lain, periode="TAHUN")

    tc23 = build_tabel("tc23", opd=kantor.opd, tahun=TAHUN)
    pengukuran = build_tabel("pengukuran", opd=kantor.opd, tahun=TAHUN)

    assert get_sel(tc23, kantor.indikator.kunci, "serapan").keterangan == TAK_TERBAGI
    sel = get_sel(pengukuran, lain.kunci, "capaian_rp")
    assert (sel.teks, sel.keterangan) == ("–", "Anggaran tidak dapat dibagi per indikator.")
