"""The rows of a source as one Arrow table, kept while nothing is written: the rows that one scope of rights sees."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyarrow as pa

from tenglong.core.ledger import Kind
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, open_fields

from .sources import get_source

_KEPT_TABLES = 256
_TYPES = {
    Kind.WHOLE: pa.int64(),
    Kind.DATE: pa.date32(),
    Kind.TRUTH: pa.bool_(),
    Kind.REFERENCES: pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as far as it decides which rows are seen: two readers of one scope share what is kept."""

    scope: tuple[Any, ...]
    by: By = field(compare=False)


def reader_of(by: By) -> Reader:
    """The scope of a person's grants; the program sees everything, or its region."""
    if not isinstance(by, Person):
        return Reader(("program", by.region), by)
    grants = sorted((grant.role, grant.region_code, grant.enterprise_code) for grant in by.grants.all())
    return Reader((by.is_active, by.unit.key if by.unit else "", *grants), by)


@lru_cache(maxsize=_KEPT_TABLES)
def table_of(key: str, keys: frozenset[str], reader: Reader, on: date | None, _newest: tuple[int, ...]) -> pa.Table:
    """The columns `keys` of every row that the reader sees; with `on` as it holds on that day.

    What is confidential to the reader is missing, so that no sum tells it either. Numbers are decimals as wide as they
    need.
    """
    source = get_source(key)
    wanted = {*keys, source.named_by}
    seen = {source.named_by, *(one.key for one in open_fields(reader.by, source.ledger.fields))}
    rows = list((source.summed or source.rows)(reader.by, on=on, keys=wanted))
    kinds = {one.key: one.kind for one in source.ledger.fields}
    return pa.table(
        {
            name: column_of([row.get(name) if name in seen else None for row in rows], kinds.get(name, Kind.TEXT))
            for name in sorted(wanted)
        }
    )


def column_of(values: list[Any], kind: Kind) -> pa.Array:
    """Values of a field as an Arrow column; numbers as decimals as wide as they need."""
    if kind is not Kind.NUMBER:
        return pa.array(values, _TYPES.get(kind, pa.string()))
    if all(value is None for value in values):
        return pa.array(values, pa.decimal128(38, 0))
    return pa.array([value if value is None else Decimal(value) for value in values])


def forget() -> None:
    """Forget every table, where the numbers of change-sets begin again."""
    table_of.cache_clear()
