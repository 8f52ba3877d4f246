"""Absorption, remainder and shares."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anggaran.calculations import (
    calculate_serapan,
    calculate_sisa_pagu,
    calculate_sisa_persen,
)
from sakip.kit.hasil import Kosong

D = Decimal


@pytest.mark.parametrize(
    ("pagu", "realisasi", "expected"),
    [
        (112_153_500, 111_531_500, "99,45"),
        (28_683_000, 28_650_000, "99,88"),
        (650_000_000, 639_410_000, "98,37"),
        (7_213_500, 6_675_000, "92,53"),
        (300_000, 300_000, "100,00"),
        (58_140_000, 0, "0,00"),
        (100, 120, "120,00"),
    ],
)
def test_serapan(pagu: int, realisasi: int, expected: str) -> None:
    assert calculate_serapan(pagu=D(pagu), realisasi=D(realisasi)).teks == expected


def test_serapan_of_pooled_programs() -> None:
    hasil = calculate_serapan(pagu=D(9_188_401_808) + D(89_407_640), realisasi=D(8_886_707_395))
    assert hasil.teks == "95,78"


@pytest.mark.parametrize(
    ("pagu", "realisasi", "nol", "expected", "kosong"),
    [
        (D(0), D(0), False, "–", Kosong.PAGU_NOL),
        (D(0), D(0), True, "0,00", None),
        (D(0), None, True, "–", Kosong.PAGU_NOL),
        (D(0), D(5), True, "–", Kosong.PAGU_NOL),
        (D(5), None, True, "–", Kosong.BELUM_DIISI),
        (None, D(5), True, "–", Kosong.PAGU_KOSONG),
    ],
)
def test_serapan_zero_and_missing(
    pagu: Decimal | None, realisasi: Decimal | None, nol: bool, expected: str, kosong: Kosong | None
) -> None:
    hasil = calculate_serapan(pagu=pagu, realisasi=realisasi, nol=nol)
    assert (hasil.teks, hasil.kosong) == (expected, kosong)


def test_sisa() -> None:
    assert calculate_sisa_pagu(pagu=D(3_647_921_811), realisasi=D(3_468_429_341)) == D(179_492_470)
    assert calculate_sisa_pagu(pagu=D(5), realisasi=None) is None
    assert calculate_sisa_persen(pagu=D(3_647_921_811), realisasi=D(3_468_429_341)).teks == "4,92"
    assert calculate_sisa_persen(pagu=D(0), realisasi=D(0)).kosong is Kosong.PAGU_NOL
    assert calculate_sisa_persen(pagu=None, realisasi=D(0)).kosong is Kosong.PAGU_KOSONG
    assert calculate_sisa_persen(pagu=D(5), realisasi=None).kosong is Kosong.BELUM_DIISI


@given(pagu=st.integers(1, 10**15), realisasi=st.integers(0, 10**15))
def test_serapan_and_sisa_complete_each_other(pagu: int, realisasi: int) -> None:
    serapan = calculate_serapan(pagu=D(pagu), realisasi=D(realisasi))
    sisa = calculate_sisa_persen(pagu=D(pagu), realisasi=D(realisasi))
    assert serapan.tampil is not None
    assert sisa.tampil is not None
    assert abs(serapan.tampil + sisa.tampil - 100) <= D("0.01")
