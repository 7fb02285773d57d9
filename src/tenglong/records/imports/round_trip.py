"""An export to be edited and handed back: what is shown is also what is remembered, masked or cut as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tenglong.core.ledger import CannotRead, Field, Kind, canonical, read_value
from tenglong.records.ledgers.exporting import Table
from tenglong.workbooks import BaseRow, Exported, fitting, write_round_trip


def editable_workbook(register: str, table: Table) -> bytes:
    """An xlsx of the rows of the register with that key, of which an import takes only what was changed."""
    return write_round_trip(register, table.headers, _rows(table))


def _rows(table: Table) -> Iterator[Exported]:
    fields = [(replace(field, required=False), place) for field, place in _placed(table.fields)]
    for kept, cells in table.rows:
        values = {field.key: value for field, place in fields for value in _read(field, cells[place])}
        yield Exported(kept.key, cells, BaseRow(kept.version, canonical(values)))


def _placed(fields: Sequence[Field]) -> Iterator[tuple[Field, int]]:
    """Each field with its column: a single reference has one more, for the title."""
    place = 0
    for field in fields:
        yield field, place
        place += 2 if field.kind is Kind.REFERENCE else 1


def _read(field: Field, cell: Any) -> Iterator[Any]:
    """What the cell says once it is read again; nothing when it cannot be read, and is then never compared."""
    try:
        yield read_value(field, fitting(cell) if isinstance(cell, str) else cell)
    except CannotRead:
        return
