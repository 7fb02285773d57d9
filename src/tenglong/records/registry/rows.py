"""The registry as sources of rows, for measures and exports."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tenglong.records.ledgers.sources import Source, register_source
from tenglong.records.people.rights import By

from .kinds import KINDS, NUMBER
from .queries import (
    list_enterprises,
    list_observations,
    list_occupancies,
    list_parcels,
    list_plants,
    list_units,
)
from .snapshot import read_values

_LISTS: dict[str, Callable[..., QuerySet[Any]]] = {
    "enterprise": list_enterprises,
    "parcel": list_parcels,
    "plant": list_plants,
    "occupancy": list_occupancies,
    "observation": list_observations,
    "unit": list_units,
}
_BATCH = 500
_DATED = frozenset({"occupancy"})
_WRITTEN_ELSEWHERE = frozenset({"occupancy", "observation"})  # they carry where they were written down


def rows(
    kind: str, by: By | None, *, on: date | None = None, keys: Collection[str] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a kind that `by` may see, as values by field key."""
    found = _LISTS[kind](by, on=on) if kind in _DATED else _LISTS[kind](by)
    return read_values(kind, found, keys)


def register() -> None:
    """Make the registry's kinds known to whoever reads rows."""
    for kind, ledger in KINDS.items():
        named = NUMBER if any(field.key == NUMBER for field in ledger.fields) else ""
        origin = "source" if kind in _WRITTEN_ELSEWHERE else ""
        unit = "unit" if kind == "observation" else ""
        pick = _picked(kind, ledger.identity[0] if not named else "pk")
        register_source(kind, Source(ledger, _of(kind), ledger.label, key=named, origin=origin, unit=unit, pick=pick))


def _picked(kind: str, column: str) -> Callable[[By, Collection[str]], Iterator[dict[str, Any]]]:
    def pick(by: By, named: Collection[str]) -> Iterator[dict[str, Any]]:
        wanted = sorted(named)
        for start in range(0, len(wanted), _BATCH):
            found = _LISTS[kind](by).filter(**{f"{column}__in": wanted[start : start + _BATCH]})
            yield from read_values(kind, found, None)

    return pick


def _of(kind: str) -> Callable[..., Iterator[dict[str, Any]]]:
    return lambda by, *, on=None, keys=None: rows(kind, by, on=on, keys=keys)
