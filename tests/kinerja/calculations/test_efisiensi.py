"""Efficiency rules on the figures of published reports."""

from decimal import Decimal

import pytest

from anggaran.calculations import calculate_serapan
from kinerja.calculations import (
    Aturan,
    Hasil,
    KeluaranAnggaran,
    Kosong,
    NilaiTarget,
    calculate_capaian,
    calculate_efisiensi,
    calculate_efisiensi_keluaran,
    calculate_nilai_efisiensi,
    calculate_nilai_efisiensi_aturan,
    calculate_persentase,
)
from kinerja.enums import BagianHitung, Polaritas, RumusEfisiensi

D = Decimal


def build_persen(nilai: str) -> Hasil:
    return calculate_persentase(pembilang=D(nilai), penyebut=D(100))


def build_capaian(target: str, realisasi: str, desimal: int = 2) -> Hasil:
    return calculate_capaian(
        target=NilaiTarget(nilai=D(target)),
        realisasi=D(realisasi),
        polaritas=Polaritas.MAKSIMASI,
        desimal=desimal,
    )


@pytest.mark.parametrize(
    ("capaian", "serapan", "expected", "label"),
    [
        ("90.57", "99.45", "-8,88", "Kurang Efisien"),
        ("104.31", "91.40", "12,91", "Efisien"),
        ("100", "100", "0,00", "Efisien"),
        ("100", "99.77", "0,23", "Efisien"),
    ],
)
def test_efisiensi_selisih(capaian: str, serapan: str, expected: str, label: str) -> None:
    hasil = calculate_efisiensi(capaian=build_persen(capaian), serapan=build_persen(serapan))
    assert (hasil.teks, hasil.label) == (expected, label)


@pytest.mark.parametrize(
    ("capaian", "serapan", "expected", "label"),
    [
        ("73.12", "95.85", "76,29", "Kurang Efisien"),
        ("104.42", "95.78", "109,02", "Efisien"),
        ("108.48", "98.21", "110,46", "Efisien"),
    ],
)
def test_efisiensi_rasio(capaian: str, serapan: str, expected: str, label: str) -> None:
    hasil = calculate_efisiensi(
        capaian=build_persen(capaian),
        serapan=build_persen(serapan),
        aturan=Aturan(efisiensi=RumusEfisiensi.RASIO),
    )
    assert (hasil.teks, hasil.label) == (expected, label)


def test_efisiensi_rasio_depends_on_the_parts() -> None:
    capaian = build_capaian("60", "43.87")
    serapan = calculate_serapan(pagu=D(100_000), realisasi=D("95850"))
    tampil = Aturan(efisiensi=RumusEfisiensi.RASIO, bagian=BagianHitung.TAMPIL)
    mentah = Aturan(efisiensi=RumusEfisiensi.RASIO)
    assert calculate_efisiensi(capaian=capaian, serapan=serapan, aturan=tampil).teks == "76,29"
    assert calculate_efisiensi(capaian=capaian, serapan=serapan, aturan=mentah).teks == "76,28"


def test_efisiensi_of_a_table_that_prints_capaian_without_decimals() -> None:
    aturan = Aturan(desimal_k=0)
    serapan = calculate_serapan(pagu=D(118_400_000), realisasi=D(118_200_000))
    capaian = build_capaian("45", "57", desimal=0)
    hasil = calculate_efisiensi(capaian=capaian, serapan=serapan, aturan=aturan)
    assert (capaian.teks, serapan.teks, hasil.teks) == ("127", "99,83", "26,84")


def test_efisiensi_of_zero_pagu() -> None:
    capaian = build_capaian("1", "1")
    nol = calculate_serapan(pagu=D(0), realisasi=D(0), nol=True)
    assert calculate_efisiensi(capaian=capaian, serapan=nol).teks == "100,00"
    kosong = calculate_serapan(pagu=D(0), realisasi=D(0))
    hasil = calculate_efisiensi(capaian=capaian, serapan=kosong)
    assert (hasil.teks, hasil.kosong) == ("–", Kosong.PAGU_NOL)
    rasio = calculate_efisiensi(capaian=capaian, serapan=nol, aturan=Aturan(efisiensi=RumusEfisiensi.RASIO))
    assert rasio.kosong is Kosong.PENYEBUT_NOL


