"""The workbook handed back: the same rows in the same places, each with its verdict before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from .paper import HEADER, PLAIN, Paper
from .table import MARK_HEADERS, Skipped, Table, TableRow

_SAMPLED = 200


class VerdictKind(StrEnum):
    """What became of a row, in the word that stands before it."""

    NEW = "新增"
    CHANGED = "更新"
    SAME = "无变化"
    DOUBTFUL = "疑似"
    CONFLICT = "冲突"
    REFUSED = "退回"
    SKIPPED = "跳过"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one row, why, and what to do about it."""

    kind: VerdictKind
    reason: str = ""
    remedy: str = ""


_COLOURS = {
    VerdictKind.REFUSED: "#F8D7D3",
    VerdictKind.DOUBTFUL: "#FBEBC8",
    VerdictKind.CONFLICT: "#FBEBC8",
    VerdictKind.SKIPPED: "#ECECEC",
}


def marked_copy(table: Table, verdicts: Mapping[int, Verdict]) -> bytes:
    """An xlsx of the table with 结论, 原因 and 怎么办 before its columns. `verdicts` are by row number.

    Every row keeps its number, so that reasons that name a row can be followed; a corrected copy can be read again,
    without these three columns. A skipped row says why; a row without a verdict is worded 未处理.
    """
    marks = len(MARK_HEADERS)
    rows = sorted([*table.rows, *table.skipped], key=lambda row: row.number)
    with Paper("退回") as paper:
        shown = [(*_mark(row, verdicts)[1], *row.cells) for row in islice(rows, _SAMPLED)]
        paper.set_widths([(*MARK_HEADERS, *table.headers), *shown])
        for line in table.above:
            paper.write_row(line.number - 1, line.cells, marks)
        paper.write_row(table.header_row - 1, (*MARK_HEADERS, *table.headers), look=HEADER)
        for row in rows:
            kind, mark = _mark(row, verdicts)
            look = {"bg_color": _COLOURS[kind]} if kind in _COLOURS else PLAIN
            paper.write_row(row.number - 1, mark, look={**look, "text_wrap": True, "valign": "top"})
            paper.write_row(row.number - 1, row.cells, marks, look)
        paper.sheet.freeze_panes(table.header_row, 0)
        paper.sheet.autofilter(table.header_row - 1, 0, rows[-1].number - 1, marks + len(table.headers) - 1)
    return paper.data


def _mark(row: TableRow, verdicts: Mapping[int, Verdict]) -> tuple[VerdictKind | None, tuple[str, str, str]]:
    verdict = verdicts.get(row.number)
    if verdict is None and isinstance(row, Skipped):
        verdict = Verdict(VerdictKind.SKIPPED, row.why)
    if verdict is None:
        return None, ("未处理", "", "")
    return verdict.kind, (verdict.kind.value, verdict.reason, verdict.remedy)
