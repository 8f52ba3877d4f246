"""What is asked about before a value is stored."""

from decimal import Decimal

import pytest

from kinerja.calculations.aturan import Pita, Skala
from kinerja.calculations.kejanggalan import JenisKejanggalan, find_kejanggalan
from kinerja.calculations.periode import calculate_tambahan
from kinerja.enums import Agregasi, Periode

D = Decimal
TW1, TW2, TW3, TW4 = Periode.TW1, Periode.TW2, Periode.TW3, Periode.TW4
SPBE = (Pita(D(0), "Kurang"), Pita(D("1.8"), "Cukup"), Pita(D("4.2"), "Memuaskan"))


def find(nilai=None, periode=TW2, agregasi=Agregasi.TERAKHIR, **lain):
    return [
        satu.jenis.value
        for satu in find_kejanggalan(nilai=nilai or {}, periode=periode, agregasi=agregasi, **lain)
    ]


@pytest.mark.parametrize(
    ("nilai", "periode", "jenis"),
    [
        ({TW1: D(8), TW2: D(5)}, TW2, ["menurun"]),
        ({TW1: D(8), TW2: D(8)}, TW2, []),
        ({TW1: D(8), TW2: D(9)}, TW2, []),
        ({TW1: D(8), TW2: None, TW3: D(7)}, TW3, ["menurun"]),
        ({TW2: D(5), TW4: D(4)}, TW2, ["melebihi"]),
        ({TW1: D(6), TW2: D(5), TW3: D(4)}, TW2, ["menurun", "melebihi"]),
        ({Periode.S1: D(8), Periode.S2: D(5)}, Periode.S2, ["menurun"]),
        ({Periode.TAHUN: D(8)}, Periode.TAHUN, []),
        ({TW1: D(8), TW2: None}, TW2, []),
    ],
)
def test_a_cumulative_value_that_falls_is_asked_about(nilai, periode, jenis):
    assert find(nilai, periode, Agregasi.KUMULATIF) == jenis
    assert find(nilai, periode, Agregasi.JUMLAH) == []


@pytest.mark.parametrize(
    ("capaian", "jenis"),
    [
        ("200", []),
        ("200.01", ["capaian_tinggi"]),
        ("0", []),
        ("-0.01", ["capaian_negatif"]),
        (None, []),
    ],
)
def test_a_capaian_above_200_or_below_0_is_asked_about(capaian, jenis):
    nilai = None if capaian is None else D(capaian)
    assert find(capaian=[("target Triwulan II", nilai)]) == jenis


def test_the_question_says_the_figure_and_what_it_is_measured_against():
    (satu,) = find_kejanggalan(
        nilai={},
        periode=TW1,
        agregasi=Agregasi.JUMLAH,
        capaian=[("target Triwulan I", None), ("target setahun", D(1250)), ("lain", D(300))],
    )
    assert satu.kalimat == "Capaian terhadap target setahun 1.250,00%, lebih dari 200%."


def test_a_pembilang_above_the_penyebut_of_a_percentage_is_asked_about():
    assert find(pembilang=D(50), penyebut=D(49)) == ["pecahan"]
    assert find(pembilang=D(49), penyebut=D(49)) == []
    assert find(pembilang=D(50), penyebut=D(49), faktor=D(1000)) == []


@pytest.mark.parametrize(
    ("nilai", "batas_atas", "jenis"),
    [
        ("-0.1", D(5), ["luar_skala"]),
        ("5", D(5), []),
        ("5.01", D(5), ["luar_skala"]),
        ("6.6", None, []),  # the widest band is 2,4 wide: up to 4,2 + 2,4
        ("6.61", None, ["luar_skala"]),
        ("26", None, ["luar_skala"]),
    ],
)
def test_a_value_outside_its_scale_is_asked_about(nilai, batas_atas, jenis):
    skala = Skala(nama="SPBE", pita=SPBE, batas_atas=batas_atas)
    assert find({TW2: D(nilai)}, skala=skala) == jenis


def test_a_scale_of_one_band_has_no_known_top():
    assert find({TW2: D(1000)}, skala=Skala(nama="S", pita=(Pita(D(0), "Ada"),))) == []


def test_every_kind_has_a_value():
    assert {satu.value for satu in JenisKejanggalan} == {
        "menurun",
        "melebihi",
        "capaian_tinggi",
        "capaian_negatif",
        "pecahan",
        "luar_skala",
    }


def test_what_a_position_added():
    nilai = {TW1: D(3), TW2: D(8), TW3: None, TW4: D(9)}
    assert calculate_tambahan(nilai=nilai, periode=TW1) is None
    assert calculate_tambahan(nilai=nilai, periode=TW2) == (TW1, D(5))
    assert calculate_tambahan(nilai=nilai, periode=TW3) is None
    assert calculate_tambahan(nilai=nilai, periode=TW4) == (TW2, D(1))
