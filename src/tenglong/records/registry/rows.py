"""The registry as sources of rows, for measures and exports."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet

from tenglong.records.ledgers.sources import Source, register_source
from tenglong.records.people.rights import By

from .as_of import dated_fields, values_held
from .kinds import KINDS, LAND, NUMBER, SHARED_OBSERVATION
from .land import counted_with, land_rows
from .layouts import LAYOUTS
from .queries import STATISTICS, list_summed_observations
from .snapshot import read_values

_BATCH = 500
_SINGLE = {"single_by": "enterprise_code", "confidence": STATISTICS}
_WRITTEN_ELSEWHERE = frozenset(
    {"occupancy", "observation", "title", "past", "term"}
)  # they carry where they were written


def rows(
    kind: str,
    by: By | None,
    *,
    on: date | None = None,
    keys: Collection[str] | None = None,
    summed: bool = False,
) -> Iterator[dict[str, Any]]:
    """The rows of a kind that `by` may see, as values by field key; with `on` as they were on that day.

    `summed`: figures of single enterprises too, for totals.
    """
    layout = LAYOUTS[kind]
    found = list_summed_observations(by) if summed else layout.rows(by)
    if on is None:
        return read_values(kind, found, keys)
    if layout.holds:
        found = found.filter(layout.holds(on))
    wanted = dated_fields(kind).keys() & (dated_fields(kind).keys() if keys is None else set(keys))
    return _as_held(kind, found, keys, on) if wanted else read_values(kind, found, keys)


def _as_held(kind: str, found: QuerySet[Any], keys: Collection[str] | None, on: date) -> Iterator[dict[str, Any]]:
    key = LAYOUTS[kind].key
    told = values_held(kind, None, on)
    for row in read_values(kind, found, None if keys is None else {*keys, key}):
        then = {field: value for field, value in told.get(row[key], {}).items() if field in row}
        whole = row | then
        yield whole if keys is None or key in keys else {name: whole[name] for name in keys}


def _shared(
    by: By | None, *, on: date | None = None, keys: Collection[str] | None = None, summed: bool = False
) -> Iterator[dict[str, Any]]:
    """Figures, each with the enterprise that it is counted with: a small tenant's are its holder's."""
    if keys is not None and "counted_with" not in keys:
        yield from rows("observation", by, on=on, keys=keys, summed=summed)
        return
    with_whom = counted_with(by, on=on)
    needed = None if keys is None else {*keys, "enterprise_code"}
    for row in rows("observation", by, on=on, keys=needed, summed=summed):
        whole = row | {"counted_with": with_whom.get(row["enterprise_code"], row["enterprise_code"])}
        yield whole if keys is None else {key: whole[key] for key in keys}


def register() -> None:
    """Make the registry's kinds known to whoever reads rows."""
    for kind in LAYOUTS:
        ledger = KINDS[kind]
        named = NUMBER if any(field.key == NUMBER for field in ledger.fields) else ""
        origin = "source" if kind in _WRITTEN_ELSEWHERE else ""
        unit = "unit" if kind in ("observation", "term") else ""
        pick = _picked(kind, "pk" if named == NUMBER else LAYOUTS[kind].key)
        about = {"key": named, "origin": origin, "unit": unit, "pick": pick}
        if kind == "observation":
            about |= {"summed": partial(rows, kind, summed=True), **_SINGLE}
        register_source(kind, Source(ledger, _of(kind), ledger.label, **about))
    register_source(LAND.key, Source(LAND, land_rows, LAND.label, origin="source"))
    shared, together = SHARED_OBSERVATION, {"summed": partial(_shared, summed=True), **_SINGLE}
    register_source(
        shared.key, Source(shared, _shared, shared.label, key=NUMBER, origin="source", unit="unit", **together)
    )


def _picked(kind: str, column: str) -> Callable[[By, Collection[str]], Iterator[dict[str, Any]]]:
    def pick(by: By, named: Collection[str]) -> Iterator[dict[str, Any]]:
        wanted = sorted(named)
        for start in range(0, len(wanted), _BATCH):
            found = LAYOUTS[kind].rows(by).filter(**{f"{column}__in": wanted[start : start + _BATCH]})
            yield from read_values(kind, found, None)

    return pick


def _of(kind: str) -> Callable[..., Iterator[dict[str, Any]]]:
    return lambda by, *, on=None, keys=None: rows(kind, by, on=on, keys=keys)
