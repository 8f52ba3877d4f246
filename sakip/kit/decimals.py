"""Exact decimal arithmetic and the one rounding of the portal.

Every number of the portal is a ``Decimal``. Intermediate results keep `PRESISI` significant digits; a number
is rounded once, when it is shown, by `round_half_up`. See docs/perhitungan.md, chapter 1.
"""

from collections.abc import Callable, Iterable
from decimal import (
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

PRESISI = 60
"""Significant digits of an intermediate result."""

DIGIT_BERARTI = 30
"""Fractional digits that carry meaning; what lies beyond is the noise of divisions that do not end."""

NOL = Decimal(0)
SERATUS = Decimal(100)

_KONTEKS = Context(prec=PRESISI, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
_SATUAN = [Decimal(1).scaleb(-places) for places in range(DIGIT_BERARTI + 1)]
"""The unit of the last digit, by decimals."""


def exact(function: Callable[P, R]) -> Callable[P, R]:
    """Run a calculation with `PRESISI` digits, whatever the caller's decimal context is."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(_KONTEKS):
            return function(*args, **kwargs)

    return wrapper


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round to ``places`` decimals, half away from zero: 97,165 is 97,17 and -8,875 is -8,88.

    The only rounding of the portal. The result always has exactly ``places`` decimals and is never minus
    zero. A quotient that does not end (1/3 + 1/6) carries noise in its last digits; digits beyond
    `DIGIT_BERARTI` are settled first, so that such a sum meets its half. Raises ValueError for a value that
    is not finite, or for ``places`` outside 0..`DIGIT_BERARTI`.
    """
    if not value.is_finite():
        raise ValueError(f"cannot round {value}")
    if not 0 <= places <= DIGIT_BERARTI:
        raise ValueError(f"places must be between 0 and {DIGIT_BERARTI}, not {places}")
    context, digit = _KONTEKS, value.adjusted() + DIGIT_BERARTI + 2
    if digit > PRESISI:
        context = _KONTEKS.copy()
        context.prec = digit
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DIGIT_BERARTI:
        value = value.quantize(_SATUAN[DIGIT_BERARTI], rounding=ROUND_HALF_EVEN, context=context)
    result = value.quantize(_SATUAN[places], rounding=ROUND_HALF_UP, context=context)
    return result.copy_abs() if result.is_zero() else result


@exact
def count_desimal(value: Decimal) -> int:
    """Return the decimals that a value needs: 2 for 43,870, 0 for 1E+3."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


@exact
def divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return ``dividend / divisor`` with `PRESISI` digits. Raises decimal.DivisionByZero for a zero divisor."""
    return dividend / divisor


@exact
def add(values: Iterable[Decimal]) -> Decimal:
    """Return the exact sum; 0 for no values."""
    return sum(values, NOL)


@exact
def average(values: Iterable[Decimal]) -> Decimal | None:
    """Return the arithmetic mean with `PRESISI` digits, or None for no values."""
    numbers = list(values)
    if not numbers:
        return None
    return sum(numbers, NOL) / len(numbers)
