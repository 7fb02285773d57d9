"""Shapes: read or refused with the place, measured on the ellipsoid, stored and drawn."""

import math
import re
from typing import Any

import pytest

from tenglong.geo import (
    CannotDraw,
    area_mu,
    bounds,
    fit_view,
    from_wkb,
    read_polygon,
    svg_path,
    to_geojson,
    to_wkb,
)

PLOT = [[118.87, 28.94], [118.88, 28.94], [118.88, 28.95], [118.87, 28.95], [118.87, 28.94]]
HOLE = [[118.874, 28.944], [118.876, 28.944], [118.876, 28.946], [118.874, 28.946], [118.874, 28.944]]
MU = 10_000 / 15
A, F = 6_378_137.0, 1 / 298.257222101
E2 = F * (2 - F)


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def small_rectangle_mu(west: float, south: float, east: float, north: float) -> float:
    """By the two radii of curvature at the middle: another way to the same area, good for a small rectangle."""
    middle = math.radians((south + north) / 2)
    w = math.sqrt(1 - E2 * math.sin(middle) ** 2)
    along, across = A * (1 - E2) / w**3, A / w * math.cos(middle)
    return along * math.radians(north - south) * across * math.radians(east - west) / MU


@pytest.mark.parametrize("south", [18.2, 28.94, 53.0])
def test_area_of_a_plot(south: float) -> None:
    ring = [[118.87, south], [118.88, south], [118.88, south + 0.01], [118.87, south + 0.01]]
    expected = small_rectangle_mu(118.87, south, 118.88, south + 0.01)
    assert area_mu(read_polygon(polygon(ring))) == pytest.approx(expected, rel=1e-6)


def test_area_of_a_zone_of_one_degree() -> None:
    """One degree by one degree between 28°N and 29°N, from the closed form of the ellipsoid's zones."""

    def zone(latitude: float) -> float:
        sine, e = math.sin(math.radians(latitude)), math.sqrt(E2)
        return A * A * (1 - E2) / 2 * (sine / (1 - E2 * sine**2) + math.log((1 + e * sine) / (1 - e * sine)) / (2 * e))

    square = polygon([[118, 28], [119, 28], [119, 29], [118, 29]])
    assert area_mu(read_polygon(square)) * MU == pytest.approx(math.radians(1) * (zone(29) - zone(28)), rel=1e-9)
    assert area_mu(read_polygon(square)) * MU == pytest.approx(1.0842e10, rel=1e-3)


def test_a_hole_is_not_area_and_heights_do_not_count() -> None:
    whole, hole = area_mu(read_polygon(polygon(PLOT))), area_mu(read_polygon(polygon(HOLE)))
    high = [[*corner, 88.0] for corner in PLOT]
    assert area_mu(read_polygon(polygon(high, HOLE))) == pytest.approx(whole - hole)


def test_a_feature_and_several_parts() -> None:
    far = [[[east + 0.1, north] for east, north in PLOT]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [[PLOT], far]}}
    assert area_mu(read_polygon(feature)) == pytest.approx(2 * area_mu(read_polygon(polygon(PLOT))))


@pytest.mark.parametrize(
    ("geojson", "why"),
    [
        ({"type": "Point", "coordinates": [118.87, 28.94]}, "要的是 GeoJSON 的面"),
        ({"type": "Feature", "geometry": None}, "要的是 GeoJSON 的面"),
        ({}, "要的是 GeoJSON 的面"),
        (polygon(), "一个角也没有"),
        ({"type": "Polygon"}, "每个角应写成"),
        ({"type": "Polygon", "coordinates": 5}, "每个角应写成"),
        (polygon(PLOT[:2]), "至少 3 个角"),
        (polygon([[118.87, 28.94], [118.88, math.nan], [118.88, 28.95]]), "不是数"),
        (polygon([[118.87, 28.94], [118.88, 28.95], [118.88, 28.94], [118.87, 28.95]]), "118.875、28.945 附近自相交"),
        (polygon([[north, east] for east, north in PLOT]), "写反了"),
        (polygon([[487_000, 3_202_000], [487_100, 3_202_000], [487_100, 3_202_100]]), "投影坐标"),
        (polygon([[2.3, 48.8], [2.4, 48.8], [2.4, 48.9]]), "不在国内"),
    ],
)
def test_what_is_no_plot_is_said(geojson: dict[str, Any], why: str) -> None:
    with pytest.raises(CannotDraw, match=why):
        read_polygon(geojson)


def test_stored_and_sent_as_it_was() -> None:
    plot = read_polygon(polygon(PLOT, HOLE))
    assert from_wkb(to_wkb(plot)).equals(plot)
    assert bounds(plot) == (118.87, 28.94, 118.88, 28.95)
    collection = to_geojson([(plot, {"name": "澜樾地块"})])
    feature = collection["features"][0]  # type: ignore[index]
    assert feature["properties"] == {"name": "澜樾地块"}
    assert read_polygon(feature).equals(plot)


def test_a_drawing_fits_its_view_north_up_and_true_to_scale() -> None:
    plot = read_polygon(polygon(PLOT, HOLE))
    path = svg_path(plot, fit_view(bounds(plot), 400, 300, margin=10))
    assert path.count("M") == path.count("Z") == 2
    corners = [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path.split("Z")[0])]
    across, down = zip(*corners, strict=True)
    assert (min(down), max(down)) == (10, 290)  # higher than wide on the ground, so the height fills the view
    assert (max(across) - min(across)) / 280 == pytest.approx(math.cos(math.radians(28.945)), rel=1e-3)
    view = fit_view(bounds(plot), 400, 300)
    assert view.point(118.875, 28.95)[1] < view.point(118.875, 28.94)[1]
    assert view.point(118.88, 28.945)[0] > view.point(118.87, 28.945)[0]


def test_a_plot_too_small_to_see_is_left_out() -> None:
    tiny = read_polygon(polygon([[118.87, 28.94], [118.8700001, 28.94], [118.87, 28.9400001]]))
    assert svg_path(tiny, fit_view((118.0, 28.0, 119.0, 29.0), 400, 300)) == ""
