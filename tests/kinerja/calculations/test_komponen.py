"""The SPBE index of 2022 from its 47 indicators, and trees that are not trees."""

from decimal import Decimal

import pytest

from kinerja.calculations import Komponen, Kosong, PohonKomponenError, calculate_komponen
from kinerja.enums import CaraKomponen

D = Decimal

DOMAIN = {"d1": "13", "d2": "25", "d3": "16.5", "d4": "45.5"}
ASPEK = {
    "a1": ("d1", "13", "3343333332"),
    "a2": ("d2", "10", "1311"),
    "a3": ("d2", "10", "1222"),
    "a4": ("d2", "5", "43"),
    "a5": ("d3", "12", "31111112"),
    "a6": ("d3", "4.5", "111"),
    "a7": ("d4", "27.5", "4444343315"),
    "a8": ("d4", "18", "422444"),
}


def build_spbe() -> list[Komponen]:
    komponen = [Komponen(kunci=kunci, bobot=D(bobot)) for kunci, bobot in DOMAIN.items()]
    for kunci, (induk, bobot, nilai) in ASPEK.items():
        komponen.append(Komponen(kunci=kunci, induk=induk, bobot=D(bobot)))
        komponen += [
            Komponen(kunci=f"{kunci}-{nomor}", induk=kunci, nilai=D(satu)) for nomor, satu in enumerate(nilai)
        ]
    return komponen


def test_komponen_spbe_2022() -> None:
    hasil = calculate_komponen(komponen=build_spbe())
    printed = {kunci: hasil.komponen[kunci].teks for kunci in [*DOMAIN, *ASPEK]}
    assert printed == {
        "d1": "3,00",
        "d2": "2,00",
        "d3": "1,27",
        "d4": "3,43",
        "a1": "3,00",
        "a2": "1,50",
        "a3": "1,75",
        "a4": "3,50",
        "a5": "1,38",
        "a6": "1,00",
        "a7": "3,50",
        "a8": "3,33",
    }
    assert hasil.indeks.teks == "2,66"


def test_komponen_leaves_missing_out() -> None:
    hasil = calculate_komponen(
        komponen=[
            Komponen(kunci="a", nama="A", bobot=D(50), nilai=D(2)),
            Komponen(kunci="b", bobot=D(30), nilai=None),
            Komponen(kunci="c", bobot=D(20), nilai=D(4)),
        ]
    )
    assert hasil.komponen["b"].kosong is Kosong.BELUM_DIISI
    assert hasil.indeks.teks == "2,57"
    assert hasil.indeks.derivasi.catatan == ("2 dari 3 komponen bernilai",)
    assert hasil.indeks.derivasi.masukan[0] == ("A", "2 (bobot 50)")


def test_komponen_of_nothing_is_empty() -> None:
    assert calculate_komponen(komponen=[]).indeks.kosong is Kosong.TANPA_NILAI
    assert calculate_komponen(komponen=[Komponen(kunci="a")]).indeks.teks == "–"


@pytest.mark.parametrize(
    ("komponen", "pesan"),
    [
        ([Komponen(kunci="a", induk="z")], "tidak ada"),
        ([Komponen(kunci="a"), Komponen(kunci="a")], "berulang"),
        ([Komponen(kunci="a", induk="b"), Komponen(kunci="b", induk="a")], "dari dirinya sendiri"),
        ([Komponen(kunci="a", bobot=D(1)), Komponen(kunci="b")], "semuanya berbobot"),
        ([Komponen(kunci="a", bobot=D(-1))], "negatif"),
    ],
)
def test_komponen_refuses_what_is_no_tree(komponen: list[Komponen], pesan: str) -> None:
    with pytest.raises(PohonKomponenError) as refused:
        calculate_komponen(komponen=komponen)
    assert pesan in refused.value.pesan


def build_empat(*nilai: str | None, bobot: str | None = None) -> list[Komponen]:
    return [
        Komponen(
            kunci=f"k{nomor}",
            bobot=None if bobot is None else D(bobot),
            nilai=None if satu is None else D(satu),
        )
        for nomor, satu in enumerate(nilai)
    ]


def test_komponen_as_a_sum() -> None:
    komponen = build_empat("25.1", "22.3", "11.4", "18.2", bobot="30")
    hasil = calculate_komponen(komponen=komponen, cara=CaraKomponen.JUMLAH)
    assert (hasil.indeks.teks, hasil.indeks.catatan) == ("77,00", ())
    assert hasil.indeks.derivasi.langkah == ("25,1 + 22,3 + 11,4 + 18,2",)
    sebagian = calculate_komponen(komponen=build_empat("25.1", None, "11.4", None), cara=CaraKomponen.JUMLAH)
    assert (sebagian.indeks.teks, sebagian.indeks.catatan) == ("36,50", ("2 dari 4 komponen bernilai",))
    kosong = calculate_komponen(komponen=build_empat(None, None), cara=CaraKomponen.JUMLAH)
    assert (kosong.indeks.teks, kosong.indeks.kosong) == ("–", Kosong.TANPA_NILAI)


def test_komponen_without_weights_weigh_the_same() -> None:
    assert calculate_komponen(komponen=build_empat("3", "2", "1", "4")).indeks.teks == "2,50"


def test_partial_index_counts_leaves_of_the_whole_tree() -> None:
    komponen = [
        Komponen(kunci="d1", bobot=D(60)),
        Komponen(kunci="d2", bobot=D(40), nilai=D(4)),
        Komponen(kunci="a1", induk="d1", nilai=D(2)),
        Komponen(kunci="a2", induk="d1"),
        Komponen(kunci="a3", induk="d1"),
    ]
    hasil = calculate_komponen(komponen=komponen)
    assert hasil.indeks.catatan == ("2 dari 4 komponen bernilai",)
    assert hasil.komponen["d1"].catatan == ("1 dari 3 komponen bernilai",)
    assert hasil.indeks.catatan[0] in hasil.indeks.derivasi.catatan
