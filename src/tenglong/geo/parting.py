"""Plots parted along a line, made one, laid over one another. Everything is in CGCS2000 degrees; nothing is mended."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
import shapely

from .shapes import CannotDraw, Shape, area_mu

LEAST_MU = 0.01  # about 7 square metres: below it lies what hands and roundings leave
_NEAR = 5e-7  # degrees: five centimetres, within which corners of two surveys are the same
_BEYOND = 1e-6  # by so much a line that ends at the edge is drawn on
_SHARED = 1e-5  # a metre of common edge makes neighbours
_STRAIGHT = 1e-10  # a corner nearer than this to the line between its neighbours is none

Corner = tuple[float, float]  # longitude and latitude


def split(whole: Shape, line: Sequence[Corner]) -> tuple[Shape, ...]:
    """The pieces of a plot along a line, from west to east; CannotDraw when the line does not part it."""
    if len(line) < 2 or len(set(line)) < 2:
        raise CannotDraw("没有分开：分割线至少要两个点。请从地块一边的外面画到另一边的外面。")
    edges = shapely.union_all([whole.boundary, shapely.LineString(_longer(line))])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    pieces = [face for face in faces if whole.contains(face.representative_point())]
    if len(pieces) <= shapely.get_num_geometries(whole):
        raise CannotDraw("没有分开：分割线没有横穿地块。请从地块一边的外面画到另一边的外面，两端都越过边界。")
    if small := [piece for piece in pieces if area_mu(piece) < LEAST_MU]:
        size = area_mu(small[0]) * 10_000 / 15
        raise CannotDraw(f"没有分开：会切出 {size:.1f} 平方米的碎块。分割线贴着边界走时，请把点捕捉到界址点上。")
    return tuple(sorted(pieces, key=lambda piece: (piece.centroid.x, piece.centroid.y)))


def check_parts(whole: Shape, parts: Mapping[str, Shape]) -> None:
    """The parts, by name, are the whole: none reaches out, no two overlap, nothing is left. Up to `LEAST_MU` each."""
    for name, part in parts.items():
        if (outside := _mu(part.difference(whole))) > LEAST_MU:
            raise CannotDraw(f"各块合不成原地块：{name} 有 {outside:.2f} 亩在原地块外面，请查对坐标和坐标系。")
    for (name, part), (other, against) in combinations(parts.items(), 2):
        if (shared := _mu(part.intersection(against))) > LEAST_MU:
            raise CannotDraw(f"各块合不成原地块：{name} 和 {other} 重叠 {shared:.2f} 亩，请把界线改成同一条。")
    if (left := _mu(whole.difference(shapely.union_all(list(parts.values()))))) > LEAST_MU:
        raise CannotDraw(f"各块合不成原地块：原地块还有 {left:.2f} 亩不在任何一块里，请补画或调整界线。")


def unite(plots: Mapping[str, Shape]) -> Shape:
    """One plot of adjoining ones, by name; CannotDraw when one of them shares no edge with the others.

    Corners within five centimetres count as the same. Corners that only the former common edge had are gone.
    """
    (first, whole), *rest = plots.items()
    left = dict(rest)
    while left:
        name = next((name for name, plot in left.items() if _shares_edge(whole, plot)), None)
        if name is None:
            raise CannotDraw(
                f"没有合并：{'、'.join(left)} 和 {first} 不相邻，没有一段共同的界线。只有挨着的地块才能合并；"
                "如果现场是挨着的，请先把边界勾画准。"
            )
        plot = _snapped(left.pop(name), whole)
        whole = shapely.union_all([_snapped(whole, plot), plot])
    united: Shape = shapely.simplify(whole, _STRAIGHT)
    return united


def overlaps(plot: Shape, others: Iterable[tuple[str, Shape]]) -> dict[str, float]:
    """With which of the others the plot overlaps, by how many 亩, the most first; `LEAST_MU` and less is left out."""
    found = {name: _mu(plot.intersection(other)) for name, other in others if plot.intersects(other)}
    return dict(sorted(((name, mu) for name, mu in found.items() if mu > LEAST_MU), key=lambda one: -one[1]))


def adjoins(plot: Shape, other: Shape) -> bool:
    """Whether they share a stretch of edge."""
    return _shares_edge(plot, other)


def _shares_edge(plot: Shape, other: Shape) -> bool:
    if plot.distance(other) > _NEAR:
        return False
    return bool(_snapped(plot, other).intersection(_snapped(other, plot)).length > _SHARED)


def _snapped(plot: Shape, to: Shape) -> Shape:
    """Its corners, and its edges where the other has corners, on the other's."""
    moved: Shape = shapely.snap(plot, to, _NEAR)
    return moved if moved.is_valid else plot


def _longer(line: Sequence[Corner]) -> list[Corner]:
    return [_beyond(line[1], line[0]), *line[1:-1], _beyond(line[-2], line[-1])]


def _beyond(before: Corner, end: Corner) -> Corner:
    way = np.subtract(end, before)
    longer = np.asarray(end) + way / max(float(np.hypot(*way)), _BEYOND) * _BEYOND
    return float(longer[0]), float(longer[1])


def _mu(area: "shapely.Geometry") -> float:
    """The area of whatever is left of plots, also of nothing, of lines and of points."""
    polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon" and not part.is_empty]
    return area_mu(shapely.MultiPolygon(polygons)) if polygons else 0.0
