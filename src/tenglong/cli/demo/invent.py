"""Invented enterprises and plots: the same every time, belonging to nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

from stdnum.cn import uscc

from tenglong.cli.demo.ground import MU_SQM, streets

PER_STREET = 16


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented enterprise. `tax_wan_mu` is what it pays in 2021 for each 亩 it uses, in 万元."""

    code: str
    name: str
    industry: str
    scale: str
    tax_wan_mu: float


@dataclass(frozen=True, slots=True)
class Plot:
    """An invented plot along a street, its area in 亩 equal to its shape's, with one plant on it."""

    code: str
    name: str
    area_mu: Decimal
    certificate: str
    floor_sqm: int
    floors: int
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
            tax_wan_mu=rng.lognormvariate(2.4, 0.7),
        )
        for serial, (brand, trade) in enumerate(pairs[:count], start=2001)
    ]


def plots(town: str, names: list[str], fixed: Mapping[str, Decimal], rng: Random) -> Iterator[Plot]:
    """Sixteen plots along each street, even numbers; `fixed` gives the area of named ones, in 亩."""
    numbers = [2 * place + 2 for place in range(PER_STREET)]
    areas = {
        (street, number): fixed.get(f"{street}{number}号") or Decimal(str(round(rng.uniform(9, 46), 1)))
        for street in names
        for number in numbers
    }
    drawn = streets([[float(areas[street, number]) for number in numbers] for street in names])
    for row, (street, shapes) in enumerate(zip(names, drawn, strict=True), start=1):
        for number, shape in zip(numbers, shapes, strict=True):
            area_mu = areas[street, number]
            yield Plot(
                code=f"{town[:6]}-{town[6:]}-{row:02d}{number:02d}",
                name=f"{street}{number}号",
                area_mu=area_mu,
                certificate=f"浙（{rng.randint(2016, 2021)}）演示县不动产权第{rng.randint(1000, 9999):07d}号",
                floor_sqm=10 * round(float(area_mu) * MU_SQM * rng.uniform(0.07, 0.13)),
                floors=rng.randint(1, 4),
                shape=shape,
            )
