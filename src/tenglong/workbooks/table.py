"""A table as it stood in a file: headers, rows under their row numbers, and what was left out and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None

MARK_HEADERS = ("结论", "原因", "怎么办")  # of a marked copy: written by us, not read back


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row with the number that the person sees beside it; `cells` stand under the table's headers."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Skipped(TableRow):
    """A row that is not data: 空行, 合计行, 说明行 or 重复的表头."""

    why: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one sheet. `rows` and `skipped` together are every row below the header down to the last written one.

    `above` are lines over the header (titles), as they stood. `encoding` is None for workbooks.
    """

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    skipped: tuple[Skipped, ...]
    sheet: str
    header_row: int
    first_row_number: int
    encoding: str | None = None
    above: tuple[TableRow, ...] = ()
    other_sheets: tuple[str, ...] = ()

    def records(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        """Row number and cells by header, row by row."""
        for row in self.rows:
            yield row.number, dict(zip(self.headers, row.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Grid:
    """What a file holds before anyone knows which row is the header: row 1 is `rows[0]`.

    `merged` are ranges (top, left, bottom, right), counted from 0, both ends within.
    """

    rows: list[list[Cell]]
    sheet: str
    encoding: str | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    other_sheets: tuple[str, ...] = ()


def is_blank(cell: Cell) -> bool:
    """Is nothing written in the cell?"""
    return cell is None or (isinstance(cell, str) and not cell.strip())
