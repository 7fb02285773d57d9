"""Shapes as lines of an SVG that the server draws: small, printable, without a base map."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .shapes import Bounds, Shape

_LEAST_DEGREES = 1e-5  # a metre: the smallest extent that fills a view


@dataclass(frozen=True, slots=True)
class View:
    """A window of `width` by `height` units onto degrees. One unit is as far to the east as to the north."""

    width: float
    height: float
    middle: tuple[float, float]
    units_per_degree: float  # of latitude; of longitude it is less, by `narrowing`
    narrowing: float

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is drawn: to the right and down, from the top left corner."""
        east, north = longitude - self.middle[0], latitude - self.middle[1]
        across = self.width / 2 + east * self.narrowing * self.units_per_degree
        return across, self.height / 2 - north * self.units_per_degree


def fit_view(area: Bounds, width: float, height: float, margin: float = 8) -> View:
    """The view that shows `area` (west, south, east, north) as large as it fits, `margin` units from the edges."""
    west, south, east, north = area
    middle = (west + east) / 2, (south + north) / 2
    narrowing = math.cos(math.radians(middle[1]))
    wide = max((east - west) * narrowing, _LEAST_DEGREES)
    high = max(north - south, _LEAST_DEGREES)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / high)
    return View(width, height, middle, scale, narrowing)


def svg_path(polygon: Shape, view: View) -> str:
    """The `d` of an SVG path, to one tenth of a unit; holes need fill-rule evenodd. Too small a ring is left out."""
    return "".join(_ring(ring, view) for ring in _rings(polygon))


def _rings(polygon: Shape) -> Iterator[Any]:
    for part in getattr(polygon, "geoms", [polygon]):
        yield part.exterior
        yield from part.interiors


def _ring(ring: Any, view: View) -> str:
    corners: list[str] = []
    for longitude, latitude in ring.coords:
        across, down = view.point(longitude, latitude)
        corner = f"{across:.1f} {down:.1f}"
        if corners[-1:] != [corner]:
            corners.append(corner)
    return f"M{'L'.join(corners[:-1])}Z" if len(corners) > 3 else ""
