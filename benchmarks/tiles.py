"""The map of a county with many parcels: tiles, cold and kept, the page, what corners snap to; as officer and as clerk.

The peer is a plain Django view: the same rows of the same table by their bounds, encoded by mapbox_vector_tile, without
a row filter, without who uses a plot or what is open about it, kept nowhere.
"""

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.county import COUNTY, FIRM_CODE, START, settle, throw_away

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tenglong.records.people.models import Person

TOWNS = tuple(f"{COUNTY}{100 + number}" for number in range(11))
WEST, SOUTH = 118.70, 28.80
SIDE, STEP = 0.0012, 0.0016  # of a plot, and from one to the next, in degrees
BATCH = 2000


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line for each question: ours, the plain view's, the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=20_000, help="how many parcels")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is asked; the median counts")
    args = parser.parse_args(argv)
    with throw_away():
        people = settle()
        people["clerk"] = town_clerk()
        fill(args.parcels)
        print(f"{args.parcels} parcels in {len(TOWNS)} towns")
        print(f"{'':44}{'ours':>10}{'plain':>10}{'ratio':>8}{'bytes':>10}")
        for name, ours, plain, size in questions(people, args.parcels):
            spent = [median(timed(work) for _ in range(args.rounds)) if work else None for work in (ours, plain)]
            report(name, spent[0], spent[1], size)
    return 0


def report(name: str, ours: float, plain: float | None, size: int) -> None:
    """One line."""
    peer = f"{plain * 1e3:>8.1f}ms{ours / plain:>8.2f}" if plain else f"{'':>18}"
    print(f"{name:<44}{ours * 1e3:>8.1f}ms{peer}{size:>10}", flush=True)


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def questions(
    people: dict[str, "Person"], count: int
) -> Iterator[tuple[str, Callable[[], object], Callable[[], object] | None, int]]:
    """Name, ours, the plain view's, how many bytes ours gives."""
    from django.test import Client  # noqa: PLC0415

    from tenglong.web.loop import plots  # noqa: PLC0415

    middle = WEST + STEP * math.sqrt(count) / 2, SOUTH + STEP * math.sqrt(count) / 2
    for role in ("officer", "clerk"):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(people[role])

        def get(path: str, client: Client = client) -> "HttpResponse":
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            return answer

        for zoom in (10, 12, 14, 16):
            x, y = place(zoom, *middle)
            path = f"/map/tiles/{zoom}/{x}/{y}/"

            def cold(path: str = path, get: Callable[[str], object] = get) -> object:
                plots._tile.cache_clear()
                return get(path)

            size = len(get(path).content)
            yield f"{role}: tile at zoom {zoom}, cold", cold, lambda z=zoom, x=x, y=y: plain_tile(z, x, y), size
            get(path)
            yield f"{role}: tile at zoom {zoom}, kept", lambda p=path, get=get: get(p), None, size
        box = f"{middle[0]:.4f},{middle[1]:.4f},{middle[0] + 0.02:.4f},{middle[1] + 0.015:.4f}"
        for name, path in (
            ("page of the map", "/map/"),
            ("list of plots", "/plots/"),
            ("what corners snap to", f"/map/near/?box={box}"),
        ):
            yield f"{role}: {name}", lambda p=path, get=get: get(p), None, len(get(path).content)


def place(zoom: int, longitude: float, latitude: float) -> tuple[int, int]:
    """The tile in which a place lies."""
    across = (longitude + 180) / 360 * 2**zoom
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**zoom
    return int(across), int(down)


def plain_tile(zoom: int, x: int, y: int) -> bytes:
    """What the documentation of mapbox_vector_tile would have one write."""
    import mapbox_vector_tile  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    from tenglong.records.registry.models import Parcel  # noqa: PLC0415

    side = 360 / 2**zoom
    west, east = x * side - 180, (x + 1) * side - 180
    edges = [math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**zoom)))) for row in (y, y + 1)]
    rows = Parcel.objects.filter(west__lte=east, east__gte=west, south__lte=edges[0], north__gte=edges[1]).order_by()
    features = [
        {"geometry": shapely.transform(shapely.from_wkb(bytes(shape)), _mercator), "properties": {"name": name}}
        for name, shape in rows.values_list("name", "shape")
    ]
    low, high = (_mercator([[degrees, edge]])[0] for degrees, edge in ((west, edges[1]), (east, edges[0])))
    options = {"quantize_bounds": (*low, *high), "extents": 4096}
    return mapbox_vector_tile.encode([{"name": "plots", "features": features}], default_options=options)


def _mercator(degrees: "Sequence[Sequence[float]]") -> "Sequence[Sequence[float]]":
    import numpy as np  # noqa: PLC0415

    points = np.asarray(degrees)
    radius = 6_378_137.0
    return np.column_stack([radius * np.radians(points[:, 0]), radius * np.arcsinh(np.tan(np.radians(points[:, 1])))])


def town_clerk() -> "Person":
    """Who sees one town."""
    from tenglong.records.people.actions import add_person, add_unit, grant_role  # noqa: PLC0415
    from tenglong.records.people.rights import Program  # noqa: PLC0415

    by = Program("基准测试")
    office = add_unit(key="town", name="镇", region_code=TOWNS[1], by=by, at=START)
    clerk = add_person(login="clerk", name="clerk", unit=office, by=by, at=START)
    grant_role(person=clerk, role="town_clerk", region_code=TOWNS[1], by=by, at=START)
    return clerk


def fill(count: int) -> None:
    """Plots in a square, town beside town in stripes, two of three used."""
    import shapely  # noqa: PLC0415

    from tenglong.records.audit.actions import change_set  # noqa: PLC0415
    from tenglong.records.registry.models import Enterprise, Occupancy, Parcel  # noqa: PLC0415

    across = math.ceil(math.sqrt(count))
    firm = Enterprise.objects.get(code=FIRM_CODE)

    def parcel(number: int) -> Parcel:
        west, south = WEST + STEP * (number % across), SOUTH + STEP * (number // across)
        ring = [(west, south), (west + SIDE, south), (west + SIDE, south + SIDE), (west + SIDE / 2, south + SIDE * 1.1)]
        shape = shapely.Polygon([*ring, (west, south + SIDE)])
        return Parcel(
            code=f"{COUNTY}-{number:06}", name=f"工业路 {number} 号", region_code=TOWNS[number % across * 11 // across],
            area_mu=Decimal(20), use="工业用地", shape=shapely.to_wkb(shape),
            west=west, south=south, east=west + SIDE, north=south + SIDE * 1.1,
        )  # fmt: skip

    def use(row: Parcel) -> Occupancy:
        from_on = date(2020, 1, 1)
        return Occupancy(
            key=f"{row.code}|{FIRM_CODE}|自有|{from_on}|", parcel=row, enterprise=firm, tenure="自有",
            area_mu=row.area_mu, from_on=from_on, region_code=row.region_code, source="登记簿",
        )  # fmt: skip

    with change_set(by="基准测试", at=START, action="benchmark", summary="fill"):
        for start in range(0, count, BATCH):
            rows = Parcel.objects.bulk_create(parcel(number) for number in range(start, min(start + BATCH, count)))
            Occupancy.objects.bulk_create(use(row) for row in rows if row.pk % 3)


if __name__ == "__main__":
    sys.exit(main())
