"""Drawn tables: a small table, one expression, the expected answer of each row.

Each runs on every engine, and all together are the reference page of the formula language.
A heading is `词 单位`, `词 日期`, `词 文字`, `词 是非` or, for a pure number, `词`; the last column is the answer.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa

from tenglong.core.formula import NameSpec, Type, Value, round_half_up

_TYPES = {"日期": Type.DATE, "文字": Type.TEXT, "是非": Type.TRUTH}
_TRUTHS = {"成立": True, "不成立": False, "是": True, "否": False}
_MISSING = ("缺失", "无法判断")


@dataclass(frozen=True)
class Drawn:
    """One example: what it says, the formula, and the table with its answers."""

    says: str
    formula: str
    table: str
    unit: str | None = None

    @property
    def headings(self) -> list[str]:
        return _lines(self.table)[0][:-1]

    @property
    def names(self) -> dict[str, NameSpec]:
        return specs(self.headings)

    @property
    def rows(self) -> pa.Table:
        return arrow(self.names, [line[:-1] for line in _lines(self.table)[1:]])

    @property
    def answers(self) -> list[str]:
        return [line[-1] for line in _lines(self.table)[1:]]

    @property
    def lines(self) -> list[list[str]]:
        return _lines(self.table)


@dataclass(frozen=True)
class DrawnTotal:
    """A table, and what comes out over all of its rows: (kind, of, where, answer, rows unknown)."""

    says: str
    table: str
    totals: tuple[tuple[str, str | None, str | None, str, int], ...]

    @property
    def lines(self) -> list[list[str]]:
        return _lines(self.table)

    @property
    def names(self) -> dict[str, NameSpec]:
        return specs(self.lines[0])

    @property
    def rows(self) -> pa.Table:
        return arrow(self.names, self.lines[1:])


@dataclass(frozen=True)
class Refused:
    """A formula that is refused, over these headings, with these sentences."""

    formula: str
    names: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    title: str
    intro: str
    examples: tuple[Drawn | DrawnTotal | Refused, ...]


def specs(headings: list[str]) -> dict[str, NameSpec]:
    """The names that headings declare; physical codes are c1, c2, …"""
    found = {}
    for number, heading in enumerate(headings, 1):
        name, _, mark = heading.partition(" ")
        type_ = _TYPES.get(mark, Type.NUMBER)
        unit = mark if type_ is Type.NUMBER and mark else None
        found[name] = NameSpec(name, type_, unit, f"c{number}")
    return found


def arrow(names: dict[str, NameSpec], lines: list[list[str]]) -> pa.Table:
    """The drawn cells as an Arrow table of decimals, dates, texts and truths."""
    kinds = {Type.NUMBER: pa.decimal128(18, 6), Type.TEXT: pa.string(), Type.DATE: pa.date32(), Type.TRUTH: pa.bool_()}
    columns = {}
    for position, spec in enumerate(names.values()):
        cells = [read(line[position], spec.type) for line in lines]
        columns[spec.code] = pa.array(cells, kinds[spec.type])
    return pa.table(columns)


def read(cell: str, type_: Type) -> object:
    """A drawn cell as a value; 缺失 is None."""
    if cell in _MISSING:
        return None
    match type_:
        case Type.NUMBER:
            return Decimal(cell.replace(",", ""))
        case Type.DATE:
            return date.fromisoformat(cell)
        case Type.TRUTH:
            return _TRUTHS[cell]
    return cell


def agrees(value: Value | float, answer: str, type_: Type) -> bool:
    """Is the value what is drawn, numbers to the decimals drawn?"""
    expected = read(answer, type_)
    if value is None or not isinstance(expected, Decimal):
        return value == expected
    exponent = expected.as_tuple().exponent
    assert isinstance(exponent, int)
    number = Fraction(repr(value)) if isinstance(value, float) else value
    return isinstance(number, Fraction) and round_half_up(number, -exponent) == Fraction(expected)


def _lines(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
