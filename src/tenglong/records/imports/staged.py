"""What a row of a batch changes, as it is kept in the row and read back."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.ledger import Field, canonical, from_canonical, show_value
from tenglong.records.registry.outlines import OUTLINE, corners

from .models import Row

LEAVE = "leave"  # the way of leaving a row out
WRITTEN = (Row.Verdict.NEW, Row.Verdict.CHANGED, Row.Verdict.DOUBTFUL, Row.Verdict.CONFLICT)  # if decided so


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the registry: the values it has where they change, and those it gets. `before` None: it is new."""

    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a person can decide a row, and what it then changes."""

    key: str
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that the sheet and somebody else have both changed since it was exported: what it was, is, is to be."""

    field: str
    base: Any
    theirs: Any
    mine: Any


def show(field: Field, value: Any) -> str:
    """A value as people read it; an outline by how many corners it has."""
    if field.key == OUTLINE and value:
        return f"{corners(value):,} 个角的图形"
    return show_value(field, value)


def dump(changes: Iterable[Change]) -> tuple[str, str]:
    """The texts of `before` and `after`; empty when nothing changes."""
    changes = tuple(changes)
    if not changes:
        return "", ""
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


def dump_ways(ways: Iterable[Way]) -> str:
    """The text of the ways of a row; empty when it has none."""
    kept = [[way.key, way.label, *dump(way.changes)] for way in ways]
    return _text(kept) if kept else ""


def ways_in(text: str) -> dict[str, tuple[str, str, str]]:
    """Label, `before` and `after` of each way, by its key."""
    return {key: (label, before, after) for key, label, before, after in json.loads(text or "[]")}


def dump_clashes(clashes: Iterable[Clash]) -> str:
    """The text of the clashes of a row."""
    kept = [
        [clash.field, *(_plain({"v": value})["v"] for value in (clash.base, clash.theirs, clash.mine))]
        for clash in clashes
    ]
    return _text(kept) if kept else ""


def clashes_in(fields: Iterable[Field], text: str) -> tuple[Clash, ...]:
    """The clashes that `dump_clashes` wrote."""
    known = {field.key: field for field in fields}
    return tuple(
        Clash(key, *(_typed((known[key],), {key: value})[key] for value in values))
        for key, *values in json.loads(text or "[]")
        if key in known
    )


def names(text: str) -> set[str]:
    """The keys of the rows that a text of `before` or `after` speaks of."""
    return set(json.loads(text or "{}"))


def names_in_ways(text: str) -> set[str]:
    """The keys of the rows that any of the ways speaks of."""
    return {key for _, before, after in ways_in(text).values() for one in (before, after) for key in names(one)}


def blank(text: str, fields: Collection[str]) -> str:
    """A text of `before` or `after` with nothing in these fields."""
    kept = json.loads(text or "{}")
    told = {
        key: row and {name: None if name in fields else value for name, value in row.items()}
        for key, row in kept.items()
    }
    return _text(told) if kept else text


def blank_ways(text: str, fields: Collection[str]) -> str:
    """The ways with nothing in these fields."""
    ways = [[key, label, blank(old, fields), blank(new, fields)] for key, (label, old, new) in ways_in(text).items()]
    return _text(ways) if ways else text


def blank_clashes(text: str, fields: Collection[str]) -> str:
    """The clashes but for those of these fields."""
    kept = [one for one in json.loads(text or "[]") if one[0] not in fields]
    return _text(kept) if kept else ""


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(json.loads(canonical(values)))


def _typed(fields: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    return from_canonical(fields, _text(values))


def _text(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
