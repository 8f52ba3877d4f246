"""Averages: what counts, what does not, and of which parts."""

from decimal import Decimal

import pytest

from anggaran.calculations import calculate_serapan
from kinerja.calculations import (
    Aturan,
    Hasil,
    Kosong,
    NilaiTarget,
    calculate_capaian,
    calculate_rata_rata,
    calculate_rata_rata_bertingkat,
)
from kinerja.enums import BagianHitung, CaraRataRata, Polaritas
from tests.kinerja.calculations.test_aturan import PERMENDAGRI

D = Decimal


def build_capaian(target: str, realisasi: str | None, aturan: Aturan | None = None) -> Hasil:
    return calculate_capaian(
        target=NilaiTarget(nilai=D(target)),
        realisasi=None if realisasi is None else D(realisasi),
        polaritas=Polaritas.MAKSIMASI,
        aturan=aturan or Aturan(),
    )


def test_rata_rata_of_a_sasaran() -> None:
    hasil = calculate_rata_rata(
        bagian=[build_capaian("2.6", "2.00"), build_capaian("2.6", "3.43")], aturan=Aturan(skala=PERMENDAGRI)
    )
    assert (hasil.teks, hasil.label, hasil.tercapai) == ("104,42", "Sangat Tinggi", True)
    assert (hasil.anggota, hasil.dinilai, hasil.tidak_dinilai) == (2, 2, 0)


def test_rata_rata_of_displayed_parts_meets_the_half() -> None:
    serapan = [
        calculate_serapan(pagu=D(112_153_500), realisasi=D(111_531_500)),
        calculate_serapan(pagu=D(10_000), realisasi=D("9487.5")),
    ]
    assert [satu.teks for satu in serapan] == ["99,45", "94,88"]
    assert calculate_rata_rata(bagian=serapan, aturan=Aturan(bagian=BagianHitung.TAMPIL)).teks == "97,17"
    assert calculate_rata_rata(bagian=serapan, aturan=Aturan()).teks == "97,16"


def test_rata_rata_leaves_the_missing_out() -> None:
    hasil = calculate_rata_rata(
        bagian=[build_capaian("100", "80"), build_capaian("100", None), build_capaian("100", "0")]
    )
    assert (hasil.teks, hasil.anggota, hasil.dinilai, hasil.tidak_dinilai) == ("40,00", 3, 2, 1)
    assert hasil.derivasi.catatan == ("2 dari 3 indikator sudah dinilai",)


@pytest.mark.parametrize("anggota", [0, 2])
def test_rata_rata_of_nothing_is_empty(anggota: int) -> None:
    hasil = calculate_rata_rata(bagian=[build_capaian("100", None)] * anggota)
    assert (hasil.teks, hasil.mentah, hasil.kosong) == ("–", None, Kosong.TANPA_NILAI)
    assert (hasil.anggota, hasil.dinilai) == (anggota, 0)


def test_rata_rata_caps_its_parts_and_says_so() -> None:
    aturan = Aturan(batas_rata=D(100))
    hasil = calculate_rata_rata(
        bagian=[build_capaian("4", "16", aturan), build_capaian("100", "80", aturan)], aturan=aturan
    )
    assert (hasil.teks, hasil.anggota_dibatasi) == ("90,00", 1)
    assert hasil.derivasi.catatan[1] == "1 indikator dihitung dengan capaian yang dibatasi"


def test_rata_rata_obeys_the_display_cap() -> None:
    aturan = Aturan(batas_tampil=D(100))
    hasil = calculate_rata_rata(bagian=[build_capaian("4", "16", aturan)], aturan=aturan)
    assert (hasil.teks, hasil.mentah, hasil.dibatasi) == ("100,00", D(400), True)


def test_rata_rata_of_displayed_parts_takes_the_display_cap() -> None:
    aturan = Aturan(batas_tampil=D(100), bagian=BagianHitung.TAMPIL)
    hasil = calculate_rata_rata(
        bagian=[build_capaian("4", "16", aturan), build_capaian("100", "80", aturan)], aturan=aturan
    )
    assert (hasil.teks, hasil.anggota_dibatasi) == ("90,00", 1)


