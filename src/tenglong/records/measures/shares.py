"""Which numbers a plot counts in, and with how much: the same totals over the plot's own rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.measure import Measure, Take, Term, Value, show_term
from tenglong.engines import Total
from tenglong.records.ledgers.spans import Span, within_span, years_in
from tenglong.records.ledgers.tables import table_of
from tenglong.records.ledgers.terms import columns_of, duckdb, field_of
from tenglong.records.people.rights import By, reads

from .book import Book, open_book

_ADDED = frozenset({Take.SUM, Take.COUNT, Take.DISTINCT})  # what a part and a whole make sense of


@dataclass(frozen=True, slots=True)
class Share:
    """What one plot gives to a term of a measure: its part and the whole, as people read them, in the term's unit."""

    measure: Measure
    term: Term
    span: Span
    part: Value
    shown_part: str
    shown_whole: str
    unit: str


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a term: all that the reader sees, and those of the plot."""

    term: Term
    dated: Field | None
    all: pa.Table
    own: pa.Table


def yearly_shares(parcel_code: str, *, by: By) -> list[Share]:
    """Every number of a year that rows of this plot count in, the newest year first."""
    book = open_book(by)
    found = []
    for measure, rows in _terms(parcel_code, book):
        for year in years_in(rows.own, rows.dated):
            span = Span(year)
            if _count(rows.term, within_span(rows.own, rows.dated, span)):
                found.append(_share(measure, rows, span))
    return sorted(found, key=lambda share: share.span.label, reverse=True)


def shares_by(parcel_code: str, *, on: date, by: By) -> list[Share]:
    """What the plot had given by the end of that day to the sums that are dated, nothing included."""
    book = open_book(by)
    return [
        _share(measure, rows, Span(on=on))
        for measure, rows in _terms(parcel_code, book)
        if rows.dated and rows.term.take is Take.SUM and rows.own.num_rows
    ]


def _terms(parcel_code: str, book: Book) -> Iterator[tuple[Measure, _Rows]]:
    """The terms over rows that name a plot. What is asked by the day, refused or a single firm's has no share."""
    for measure in book.measures.values():
        for term in measure.terms:
            source = book.source(term.over)
            plot = _plot_field(source.ledger)
            if plot is None or not _is_shared(measure, term) or not reads(book.reader.by, source.confidence):
                continue
            dated = field_of(source.ledger, term.dated)
            whole = table_of(term.over, columns_of(term, source) | {plot.key}, book.reader, None, book.state)
            yield measure, _Rows(term, dated, whole, whole.filter(pc.equal(whole.column(plot.key), parcel_code)))


def _is_shared(measure: Measure, term: Term) -> bool:
    """A sum or count that is the number itself, or the numerator of a ratio; a denominator says nothing of a plot."""
    leads = term is measure.terms[0]
    return leads and term.take in _ADDED and not measure.by_day and not measure.refused


def _plot_field(ledger: Ledger) -> Field | None:
    return next((one for one in ledger.fields if one.refers_to == "parcel" and one.kind is Kind.REFERENCE), None)


def _share(measure: Measure, rows: _Rows, span: Span) -> Share:
    part, whole = (_value(rows.term, within_span(table, rows.dated, span)) for table in (rows.own, rows.all))
    unit = rows.term.unit or (measure.unit if len(measure.terms) == 1 else "")
    return Share(measure, rows.term, span, part, show_term(part), show_term(whole), unit)


def _value(term: Term, table: pa.Table) -> Value:
    return cast("Value", _total(term.label, term, table, term.take.value))


def _count(term: Term, table: pa.Table) -> int:
    return int(cast("int", _total("rows", term, table, "count")))


def _total(name: str, term: Term, table: pa.Table, take: Any) -> object:
    of = None if name == "rows" else term.of
    return duckdb().totals(table, [Total(name, take, of, term.where)])[0][name]
