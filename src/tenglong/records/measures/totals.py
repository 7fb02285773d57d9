"""The terms of a measure, totalled by the engine over the rows that a reader sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import pyarrow as pa

from tenglong.core.measure import Measure, Term, TermValue
from tenglong.records.ledgers.spans import Span, within_span
from tenglong.records.ledgers.terms import duckdb, field_of, totals_of, value_of

from .book import Book


@dataclass(frozen=True, slots=True)
class Group:
    """The terms' values over the rows of one group; `key` None: rows that have no value to be grouped by."""

    key: str | None
    terms: Mapping[str, TermValue]


def term_values(measure: Measure, book: Book, span: Span) -> dict[str, TermValue]:
    """The value of every term, by label."""
    values: dict[str, TermValue] = {}
    for terms in _together(measure.terms):
        source = book.source(terms[0].over)
        table = rows_of_term(terms[0], book, span)
        totals = duckdb().totals(table, [total for term in terms for total in totals_of(term, source)])
        values |= {term.label: value_of(term, totals[0]) for term in terms}
    return {term.label: values[term.label] for term in measure.terms}


def group_values(measure: Measure, book: Book, span: Span) -> list[Group]:
    """The terms' values for every value of the field the measure is grouped by, in its order."""
    groups: dict[str | None, dict[str, TermValue]] = {}
    for terms in _together(measure.terms):
        source = book.source(terms[0].over)
        by = field_of(source.ledger, measure.group)
        if by is None:
            continue
        table = rows_of_term(terms[0], book, span)
        for found in duckdb().totals(table, [total for term in terms for total in totals_of(term, source)], [by.key]):
            key = cast("str | None", found[by.key])
            groups.setdefault(key, {}).update({term.label: value_of(term, found) for term in terms})
    return [Group(key, terms) for key, terms in groups.items()]


def rows_of_term(term: Term, book: Book, span: Span) -> pa.Table:
    """The rows that a term looks at, before its condition."""
    field = field_of(book.source(term.over).ledger, term.dated)
    return within_span(book.table(term.over, span.day), field, span)


def _together(terms: Sequence[Term]) -> Iterable[list[Term]]:
    """Terms over the same rows, which one statement totals."""
    alike: dict[tuple[str, str | None], list[Term]] = {}
    for term in terms:
        alike.setdefault((term.over, term.dated), []).append(term)
    return alike.values()
