"""What a row of a batch changes, as it is kept in the row and read back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.ledger import Field, canonical, from_canonical


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the registry: the values it has where they change, and those it gets. `before` None: it is new."""

    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


def dump(changes: Iterable[Change]) -> tuple[str, str]:
    """The texts of `before` and `after`."""
    changes = tuple(changes)
    before = {change.key: None if change.before is None else _plain(change.before) for change in changes}
    return _text(before), _text({change.key: _plain(change.after) for change in changes})


def load(fields: Iterable[Field], before: str, after: str) -> tuple[Change, ...]:
    """The changes that `dump` wrote; none for empty texts."""
    if not after:
        return ()
    fields = tuple(fields)
    old = json.loads(before)
    return tuple(
        Change(key, None if old[key] is None else _typed(fields, old[key]), _typed(fields, values))
        for key, values in json.loads(after).items()
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(json.loads(canonical(values)))


def _typed(fields: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    return from_canonical(fields, _text(values))


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
