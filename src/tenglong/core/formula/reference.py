"""The meaning of a checked formula: exact fractions, three-way logic. Engines must agree with it.

None is a missing number, text or date, and an unknown truth. A key that a row lacks is missing.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import cast

from tenglong.core.errors import Refused

from .check import Checked
from .names import NameSpec
from .numbers import SAME, Value, exact, round_half_up, tolerance
from .tree import (
    Arithmetic,
    Call,
    Comparison,
    Day,
    Logic,
    Member,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Presence,
    Scale,
    Text,
    Truth,
    Type,
)


class WrongValue(Refused):
    """A row holds a value of another type than its name says."""


def evaluate(checked: Checked, row: Mapping[str, object]) -> Value:
    """The formula's value for one row keyed by the county's words; WrongValue if a value is not of its type."""
    return value_of(checked.formula.root, read_row(checked, row))


def read_row(checked: Checked, row: Mapping[str, object]) -> dict[str, Value]:
    """The values the formula uses, numbers made exact."""
    return {spec.name: read_value(spec, row.get(spec.name)) for spec in checked.names}


def read_value(spec: NameSpec, value: object) -> Value:
    """One value as its name's type; WrongValue if it is of another."""
    if value is None:
        return None
    match spec.type:
        case Type.NUMBER if isinstance(value, (Fraction, int, Decimal, float)) and not isinstance(value, bool):
            return exact(value)
        case Type.TEXT if isinstance(value, str):
            return value
        case Type.DATE if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        case Type.TRUTH if isinstance(value, bool):
            return value
    wanted = {Type.NUMBER: "数", Type.TEXT: "文字", Type.DATE: "日期", Type.TRUTH: "是或否"}[spec.type]
    raise WrongValue(f"“{spec.name}”应是{wanted}，这一行却是“{value}”。请改正这一行，或改正“{spec.name}”的类型。")


def value_of(node: Node, row: Mapping[str, Value]) -> Value:  # noqa: PLR0911 - one line per kind of node
    """The value of one node of a checked tree."""
    match node:
        case Number() | Text() | Day() | Truth():
            return node.value
        case Name():
            return row[node.name]
        case Negative():
            operand = _number(node.operand, row)
            return None if operand is None else -operand
        case Scale():
            operand = _number(node.operand, row)
            return None if operand is None else operand * node.factor
        case Arithmetic():
            return _arithmetic(node.sign, _number(node.left, row), _number(node.right, row))
        case Comparison():
            return compare(node.sign, value_of(node.left, row), value_of(node.right, row), node.snapped)
        case Member():
            member = value_of(node.operand, row)
            found = (compare("=", member, value_of(option, row), node.snapped) for option in node.options)
            return either(list(found))
        case Presence():
            return (value_of(node.operand, row) is not None) is node.known
        case Not():
            truth = _truth(node.operand, row)
            return None if truth is None else not truth
        case Logic():
            sides = [_truth(node.left, row), _truth(node.right, row)]
            return both(sides) if node.word == "and" else either(sides)
        case Call():
            return _call(node, row)
    raise AssertionError(f"not a checked node: {node}")


def compare(sign: str, left: Value, right: Value, snapped: bool) -> bool | None:
    """Three-way comparison; `snapped` numbers within `tolerance` of the right one are equal to it."""
    if left is None or right is None:
        return None
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        equal = abs(left - right) <= tolerance(right) if snapped else left == right
        less = left < right and not equal
    elif isinstance(left, date) and isinstance(right, date):
        equal, less = left == right, left < right
    else:
        equal, less = left == right, False
    return {"=": equal, "!=": not equal, "<": less, "<=": less or equal, ">": not (less or equal), ">=": not less}[sign]


def both(truths: list[bool | None]) -> bool | None:
    """All of them; one false settles it, otherwise one unknown does."""
    if False in truths:
        return False
    return None if None in truths else True


def either(truths: list[bool | None]) -> bool | None:
    """Any of them; one true settles it, otherwise one unknown does."""
    if True in truths:
        return True
    return None if None in truths else False


def _number(node: Node, row: Mapping[str, Value]) -> Fraction | None:
    return cast("Fraction | None", value_of(node, row))


def _truth(node: Node, row: Mapping[str, Value]) -> bool | None:
    return cast("bool | None", value_of(node, row))


def _arithmetic(sign: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return None if abs(right) <= SAME else left / right


def _call(node: Call, row: Mapping[str, Value]) -> Value:
    if node.function == "if":
        condition = _truth(node.arguments[0], row)
        return None if condition is None else value_of(node.arguments[1 if condition else 2], row)
    values = [value_of(argument, row) for argument in node.arguments]
    if node.function == "first_known":
        return next((value for value in values if value is not None), None)
    if any(value is None for value in values):
        return None
    return _KNOWN[node.function](*values)


def _round(value: Fraction, digits: Fraction) -> Fraction:
    return round_half_up(value, int(digits))


def _full_years(start: date, end: date) -> Fraction:
    return Fraction(end.year - start.year - ((end.month, end.day) < (start.month, start.day)))


def _full_months(start: date, end: date) -> Fraction:
    return Fraction(12 * (end.year - start.year) + end.month - start.month - (end.day < start.day))


_KNOWN: dict[str, Callable[..., Value]] = {
    "max": lambda *values: max(values),
    "min": lambda *values: min(values),
    "abs": abs,
    "round": _round,
    "floor": lambda value: Fraction(math.floor(value + tolerance(value))),
    "ceiling": lambda value: Fraction(math.ceil(value - tolerance(value))),
    "days": lambda start, end: Fraction((end - start).days),
    "full_years": _full_years,
    "full_months": _full_months,
    "months": lambda start, end: Fraction(12 * (end.year - start.year) + end.month - start.month),
    "year": lambda day: Fraction(day.year),
    "month": lambda day: Fraction(day.month),
    "contains": lambda text, part: part in text,
    "starts_with": lambda text, part: text.startswith(part),
}
