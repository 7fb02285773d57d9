"""What the columns of a table have room for: SQLite takes what is too long, PostgreSQL breaks off."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Model, PositiveSmallIntegerField

_SMALL = 32767  # the largest whole number that every database keeps in a small column


def without_room(model: type[Model], values: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of texts too long and of numbers too large for their columns."""
    columns = {column.name: column for column in model._meta.concrete_fields}
    return tuple(key for key, value in values.items() if key in columns and not _fits(columns[key], value))


def _fits(column: Any, value: Any) -> bool:
    match value:
        case str():
            return len(value) <= (column.max_length or len(value))
        case Decimal() if isinstance(column, DecimalField):
            return abs(value) < Decimal(10) ** (column.max_digits - column.decimal_places)
        case int() if isinstance(column, PositiveSmallIntegerField):
            return 0 <= value <= _SMALL
    return True