def test_efisiensi_sisa_needs_no_capaian() -> None:
    serapan = calculate_serapan(pagu=D(3_647_921_811), realisasi=D(3_468_429_341))
    kosong = calculate_capaian(target=None, realisasi=None, polaritas=Polaritas.MAKSIMASI)
    hasil = calculate_efisiensi(capaian=kosong, serapan=serapan, aturan=Aturan(efisiensi=RumusEfisiensi.SISA))
    assert (hasil.teks, hasil.label) == ("4,92", "")
    selisih = calculate_efisiensi(capaian=kosong, serapan=serapan)
    assert selisih.kosong is Kosong.TARGET_KOSONG


@pytest.mark.parametrize(
    ("capaian", "serapan", "label"),
    [
        ("100", "98.96", "Efisien"),
        ("110", "100", "Efisien"),
        ("90", "100", "Inefisien"),
        ("90", "80", "Perlu Penjelasan"),
        ("110", "101", "Perlu Penjelasan"),
    ],
)
def test_efisiensi_kualitatif(capaian: str, serapan: str, label: str) -> None:
    hasil = calculate_efisiensi(
        capaian=build_persen(capaian),
        serapan=build_persen(serapan),
        aturan=Aturan(efisiensi=RumusEfisiensi.KUALITATIF),
    )
    assert (hasil.label, hasil.teks, hasil.mentah, hasil.kosong) == (label, label, None, None)


def test_efisiensi_keluaran() -> None:
    keluaran = [
        KeluaranAnggaran(pagu=D(4_000_000), realisasi=D(3_800_000), capaian=D("1.22")),
        KeluaranAnggaran(pagu=D(1_000_000), realisasi=D(975_000), capaian=D("0.80")),
        KeluaranAnggaran(pagu=D(5_000_000), realisasi=D(4_725_000), capaian=D("1.42")),
    ]
    assert calculate_efisiensi_keluaran(keluaran=keluaran).teks == "25,67"
    assert calculate_efisiensi_keluaran(keluaran=[]).kosong is Kosong.PENYEBUT_NOL


@pytest.mark.parametrize(
    ("efisiensi", "expected"),
    [
        ("4.92", "62,30"),
        ("-8.88", "27,80"),
        ("25.67", "100,00"),
        ("74.03", "100,00"),
        ("-35", "0,00"),
        ("0", "50,00"),
    ],
)
def test_nilai_efisiensi_is_clipped(efisiensi: str, expected: str) -> None:
    assert calculate_nilai_efisiensi(efisiensi=D(efisiensi)).teks == expected


def test_nilai_efisiensi_without_value() -> None:
    assert calculate_nilai_efisiensi(efisiensi=None).kosong is Kosong.TANPA_NILAI


@pytest.mark.parametrize("bagian", list(BagianHitung))
@pytest.mark.parametrize(
    ("rumus", "serapan", "expected"),
    [
        (RumusEfisiensi.SELISIH, "95", "5,00"),
        (RumusEfisiensi.SELISIH, "110", "-10,00"),
        (RumusEfisiensi.RASIO, "80", "125,00"),
        (RumusEfisiensi.SISA, "110", "-10,00"),
    ],
)
def test_efisiensi_takes_the_capped_capaian_and_the_serapan_as_it_is(
    rumus: RumusEfisiensi, serapan: str, expected: str, bagian: BagianHitung
) -> None:
    aturan = Aturan(batas_tampil=D(100), efisiensi=rumus, bagian=bagian)
    capaian = calculate_capaian(
        target=NilaiTarget(nilai=D("2.6")), realisasi=D("3.43"), polaritas=Polaritas.MAKSIMASI, aturan=aturan
    )
    dana = calculate_serapan(pagu=D(100), realisasi=D(serapan))
    assert (capaian.teks, dana.teks) == ("100,00", f"{serapan},00")
    assert calculate_efisiensi(capaian=capaian, serapan=dana, aturan=aturan).teks == expected


