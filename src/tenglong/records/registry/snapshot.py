"""A row of the registry as values by field key: what the audit keeps, measures read and imports compare."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet

from .kinds import KINDS
from .kinds.given import GIVEN
from .layouts import LAYOUTS

MODELS: dict[str, type[Model]] = {kind: layout.model for kind, layout in LAYOUTS.items()}


def values_of(kind: str, row: Model) -> dict[str, Any]:
    """The values of one row, without what the system gives."""
    path = LAYOUTS[kind].path
    return {field.key: _follow(row, path(field.key)) for field in KINDS[kind].fields if field.key not in GIVEN}


def read_values(kind: str, rows: QuerySet[Any], keys: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
    """The values of many rows, in one query; `keys` are the fields wanted, None all. No value is None."""
    path = LAYOUTS[kind].path
    wanted = [field.key for field in KINDS[kind].fields if keys is None or field.key in keys]
    for row in rows.values_list(*(path(key) for key in wanted)).iterator():
        yield {key: None if value == "" else value for key, value in zip(wanted, row, strict=True)}


def as_columns(kind: str, values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values by field key as the table's columns take them: a text that is missing is an empty one."""
    texts = {field.key for field in KINDS[kind].fields if field.kind.value not in {"number", "whole", "date"}}
    texts -= LAYOUTS[kind].references.keys()
    return {key: "" if value is None and key in texts else value for key, value in values}


def _follow(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = getattr(row, step) if row is not None else None
    return None if row == "" else row
