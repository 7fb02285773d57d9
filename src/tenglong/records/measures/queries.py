"""The county's numbers, each as one reader may see it, with the terms it was made of and the way to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from tenglong.core.formula import Explanation
from tenglong.core.lights import Lit
from tenglong.core.measure import Measure, Term, TermValue, Value, outcome, show, show_term
from tenglong.records.ledgers.spans import Span, span_of, years_in
from tenglong.records.ledgers.terms import field_of
from tenglong.records.people.rights import By

from .book import Book, open_book
from .opening import Opened, open_rows
from .totals import group_values, term_values

_KEPT_FIGURES = 1024


@dataclass(frozen=True, slots=True)
class TermFigure:
    """One term of a figure: over how many rows it was taken, how many could not be told, how many had no value."""

    term: Term
    label: str
    value: Value
    shown: str
    unit: str
    rows: int
    unknown: int
    missing: int


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """The number of one group; `key` None: of the rows with no value to group by."""

    key: str | None
    value: Fraction | None
    shown: str
    terms: tuple[TermFigure, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number for one reader. `value` is exact; `shown` rounded, × 100 if a percentage, a dash when there is none."""

    measure: Measure
    span: Span
    value: Fraction | None
    shown: str
    unit: str
    terms: tuple[TermFigure, ...]
    groups: tuple[GroupFigure, ...]
    refused: str
    lit: Lit | None
    explanation: Explanation | None

    @property
    def key(self) -> str:
        """Of the measure."""
        return self.measure.key

    @property
    def label(self) -> str:
        """Of the measure."""
        return self.measure.label

    @property
    def assumes(self) -> str:
        """What must hold for the number to stand."""
        return self.measure.assumes


def figure(key: str, *, by: By, period: str | None = None, on: date | None = None) -> Figure:
    """The number of a measure for a period (2023, 2023H1, 2023Q2, 2023-06) or as of a day."""
    book = open_book(by)
    return _figure(book, book.measure(key).key, period, on)


def list_figures(
    by: By, *, station: str | None = None, period: str | None = None, on: date | None = None
) -> list[Figure]:
    """The numbers of a station of the loop, or all, in the order of their mechanisms."""
    book = open_book(by)
    wanted = [measure for measure in book.measures.values() if station in (None, measure.station)]
    return [_figure(book, measure.key, period, on) for measure in wanted]


def list_newest(by: By, *, on: date) -> list[Figure]:
    """The numbers of 今日, each of this year or, if it has no value yet, of the last one.

    Those without years are as of `on`; those that no row makes, and those of long ago, are left out.
    """
    book = open_book(by)
    newest = (_newest(book, measure.key, on) for measure in book.measures.values() if measure.today)
    return [figure for figure in newest if figure]


def open_term(
    key: str,
    term: str,
    *,
    by: By,
    period: str | None = None,
    on: date | None = None,
    group: str | None = None,
    start: int = 0,
    most: int | None = None,
) -> Opened:
    """The very rows that a term of a measure was taken over, with where each comes from; `group` those of one group."""
    book = open_book(by)
    measure = book.measure(key)
    return open_rows(measure, term, book, span_of(measure, period, on), group=group, start=start, most=most)


def forget() -> None:
    """Forget every figure, where the numbers of change-sets begin again."""
    _figure.cache_clear()
    _newest.cache_clear()


@lru_cache(maxsize=_KEPT_FIGURES)
def _figure(book: Book, key: str, period: str | None, on: date | None) -> Figure:
    measure = book.measure(key)
    span = span_of(measure, period, on)
    terms = term_values(measure, book, span)
    found = outcome(measure, terms)
    groups = _groups(measure, book, span) if measure.group and not found.refused else ()
    return Figure(
        measure=measure,
        span=span,
        value=found.value,
        shown=found.shown,
        unit=measure.unit,
        terms=_shown_terms(measure.terms, terms),
        groups=groups,
        refused=found.refused,
        lit=found.lit,
        explanation=found.explanation,
    )


@lru_cache(maxsize=_KEPT_FIGURES)
def _newest(book: Book, key: str, on: date) -> Figure | None:
    measure = book.measure(key)
    tables = [
        (book.table(term.over, on), field_of(book.source(term.over).ledger, term.dated)) for term in measure.terms
    ]
    if measure.by_day or not any(field for _, field in tables):
        found = iter([_figure(book, key, None, on)])
    else:
        lately = range(on.year - 1, on.year + 1)
        years = {year for table, field in tables for year in years_in(table, field) if year.since.year in lately}
        newest_first = sorted(years, key=lambda year: year.since, reverse=True)
        found = (_figure(book, key, year.text, None) for year in newest_first)
    return next((one for one in found if one.value is not None and any(term.rows for term in one.terms)), None)


def _groups(measure: Measure, book: Book, span: Span) -> tuple[GroupFigure, ...]:
    """Groups by their number, the largest first."""
    made = []
    for group in group_values(measure, book, span):
        values = {term.label: group.terms.get(term.label, TermValue(Fraction(0))) for term in measure.terms}
        value = outcome(measure, values).value
        made.append(GroupFigure(group.key, value, show(measure, value), _shown_terms(measure.terms, values)))
    return tuple(sorted(made, key=lambda group: (-(group.value or 0), group.key or "")))


def _shown_terms(terms: Iterable[Term], values: dict[str, TermValue]) -> tuple[TermFigure, ...]:
    return tuple(
        TermFigure(
            term=term,
            label=term.label,
            value=values[term.label].value,
            shown=show_term(values[term.label].value),
            unit=term.unit or "",
            rows=values[term.label].rows,
            unknown=values[term.label].unknown,
            missing=values[term.label].missing,
        )
        for term in terms
    )
