"""Refuses to write records outside a change-set, so that nobody goes round the audit by accident, bulk writes included.

Tables whose model says `only_added`, the audit's own and what was published, are never changed or emptied.

A statement that ends in a semicolon is not the ORM's but Django's `flush`, which empties the tables between tests.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from .actions import is_open

_WRITE = re.compile(r'\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)


class NotAudited(Exception):
    """A mistake in the program: it writes records outside a change-set, or changes the audit itself."""


@cache
def guarded_tables() -> frozenset[str]:
    """The tables of the records tier."""
    return frozenset(
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if ".records." in model.__module__
    )


@cache
def added_tables() -> frozenset[str]:
    """Those whose rows stay as they were written."""
    return frozenset(model._meta.db_table for model in apps.get_models() if getattr(model, "only_added", False))


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Look at every statement before the database does."""
    if (write := _WRITE.match(sql)) and write[2] in guarded_tables() and not sql.rstrip().endswith(";"):
        if write[2] in added_tables() and not write[1].upper().startswith("INSERT"):
            raise NotAudited(f"{write[2]} is only ever added to: {sql[:200]}")
        if not is_open():
            raise NotAudited(f"a write outside a change-set: {sql[:200]}")
    return execute(sql, params, many, context)


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put the guard on a new connection."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)
