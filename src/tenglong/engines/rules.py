"""The rules by which parts of a formula become SQL. Each is one named function, so that a test can break it.

Arithmetic is in doubles, in the order of the text. Literals are written 1e0; divisors are guarded, not quotients;
a condition that is unknown takes neither branch; a text is a parameter. Operands that a rule repeats arrive named.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from sqlglot import exp

from tenglong.core.formula.numbers import HALF_SNAP, SAME, SAME_PART, tolerance

from .steps import Steps

Sql = exp.Expr

_ARITHMETIC = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul, "/": exp.Div}
_COMPARISONS = {"=": exp.EQ, "!=": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}
_DATE = exp.DataType.build("DATE")
_DOUBLE = exp.DataType.build("DOUBLE")
_CLOSED = (exp.Column, exp.Literal, exp.Boolean, exp.Placeholder, exp.Paren, exp.Case, exp.Cast)
_CALLS = (exp.Anonymous, exp.Floor, exp.Ceil)


def number(value: Fraction) -> Sql:
    """A literal that every engine reads as a double."""
    text = repr(abs(float(value))).removesuffix(".0")
    literal = exp.Literal.number(text if "e" in text else f"{text}e0")
    return exp.Paren(this=exp.Neg(this=literal)) if value < 0 else literal


def day(value: date) -> Sql:
    """A date literal."""
    return exp.Cast(this=exp.Literal.string(value.isoformat()), to=_DATE.copy())


def arithmetic(sign: str, left: Sql, right: Sql) -> Sql:
    """left sign right; the right side of a division is guarded already."""
    return _ARITHMETIC[sign](this=_closed(left), expression=_closed(right))


def divisor(value: Sql) -> Sql:
    """The named value, or NULL where it counts as zero."""
    if isinstance(value, exp.Literal):
        return value
    return exp.Case().when(exp.GT(this=_call("ABS", value), expression=number(SAME)), value).else_(exp.Null())


def scaled(value: Sql, factor: Fraction) -> Sql:
    """In another unit: times the numerator, through the denominator."""
    up = arithmetic("*", value, number(Fraction(factor.numerator))) if factor.numerator != 1 else value
    return arithmetic("/", up, number(Fraction(factor.denominator))) if factor.denominator != 1 else up


def compared(sign: str, left: Sql, right: Sql) -> Sql:
    """Values as entered."""
    return _COMPARISONS[sign](this=_closed(left), expression=_closed(right))


def snapped(sign: str, left: Sql, right: Sql) -> Sql:
    """Calculated numbers: equal when within the tolerance of the right one, which is named."""
    if sign in ("=", "!="):
        apart = _call("ABS", arithmetic("-", left, right))
        return compared("<=" if sign == "=" else ">", apart, within(right))
    shift = "-" if sign in ("<", ">=") else "+"
    return compared(sign, left, arithmetic(shift, right, within(right)))


def within(value: Sql) -> Sql:
    """How near counts as the same: numbers.tolerance."""
    if isinstance(value, exp.Literal):
        return number(tolerance(Fraction(value.name)))
    return arithmetic("+", number(SAME), arithmetic("*", number(SAME_PART), _call("ABS", value)))


def chosen(condition: Sql, yes: Sql, no: Sql) -> Sql:
    """如果: an unknown condition, which is named, takes neither."""
    return exp.Case().when(condition, yes).when(exp.Not(this=condition.copy()), no).else_(exp.Null())


def rounded(value: Sql, digits: int, steps: Steps) -> Sql:
    """Half away from zero, with the stated snap. The value is named."""
    scale = number(Fraction(10) ** abs(digits))
    larger, smaller = ("*", "/") if digits >= 0 else ("/", "*")
    shifted = arithmetic(larger, _call("ABS", value), scale) if digits else _call("ABS", value)
    whole = exp.Floor(this=arithmetic("+", shifted, number(Fraction(1, 2) + HALF_SNAP)))
    size = steps.name(arithmetic(smaller, whole, scale) if digits else whole)
    below = exp.LT(this=value.copy(), expression=number(Fraction(0)))
    return exp.Case().when(below, arithmetic("-", number(Fraction(0)), size)).else_(size.copy())


def size(value: Sql) -> Sql:
    """Without its sign."""
    return _call("ABS", value)


def floored(value: Sql) -> Sql:
    """The whole number at or below, snapped. The value is named."""
    return exp.Floor(this=arithmetic("+", value, within(value)))


def ceiled(value: Sql) -> Sql:
    """The whole number at or above, snapped. The value is named."""
    return exp.Ceil(this=arithmetic("-", value, within(value)))


def extreme(function: str, values: Sequence[Sql], steps: Steps) -> Sql:
    """GREATEST or LEAST of named values, NULL when one is: written out, for engines differ on that."""
    first, *rest = values
    for value in rest:
        first = _nearer(function, steps.name(first), value)
    return first


def _nearer(function: str, left: Sql, right: Sql) -> Sql:
    sign, other = ("<", ">=") if function == "LEAST" else (">", "<=")
    if isinstance(left, exp.Literal):
        left, right = right, left
    if isinstance(right, exp.Literal):  # which is never NULL
        return exp.Case().when(compared(other, left, right), right).else_(left)
    both = exp.Case().when(compared(sign, left, right), left)
    return both.when(compared(other, left, right), right).else_(exp.Null())


def absent(value: Sql) -> Sql:
    """Has it no value?"""
    return exp.Is(this=_closed(value), expression=exp.Null())


def present(value: Sql) -> Sql:
    """Has it a value?"""
    return exp.Not(this=absent(value))


def member(operand: Sql, options: Sequence[Sql]) -> Sql:
    """Values as entered: IN is three-way in SQL too."""
    return exp.In(this=_closed(operand), expressions=[option.copy() for option in options])


def joined(word: str, sides: Sequence[Sql]) -> Sql:
    """and, or: three-way in SQL too."""
    first, *rest = (_closed(side) for side in sides)
    for side in rest:
        first = (exp.And if word == "and" else exp.Or)(this=first, expression=side)
    return first


def opposite(truth: Sql) -> Sql:
    """not."""
    return exp.Not(this=_closed(truth))


def days(start: Sql, end: Sql) -> Sql:
    """Calendar days from one date to another."""
    return _double(exp.DateDiff(this=end.copy(), expression=start.copy(), unit=exp.var("DAY")))


def part(function: str, value: Sql) -> Sql:
    """YEAR or MONTH of a date."""
    return _double(_call(function, value))


def full_years(start: Sql, end: Sql) -> Sql:
    """Anniversaries passed between two named dates."""
    years = exp.Sub(this=_call("YEAR", end), expression=_call("YEAR", start))
    early = exp.LT(this=_in_year(end), expression=_in_year(start))
    return _double(exp.Sub(this=years, expression=exp.Case().when(early, _whole(1)).else_(_whole(0))))


def full_months(start: Sql, end: Sql) -> Sql:
    """Months completed between two named dates."""
    early = exp.LT(this=_call("DAY", end), expression=_call("DAY", start))
    months = exp.Sub(this=_months(end), expression=_closed(_months(start)))
    return _double(exp.Sub(this=months, expression=exp.Case().when(early, _whole(1)).else_(_whole(0))))


def months(start: Sql, end: Sql) -> Sql:
    """Months begun between two named dates, whatever their days."""
    return _double(exp.Sub(this=_months(end), expression=_closed(_months(start))))


def _months(day: Sql) -> Sql:
    return exp.Add(this=exp.Mul(this=_call("YEAR", day), expression=_whole(12)), expression=_call("MONTH", day))


def text_test(function: str, text: Sql, part_: Sql) -> Sql:
    """CONTAINS or STARTS_WITH: a run of bytes of UTF-8 is a run of characters."""
    return _call(function, text, part_)


def first_known(values: Sequence[Sql]) -> Sql:
    """The first that is not NULL."""
    return _call("COALESCE", *values)


def fact(code: str, kind: exp.DataType, finite: bool) -> Sql:
    """A table's column as formulas need it; not-a-number is missing where the column could hold it."""
    column = exp.column(code, quoted=True)
    cast = exp.Cast(this=column, to=kind.copy())
    return cast if finite else exp.Case().when(_call("ISFINITE", column), cast).else_(exp.Null())


def _in_year(value: Sql) -> Sql:
    month = exp.Mul(this=_call("MONTH", value), expression=_whole(100))
    return exp.Add(this=month, expression=_call("DAY", value))


def _whole(value: int) -> Sql:
    return exp.Literal.number(value)


def _double(value: Sql) -> Sql:
    return exp.Cast(this=value, to=_DOUBLE.copy())


def _call(function: str, *arguments: Sql) -> Sql:
    return exp.Anonymous(this=function, expressions=[_fresh(argument) for argument in arguments])


def _closed(value: Sql) -> Sql:
    return _fresh(value) if isinstance(value, _CLOSED + _CALLS) else exp.Paren(this=_fresh(value))


def _fresh(value: Sql) -> Sql:
    """A node has one parent: one that has it already is copied, and only that, for copying is slow."""
    return value if value.parent is None else value.copy()
