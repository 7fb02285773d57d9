"""Invented enterprises and plots: the same every time, belonging to nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import cos, radians, sin
from random import Random
from typing import Any

from stdnum.cn import uscc

MU_SQM = 10_000 / 15
DEPTH_M = 110.0
ROAD_M = 26.0
ORIGIN = (118.7702, 28.9478)  # lon, lat of the zone's south-west corner
TURN = radians(9)
M_PER_DEGREE_LAT = 110_853.0  # at 29° N on CGCS2000
M_PER_DEGREE_LON = 97_437.0


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented enterprise."""

    code: str
    name: str
    industry: str
    scale: str


@dataclass(frozen=True, slots=True)
class Plot:
    """An invented plot: a rectangle along a street, its area in 亩 equal to its shape's."""

    code: str
    name: str
    area_mu: Decimal
    shape: Mapping[str, Any]


def credit_code(serial: int) -> str:
    """A credit code with a valid check digit, in a range that is not given out."""
    stem = f"91330802MA0TL{serial:04d}"
    return stem + uscc.calc_check_digit(stem)


def firms(brands: list[str], trades: Mapping[str, str], count: int, rng: Random) -> list[Firm]:
    """`count` enterprises with different names."""
    pairs = list(product(brands, trades))
    rng.shuffle(pairs)
    return [
        Firm(
            code=credit_code(serial),
            name=f"{brand}{trade}有限公司",
            industry=trades[trade],
            scale="规上" if rng.random() < 0.55 else "规下",
        )
        for serial, (brand, trade) in enumerate(pairs[:count], start=101)
    ]


def plots(town: str, streets: list[str], per_street: int, fixed: Mapping[str, Decimal], rng: Random) -> Iterator[Plot]:
    """Plots in rows along the streets, even numbers; `fixed` gives the area of named ones, in 亩."""
    for row, street in enumerate(streets):
        east_m = 0.0
        for place in range(per_street):
            name = f"{street}{2 * place + 2}号"
            area = fixed.get(name) or Decimal(round(rng.uniform(8, 46), 1)).quantize(Decimal("0.1"))
            width_m = float(area) * MU_SQM / DEPTH_M
            yield Plot(
                code=f"{town[:6]}-{town[6:]}-{row + 1:02d}{2 * place + 2:02d}",
                name=name,
                area_mu=area,
                shape=rectangle(east_m, row * (DEPTH_M + ROAD_M), width_m),
            )
            east_m += width_m + (ROAD_M if place % 4 == 3 else 2)


def rectangle(east_m: float, north_m: float, width_m: float) -> Mapping[str, Any]:
    """A GeoJSON polygon, metres from the origin turned and put into degrees."""
    corners = [(east_m, north_m), (east_m + width_m, north_m), (east_m + width_m, north_m + DEPTH_M)]
    corners += [(east_m, north_m + DEPTH_M), corners[0]]
    ring = []
    for x, y in corners:
        lon = ORIGIN[0] + (x * cos(TURN) - y * sin(TURN)) / M_PER_DEGREE_LON
        lat = ORIGIN[1] + (x * sin(TURN) + y * cos(TURN)) / M_PER_DEGREE_LAT
        ring.append([round(lon, 7), round(lat, 7)])
    return {"type": "Polygon", "coordinates": [ring]}
