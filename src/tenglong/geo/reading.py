"""Shapes as files give them: read and checked."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.validation import explain_validity

from .datums import Datum, to_cgcs2000
from .shapes import CannotDraw, Shape, bounds

_HAIR = 1e-9  # of the area: a square centimetre of a plot
_WEST, _SOUTH, _EAST, _NORTH = 73.0, 3.0, 136.0, 54.0  # the country's corners, with a little room


def read_polygon(geojson: Mapping[str, Any], datum: Datum = Datum.CGCS2000, meridian: int | None = None) -> Shape:
    """The polygon or multipolygon of a GeoJSON geometry or feature, in CGCS2000, heights left out.

    `datum` is what its numbers are in, `meridian` the central one of zone coordinates without a zone number. CannotDraw
    when it is no plot.

    What crosses itself is refused with the place and never repaired in silence: a repair changes the area.
    """
    found = _read(geojson, datum)
    _check_valid(found)
    return _mended(to_cgcs2000(found, datum, meridian))


def mend_polygon(
    geojson: Mapping[str, Any], datum: Datum = Datum.CGCS2000, meridian: int | None = None
) -> tuple[Shape, float]:
    """As `read_polygon`, of a shape that crosses or overlaps itself: made valid, and which part of its area that is.

    For a person to decide on: 0.001 is one part in a thousand more or less.
    """
    moved = to_cgcs2000(_read(geojson, datum), datum, meridian)
    mended = _made_valid(moved)
    if mended is None or not moved.area:
        _check_valid(moved)
        raise CannotDraw("地块的边界自相交或重叠，修不好，请在制图软件里改好再导入。")
    return mended, float(abs(mended.area - moved.area) / moved.area)


def _read(geojson: Mapping[str, Any], datum: Datum) -> Shape:
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
    if not np.isfinite(shapely.get_coordinates(found)).all():
        raise CannotDraw("读不出地块：坐标里有不是数的内容，请查对文件。")
    if datum is not Datum.ZONES:
        _check_degrees(found)
    return found


def _mended(moved: Shape) -> Shape:
    """The shape after it was moved: a corner that lay on another's edge may have come to lie a hair beyond it."""
    if moved.is_valid:
        return moved
    mended = _made_valid(moved)
    if mended is None or abs(mended.area - moved.area) > _HAIR * moved.area:
        _check_valid(moved)
    return mended or moved


def _made_valid(found: Shape) -> Shape | None:
    made = shapely.make_valid(found, method="structure", keep_collapsed=False)
    return made if isinstance(made, Polygon | MultiPolygon) else None


def _check_valid(found: Shape) -> None:
    if found.is_valid:
        return
    _, _, place = explain_validity(found).rstrip("]").partition("[")
    where = f"坐标 {place.replace(' ', '、')} 附近" if place else "某处"
    raise CannotDraw(f"地块的边界在{where}自相交或重叠，请在制图软件里改好再导入。")


def _check_degrees(polygon: Shape) -> None:
    west, south, east, north = bounds(polygon)
    if _within(west, south, east, north):
        return
    if _within(south, west, north, east):
        raise CannotDraw("地块的经度和纬度写反了，请按 [经度, 纬度] 的顺序导出。")
    if max(abs(west), abs(south), abs(east), abs(north)) > 360:
        raise CannotDraw("地块用的是投影坐标（米），请把坐标系选成三度分带，或在制图软件里转成 CGCS2000 经纬度再导入。")
    raise CannotDraw(f"地块不在国内：经度 {west:g} 至 {east:g}，纬度 {south:g} 至 {north:g}，请查对坐标。")


def _within(west: float, south: float, east: float, north: float) -> bool:
    return west >= _WEST and south >= _SOUTH and east <= _EAST and north <= _NORTH
