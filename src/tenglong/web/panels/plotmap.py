"""The map of plots drawn on the server: shapes in degrees become paths in one picture, north up, true to shape."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

WIDTH = 640.0
MARGIN = 12.0
LOWEST, TALLEST = 200.0, 560.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A plot on the map. `geometry` is a GeoJSON mapping in degrees; `status` one of `STATUSES`."""

    code: str
    name: str
    status: str
    geometry: Mapping[str, Any]
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A path of the picture."""

    shape: Shape
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws, `width` by `height`."""

    width: int
    height: int
    shapes: tuple[Drawn, ...]


def draw_map(shapes: Sequence[Shape]) -> Picture | None:
    """The picture of all shapes together; None when there are none."""
    points = [point for shape in shapes for ring in _rings(shape.geometry) for point in ring]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))  # a degree of longitude is shorter than one of latitude
    wide, high = max((east - west) * narrow, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
    height = max(LOWEST, high * scale + 2 * MARGIN)
    left, top = (WIDTH - wide * scale) / 2, (height - high * scale) / 2

    def place(x: float, y: float) -> str:
        return f"{left + (x - west) * narrow * scale:.1f} {top + (north - y) * scale:.1f}"

    drawn = (
        Drawn(shape, "".join("M" + "L".join(place(x, y) for x, y in ring) + "Z" for ring in _rings(shape.geometry)))
        for shape in shapes
    )
    return Picture(int(WIDTH), round(height), tuple(drawn))


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """Every ring of a polygon or several."""
    polygons: Iterable[Any] = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield [(point[0], point[1]) for point in ring]
