"""A row of the registry as values by field key: what the audit keeps, measures read and imports compare."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Model, QuerySet

from tenglong.records.people.models import Unit

from .kinds import KINDS, NUMBER
from .models import Enterprise, Observation, Occupancy, Parcel, Plant

MODELS: dict[str, type[Model]] = {
    "enterprise": Enterprise,
    "parcel": Parcel,
    "plant": Plant,
    "occupancy": Occupancy,
    "observation": Observation,
    "unit": Unit,
}
PATHS = {
    "plant": {"parcel": "parcel__code"},
    "occupancy": {
        NUMBER: "pk",
        "parcel": "parcel__code",
        "plant": "plant__code",
        "enterprise": "enterprise__code",
    },
    "observation": {NUMBER: "pk"},
}


def values_of(kind: str, row: Model) -> dict[str, Any]:
    """The values of one row, without the number that the database gives."""
    return {field.key: _follow(row, _path(kind, field.key)) for field in KINDS[kind].fields if field.key != NUMBER}


def read_values(kind: str, rows: QuerySet[Any], keys: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
    """The values of many rows, in one query; `keys` are the fields wanted, None all. No value is None."""
    wanted = [field.key for field in KINDS[kind].fields if keys is None or field.key in keys]
    for row in rows.values_list(*(_path(kind, key) for key in wanted)).iterator():
        yield {key: None if value == "" else value for key, value in zip(wanted, row, strict=True)}


def as_columns(kind: str, values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values by field key as the table's columns take them: a text that is missing is an empty one."""
    texts = {field.key for field in KINDS[kind].fields if field.kind.value not in {"number", "whole", "date"}}
    return {key: "" if value is None and key in texts else value for key, value in values}


def _path(kind: str, key: str) -> str:
    return PATHS.get(kind, {}).get(key, key)


def _follow(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = getattr(row, step) if row is not None else None
    return None if row == "" else row
