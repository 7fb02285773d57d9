"""Outlines as survey offices write them: a list of corners (点号, X 北, Y 东), or GeoJSON."""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from .datums import Datum, to_cgcs2000
from .reading import read_polygon
from .shapes import CannotDraw, Shape

Corner = tuple[float, float]
MOST_TEXT = 2_000_000  # characters
_PARTED = re.compile(r"[,;、\s]+")
_SEXAGESIMAL = re.compile(r"""(\d+)[°度](\d+)['′’分](\d+(?:\.\d+)?)(?:["”秒]|['′’]{2})?""")
_LONGITUDES, _LATITUDES = (73.0, 136.0), (3.0, 54.0)


def read_outlines(text: str, datum: Datum, meridian: int | None = None) -> list[Shape]:
    """Every plot in the text, in CGCS2000.

    A line of a list is 点号, X, Y; or 点号, 圈号, X, Y; or X, Y alone. X points north, Y east, as surveyors have it;
    degrees may stand in either order. An empty line begins another plot, another 圈号 another ring.
    """
    if len(text) > MOST_TEXT:
        raise CannotDraw(f"读不出边界：内容超过 {MOST_TEXT // 10_000} 万字。一次请只给一块地的坐标。")
    if text.lstrip("\ufeff \n\r\t").startswith(("{", "[")) and '"' in text:
        return [read_polygon(one, datum, meridian) for one in _features(text)]
    found = [read_polygon(_geometry(rings), datum, meridian) for rings in _lists(text, datum)]
    if not found:
        raise CannotDraw("读不出边界：没有坐标。请在图上点出界址点，或贴上坐标列表。")
    return found


def read_line(text: str, datum: Datum, meridian: int | None = None) -> list[Corner]:
    """The corners of the one line in the text, in CGCS2000 longitude and latitude: a list as of plots, or GeoJSON."""
    if text.lstrip("\ufeff \n\r\t").startswith("{"):
        lines = [_points(feature) for feature in _features(text)]
    else:
        lines = [corners for rings in _lists(text, datum) for corners in rings]
    if len(lines) > 1:
        raise CannotDraw("读不出分割线：一次只能给一条线。请删去多余的。")
    points = lines[0] if lines else ()
    try:
        line_read = shapely.LineString([point[:2] for point in points])
    except (TypeError, ValueError, LookupError, shapely.errors.ShapelyError):
        raise CannotDraw("读不出分割线：每个点应是两个数。请在图上画，或每行写 点号, X(北), Y(东)。") from None
    if line_read.is_empty or not np.isfinite(shapely.get_coordinates(line_read)).all():
        raise CannotDraw("读不出分割线：没有画线。请在图上从地块一边的外面点到另一边的外面，或贴上线上各点的坐标。")
    moved = to_cgcs2000(line_read, datum, meridian)
    return [(float(east), float(north)) for east, north in shapely.get_coordinates(moved)]


def _points(feature: dict[str, Any]) -> Any:
    line = feature.get("geometry") if feature.get("type") == "Feature" else feature
    return line.get("coordinates") if isinstance(line, dict) and line.get("type") == "LineString" else ()


def _features(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise CannotDraw("读不出边界：GeoJSON 不完整。请从制图软件整份复制，或改贴坐标列表。") from None
    features = found.get("features", [found]) if isinstance(found, dict) else found
    if not isinstance(features, list) or not features or not all(isinstance(one, dict) for one in features):
        raise CannotDraw("读不出边界：GeoJSON 里没有面。请从制图软件按面导出。")
    return features


def _lists(text: str, datum: Datum) -> Iterator[list[list[Corner]]]:
    """The rings of each plot, corners as [东, 北]."""
    rings: dict[str, list[Corner]] = {}
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        if not line.strip():
            if rings:
                yield list(rings.values())
            rings = {}
            continue
        if found := _corner(line, number, datum, begun=bool(rings)):
            ring, corner = found
            rings.setdefault(ring, []).append(corner)
    if rings:
        yield list(rings.values())


def _corner(line: str, number: int, datum: Datum, *, begun: bool) -> tuple[str, Corner] | None:
    """The ring and the corner of one line; None for the words that stand above a list."""
    cells = [cell for cell in _PARTED.split(line.strip()) if cell]
    values = [_number(cell) for cell in cells[-2:]]
    if len(values) < 2 or None in values:
        if not begun:
            return None
        raise CannotDraw(f"读不出边界：第 {number} 行“{line.strip()[:40]}”不是坐标。每行请写 点号, X(北), Y(东)。")
    if len(cells) > 4:
        raise CannotDraw(f"读不出边界：第 {number} 行有 {len(cells)} 列。每行请写 点号, X(北), Y(东)，多的列请删去。")
    north, east = (value for value in values if value is not None)
    if datum is not Datum.ZONES and _in(north, _LONGITUDES) and _in(east, _LATITUDES):
        north, east = east, north
    return cells[1] if len(cells) == 4 else "", (east, north)


def _number(cell: str) -> float | None:
    if found := _SEXAGESIMAL.fullmatch(cell):
        degrees, minutes, seconds = map(float, found.groups())
        return degrees + minutes / 60 + seconds / 3600
    try:
        return float(cell)
    except ValueError:
        return None


def _in(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]


def _geometry(rings: list[list[Corner]]) -> dict[str, object]:
    """A ring within an earlier one is a hole in it, another is another part of the plot."""
    parts: list[list[list[Corner]]] = []
    for ring in rings:
        if len(set(ring)) < 3:
            raise CannotDraw(f"读不出边界：只有 {len(set(ring))} 个界址点，至少要 3 个。")
        closed = [*ring, ring[0]] if ring[0] != ring[-1] else ring
        within = next((part for part in parts if _holds(part[0], closed)), None)
        if within is None:
            parts.append([closed])
        else:
            within.append(closed)
    return {"type": "MultiPolygon", "coordinates": parts} if len(parts) > 1 else _polygon(parts[0])


def _polygon(rings: list[list[Corner]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": rings}


def _holds(outer: list[Corner], inner: list[Corner]) -> bool:
    return bool(shapely.Polygon(outer).covers(shapely.MultiPoint(inner)))
