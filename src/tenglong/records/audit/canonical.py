"""Canonical text of values: the same values always give the same text, in the audit and when imports compare."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def canonical(values: Mapping[str, Any]) -> str:
    """JSON with sorted keys. Decimals are text without trailing zeros, moments in UTC, bytes their SHA-256."""
    return json.dumps(
        {key: plain(value) for key, value in values.items()}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    match value:
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
        case _:
            return _plain_one(value)


def _plain_one(value: Any) -> Any:
    match value:
        case Decimal():
            return "0" if value == 0 else format(value.normalize(), "f")
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return f"sha256:{hashlib.sha256(value).hexdigest()}"
        case _:
            return value


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parts of two states that differ, each in its plain form."""
    keys = [key for key in {**before, **after} if plain(before.get(key)) != plain(after.get(key))]
    return {key: plain(before.get(key)) for key in keys}, {key: plain(after.get(key)) for key in keys}
