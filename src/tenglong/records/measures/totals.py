"""The terms of a measure, totalled by the engine over the rows that a reader sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

import pyarrow as pa

from tenglong.core.formula import Checked, check, parse
from tenglong.core.formula.units import canonical
from tenglong.core.ledger import name_specs
from tenglong.core.measure import Measure, Take, Term, TermValue, Value
from tenglong.engines import Engine, Total, engine
from tenglong.records.ledgers.sources import Source

from .book import Book, field_of
from .spans import Span, within_span

UNIT = ":unit"


@dataclass(frozen=True, slots=True)
class Group:
    """The terms' values over the rows of one group; `key` None: rows that have no value to be grouped by."""

    key: str | None
    terms: Mapping[str, TermValue]


@cache
def duckdb() -> Engine:
    """The one engine of the process."""
    return engine("duckdb")


def term_values(measure: Measure, book: Book, span: Span) -> dict[str, TermValue]:
    """The value of every term, by label."""
    values: dict[str, TermValue] = {}
    for terms in _together(measure.terms):
        source = book.source(terms[0].over)
        table = rows_of_term(terms[0], book, span)
        totals = duckdb().totals(table, [total for term in terms for total in _totals(term, source)])
        values |= {term.label: _value(term, totals[0]) for term in terms}
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
        for found in duckdb().totals(table, [total for term in terms for total in _totals(term, source)], [by.key]):
            key = cast("str | None", found[by.key])
            groups.setdefault(key, {}).update({term.label: _value(term, found) for term in terms})
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


def _totals(term: Term, source: Source) -> list[Total]:
    kind = Total(term.label, term.take.value, term.of, term.where)
    rows = Total(f"{term.label}:rows", "count", None, term.where)
    if not (source.unit and term.unit and term.take is not Take.COUNT):
        return [kind, rows]
    return [kind, rows, Total(f"{term.label}{UNIT}", "one", _unit_of(source), term.where)]


def _unit_of(source: Source) -> Checked:
    names = name_specs(source.ledger.fields)
    label = source.ledger.field(source.unit).label
    return check(parse(f"[{label}]"), names)


def _value(term: Term, totals: Mapping[str, object]) -> TermValue:
    rows, unknown, missing = (
        int(cast("int", totals[f"{term.label}:{what}"])) for what in ("rows", "unknown", "missing")
    )
    refused = _other_unit(term, totals) if rows else ""
    return TermValue(None if refused else cast("Value", totals[term.label]), rows, unknown, missing, refused)


def _other_unit(term: Term, totals: Mapping[str, object]) -> str:
    """Why the rows' numbers cannot be taken as they stand: they are in another unit than the term says."""
    if f"{term.label}{UNIT}" not in totals:
        return ""
    written = totals[f"{term.label}{UNIT}"]
    if isinstance(written, str) and canonical(written) == canonical(term.unit or ""):
        return ""
    return f"“{term.label}”要的单位是{term.unit}，登记的是{written or '几种单位'}，不能直接用；请核对来源和机制。"
