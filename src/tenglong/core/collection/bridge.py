"""Why two tables tell the same figure differently: row by row, from the one total to the other, exactly."""

from dataclasses import dataclass
from fractions import Fraction

from tenglong.core.formula.units import convert

from .gather import Gathered, Line
from .model import Column


@dataclass(frozen=True, slots=True)
class BridgeRow:
    """One addressee that the two tables take differently: what each takes, in the bridge's unit, and why."""

    key: str
    name: str
    left: Fraction | None  # None: not in that table
    right: Fraction | None
    why: tuple[str, ...]

    @property
    def carries(self) -> Fraction:
        """By how much the second total is larger because of it."""
        return (self.right or Fraction(0)) - (self.left or Fraction(0))


@dataclass(frozen=True, slots=True)
class Bridge:
    """`left` + what the rows carry = `right`, exactly, in `unit` and before any rounding."""

    unit: str
    left: Fraction
    right: Fraction
    rows: tuple[BridgeRow, ...]
    same: int  # how many answers both tables take alike


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two: a table and the column that tells the figure."""

    gathered: Gathered
    column: Column

    def every(self) -> dict[str, Line]:
        return {line.answer.key: line for line in (*self.gathered.lines, *self.gathered.left_out)}

    def taken(self, unit: str) -> dict[str, Fraction]:
        """How much of each addressee counts, in that unit."""
        place, own = self.gathered.table.columns.index(self.column), self.column.of.unit
        found = {}
        for line in self.gathered.lines:
            value = line.values[place]
            amount = value if isinstance(value, Fraction) else Fraction(0)
            found[line.answer.key] = convert(amount, own, unit) if own and unit and own != unit else amount
        return found

    def leaves_out(self, line: Line) -> str:
        why = "；".join(line.standing.why) or "不符合口径"
        return "" if line.standing.counts else f"不在“{self.gathered.table.label}”的口径里：{why}"


def bridge(left: Gathered, first: Column, right: Gathered, second: Column) -> Bridge:
    """From the total of a column of one table to that of a column of another, of the same answers."""
    one, other = _Side(left, first), _Side(right, second)
    unit = first.of.unit or second.of.unit or ""
    ours, theirs, others = one.taken(unit), other.taken(unit), other.every()
    rows, same = [], 0
    for key, line in one.every().items():
        if key in ours and key in theirs and ours[key] == theirs[key]:
            same += 1
        elif key in ours or key in theirs:
            why = tuple(filter(None, (one.leaves_out(line), other.leaves_out(others[key]))))
            rows.append(BridgeRow(key, line.answer.name, ours.get(key), theirs.get(key), why or _taken(one, other)))
    return Bridge(unit, sum(ours.values(), Fraction(0)), sum(theirs.values(), Fraction(0)), tuple(rows), same)


def _taken(one: _Side, other: _Side) -> tuple[str, ...]:
    said = [f"“{side.gathered.table.label}”取 {side.column.of.formula.text}" for side in (one, other)]
    return (f"取数不同：{said[0]}，{said[1]}",)
