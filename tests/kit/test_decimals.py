"""The one rounding, and arithmetic that does not depend on the caller's decimal context."""

from decimal import ROUND_DOWN, Decimal, DivisionByZero, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip.kit.decimals import add, average, count_desimal, divide, exact, round_half_up

D = Decimal
NUMBERS = st.decimals(min_value=D("-1e12"), max_value=D("1e12"), places=8)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("97.165", 2, "97.17"),
        ("-8.875", 2, "-8.88"),
        ("8.875", 2, "8.88"),
        ("58.985", 2, "58.99"),
        ("68.96551724", 2, "68.97"),
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("-0.001", 2, "0.00"),
        ("55.4", 0, "55"),
        ("12", 2, "12.00"),
        ("1e70", 2, "1e70"),
    ],
)
def test_round_half_up_known_value(value: str, places: int, expected: str) -> None:
    assert round_half_up(D(value), places) == D(expected)


def test_round_half_up_gives_exactly_the_places() -> None:
    assert str(round_half_up(D(12), 2)) == "12.00"
    assert str(round_half_up(D("-0.001"), 2)) == "0.00"
    assert str(round_half_up(D("1e3"), 0)) == "1000"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_round_half_up_refuses_what_is_not_finite(value: str) -> None:
    with pytest.raises(ValueError, match="cannot round"):
        round_half_up(D(value), 2)


@pytest.mark.parametrize("places", [-1, 31])
def test_round_half_up_refuses_places(places: int) -> None:
    with pytest.raises(ValueError, match="places"):
        round_half_up(D(1), places)


def test_round_half_up_meets_the_half_of_quotients_that_do_not_end() -> None:
    sixth = divide(D(1), D(6))
    half = exact(lambda: sixth + sixth + sixth)()
    assert round_half_up(half, 0) == 1
    third = divide(D(1), D(3))
    assert round_half_up(exact(lambda: third + third + third - D("0.5"))(), 0) == 1


@given(value=NUMBERS, places=st.integers(0, 6))
def test_round_half_up_is_symmetric_and_near(value: Decimal, places: int) -> None:
    rounded = round_half_up(value, places)
    assert round_half_up(-value, places) == -rounded
    assert abs(rounded - value) <= D("0.5").scaleb(-places)
    assert round_half_up(rounded, places) == rounded


@given(value=st.integers(-(10**9), 10**9), places=st.integers(0, 4))
def test_round_half_up_tie_goes_away_from_zero(value: int, places: int) -> None:
    tie = (D(value) + D("0.5").copy_sign(D(value))).scaleb(-places)
    assert abs(round_half_up(tie, places)) == (abs(D(value)) + 1).scaleb(-places)


@given(a=NUMBERS, b=NUMBERS)
def test_round_half_up_keeps_order(a: Decimal, b: Decimal) -> None:
    low, high = min(a, b), max(a, b)
    assert round_half_up(low, 2) <= round_half_up(high, 2)


def test_arithmetic_ignores_the_context_of_the_caller() -> None:
    with localcontext() as context:
        context.prec = 3
        context.rounding = ROUND_DOWN
        assert add([D("123456789.01"), D("0.99")]) == D("123456790.00")
        assert round_half_up(D("123456.785"), 2) == D("123456.79")
        assert str(divide(D(2), D(3))).startswith("0.6666666666666666666666666666666666666666666666666666")


def test_divide_by_zero_raises() -> None:
    with pytest.raises(DivisionByZero):
        divide(D(1), D(0))


def test_average_of_nothing_has_no_value() -> None:
    assert average([]) is None
    assert average([D("76.92"), D("131.92")]) == D("104.42")
    assert add([]) == 0


@pytest.mark.parametrize(
    ("value", "count"), [("43.870", 2), ("12", 0), ("1E+3", 0), ("0.000001", 6), ("0.00", 0), ("-8.875", 3)]
)
def test_count_desimal(value: str, count: int) -> None:
    assert count_desimal(Decimal(value)) == count
