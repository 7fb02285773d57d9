"""Points are whole numbers of the last digit kept, so that sums, means and ranks are exact in any order.

A value is rounded into them once, with the snap of the formula language. From there on everything is whole: the
mean and the total round half away from zero, with no snap, because nothing is lost before.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from tenglong.core.formula import round_half_up

from .model import Indicator

MOST = 10**15  # units; beyond it a double no longer tells neighbours apart
_MORE = 2  # decimals that a value keeps beyond those of its benchmark


def value_digits(indicator: Indicator) -> int:
    """Decimals to which the value of an indicator is kept: those its benchmark is written with, and two more."""
    exponent = Decimal(indicator.benchmark).as_tuple().exponent
    assert isinstance(exponent, int)
    return max(-exponent, 0) + _MORE


def to_units(value: Fraction | None, digits: int) -> int | None:
    """The number in units of 10**-digits, half away from zero with the language's snap. ValueError beyond MOST."""
    if value is None:
        return None
    units = int(round_half_up(value, digits) * 10**digits)
    if abs(units) >= MOST:
        raise ValueError(units)
    return units


def from_units(units: int | None, digits: int) -> Decimal | None:
    """Units as the decimal that they stand for, with all its digits: 10000 of 10**-2 is 100.00."""
    return None if units is None else Decimal(units).scaleb(-digits)


def mean_of(units: Sequence[int]) -> int | None:
    """The mean in the same units, rounded once; of nobody there is none."""
    return _divided(sum(units), len(units)) if units else None


def total_of(units: Sequence[int], digits: int, kept: int) -> int:
    """The sum of units of 10**-digits, in units of 10**-kept."""
    return _divided(sum(units) * 10**kept, 10**digits)


def _divided(number: int, by: int) -> int:
    """Rounded half away from zero."""
    size = (2 * abs(number) + by) // (2 * by)
    return size if number >= 0 else -size
