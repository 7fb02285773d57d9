"""Refuses to write records outside a change-set, so that nobody goes round the audit by accident, bulk writes included.

Tables whose model says `only_added`, the audit's own and what was published, are never changed or emptied. Those that
say `written_apart`, seals and the log of reading, are written without one: they tell of no change.

`DELETE FROM table;` and `TRUNCATE …;` as Django's `flush` writes them empty the tables between tests.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from .actions import is_open

_SPACE = r"(?:\s|/\*.*?\*/|--[^\n]*\n)*"
_VERB = r"(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)"
_TABLE = r"\s+(?:ONLY\s+)?(?:[\"`\[]?\w+[\"`\]]?\s*\.\s*)?[\"`\[]?(\w+)"
_WRITE = re.compile(_SPACE + _VERB + _TABLE, re.IGNORECASE | re.DOTALL)
_LATER = re.compile(r"\b" + _VERB + _TABLE, re.IGNORECASE)
_WITH = re.compile(_SPACE + r"WITH\b", re.IGNORECASE | re.DOTALL)
_FLUSH = re.compile(r'(?:DELETE FROM "\w+"|TRUNCATE [^;]+|UPDATE "sqlite_sequence"[^;]+)\s*;', re.DOTALL)


class NotAudited(Exception):
    """A mistake in the program: it writes records outside a change-set, or changes the audit itself."""


@cache
def guarded_tables() -> frozenset[str]:
    """The tables of the records tier."""
    return frozenset(
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if ".records." in model.__module__
    )


@cache
def _saying(word: str) -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models() if getattr(model, word, False))


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Look at every statement before the database does."""
    if (write := written(sql)) and write[1] in guarded_tables() and not _FLUSH.fullmatch(sql):
        verb, table = write
        if table in _saying("only_added") and not _only_adds(verb, sql):
            raise NotAudited(f"{table} is only ever added to: {sql[:200]}")
        if table not in _saying("written_apart") and not is_open():
            raise NotAudited(f"a write outside a change-set: {sql[:200]}")
    return execute(sql, params, many, context)


def _only_adds(verb: str, sql: str) -> bool:
    return verb.upper().startswith("INSERT INTO") and "DO UPDATE" not in sql.upper()


def written(sql: str) -> tuple[str, str] | None:
    """What a statement does to which table; None where it only reads."""
    found = _WRITE.match(sql) or (_LATER.search(sql) if _WITH.match(sql) else None)
    return (found[1], found[2]) if found else None


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put the guard on a new connection."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)
