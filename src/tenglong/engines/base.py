"""What every engine does: formulas over the rows of a table, and totals over its groups.

Engines agree: a decision in a row (a comparison, a rounding, a zero divisor) uses the snaps of core.formula.numbers;
a total reads every number to PLACES decimals, so that threads, partitions and row order cannot matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

import pyarrow as pa

from tenglong.core.errors import Refused
from tenglong.core.formula import Checked, Type, Value

PLACES = 9  # decimals to which a total reads each number

_ORDERED = ("sum", "min", "max")


class CannotRun(Refused):
    """A formula or total cannot run over this table. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Total:
    """One value over many rows. `where` selects rows (unknown is not selected), `of` is what is taken.

    sum: 0 over no rows, missing when no selected row has a value. count: selected rows; with `of`, those with a value.
    distinct: different values. one: the only value, missing when there is none or several. min, max: of the values.
    """

    name: str
    kind: Literal["sum", "count", "distinct", "one", "min", "max"]
    of: Checked | None = None
    where: Checked | None = None

    def __post_init__(self) -> None:
        """CannotRun when the parts do not go together."""
        if self.where is not None and self.where.type is not Type.TRUTH:
            raise CannotRun(f"“{self.name}”选不了行：“{self.where.formula.text}”不是条件。请把它写成比较。")
        if self.of is None and self.kind != "count":
            raise CannotRun(f"“{self.name}”算不出来：没有说取什么值。请写明取哪一项。")
        if self.of is not None and self.kind in _ORDERED and self.of.type not in _allowed(self.kind):
            raise CannotRun(f"“{self.name}”算不出来：“{self.of.formula.text}”不是数，不能{_VERBS[self.kind]}。")


_VERBS = {"sum": "求和", "min": "取最小", "max": "取最大"}


def _allowed(kind: str) -> tuple[Type, ...]:
    return (Type.NUMBER,) if kind == "sum" else (Type.NUMBER, Type.DATE)


class Engine(Protocol):
    """Runs checked formulas over Arrow tables. Columns are found by the physical code of each name."""

    def rows(self, table: pa.Table, formulas: Mapping[str, Checked]) -> pa.Table:
        """One output column per formula, rows in the order of the table; numbers are doubles. CannotRun."""

    def totals(self, table: pa.Table, totals: Sequence[Total], by: Sequence[str] = ()) -> list[dict[str, Value]]:
        """One dict per group of the columns `by`, in their order; without `by` exactly one. CannotRun.

        Beside each total, `name:unknown` counts the rows whose `where` is unknown, and `name:missing` the selected
        rows whose `of` has no value. Numbers are exact.
        """


def empty_sum(total: Value, selected: int) -> Value:
    """A sum over no selected rows is 0."""
    return Fraction(0) if selected == 0 else total


def in_order(groups: list[dict[str, Value]], by: Sequence[str]) -> list[dict[str, Value]]:
    """The groups sorted by their keys, a missing key last."""

    def place(group: dict[str, Value]) -> list[tuple[bool, Value]]:
        return [(group[column] is None, 0 if group[column] is None else group[column]) for column in by]  # type: ignore

    return sorted(groups, key=place)
