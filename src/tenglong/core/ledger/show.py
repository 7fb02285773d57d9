"""Values as people read them, and as the one text that is stored, hashed and audited."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from .numbers import trimmed
from .spec import Field, Kind
from .values import Value


def show_value(field: Field, value: Value) -> str:
    """The value as a person reads it, without its unit: 2023-09-14, 28,970.6669, 是; no value is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{trimmed(value):,f}"
    if isinstance(value, int):
        return f"{value:,}" if field.unit else str(value)  # without a unit it is a year or an ordinal, not a count
    if isinstance(value, date):
        return value.isoformat()
    return "、".join(value) if isinstance(value, list) else value


def canonical(values: Mapping[str, Value]) -> str:
    """One text for equal values: JSON with sorted keys, numbers as plain text (1.00 is "1"), dates as 2023-09-14."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_as_text)


def from_canonical(fields: Iterable[Field], text: str) -> dict[str, Value]:
    """The values that `canonical` wrote. A key that is no longer a field keeps the value that its JSON has."""
    kinds = {field.key: field.kind for field in fields}
    return {key: _from_json(kinds.get(key), value) for key, value in json.loads(text).items()}


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{trimmed(value):f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical text for {type(value).__name__}")


def _from_json(kind: Kind | None, value: str | int | bool | list[str] | None) -> Value:
    if isinstance(value, str) and kind is Kind.NUMBER:
        return Decimal(value)
    if isinstance(value, str) and kind is Kind.DATE:
        return date.fromisoformat(value)
    return value
