"""Values as people read them: references by their titles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.ledger import Field, Kind, show_value

from .references import titles


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with its value and what people read; `keys` are those of the rows that a reference names."""

    field: Field
    value: Any
    text: str
    keys: tuple[str, ...] = ()


def show_values(fields: Iterable[Field], values: Mapping[str, Any]) -> tuple[Shown, ...]:
    """The values of one row."""
    return show_rows(fields, [values])[0]


def show_rows(fields: Iterable[Field], rows: Iterable[Mapping[str, Any]]) -> list[tuple[Shown, ...]]:
    """The values of many rows; the titles of what they refer to are read once for each kind."""
    fields, rows = tuple(fields), list(rows)
    wanted: dict[str, set[str]] = {}
    for field in fields:
        if field.refers_to:
            wanted.setdefault(field.refers_to, set()).update(key for row in rows for key in _keys(field, row))
    known = {kind: titles(kind, keys) if keys else {} for kind, keys in wanted.items()}
    return [tuple(_shown(field, row, known.get(field.refers_to or "", {})) for field in fields) for row in rows]


def _keys(field: Field, row: Mapping[str, Any]) -> tuple[str, ...]:
    value = row.get(field.key)
    if not field.refers_to or not value:
        return ()
    return tuple(value) if field.kind is Kind.REFERENCES else (value,)


def _shown(field: Field, row: Mapping[str, Any], known: Mapping[str, str]) -> Shown:
    value, keys = row.get(field.key), _keys(field, row)
    text = "、".join(known.get(key, key) for key in keys) if keys else show_value(field, value)
    return Shown(field, value, text, keys)
