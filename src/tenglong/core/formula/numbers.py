"""Numbers: when two count as the same, how one is rounded, how one is shown.

Engines calculate a row in binary doubles, the reference in exact fractions. So that a decision never hangs on the
last bit, both use these stated snaps. They are part of the language, not of an engine.
"""

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

Value = Fraction | str | date | bool | None

SAME = Fraction(1, 10**9)  # two calculated numbers this near are the same number …
SAME_PART = Fraction(1, 10**14)  # … plus this part of the right-hand one, for very large numbers
HALF_SNAP = Fraction(1, 10**6)  # of the last digit: this little below a half still counts as the half


def tolerance(value: Fraction) -> Fraction:
    """How far from `value` a calculated number may be and still count as the same."""
    return SAME + SAME_PART * abs(value)


def exact(value: Fraction | int | Decimal | float) -> Fraction | None:
    """The number as a fraction. A float means the shortest decimal that prints it; not-a-number is missing."""
    if isinstance(value, float):
        return Fraction(repr(value)) if math.isfinite(value) else None
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    return Fraction(value)


def round_half_up(value: Fraction, digits: int) -> Fraction:
    """Rounded to `digits` places (negative: tens, hundreds), halves away from zero, with HALF_SNAP."""
    scale = Fraction(10) ** digits
    size = math.floor(abs(value) * scale + Fraction(1, 2) + HALF_SNAP) / scale
    return size if value >= 0 else -size


def format_number(value: Fraction | None, digits: int, unit: str | None = None) -> str:
    """As a person reads it: `573,564.00 万元`. A missing number is “缺失”; `%` stands close."""
    if value is None:
        return "缺失"
    rounded = round_half_up(value, digits)
    scale = 10 ** max(digits, 0)
    whole, part = divmod(abs(rounded.numerator) * scale // rounded.denominator, scale)
    text = ("-" if rounded < 0 else "") + f"{whole:,}" + (f".{part:0{digits}d}" if digits > 0 else "")
    return text + _suffix(unit)


def plain_number(value: Fraction, unit: str | None = None) -> str:
    """A number as it was entered, all its decimals; one that does not end is shown to four digits."""
    for digits in range(10):
        if round_half_up(value, digits) == value:
            return format_number(value, digits, unit)
    return format_number(value, 4, unit)


def _suffix(unit: str | None) -> str:
    if not unit:
        return ""
    return unit if unit in ("%", "‰") else f" {unit}"
