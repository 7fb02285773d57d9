"""From the datum that a file is in to CGCS2000, in which everything is stored.

A wrong datum moves a plot by half a kilometre and no program can see it, so that it is always asked for, never guessed.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias, TypeVar

import numpy as np
import shapely
from pyproj import Transformer

from .shapes import CannotDraw

Drawn = TypeVar("Drawn", bound=shapely.Geometry)
Coordinates: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"  # (points, 2): longitude and latitude, or metres


class Datum(StrEnum):
    """What coordinates are in, in the words of the screen."""

    CGCS2000 = "CGCS2000 经纬度"
    ZONES = "CGCS2000 三度分带"  # metres: east with the zone's number before it, north
    WGS84 = "WGS-84 经纬度"  # of GPS: centimetres to decimetres off, below what a plot is drawn with
    GCJ02 = "GCJ-02 经纬度"  # of Amap, Tencent and what is drawn on them


_MERIDIANS = range(75, 136, 3)  # central meridians of the zones 25 to 45
_BARE = 4534  # EPSG code of the zone at 75°E without the number before the easting; the next follow
_AXIS, _OBLATENESS = 6_378_245.0, 0.00669342162296594323  # the ellipsoid of Krassovsky, on which GCJ-02 is defined
_SETTLED = 1e-9  # degrees: a tenth of a millimetre
_MOST_STEPS = 30


def to_cgcs2000(shape: Drawn, datum: Datum, meridian: int | None = None) -> Drawn:
    """The shape in CGCS2000 longitude and latitude.

    `meridian` is the central meridian in degrees, asked of zone coordinates whose easting has no zone number before it.
    CannotDraw when the numbers cannot be of that datum.
    """
    match datum:
        case Datum.GCJ02:
            change: Callable[[Coordinates], Coordinates] = gcj02_to_wgs84
        case Datum.ZONES:
            change = _of_zone(shapely.get_coordinates(shape), meridian)
        case _:
            return shape
    moved: Drawn = shapely.transform(shape, change)
    return moved


def gcj02_to_wgs84(degrees: Coordinates) -> Coordinates:
    """Longitude and latitude of GCJ-02 as those of WGS-84, by repeating the offset until it gives the point back."""
    found = degrees.copy()
    for _ in range(_MOST_STEPS):
        wrong = found + _offset(found) - degrees
        found = found - wrong
        if np.abs(wrong).max() < _SETTLED:
            break
    return found


def wgs84_to_gcj02(degrees: Coordinates) -> Coordinates:
    """Longitude and latitude of WGS-84 as those of GCJ-02, for drawing on a base map that is in it."""
    return degrees + _offset(degrees)


def _offset(degrees: Coordinates) -> Coordinates:
    """By how much GCJ-02 lies off, in degrees: the formula that is in common use, good to a few metres."""
    x, y = degrees[:, 0] - 105.0, degrees[:, 1] - 35.0
    both = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + both
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + both
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    latitude = np.radians(degrees[:, 1])
    bend = 1 - _OBLATENESS * np.sin(latitude) ** 2
    along = _AXIS / np.sqrt(bend) * np.cos(latitude) * np.pi / 180
    up = _AXIS * (1 - _OBLATENESS) / bend**1.5 * np.pi / 180
    return np.column_stack([east / along, north / up])


def _of_zone(metres: Coordinates, meridian: int | None) -> Callable[[Coordinates], Coordinates]:
    east, north = metres[:, 0], metres[:, 1]
    if _is_easting(north) and _is_northing(east):
        raise CannotDraw("地块的横坐标和纵坐标写反了，请按 [东坐标, 北坐标] 的顺序导出（测量上的 Y 在前、X 在后）。")
    if not _is_northing(north):
        raise CannotDraw(f"地块不像三度分带坐标：北坐标 {north.min():.0f} 不在国内，请查对坐标或坐标系。")
    zones = set(np.floor(east / 1e6).astype(int).tolist())
    if len(zones) > 1:
        raise CannotDraw(f"地块的东坐标跨了几个带：{'、'.join(map(str, sorted(zones)))}，请先归到一个带再导入。")
    zone = zones.pop()
    if zone and meridian not in {None, 3 * zone}:
        raise CannotDraw(f"东坐标前的带号 {zone} 是中央子午线 {3 * zone} 度，和所选的 {meridian} 度不同，请查对。")
    central = 3 * zone if zone else meridian
    if central not in _MERIDIANS:
        raise CannotDraw("三度分带坐标的东坐标前没有带号，请选中央子午线（75 到 135 度，每 3 度一个）。")
    transformer = _transformer(central)

    def change(points: Coordinates) -> Coordinates:
        return np.column_stack(transformer.transform(points[:, 0] - zone * 1e6, points[:, 1]))

    return change


def _is_northing(metres: "np.ndarray[Any, np.dtype[np.float64]]") -> bool:
    return bool(metres.min() > 3e5 and metres.max() < 6.1e6)  # of the country's latitudes, in metres from the equator


def _is_easting(metres: "np.ndarray[Any, np.dtype[np.float64]]") -> bool:
    return bool(metres.min() > 25e6 and metres.max() < 46e6)


@cache
def _transformer(meridian: int) -> Transformer:
    return Transformer.from_crs(_BARE + (meridian - 75) // 3, 4490, always_xy=True)
