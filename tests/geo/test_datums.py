"""A plot that comes in another datum lies where it lies."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from tenglong.geo import CannotDraw, Datum, area_mu, read_polygon, to_cgcs2000
from tenglong.geo.datums import gcj02_to_wgs84, wgs84_to_gcj02

PLOT = shapely.box(118.85, 28.95, 118.853, 28.952)
EARTH = Geod(ellps="GRS80")  # to a tenth of a millimetre the ellipsoid of CGCS2000


def metres_between(one, other):
    return np.abs(EARTH.inv(one[:, 0], one[:, 1], other[:, 0], other[:, 1])[2])


@given(st.floats(75, 134), st.floats(18, 53))
def test_what_was_moved_to_gcj02_comes_back(longitude, latitude):
    point = np.array([[longitude, latitude]])
    assert metres_between(gcj02_to_wgs84(wgs84_to_gcj02(point)), point).max() < 0.01


def test_ask_22_gcj02_is_half_a_kilometre_off_here():
    corners = shapely.get_coordinates(PLOT)
    off = metres_between(wgs84_to_gcj02(corners), corners)
    assert 300 < off.min() <= off.max() < 700
    drawn_on_a_map = shapely.transform(PLOT, wgs84_to_gcj02)
    assert metres_between(shapely.get_coordinates(to_cgcs2000(drawn_on_a_map, Datum.GCJ02)), corners).max() < 0.01


def zone(meridian, number):
    """Metres of a small square 20 km east of a central meridian, 3,200 km north of the equator."""
    east, north = number * 1_000_000 + 520_000, 3_200_000
    return shapely.box(east, north, east + 200, north + 100), meridian


@pytest.mark.parametrize("meridian", range(75, 136, 3))
def test_zones_lie_by_their_meridian_with_and_without_the_number(meridian):
    numbered, _ = zone(meridian, meridian // 3)
    bare, _ = zone(meridian, 0)
    found = to_cgcs2000(numbered, Datum.ZONES)
    assert found.equals_exact(to_cgcs2000(bare, Datum.ZONES, meridian), 1e-12)
    west, south, _, _ = found.bounds
    assert meridian + 0.19 < west < meridian + 0.22  # 20 km at 28.9° north
    assert 28.9 < south < 28.95
    assert area_mu(found) == pytest.approx(200 * 100 / 666.6667, rel=1e-3)


@pytest.mark.parametrize(
    ("shape", "meridian", "sentence"),
    [
        (shapely.box(3_200_000, 40_520_000, 3_200_100, 40_520_200), None, "写反"),
        (shapely.box(520_000, 3_200_000, 520_200, 3_200_100), None, "中央子午线"),
        (shapely.box(520_000, 3_200_000, 520_200, 3_200_100), 119, "中央子午线"),
        (shapely.box(40_520_000, 3_200_000, 40_520_200, 3_200_100), 117, "带号 40"),
        (shapely.box(39_990_000, 3_200_000, 40_010_000, 3_200_100), None, "跨了几个带"),
        (PLOT, None, "不像三度分带"),
    ],
)
def test_numbers_that_cannot_be_of_a_zone_are_refused(shape, meridian, sentence):
    with pytest.raises(CannotDraw, match=sentence):
        to_cgcs2000(shape, Datum.ZONES, meridian)


@pytest.mark.parametrize("datum", [Datum.CGCS2000, Datum.WGS84])
def test_degrees_of_the_same_place_stay(datum):
    assert to_cgcs2000(PLOT, datum) is PLOT


def test_a_file_in_metres_is_read_as_its_zone_says():
    square, _ = zone(120, 40)
    geojson = dict(shapely.geometry.mapping(square))
    with pytest.raises(CannotDraw, match="坐标系选成三度分带"):
        read_polygon(geojson)
    assert read_polygon(geojson, Datum.ZONES).equals_exact(to_cgcs2000(square, Datum.ZONES), 1e-12)
