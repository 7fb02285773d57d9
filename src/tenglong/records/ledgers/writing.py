"""Writing rows of a declared ledger by the piece: records, their index, what the audit is told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tenglong.core.ledger import Ledger
from tenglong.records.audit.actions import Trail

from .actions import identity_of
from .index import column, index_value
from .models import IndexEntry, Record
from .numbers import next_numbers
from .searching import words_of
from .stored import dump
from .whole import Whole, own_key

_BATCH = 500
_COLUMNS = (
    "title", "data", "region_code", "unit_key", "enterprise_code", "parcel_code", "identity", "version", "words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A record and what it is to be."""

    record: Record
    whole: Whole


def write_new(ledger: Ledger, wholes: Sequence[Whole], keys: Sequence[str], trail: Trail) -> list[Record]:
    """New records. `keys` are theirs where they have had one before; empty: their identity or the next number."""
    named = own_key(ledger)
    given = [key or (str(whole.values[named]) if named else "") for key, whole in zip(keys, wholes, strict=True)]
    numbers = iter(next_numbers(ledger.key, given.count(""))) if "" in given else iter(())
    rows = [
        _filled(ledger, Record(ledger=ledger.key, key=key or next(numbers)), whole)
        for key, whole in zip(given, wholes, strict=True)
    ]
    Record.objects.bulk_create(rows, batch_size=_BATCH)
    _index(ledger, rows, wholes)
    for row in rows:
        trail.created(ledger.key, row.key, row.data)
    return rows


def write_over(ledger: Ledger, rewritten: Sequence[Rewritten], trail: Trail) -> None:
    """Records as they are to be; each counts a version on. What is the same stays as it is."""
    changed = []
    for one in rewritten:
        before = one.record.data
        _filled(ledger, one.record, one.whole)
        if one.record.data != before:
            one.record.version += 1
            changed.append(one)
            trail.changed(ledger.key, one.record.key, before, one.record.data)
    rows = [one.record for one in changed]
    Record.objects.bulk_update(rows, _COLUMNS, batch_size=_BATCH)
    for start in range(0, len(rows), _BATCH):
        IndexEntry.objects.filter(record__in=rows[start : start + _BATCH]).delete()
    _index(ledger, rows, [one.whole for one in changed])


def write_away(ledger: Ledger, rows: Sequence[Record], trail: Trail) -> None:
    """Records are no longer there; the audit keeps what they were."""
    for start in range(0, len(rows), _BATCH):
        some = [row.pk for row in rows[start : start + _BATCH]]
        IndexEntry.objects.filter(record__in=some).delete()
        Record.objects.filter(pk__in=some).delete()
    for row in rows:
        trail.removed(ledger.key, row.key, row.data)


def _filled(ledger: Ledger, record: Record, whole: Whole) -> Record:
    record.title = whole.title[:200]
    known = {field.key: whole.values.get(field.key) for field in ledger.fields}
    record.data = {key: value for key, value in record.data.items() if key not in known} | dump(known)
    record.region_code, record.unit_key = whole.ties.region_code, whole.ties.unit_key
    record.enterprise_code, record.parcel_code = whole.ties.enterprise_code, whole.ties.parcel_code
    record.identity = identity_of(ledger, whole.values)
    record.words = words_of(record.key, whole.title, ledger.fields, whole.values)
    return record


def _index(ledger: Ledger, rows: Iterable[Record], wholes: Iterable[Whole]) -> None:
    """Index rows are many, up to ten for a row, and nobody sees them: they are written without building objects."""
    listed = [(field, _COLUMN_OF[column(field)]) for field in ledger.fields if field.listed]
    entries = [
        (row.pk, ledger.key, field.key, *kept(value))
        for row, whole in zip(rows, wholes, strict=True)
        for field, kept in listed
        if (value := index_value(field, whole.values.get(field.key))) is not None
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, entries)


_INSERT = (
    f'INSERT INTO "{IndexEntry._meta.db_table}" ("record_id", "ledger", "field", "text", "number", "day") '
    "VALUES (%s, %s, %s, %s, %s, %s)"
)
_NUMBER = IndexEntry._meta.get_field("number")
_DAY = IndexEntry._meta.get_field("day")
_COLUMN_OF: Mapping[str, Callable[[Any], tuple[Any, Any, Any]]] = {
    "text": lambda value: (value, None, None),
    "number": lambda value: (None, _NUMBER.get_db_prep_save(value, connection), None),
    "day": lambda value: (None, None, _DAY.get_db_prep_save(value, connection)),
}


def rows_of(ledger: Ledger, keys: Iterable[str]) -> dict[str, Record]:
    """The records with these keys, by key, whoever may see them."""
    wanted = sorted(set(keys))
    found: dict[str, Record] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = Record.objects.filter(ledger=ledger.key, key__in=wanted[start : start + _BATCH])
        found |= {row.key: row for row in rows}
    return found


def keys_of(ledger: Ledger, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys of the records that have the identities of these rows; empty where there is none."""
    if named := own_key(ledger):
        return [str(row.get(named) or "") for row in rows]
    identities = [identity_of(ledger, row) for row in rows]
    wanted = sorted({one for one in identities if one})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _BATCH):
        some = Record.objects.filter(ledger=ledger.key, identity__in=wanted[start : start + _BATCH]).order_by()
        found |= dict(some.values_list("identity", "key"))
    return [found.get(one, "") for one in identities]
