"""What a scorecard is run over: its subjects in a region, with one value of every input for a period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from tenglong.core.ledger import Field, Kind
from tenglong.core.measure import Period, Take, TermValue
from tenglong.core.scorecard import Input, Scorecard, table_names
from tenglong.playbooks import facts_of, formulas_of, kind_of
from tenglong.records.audit.queries import newest_ids
from tenglong.records.ledgers.sources import Source, get_source
from tenglong.records.ledgers.spans import Span, within_span
from tenglong.records.ledgers.tables import Reader, column_of, reader_of, table_of
from tenglong.records.ledgers.terms import columns_of, duckdb, field_of, totals_of, value_of
from tenglong.records.people.rights import Program

KEY = "key"
_PLACES = 9  # decimals to which a number that does not end is read
_COUNTED = frozenset({Take.SUM, Take.COUNT, Take.DISTINCT})


@dataclass(frozen=True, slots=True)
class Given:
    """The value of an input for one subject, and the keys of the rows it was read from."""

    value: Any
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an input of a subject cannot be used as it is registered."""

    subject: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The subjects by key: their facts by field key, and their inputs by label."""

    over: Source
    facts: Mapping[str, Mapping[str, Any]]
    inputs: Mapping[str, Mapping[str, Given]]
    troubles: tuple[Trouble, ...]

    def table(self, scorecard: Scorecard) -> pa.Table:
        """One row per subject, as engines take it."""
        kinds = {one.key: one.kind for one in self.over.ledger.fields}
        kinds |= {one.label: kind_of(one) for one in scorecard.inputs}
        rows = [self.row(subject) for subject in self.facts]
        columns = [name for name in kinds if not rows or name in rows[0]]
        table = {name: column_of([row.get(name) for row in rows], kinds[name]) for name in columns}
        return pa.table({**table, KEY: pa.array(list(self.facts), pa.string())})

    def row(self, subject: str) -> dict[str, Any]:
        """What the scorecard's formulas see of a subject, by column."""
        given = {label: one.value for label, one in self.inputs[subject].items()}
        return {**self.facts[subject], **given, KEY: subject}


@dataclass(slots=True)
class _Reading:
    """One gathering: who reads, for which stretch, the state of what is read, the troubles met."""

    reader: Reader
    span: Span
    state: tuple[int, ...]
    troubles: list[Trouble] = field(default_factory=list)

    def table(self, key: str, keys: Iterable[str]) -> pa.Table:
        return table_of(key, frozenset(keys), self.reader, self.span.day, self.state)


def gather(scorecard: Scorecard, *, region: str, period: Period) -> Gathered:
    """Everything the scorecard looks at in the region, as it stands now."""
    reading = _Reading(reader_of(Program("评价", region)), Span(period), newest_ids())
    over = get_source(scorecard.over)
    fields = _fields(scorecard, over)
    subjects = {str(row[over.named_by]): row for row in reading.table(over.ledger.key, fields).to_pylist()}
    values = {one.label: _values(reading, one, subjects) for one in scorecard.inputs}
    return Gathered(
        over=over,
        facts={key: {name: row[name] for name in fields} for key, row in subjects.items()},
        inputs={key: {label: found[key] for label, found in values.items()} for key in subjects},
        troubles=tuple(reading.troubles),
    )


def _fields(scorecard: Scorecard, over: Source) -> list[str]:
    """The fields of a subject that a run keeps: those that are listed and those that a formula looks at."""
    inputs = {one.label for one in scorecard.inputs}
    keys = {one.key for one in facts_of(over.ledger)} | {over.named_by, over.ledger.title}
    named = {spec.code for spec in table_names(scorecard) if spec.name not in inputs}
    named |= {spec.code for formula in formulas_of(scorecard) for spec in formula.names}
    return [one.key for one in over.ledger.fields if one.key in keys | named and one.kind is not Kind.REFERENCES]


def _values(reading: _Reading, one: Input, subjects: Iterable[str]) -> dict[str, Given]:
    """The input of every subject; one without rows has nothing, or 0 of what is summed or counted."""
    source = get_source(one.term.over)
    per = _field(source, one.per)
    table = reading.table(one.term.over, columns_of(one.term, source) | {per.key})
    table = within_span(table, field_of(source.ledger, one.term.dated), reading.span)
    found = {str(group[per.key]): value_of(one.term, group) for group in _totals(one, source, table, per)}
    rows = _rows_of(one, source, table, per)
    none = TermValue(Fraction(0) if one.term.take in _COUNTED else None)
    return {key: _given(reading, one, key, found.get(key, none), rows.get(key, [])) for key in subjects}


def _totals(one: Input, source: Source, table: pa.Table, per: Field) -> Iterable[Mapping[str, Any]]:
    return duckdb().totals(table, totals_of(one.term, source), [per.key])


def _rows_of(one: Input, source: Source, table: pa.Table, per: Field) -> Mapping[str, list[str]]:
    """The keys of the rows that the term selects, by subject."""
    if one.term.where is not None:
        table = table.filter(duckdb().rows(table, {"holds": one.term.where}).column("holds"))
    found: dict[str, list[str]] = defaultdict(list)
    columns = (table.column(name).to_pylist() for name in (per.key, source.named_by))
    for subject, key in zip(*columns, strict=True):
        found[str(subject)].append(str(key))
    return found


def _given(reading: _Reading, one: Input, subject: str, value: TermValue, rows: list[str]) -> Given:
    several = one.term.take is Take.ONE and value.value is None and value.rows - value.missing > 1
    reason = value.refused or (f"“{one.label}”登记了几个不同的数，不知道用哪一个；请核对。" if several else "")
    if reason:
        reading.troubles.append(Trouble(subject, one.label, reason))
    return Given(_plain(value.value), tuple(rows))


def _plain(value: Any) -> Any:
    """A number as the decimal that is kept; one that does not end to nine places."""
    if not isinstance(value, Fraction):
        return value
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact if Fraction(exact) == value else round(exact, _PLACES)


def _field(source: Source, label: str) -> Field:
    found = field_of(source.ledger, label)
    assert found is not None, label  # the mechanism was checked
    return found
