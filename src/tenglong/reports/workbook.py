"""A drawn report as a workbook: its tables with numbers that stay numbers, where each comes from, the rows behind."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from tenglong.core.measure import show_term
from tenglong.core.report.model import day_words
from tenglong.core.report.paper import Basis, Paper, Said, Table, plain
from tenglong.records.cases.shown import show_rows
from tenglong.records.measures.opening import Opened
from tenglong.records.measures.queries import open_term
from tenglong.records.people.rights import By, can
from tenglong.workbooks.paper import HEADER, Linked
from tenglong.workbooks.paper import Paper as Sheets

from .links import row_url

SOURCES, DETAILS = "口径与来源", "明细"
MOST_DETAILS = 2_000  # rows behind one term; the number's page has them all
_TITLE = {"bold": True, "font_size": 14}
_WRAPPED = {"text_wrap": True, "valign": "top"}
_SOURCES_HEAD = ("序号", "指标", "数值", "单位", "期间", "公式", "分项", "分项取值", "分项单位", "行数", "取自", "说明")
_DETAILS_HEAD = ("指标", "期间", "分项", "行", "算了多少", "写在哪里", "内容")


def write_workbook(paper: Paper, address: str, by: By) -> bytes:
    """The workbook of a report drawn for `by`; figures and rows are links to their pages under `address`."""
    address = address.rstrip("/")
    with Sheets("报告") as sheets:
        sheets.set_widths([("一" * 14, *("一" * 8 for _ in range(7)))])
        _write(sheets, _report(paper, address))
        sheets.add_sheet(SOURCES)
        sheets.set_widths([(1, "一" * 12, "一" * 6, 1, "一" * 8, "一" * 16, "一" * 8, 1, 1, 1, "一" * 8, "一" * 20)])
        _write(
            sheets,
            [(_SOURCES_HEAD, HEADER), *((row, _WRAPPED) for basis in paper.bases for row in _source(basis, address))],
        )
        sheets.sheet.freeze_panes(1, 0)
        if can(by, "open_rows"):
            sheets.add_sheet(DETAILS)
            sheets.set_widths([("一" * 10, "一" * 6, "一" * 6, "一" * 8, 1, "一" * 14, "一" * 20)])
            _write(sheets, [(_DETAILS_HEAD, HEADER), *((row, {}) for row in _details(paper.bases, address, by))])
            sheets.sheet.freeze_panes(1, 0)
    return sheets.data


def _write(sheets: Sheets, rows: Iterable[tuple[Sequence[object], dict[str, object]]]) -> None:
    for place, (cells, look) in enumerate(rows):
        sheets.write_row(place, cells, look=look)


def _report(paper: Paper, address: str) -> Iterator[tuple[Sequence[object], dict[str, object]]]:
    """The texts line by line, each table under its caption."""
    yield (paper.name,), _TITLE
    yield (f"数据范围：{paper.scope or '全部'}；{day_words(paper.drawn_on)}出",), {}
    for part in paper.parts:
        if not isinstance(part, Table):
            yield (plain(part.said),), {}
            continue
        yield (), {}
        yield (part.caption,), {"bold": True}
        yield [head.text for head in part.heads], dict(HEADER)
        last = len(part.rows) if part.sums else 0
        for place, row in enumerate(part.rows, start=1):
            yield [_cell(said, address) for said in row], {"bold": True} if place == last else {}
        yield (), {}


def _cell(said: Said, address: str) -> object:
    """A number as a number; what opens as a link."""
    shown = said.text if said.value is None else _number(said.value)
    return Linked(shown, address + said.path) if said.path else shown


def _number(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _source(basis: Basis, address: str) -> Iterator[Sequence[object]]:
    """One line for each term; what is said of the figure stands in the first."""
    shown = basis.shown if basis.value is None else _number(basis.value)
    first: Sequence[object] = (
        basis.number,
        basis.label,
        Linked(shown, address + basis.path),
        basis.unit,
        basis.span,
        basis.formula,
    )
    for place, term in enumerate(basis.terms):
        lead = first if not place else (None,) * len(first)
        told = "；".join(part for part in (term.chosen, term.left, *(basis.remarks if not place else ())) if part)
        yield (*lead, term.label, term.shown, term.unit, term.rows, term.over, told)


def _details(bases: Iterable[Basis], address: str, by: By) -> Iterator[Sequence[object]]:
    """The rows that each term was taken over, as far as one sheet should hold them."""
    for basis in bases:
        for term in basis.terms:
            opened = open_term(basis.measure, term.label, by=by, period=basis.period, on=basis.on, most=MOST_DETAILS)
            yield from _rows(basis, opened, address)
            if opened.count > MOST_DETAILS:
                more = f"只列前 {MOST_DETAILS:,} 行，共 {opened.count:,} 行；全部见指标的页面。"
                yield (basis.label, basis.span, term.label, Linked(more, address + basis.path))


def _rows(basis: Basis, opened: Opened, address: str) -> Iterator[Sequence[object]]:
    columns = [field for field in opened.columns if field.listed]
    keys = [field.key for field in opened.columns]
    values = [dict(zip(keys, row.values, strict=True)) for row in opened.rows]
    for row, cells in zip(opened.rows, show_rows(columns, values), strict=True):
        path = row_url(opened.ledger, row.key)
        told = "；".join(f"{cell.field.label}：{cell.text}" for cell in cells if cell.text)
        key = Linked(row.key, address + path) if path else row.key
        taken = _number(row.taken) if isinstance(row.taken, Fraction) else show_term(row.taken)
        yield (basis.label, basis.span, opened.term.label, key, taken, row.origin, told)
