"""Shapes of parcels and regions: read, checked, measured and stored.

Coordinates are longitude and latitude in degrees, datum CGCS2000 (EPSG:4490): what is stored is always that.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.validation import explain_validity

from tenglong.core.errors import Refused

DATUM = "CGCS2000"
_SQUARE_METRES_OF_MU = 10_000 / 15
_RADIUS, _FLATTENING = 6_378_137.0, 1 / 298.257222101  # the ellipsoid of CGCS2000
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = math.sqrt(_E2)
_WEST, _SOUTH, _EAST, _NORTH = 73.0, 3.0, 136.0, 54.0  # the country's corners, with a little room
_DIGITS = 7  # of a degree: a centimetre

Shape: TypeAlias = Polygon | MultiPolygon
Bounds = tuple[float, float, float, float]


class CannotDraw(Refused):
    """A shape cannot be used as it is; the sentence says what is wrong and where."""


def read_polygon(geojson: Mapping[str, Any]) -> Shape:
    """The polygon or multipolygon of a GeoJSON geometry or feature, heights left out. CannotDraw when it is no plot.

    What crosses itself is refused with the place and never repaired in silence: a repair changes the area.
    """
    geometry = geojson.get("geometry") if geojson.get("type") == "Feature" else geojson
    if not isinstance(geometry, Mapping) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise CannotDraw("读不出地块：要的是 GeoJSON 的面（Polygon 或 MultiPolygon），请从制图软件按面导出。")
    try:
        with np.errstate(invalid="ignore"):  # coordinates that are no numbers are refused below
            found: Shape = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, LookupError, AttributeError, shapely.errors.ShapelyError):
        raise CannotDraw("读不出地块：每个角应写成 [经度, 纬度]，每一圈至少 3 个角并且首尾相接。") from None
    if found.is_empty:
        raise CannotDraw("读不出地块：面里一个角也没有，请查对文件。")
    _check_degrees(found)
    if not found.is_valid:
        _, _, place = explain_validity(found).rstrip("]").partition("[")
        where = f"经度、纬度 {place.replace(' ', '、')} 附近" if place else "某处"
        raise CannotDraw(f"地块的边界在{where}自相交或重叠，请在制图软件里改好再导入。")
    return found


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


def _check_degrees(polygon: Shape) -> None:
    degrees = shapely.get_coordinates(polygon)
    if not np.isfinite(degrees).all():
        raise CannotDraw("读不出地块：坐标里有不是数的内容，请查对文件。")
    west, south, east, north = bounds(polygon)
    if _within(west, south, east, north):
        return
    if _within(south, west, north, east):
        raise CannotDraw("地块的经度和纬度写反了，请按 [经度, 纬度] 的顺序导出。")
    if max(abs(west), abs(south), abs(east), abs(north)) > 360:
        raise CannotDraw("地块用的是投影坐标（米），请在制图软件里转成 CGCS2000 经纬度再导入。")
    raise CannotDraw(f"地块不在国内：经度 {west:g} 至 {east:g}，纬度 {south:g} 至 {north:g}，请查对坐标。")


def _within(west: float, south: float, east: float, north: float) -> bool:
    return west >= _WEST and south >= _SOUTH and east <= _EAST and north <= _NORTH