@pytest.mark.parametrize(
    ("capaian", "serapan", "expected", "label"),
    [("122", "95", "22,13", "Efisien"), ("80", "97.5", "-21,88", "Kurang Efisien"), ("0", "50", "–", "")],
)
def test_efisiensi_of_pmk22_is_e_of_one_output(capaian: str, serapan: str, expected: str, label: str) -> None:
    hasil = calculate_efisiensi(
        capaian=build_persen(capaian),
        serapan=build_persen(serapan),
        aturan=Aturan(efisiensi=RumusEfisiensi.PMK22),
    )
    assert (hasil.teks, hasil.label) == (expected, label)


@pytest.mark.parametrize(
    ("rumus", "ambang", "serapan", "teks", "label"),
    [
        (RumusEfisiensi.SELISIH, None, "99.45", "-8,88", "Tidak Efisien"),
        (RumusEfisiensi.SELISIH, "-10", "99.45", "-8,88", "Hemat"),
        (RumusEfisiensi.SISA, None, "95.08", "4,92", ""),
        (RumusEfisiensi.SISA, "5", "95.08", "4,92", "Tidak Efisien"),
        (RumusEfisiensi.SISA, "4.92", "95.08", "4,92", "Hemat"),
        (RumusEfisiensi.KUALITATIF, None, "100", "Tidak Efisien", "Tidak Efisien"),
        (RumusEfisiensi.KUALITATIF, None, "90", "Perlu Penjelasan", "Perlu Penjelasan"),
    ],
)
def test_words_and_bound_of_efisiensi_follow_the_rule(
    rumus: RumusEfisiensi, ambang: str | None, serapan: str, teks: str, label: str
) -> None:
    aturan = Aturan(
        efisiensi=rumus,
        ambang_efisiensi=None if ambang is None else D(ambang),
        label_efisien="Hemat",
        label_kurang_efisien="Tidak Efisien",
    )
    hasil = calculate_efisiensi(capaian=build_persen("90.57"), serapan=build_persen(serapan), aturan=aturan)
    assert (hasil.teks, hasil.label) == (teks, label)


@pytest.mark.parametrize(
    ("rumus", "capaian", "serapan", "ne"),
    [
        (RumusEfisiensi.SELISIH, "90.57", "99.45", "27,80"),
        (RumusEfisiensi.SISA, "90.57", "95.08", "62,30"),
        (RumusEfisiensi.RASIO, "104.42", "95.78", "72,55"),
        (RumusEfisiensi.PMK22, "122", "95", "100,00"),
        (RumusEfisiensi.KUALITATIF, "90.57", "99.45", "–"),
    ],
)
def test_nilai_efisiensi_follows_the_formula_of_the_rule(
    rumus: RumusEfisiensi, capaian: str, serapan: str, ne: str
) -> None:
    aturan = Aturan(efisiensi=rumus, bagian=BagianHitung.TAMPIL)
    efisiensi = calculate_efisiensi(
        capaian=build_persen(capaian), serapan=build_persen(serapan), aturan=aturan
    )
    assert calculate_nilai_efisiensi_aturan(efisiensi=efisiensi, aturan=aturan).teks == ne


def test_nilai_efisiensi_of_nothing_says_why() -> None:
    kosong = calculate_serapan(pagu=None, realisasi=None)
    efisiensi = calculate_efisiensi(capaian=build_persen("90"), serapan=kosong)
    hasil = calculate_nilai_efisiensi_aturan(efisiensi=efisiensi)
    assert (hasil.teks, hasil.kosong) == ("–", kosong.kosong)
