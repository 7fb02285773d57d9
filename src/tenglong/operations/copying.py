"""Rows of a county from one database into another, table by table; counts and digests of both compared.

Copied is what the records tier keeps. Who is signed in and who is locked out is not: everybody signs in again.
"""

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connections
from django.db.models import Model

from tenglong.core.errors import Refused
from tenglong.records.audit.canonical import canonical

_PIECE = 2000
Each = Callable[[str, int], None]


class CannotCopy(Refused):
    """The rows do not go over, or did not arrive as they left."""


def kept() -> list[type[Model]]:
    """The tables that are a county, in an order that is always the same."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if ".records." in model.__module__ and not model._meta.proxy]


def is_empty(alias: str) -> bool:
    """Whether nobody ever did anything there."""
    return not apps.get_model("audit", "ChangeSet")._base_manager.using(alias).exists()


def copy_rows(source: str, target: str, *, each: Each = lambda *_: None) -> dict[str, int]:
    """Put in place of what is in `target` the rows of `source`; gives how many of each table.

    Both have their tables in the same form. Written round the guard of the audit: the audit itself is among the rows.
    The caller holds the transactions, so that all of it arrives or nothing.
    """
    cursor = connections[target].connection.cursor()
    _empty(target, cursor)
    counts = {}
    for model in kept():
        table = model._meta.db_table
        try:
            counts[table] = _write(model, target, cursor, _rows(model, source, target))
        except (DatabaseError, *_driver_errors(target)) as problem:
            raise CannotCopy(f"没有搬成：表 {table} 的一行放不进去（{problem}）。原来的数据没有动。") from problem
        each(table, counts[table])
    for sql in connections[target].ops.sequence_reset_sql(no_style(), kept()):
        cursor.execute(sql)
    return counts


def digests(alias: str) -> dict[str, tuple[int, str]]:
    """Of each table how many rows, and one digest over all of them in the order of their keys."""
    return {model._meta.db_table: _digest(alias, model) for model in kept()}


def differing(one: str, other: str) -> list[str]:
    """The tables that do not hold the same in both."""
    here, there = digests(one), digests(other)
    return [table for table in here if here[table] != there[table]]


def _digest(alias: str, model: type[Model]) -> tuple[int, str]:
    names = [field.attname for field in model._meta.concrete_fields]
    seen = hashlib.sha256()
    rows = model._base_manager.using(alias).order_by("pk").values_list(*names)
    count = 0
    for row in rows.iterator(chunk_size=_PIECE):
        seen.update(canonical({"row": list(row)}).encode())
        count += 1
    return count, seen.hexdigest()


def _empty(alias: str, cursor: Any) -> None:
    tables = [connections[alias].ops.quote_name(model._meta.db_table) for model in kept()]
    if connections[alias].vendor == "postgresql":
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        return
    cursor.execute("PRAGMA defer_foreign_keys = ON")
    for table in tables:
        cursor.execute(f"DELETE FROM {table}")


def _rows(model: type[Model], source: str, target: str) -> Iterator[tuple[Any, ...]]:
    fields, there = model._meta.concrete_fields, connections[target]
    rows = model._base_manager.using(source).order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=_PIECE):
        yield tuple(field.get_db_prep_save(value, connection=there) for field, value in zip(fields, row, strict=True))


def _write(model: type[Model], alias: str, cursor: Any, rows: Iterator[tuple[Any, ...]]) -> int:
    quote = connections[alias].ops.quote_name
    columns = [quote(field.column) for field in model._meta.concrete_fields]
    into = f"{quote(model._meta.db_table)} ({', '.join(columns)})"
    count = 0
    if connections[alias].vendor == "postgresql":
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
        return count
    sql = f"INSERT INTO {into} VALUES ({', '.join('?' * len(columns))})"
    while piece := list(islice(rows, _PIECE)):
        cursor.executemany(sql, piece)
        count += len(piece)
    return count


def _driver_errors(alias: str) -> tuple[type[Exception], ...]:
    return (connections[alias].Database.Error,)
