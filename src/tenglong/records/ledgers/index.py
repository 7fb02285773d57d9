"""Typed index rows of listed fields, so that lists filter and sort in the database."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tenglong.core.ledger import Field, Kind

from .models import IndexEntry, Record

COLUMNS = {Kind.NUMBER: "number", Kind.WHOLE: "number", Kind.DATE: "day"}  # every other kind: text
_LONGEST = 200


def column(field: Field) -> str:
    """The column of IndexEntry that holds the field's values."""
    return COLUMNS.get(field.kind, "text")


def index_value(field: Field, value: Any) -> str | Decimal | date | None:
    """A field's value as its index row keeps it."""
    if value is None or column(field) != "text":
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value)[:_LONGEST] if isinstance(value, list) else str(value)[:_LONGEST]


def write_index(record: Record, fields: Iterable[Field], values: Mapping[str, Any]) -> None:
    """Write the index rows of the listed fields among `values`; a field emptied loses its row."""
    entries, emptied = [], []
    for field in fields:
        if not field.listed or field.key not in values:
            continue
        if (value := index_value(field, values[field.key])) is None:
            emptied.append(field.key)
        else:
            entry = IndexEntry(record=record, ledger=record.ledger, field=field.key)
            setattr(entry, column(field), value)
            entries.append(entry)
    if emptied and record.version > 1:
        record.index_entries.filter(field__in=emptied).delete()
    if entries:
        IndexEntry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=("record", "field"),
            update_fields=("text", "number", "day"),
        )