def test_rata_rata_weighted_counts_only_what_has_a_value() -> None:
    bagian = [build_capaian("100", "50"), build_capaian("100", "100"), build_capaian("100", None)]
    hasil = calculate_rata_rata(bagian=bagian, bobot=[D(3), D(1), D(6)])
    assert hasil.teks == "62,50"
    assert calculate_rata_rata(bagian=bagian, bobot=[D(0), D(0), D(1)]).kosong is Kosong.TANPA_NILAI


def test_rata_rata_refuses_wrong_weights() -> None:
    with pytest.raises(ValueError, match="as many weights"):
        calculate_rata_rata(bagian=[build_capaian("1", "1")], bobot=[])
    with pytest.raises(ValueError, match="negative"):
        calculate_rata_rata(bagian=[build_capaian("1", "1")], bobot=[D(-1)])


def test_rata_rata_of_thirds_meets_the_half() -> None:
    bagian = [build_capaian("3", "1"), build_capaian("6", "1"), build_capaian("600", "0.06")]
    assert calculate_rata_rata(bagian=bagian, desimal=1).teks == "16,7"
    assert calculate_rata_rata(bagian=bagian[:2], desimal=0).teks == "25"


SASARAN = (("2.6", "2.00"), ("2.6", "3.43"))


def test_rata_rata_by_weight_of_the_rule() -> None:
    bagian = [build_capaian(*satu) for satu in SASARAN]
    hasil = calculate_rata_rata(bagian=bagian, bobot=[D(1), D(3)])
    assert (hasil.teks, hasil.derivasi.rumus) == ("118,17", "jumlah (bobot × capaian) / jumlah bobot")


@pytest.mark.parametrize("bobot", [None, [D(1), None]])
def test_weighted_rata_rata_without_a_weight_is_empty_and_says_so(bobot: list[Decimal | None] | None) -> None:
    bagian = [build_capaian(*satu) for satu in SASARAN]
    aturan = Aturan(rata_rata=CaraRataRata.BERBOBOT)
    hasil = calculate_rata_rata(bagian=bagian, aturan=aturan, bobot=bobot)
    assert (hasil.teks, hasil.kosong, hasil.dinilai) == ("–", Kosong.BOBOT_KOSONG, 2)


def test_weighted_rata_rata_needs_no_weight_of_a_missing_member() -> None:
    bagian = [build_capaian("100", "80"), build_capaian("100", None)]
    assert calculate_rata_rata(bagian=bagian, bobot=[D(2), None]).teks == "80,00"


@pytest.mark.parametrize(
    ("realisasi", "teks", "kosong", "catatan"),
    [
        (("100", "90"), "94,87", None, ()),
        (("100", None, "90"), "94,87", None, ()),
        (("100", "0"), "0,00", None, ("satu nilai 0 membuat rata-rata geometrik 0",)),
        (("100", "-90"), "–", Kosong.NILAI_NEGATIF, ()),
        ((None,), "–", Kosong.TANPA_NILAI, ()),
    ],
)
def test_rata_rata_geometrik_by_rule(
    realisasi: tuple[str | None, ...], teks: str, kosong: Kosong | None, catatan: tuple[str, ...]
) -> None:
    aturan = Aturan(rata_rata=CaraRataRata.GEOMETRIK, lantai_nol=False)
    hasil = calculate_rata_rata(
        bagian=[build_capaian("100", satu, aturan) for satu in realisasi], aturan=aturan
    )
    assert (hasil.teks, hasil.kosong) == (teks, kosong)
    assert hasil.derivasi.catatan[1 : 1 + len(catatan)] == catatan


@pytest.mark.parametrize(
    ("cara", "teks"), [(CaraRataRata.ARITMETIKA, "90,00"), (CaraRataRata.GEOMETRIK, "89,44")]
)
def test_rata_rata_of_the_means_of_sasaran(cara: CaraRataRata, teks: str) -> None:
    aturan = Aturan(rata_rata=cara)
    kelompok = [
        calculate_rata_rata(bagian=[build_capaian("100", satu) for satu in isi], aturan=aturan)
        for isi in (("80", None), ("100", "100", "100"))
    ]
    hasil = calculate_rata_rata_bertingkat(kelompok=kelompok, aturan=aturan)
    assert (hasil.teks, hasil.anggota, hasil.dinilai) == (teks, 5, 4)
    assert hasil.derivasi.catatan == (
        "2 dari 2 rata-rata sasaran sudah dinilai",
        "4 dari 5 indikator sudah dinilai",
    )
