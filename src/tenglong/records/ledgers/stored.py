"""Values of a record as its JSON column keeps them, and back as typed values."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tenglong.core.ledger import Field, Kind
from tenglong.records.audit.canonical import plain

READERS: dict[Kind, Callable[[Any], Any]] = {Kind.NUMBER: Decimal, Kind.DATE: date.fromisoformat}


def dump(values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values by field key as JSON values; what has no value is left out."""
    return {key: plain(value) for key, value in values.items() if value is not None}


def load(fields: Iterable[Field], data: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values by field key; a field without a value gives None."""
    values: dict[str, Any] = {}
    for field in fields:
        kept = data.get(field.key)
        reader = READERS.get(field.kind)
        values[field.key] = kept if reader is None or kept is None else reader(kept)
    return values
