"""Exact number columns: what they take, what they refuse, what comes back."""

from decimal import Decimal, localcontext
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sakip.kit.fields import NilaiField, RupiahField

D = Decimal


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        (D("43.87"), 43_870_000),
        (D("-0.000001"), -1),
        (D("0E-40"), 0),
        (D("-0"), 0),
        ("1.50", 1_500_000),
        (D("1E+3"), 1_000_000_000),
        (D("1." + "0" * 40), 1_000_000),
        (D("999999999999.999999"), 999_999_999_999_999_999),
    ],
)
def test_nilai_is_stored_in_millionths(value: Any, expected: int | None) -> None:
    assert NilaiField().get_prep_value(value) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (D("0.0000001"), "max_decimals"),
        (D("1." + "0" * 28 + "1"), "max_decimals"),
        (D("1E-2000000"), "max_decimals"),
        (D("1E+12"), "max_digits"),
        (D("1E+2000000"), "max_digits"),
        (D("NaN"), "invalid"),
        (D("Infinity"), "invalid"),
        ("satu", "invalid"),
        (0.1, "float"),
    ],
)
def test_nilai_that_would_lose_digits_is_refused(value: Any, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        NilaiField().get_prep_value(value)
    assert caught.value.code == code


def test_rupiah_is_stored_in_sen() -> None:
    assert RupiahField().get_prep_value(D("9999999999999999.99")) == 999_999_999_999_999_999
    with pytest.raises(ValidationError):
        RupiahField().get_prep_value(D("1.005"))


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_nilai_comes_back_as_it_went_in_whatever_the_context(stored: int) -> None:
    field = NilaiField()
    with localcontext() as context:
        context.prec = 5
        value = field.from_db_value(stored, None, connection)
        assert field.get_prep_value(value) == stored
