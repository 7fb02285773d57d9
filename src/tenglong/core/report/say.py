"""Numbers as papers say them: in the unit asked for, with the decimals that unit deserves."""

from fractions import Fraction

from tenglong.core.formula import format_number, round_half_up
from tenglong.core.formula.numbers import plain_number
from tenglong.core.formula.units import UnknownUnit, convert, ratio, read_unit
from tenglong.core.measure import Measure, scaled, show

from .capitals import in_capitals
from .model import Audience

CAPITALS = "大写"  # in the place of a unit: money in capital numerals
CONVERTED_DIGITS = 2  # decimals of a number that is said in another unit than it is kept in
NO_NUMBER = "—（无数据）"
REFUSED = "不予计算"


def unit_said(own: str, asked: str, audience: Audience | None) -> str:
    """The unit a number is said in: the one asked for, else the audience's for its own, else its own."""
    if asked:
        return asked
    return dict(audience.units).get(own, own) if audience else own


def measured(measure: Measure, value: Fraction | None, unit: str) -> tuple[Fraction | None, str]:
    """A measure's value in a unit: as a number, rounded, and as it is said, without the unit."""
    if value is None:
        return None, NO_NUMBER
    if unit in ("", measure.unit):
        return scaled(measure, value), show(measure, value)
    return amount(value * 100 if measure.percent else value, measure.unit, unit)


def amount(value: Fraction, own: str, unit: str) -> tuple[Fraction, str]:
    """A number of one unit in another: rounded, and as it is said. In its own unit it keeps its decimals."""
    if unit == CAPITALS:
        yuan = convert(value, own, "元")
        return yuan, in_capitals(yuan)
    if unit in ("", own):
        return value, plain_number(value)
    converted = round_half_up(convert(value, own, unit), CONVERTED_DIGITS)
    return converted, format_number(converted, CONVERTED_DIGITS)


def check_said(own: str, unit: str) -> None:
    """UnknownUnit, with a sentence, when a number of one unit cannot be said in another."""
    if unit == CAPITALS:
        unit = "元"
    if unit not in ("", own):
        ratio(read_unit(own, known_only=True), read_unit(unit, known_only=True))


__all__ = ["CAPITALS", "NO_NUMBER", "REFUSED", "UnknownUnit", "amount", "check_said", "measured", "unit_said"]
