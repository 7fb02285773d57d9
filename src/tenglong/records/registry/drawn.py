"""The outline of a parcel in its columns, and beside which others it lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.geo import Shape, adjoins, area_mu, bounds, from_wkb, overlaps, to_wkb
from tenglong.records.people.rights import By

from .models import Parcel
from .queries import list_parcels

_AROUND = 1e-5  # degrees: a metre


@dataclass(frozen=True, slots=True)
class Measured:
    """An outline beside what is registered: areas in 亩, `off` the difference in percent of what is registered.

    `over` are the parcels that it overlaps, with by how many 亩, the most first.
    """

    shape: Shape
    area_mu: float
    registered_mu: float
    over: tuple[tuple[Parcel, float], ...]

    @property
    def off(self) -> float:
        return 100 * (self.area_mu - self.registered_mu) / self.registered_mu


def outline_columns(shape: Shape) -> dict[str, Any]:
    """As the table keeps it: WKB and the bounds."""
    west, south, east, north = bounds(shape)
    return {"shape": to_wkb(shape), "west": west, "south": south, "east": east, "north": north}


def measure_outline(by: By, parcel: Parcel, shape: Shape, *, on: date) -> Measured:
    """What an outline would make of a parcel, among the parcels of that day that `by` sees."""
    rows = {row.code: row for row in _around(by, parcel, shape, on)}
    found = overlaps(shape, ((code, from_wkb(bytes(row.shape))) for code, row in rows.items()))
    over = tuple((rows[code], area) for code, area in found.items())
    return Measured(shape, area_mu(shape), float(parcel.area_mu), over)


def list_adjoining(by: By, parcel: Parcel, *, on: date) -> list[Parcel]:
    """The parcels of that day that share a stretch of edge with it, of those that `by` sees."""
    if not parcel.shape:
        return []
    mine = from_wkb(bytes(parcel.shape))
    return [row for row in _around(by, parcel, mine, on) if adjoins(mine, from_wkb(bytes(row.shape)))]


def _around(by: By, parcel: Parcel, shape: Shape, on: date) -> Iterator[Parcel]:
    west, south, east, north = bounds(shape)
    near = (west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND)
    for row in list_parcels(by, bounds=near, on=on):
        if row.shape and row.code != parcel.code:
            yield row
