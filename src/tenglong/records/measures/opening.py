"""From a number to the rows it was made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.core.formula import evaluate
from tenglong.core.ledger import Field
from tenglong.core.measure import Measure, Term, Value
from tenglong.records.imports.origins import lines_of
from tenglong.records.ledgers.sources import Row, Source
from tenglong.records.ledgers.spans import Span
from tenglong.records.ledgers.terms import duckdb, field_of
from tenglong.records.people.rights import check_may, open_fields

from .book import Book, NoSuchMeasure
from .totals import rows_of_term


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """One row behind a term. `key` names it for good, `values` are in the order of the columns.

    `taken` is what the term took of it (1 where rows are counted, None where the row had no value); `origin` says
    where it was written down.
    """

    key: str
    values: tuple[Any, ...]
    taken: Value
    origin: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of a term: `count` of them all, `rows` from `start` on. `unknown` rows were left out of the term."""

    measure: Measure
    term: Term
    span: Span
    ledger: str
    label: str
    columns: tuple[Field, ...]
    rows: tuple[OpenedRow, ...]
    count: int
    unknown: int
    start: int


def open_rows(
    measure: Measure, label: str, book: Book, span: Span, *, group: str | None, start: int, most: int | None
) -> Opened:
    """The rows that a term was taken over, in the order of their source."""
    check_may(book.reader.by, "open_rows")
    term = next((term for term in measure.terms if term.label == label), None)
    if term is None:
        raise NoSuchMeasure(f"“{measure.label}”没有叫“{label}”的分项，不能打开；请从指标的页面点开。")
    source = book.source(term.over)
    table = rows_of_term(term, book, span)
    if group is not None and (by := field_of(source.ledger, measure.group)):
        table = table.filter(pc.equal(table.column(by.key), group))
    chosen, unknown = _chosen(term, table)
    keys = [str(key) for key in chosen.column(source.named_by).slice(start, most).to_pylist()]
    columns = tuple(open_fields(book.reader.by, source.ledger.fields))
    return Opened(
        measure=measure,
        term=term,
        span=span,
        ledger=term.over,
        label=source.label,
        columns=columns,
        rows=_rows(term, source, source.picked(book.reader.by, keys, on=span.day), keys, columns),
        count=chosen.num_rows,
        unknown=unknown,
        start=start,
    )


def _chosen(term: Term, table: pa.Table) -> tuple[pa.Table, int]:
    """The rows that the term's condition selects, and how many it could not tell."""
    if term.where is None:
        return table, 0
    holds = duckdb().rows(table, {"holds": term.where}).column("holds")
    return table.filter(holds), holds.null_count


def _rows(
    term: Term, source: Source, picked: Sequence[Row], keys: Sequence[str], columns: Sequence[Field]
) -> tuple[OpenedRow, ...]:
    found = {str(row[source.named_by]): row for row in picked}
    rows = [found[key] for key in keys if key in found]
    lines = lines_of(term.over, rows)
    return tuple(_row(term, source, row, columns, line) for row, line in zip(rows, lines, strict=True))


def _row(term: Term, source: Source, row: Row, columns: Sequence[Field], line: str) -> OpenedRow:
    key = str(row[source.named_by])
    by_label = {field.label: row.get(field.key) if field in columns else None for field in source.ledger.fields}
    taken = Fraction(1) if term.of is None else evaluate(term.of, by_label)
    origin = str(row.get(source.origin) or "") if source.origin else f"{source.label} {key}"
    told = "；".join(part for part in (origin, line) if part)
    return OpenedRow(key, tuple(row.get(field.key) for field in columns), taken, told)
