"""Answers gathered into an outward table: which count, with how much, and what the whole comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tenglong.core.formula import Type, Value, evaluate, explain, format_number, round_half_up
from tenglong.core.formula.units import convert

from .model import Column, Outward

NONE = "–"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one addressee signed: `facts` by label, `signed_on` the first day on which it was signed."""

    key: str
    name: str
    facts: Mapping[str, object]
    signed_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an answer counts in a table: yes, no, or None when its scope cannot be told. `why` are sentences."""

    counts: bool | None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in a table: its standing, and its values in the order of the columns, in the formulas' own units."""

    answer: Answer
    standing: Standing
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A table with its lines (of those that count), those left out, and exact totals in the formulas' own units.

    A total is None for a column of text. `open` are the names of answers that stand against a total: their scope
    cannot be told, or a number of theirs is missing.
    """

    table: Outward
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]
    totals: tuple[Fraction | None, ...]
    open: tuple[str, ...]


def standing(table: Outward, answer: Answer, cut_off: date | None) -> Standing:
    """Whether an answer counts in a table."""
    if cut_off is not None and answer.signed_on > cut_off:
        return Standing(False, (f"{answer.signed_on} 才签发，晚于截止日 {cut_off}",))
    if table.where is None:
        return Standing(True)
    holds = evaluate(table.where, answer.facts)
    if holds is True:
        return Standing(True)
    return Standing(False if holds is False else None, (explain(table.where, answer.facts).sentence,))


def gather(table: Outward, answers: Iterable[Answer], cut_off: date | None) -> Gathered:
    """Gather the answers in their order."""
    lines = [_line(table, answer, cut_off) for answer in answers]
    counted = tuple(line for line in lines if line.standing.counts)
    totals = tuple(_total(column, place, counted) for place, column in enumerate(table.columns))
    left_open = tuple(line.answer.name for line in lines if line.standing.counts is None or _has_gap(table, line))
    return Gathered(table, counted, tuple(line for line in lines if not line.standing.counts), totals, left_open)


def say(column: Column, value: Value) -> str:
    """A value as the table says it: a number in the column's unit, rounded half away from zero."""
    if value is None:
        return NONE
    if not isinstance(value, Fraction):
        return "是" if value is True else "否" if value is False else str(value)
    return format_number(rounded(column, value), column.digits)


def rounded(column: Column, value: Fraction) -> Fraction:
    """A number in the column's unit, rounded to its digits."""
    own = column.of.unit
    said = convert(value, own, column.unit) if own and column.unit and own != column.unit else value
    return round_half_up(said, column.digits)


def _line(table: Outward, answer: Answer, cut_off: date | None) -> Line:
    values = tuple(evaluate(column.of, answer.facts) for column in table.columns)
    return Line(answer, standing(table, answer, cut_off), values)


def _has_gap(table: Outward, line: Line) -> bool:
    numbers = (value for column, value in zip(table.columns, line.values, strict=True) if is_number(column))
    return line.standing.counts is True and None in numbers


def is_number(column: Column) -> bool:
    """Whether the column can be added up."""
    return column.of.type is Type.NUMBER


def _total(column: Column, place: int, lines: Iterable[Line]) -> Fraction | None:
    if not is_number(column):
        return None
    return sum((value for line in lines if isinstance(value := line.values[place], Fraction)), Fraction(0))
