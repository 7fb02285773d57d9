"""Cells onto an xlsx sheet: every text as text, so that nothing anyone typed becomes a formula."""

import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from types import TracebackType
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_LONGEST_TEXT = 32_767  # of a cell
_CUT = "…（内容过长，已截断）"
_MOST_LINKS = 65_000  # of a sheet
_EXACT = 10**15  # numbers from here on lose digits in a workbook and are written as text
_FIRST_YEAR = 1901
_NARROWEST, _WIDEST = 8, 48
_LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - the file says no moment, so that equal tables give equal bytes
_SHOWN_AS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm:ss", timedelta: "[h]:mm:ss"}


@dataclass(frozen=True, slots=True)
class Linked:
    """A cell that opens an address when it is clicked."""

    cell: object
    address: str


Look = Mapping[str, object]
LINK: Look = {"font_color": "#1F5F8B"}
PLAIN: Look = {}
HEADER: Look = {"bold": True, "bg_color": "#E9EEF2", "bottom": 1, "text_wrap": True, "valign": "top"}


class Paper(AbstractContextManager["Paper"]):
    """Sheets written one after the other, each row by row in one pass. Leaving the context completes `data`."""

    def __init__(self, title: str) -> None:
        self.data = b""
        self._buffer = BytesIO()
        self._book = Workbook(self._buffer, {"constant_memory": True})
        self._book.set_properties({"created": _LONG_AGO})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.sheet: Worksheet = self._book.add_worksheet(title)
        self._links = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()
        self.data = self._buffer.getvalue()

    def add_sheet(self, title: str) -> None:
        """Go on with a new sheet."""
        self.sheet = self._book.add_worksheet(title)
        self._links = 0

    def write_row(self, row: int, cells: Iterable[object], column: int = 0, look: Look = PLAIN) -> None:
        """Write cells from (`row`, `column`) on, counted from 0; `look` are properties of xlsxwriter's formats."""
        form = self._format(look)
        for place, cell in enumerate(cells, start=column):
            if isinstance(cell, Linked):
                self._link(row, place, cell, look)
            elif isinstance(cell, (date, time, timedelta)) and not _is_ancient(cell):
                dated = {**look, "num_format": _SHOWN_AS[type(cell)], "align": "left"}
                self.sheet.write_datetime(row, place, cell, self._format(dated))
            else:
                self._write(row, place, cell, form)

    def set_widths(self, rows: Iterable[Sequence[object]], column: int = 0) -> None:
        """Make columns as wide as their text, within reason; before any row is written."""
        widths: list[int] = []
        for row in rows:
            widths += [_NARROWEST] * (len(row) - len(widths))
            for place, cell in enumerate(row):
                widths[place] = min(_WIDEST, max(widths[place], _columns(as_text(cell)) + 2))
        for place, width in enumerate(widths, start=column):
            self.sheet.set_column(place, place, width)

    def _link(self, row: int, column: int, cell: Linked, look: Look) -> None:
        """The address first, then the cell's own value over its text, so that a number stays one."""
        self._links += 1
        form = self._format({**look, **LINK})
        if self._links <= _MOST_LINKS:
            self.sheet.write_url(row, column, cell.address, form, as_text(cell.cell))
        self._write(row, column, cell.cell, form)

    def _write(self, row: int, column: int, cell: object, form: Format | None) -> None:
        if cell is None:
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) and _is_exact(cell):
            self.sheet.write_number(row, column, float(cell), form)
        else:
            self.sheet.write_string(row, column, fitting(as_text(cell)), form)

    def _format(self, look: Look) -> Format | None:
        key = tuple(sorted(look.items()))
        if key and key not in self._formats:
            self._formats[key] = self._book.add_format(dict(look))
        return self._formats.get(key)


def _is_ancient(moment: date | time | timedelta) -> bool:
    """Is it a date from before workbooks count days?"""
    return isinstance(moment, date) and moment.year < _FIRST_YEAR


def _is_exact(number: int | float | Decimal) -> bool:
    return math.isfinite(number) and -_EXACT < number < _EXACT


def fitting(text: str) -> str:
    """A text as a cell holds it."""
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - len(_CUT)] + _CUT


def as_text(cell: object) -> str:
    """A cell's text: lists with 、, truth as 是 or 否, dates as 2023-09-14, numbers without exponent."""
    if cell is None:
        return ""
    if isinstance(cell, Linked):
        return as_text(cell.cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (list, tuple)):
        return "、".join(map(as_text, cell))
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _columns(text: str) -> int:
    """How wide a text is, in narrow letters; of several lines the widest."""
    return max(
        (sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in text[:200].split("\n")), default=0
    )
