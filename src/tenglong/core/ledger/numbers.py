"""Numbers as people and workbooks write them: separators, signs, and a unit that may differ from the field's."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tenglong.core.formula.units import UnknownUnit, convert

from .values import CannotRead, half_width, quoted

_DIGITS = r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)"
_EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
_NUMBER = re.compile(_DIGITS + _EXPONENT, re.ASCII)
_NUMBER_AND_UNIT = re.compile(rf"({_DIGITS}{_EXPONENT})\s*([^\d\s.,+-][^\d,]*\d?)?", re.ASCII)
_SMALL_MULTIPLE = re.compile(r"(十|百|千|十万|百万|千万)(?=万|亿|元|美元|$)")
_SIZES = {"十": 10, "百": 100, "千": 1000, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_EXACT_DIGITS = ".15g"  # a workbook keeps fifteen digits; what a double shows beyond them is noise
_PLACES = 10  # of a conversion that does not end, such as 亩 into 平方米
TOO_LARGE = Decimal(10) ** 18


def read_number(raw: object, unit: str | None = None, given: str | None = None) -> Decimal:
    """A number in `unit` from a cell or form text; `given` is the unit that its column's header states.

    A unit written in the cell wins over `given`; either is converted into `unit`. CannotRead says what is wrong.
    """
    if isinstance(raw, str):
        number, written = _split(raw)
    elif isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool):
        number, written = _exact(raw), None
    else:
        raise CannotRead(f"{quoted(raw)}不是数，请只写数字")
    if abs(number) >= TOO_LARGE:
        raise CannotRead(f"{quoted(raw)}大得不合情理，请查对数字和单位")
    return trimmed(_in_unit(number, written or given, unit, raw))


def plain_number(text: str) -> Decimal | None:
    """The number that a half-width text says, thousands separators only where they belong; None when it is not one."""
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def trimmed(number: Decimal) -> Decimal:
    """The same number without trailing zeros or exponent, so that equal numbers look the same."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Decimal("0" if text in {"-0", ""} else text)


def decimal_of(number: Fraction) -> Decimal:
    """The decimal of a fraction, rounded half away from zero at ten places where it does not end."""
    scaled = Decimal(number.numerator * 10 ** (_PLACES + 1) // number.denominator) / Decimal(10 ** (_PLACES + 1))
    return trimmed(scaled.quantize(Decimal(1).scaleb(-_PLACES), ROUND_HALF_UP))


def _split(raw: str) -> tuple[Decimal, str | None]:
    text = half_width(raw)
    found = _NUMBER_AND_UNIT.fullmatch(text)
    number = plain_number(found[1]) if found else None
    if found is None or number is None:
        raise CannotRead(f"{quoted(raw)}不是数，请只写数字，如 1234.5")
    return number, _unit_word(found[2]) if found[2] else None


def _unit_word(text: str) -> str | None:
    """The unit as the list of units names it: without brackets, 人民币 and spaces."""
    word = re.sub(r"[\s()]|人民币", "", text).replace("m2", "m²").replace("m3", "m³")
    return word or None


def _exact(raw: int | float | Decimal) -> Decimal:
    number = Decimal(format(raw, _EXACT_DIGITS)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise CannotRead(f"{quoted(raw)}不是数，请只写数字")
    return number


def _in_unit(number: Decimal, given: str | None, unit: str | None, raw: object) -> Decimal:
    if given is None or given == unit:
        return number
    times, word = _multiple(given, unit)
    try:
        return decimal_of(convert(Fraction(number) * times, word, unit))
    except UnknownUnit:
        wanted = f"这里以“{unit}”计" if unit else "这里不带单位"
        raise CannotRead(f"{quoted(raw)}的单位“{given}”不认识或换算不了，{wanted}") from None


def _multiple(given: str, unit: str | None) -> tuple[int, str | None]:
    """千元 is 1000 times 元; a bare 万 or 亿 counts in what the field counts: 3,850(万) in a field of 万元 is 万元."""
    found = _SMALL_MULTIPLE.match(given)
    times, rest = (_SIZES[found[1]], given[found.end() :]) if found else (1, given)
    if rest in {"", "万", "亿"}:
        counted = (unit or "").lstrip("万亿")
        rest = rest + counted
        if rest in {"万", "亿"}:
            times, rest = times * (10**4 if rest == "万" else 10**8), ""
    return times, rest or None
