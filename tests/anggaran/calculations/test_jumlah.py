"""Sums up a tree of nodes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anggaran.calculations import BarisJumlah, IndukTidakDikenalError, RincianDanTotalError, roll_up

D = Decimal


def test_roll_up_sums_children_into_parents() -> None:
    hasil = roll_up(
        baris=[
            BarisJumlah("program", None),
            BarisJumlah("kegiatan-1", "program"),
            BarisJumlah("sub-1", "kegiatan-1", D(100)),
            BarisJumlah("sub-2", "kegiatan-1", D("0.50")),
            BarisJumlah("kegiatan-2", "program", D(50)),
            BarisJumlah("kegiatan-3", "program"),
        ]
    )
    assert hasil == {
        "program": D("150.50"),
        "kegiatan-1": D("100.50"),
        "sub-1": D(100),
        "sub-2": D("0.50"),
        "kegiatan-2": D(50),
        "kegiatan-3": None,
    }
    assert next(iter(hasil)) == "program"


def test_roll_up_zero_is_an_amount_and_absence_is_not() -> None:
    assert roll_up(baris=[BarisJumlah(1, None), BarisJumlah(2, 1, D(0))]) == {1: D(0), 2: D(0)}
    assert roll_up(baris=[BarisJumlah(1, None), BarisJumlah(2, 1)]) == {1: None, 2: None}
    assert roll_up(baris=[]) == {}


def test_roll_up_takes_children_before_their_parent() -> None:
    assert roll_up(baris=[BarisJumlah(2, 1, D(7)), BarisJumlah(1, None)]) == {2: D(7), 1: D(7)}


@pytest.mark.parametrize("own", [D(0), D(7)])
def test_roll_up_refuses_detail_and_total(own: Decimal) -> None:
    with pytest.raises(RincianDanTotalError) as refused:
        roll_up(baris=[BarisJumlah("a", None, own), BarisJumlah("b", "a"), BarisJumlah("c", "b", D(7))])
    assert refused.value.kunci == "a"
    assert "rincian atau total, bukan keduanya" in refused.value.pesan


@pytest.mark.parametrize(
    "baris",
    [
        [BarisJumlah(1, 9, D(1))],
        [BarisJumlah(1, None), BarisJumlah(1, None)],
        [BarisJumlah(1, 2), BarisJumlah(2, 1)],
    ],
)
def test_roll_up_refuses_a_broken_tree(baris: list[BarisJumlah[int]]) -> None:
    with pytest.raises(IndukTidakDikenalError):
        roll_up(baris=baris)


@given(st.lists(st.lists(st.integers(0, 10**14), max_size=5), max_size=5))
def test_roll_up_keeps_the_grand_total(groups: list[list[int]]) -> None:
    baris = [BarisJumlah("akar", None)]
    for n, group in enumerate(groups):
        baris.append(BarisJumlah(f"{n}", "akar"))
        baris += [BarisJumlah(f"{n}.{m}", f"{n}", D(value).scaleb(-2)) for m, value in enumerate(group)]
    expected = sum((D(value).scaleb(-2) for group in groups for value in group), D(0))
    assert (roll_up(baris=baris)["akar"] or D(0)) == expected
