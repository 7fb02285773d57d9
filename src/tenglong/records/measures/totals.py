"""The terms of a measure, totalled by the engine over the rows that a reader sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.core.measure import Measure, Take, Term, TermValue
from tenglong.records.ledgers.spans import Span, within_span
from tenglong.records.ledgers.terms import duckdb, field_of, totals_of, value_of
from tenglong.records.people.rights import confidences, reads

from .book import Book

_OF_MANY = frozenset({Take.SUM, Take.COUNT, Take.DISTINCT})


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
        values |= {term.label: told(term, value_of(term, totals[0]), table, book) for term in terms}
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
            theirs = table.filter(pc.equal(table.column(by.key), key)) if key is not None else table.slice(0, 0)
            told_of = {term.label: told(term, value_of(term, found), theirs, book) for term in terms}
            groups.setdefault(key, {}).update(told_of)
    return [Group(key, terms) for key, terms in groups.items()]


def told(term: Term, value: TermValue, table: pa.Table, book: Book) -> TermValue:
    """The value, unless it tells of so few enterprises that it would tell the reader a single one's."""
    source = book.source(term.over)
    if not source.confidence or reads(book.reader.by, source.confidence):
        return value
    chosen = table if term.where is None else table.filter(duckdb().rows(table, {"holds": term.where}).column("holds"))
    singles = {one for one in chosen.column(source.single_by).to_pylist() if one}
    least = confidences()[source.confidence].sums_from
    if not singles or (0 < least <= len(singles) and term.take in _OF_MANY):
        return value
    sentence = f"“{term.label}”只涉及少数企业，会说出单个企业的数，您的岗位不能看；请找有权限的同事。"
    return TermValue(None, value.rows, value.unknown, value.missing, sentence)


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
