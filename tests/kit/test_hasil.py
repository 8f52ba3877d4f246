"""The answer of a calculation: rounding is told where it changed something."""

from decimal import Decimal

import pytest

from sakip.kit.decimals import divide
from sakip.kit.hasil import create_hasil, text_pembulatan

D = Decimal


@pytest.mark.parametrize(
    ("nilai", "desimal", "teks"),
    [
        (divide(D(4600), D(49)), 2, "dibulatkan dari 93,877551… ke 2 desimal"),
        (D("12.5"), 0, "dibulatkan dari 12,5 ke bilangan bulat"),
        (D("75"), 2, ""),
        (D("75.10"), 2, ""),
        (divide(D(1), D(3)) + divide(D(2), D(3)), 2, ""),
    ],
)
def test_rounding_is_told_only_where_it_changed_the_value(nilai: Decimal, desimal: int, teks: str) -> None:
    assert text_pembulatan(nilai, desimal) == teks
    assert create_hasil(nilai=nilai, desimal=desimal, rumus="r").derivasi.pembulatan == teks
