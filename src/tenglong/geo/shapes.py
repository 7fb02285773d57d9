"""Shapes of parcels and regions: measured and stored.

Coordinates are longitude and latitude in degrees, datum CGCS2000 (EPSG:4490): what is stored is always that.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping

from tenglong.core.errors import Refused

DATUM = "CGCS2000"
_SQUARE_METRES_OF_MU = 10_000 / 15
_RADIUS, _FLATTENING = 6_378_137.0, 1 / 298.257222101  # the ellipsoid of CGCS2000
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = math.sqrt(_E2)
_DIGITS = 7  # of a degree: a centimetre

Shape: TypeAlias = Polygon | MultiPolygon
Bounds = tuple[float, float, float, float]


class CannotDraw(Refused):
    """A shape cannot be used as it is; the sentence says what is wrong and where."""


def to_wkb(polygon: Shape) -> bytes:
    """The shape as it is stored."""
    return bytes(shapely.to_wkb(polygon, byte_order=1))


def from_wkb(stored: bytes) -> Shape:
    """The shape that `to_wkb` stored."""
    polygon: Shape = shapely.from_wkb(stored)
    return polygon


def bounds(polygon: Shape) -> Bounds:
    """West, south, east and north, in degrees."""
    west, south, east, north = polygon.bounds
    return west, south, east, north


def area_mu(polygon: Shape) -> float:
    """Area on the ellipsoid, in 亩 of 10000/15 平方米.

    The equal-area cylinder of the ellipsoid (Snyder, Map Projections: A Working Manual, 1987, eq. 3-12) keeps areas
    exactly; only that edges are drawn straight on it is approximate, below 0.01% for anything as large as a county.
    """
    return float(shapely.transform(polygon, _equal_area).area) / _SQUARE_METRES_OF_MU


def to_geojson(features: Iterable[tuple[Shape, Mapping[str, object]]]) -> dict[str, object]:
    """A FeatureCollection (RFC 7946) of shapes with their properties."""
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": dict(properties), "geometry": _geometry(polygon)}
            for polygon, properties in features
        ],
    }


def _geometry(polygon: Shape) -> dict[str, object]:
    rounded = shapely.transform(shapely.orient_polygons(polygon), lambda degrees: np.round(degrees, _DIGITS))
    return dict(mapping(rounded))


def _equal_area(degrees: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    sine = np.sin(np.radians(degrees[:, 1]))
    q = (1 - _E2) * (sine / (1 - _E2 * sine**2) + np.arctanh(_E * sine) / _E)
    return np.column_stack([_RADIUS * np.radians(degrees[:, 0]), _RADIUS * q / 2])
