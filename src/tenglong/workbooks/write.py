"""Tables out: an xlsx for people, a csv for programs."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import chain, islice

from tenglong.core.errors import Refused

from .paper import HEADER, PLAIN, Paper, as_text

MOST_SHEET_ROWS = 1_000_000
_SAMPLED = 200  # rows that decide the widths
_FORMULA_LIKE = re.compile(r"'+[=+\-@＝＋－＠\t\r]|[=+\-@＝＋－＠\t\r](?!$|[\d.,]+%?$)")


class CannotWrite(Refused):
    """A table does not fit into the file that was asked for."""


def write_table(
    headers: Sequence[str], rows: Iterable[Sequence[object]], title: str = "", notes: Sequence[str] = ()
) -> bytes:
    """An xlsx of one sheet: the title and notes, each on its line, then the header (frozen, filtered) and the rows.

    Rows are written as they come. Numbers and dates stay numbers and dates; any text stays text.
    """
    coming = iter(rows)
    sample = list(islice(coming, _SAMPLED))
    lines = [title, *notes] if title else list(notes)
    top = len(lines)
    last = top
    with Paper("数据") as paper:
        paper.set_widths([headers, *sample])
        for place, line in enumerate(lines):
            paper.write_row(place, [line], look={"bold": True} if title and place == 0 else PLAIN)
        paper.write_row(top, headers, look=HEADER)
        for last, row in enumerate(chain(sample, coming), start=top + 1):
            if last > MOST_SHEET_ROWS:
                raise CannotWrite(f"超过 {MOST_SHEET_ROWS:,} 行，一张工作表放不下，请导出 csv 或缩小范围。")
            paper.write_row(last, row)
        paper.sheet.freeze_panes(top + 1, 0)
        paper.sheet.autofilter(top, 0, last, max(len(headers) - 1, 0))
    return paper.data


def write_separated(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A csv that workbook programs open as meant: UTF-8 with its mark, texts like formulas after an apostrophe."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_guarded(header) for header in headers])
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(cell: object) -> str:
    text = as_text(cell)
    return f"'{text}" if isinstance(cell, str) and _FORMULA_LIKE.match(text) else text
