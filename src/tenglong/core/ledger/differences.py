"""What changed in a row, by value and not by how it was written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .numbers import trimmed
from .spec import Field
from .values import Value, clean


@dataclass(frozen=True, slots=True)
class Difference:
    """One field with what it was and what it is to be."""

    field: Field
    old: Value
    new: Value


def differences(fields: Iterable[Field], old: Mapping[str, Value], new: Mapping[str, Value]) -> tuple[Difference, ...]:
    """The fields that `new` changes, in the order of `fields`. A key that `new` does not have is not a change.

    1.0 is 1.00, outer space does not count, nothing is the same as an empty text or list, and the order of
    references means nothing.
    """
    return tuple(
        Difference(field, old.get(field.key), new[field.key])
        for field in fields
        if field.key in new and _plain(old.get(field.key)) != _plain(new[field.key])
    )


def _plain(value: Value) -> object:
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, list):
        return sorted(value) or None
    if isinstance(value, bool):
        return ("truth", value)  # True is not 1
    if isinstance(value, Decimal):
        return trimmed(value)
    return value
