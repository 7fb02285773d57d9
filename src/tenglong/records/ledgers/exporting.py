"""Rows of a register as a table for a file: exactly those found, exactly the fields asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tenglong.core.ledger import Field, Kind, show_value

from .referents import titles_of
from .registers import Found, Kept

_AS_SHOWN = frozenset({Kind.TRUTH, Kind.REFERENCES})
_PIECE = 1000


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and cells, row by row; single references have their key and, in a column more, the title."""

    headers: tuple[str, ...]
    fields: tuple[Field, ...]
    rows: Iterable[tuple[Kept, Sequence[Any]]]

    @property
    def cells(self) -> Iterator[Sequence[Any]]:
        return (cells for _, cells in self.rows)


def export_rows(found: Found, fields: Iterable[Field]) -> Table:
    """The rows as they come; the headers are the fields' labels with their units, as an import reads them."""
    fields = tuple(fields)
    headers = tuple(header for field in fields for header in _headers(field))
    return Table(headers, fields, _rows(found, fields))


def _headers(field: Field) -> list[str]:
    label = f"{field.label}（{field.unit}）" if field.unit else field.label
    return [label, f"{field.label}的名称"] if field.kind is Kind.REFERENCE else [label]


def _rows(found: Found, fields: Sequence[Field]) -> Iterator[tuple[Kept, Sequence[Any]]]:
    coming = iter(found.each())
    while piece := list(islice(coming, _PIECE)):
        titles = {field.key: _titles(field, piece) for field in fields if field.kind is Kind.REFERENCE}
        for row in piece:
            yield row, [cell for field in fields for cell in _cells(field, row.values.get(field.key), titles)]


def _titles(field: Field, rows: Iterable[Kept]) -> dict[str, str]:
    keys = {key for row in rows if (key := row.values.get(field.key))}
    return titles_of(field.refers_to or "", keys) if keys else {}


def _cells(field: Field, value: Any, titles: dict[str, dict[str, str]]) -> list[Any]:
    cell = show_value(field, value) if field.kind in _AS_SHOWN else value
    return [cell, titles[field.key].get(value, "")] if field.kind is Kind.REFERENCE else [cell]
