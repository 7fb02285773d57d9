"""Corners as survey offices write them."""

import json
from contextlib import suppress

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from tenglong.geo import CannotDraw, Datum, area_mu, read_line, read_outlines, to_geojson

PLOT = shapely.box(118.8520, 28.9510, 118.8545, 28.9530)
TO_ZONE = Transformer.from_crs(4490, 4549, always_xy=True)  # central meridian 120°E, no number before the easting


def listed(row, corners=None):
    points = corners or list(PLOT.exterior.coords)[:-1]
    return "\n".join(row(number, *point) for number, point in enumerate(points, start=1))


ROWS = {
    "with a head": "点号,X（北）,Y（东）\n" + listed(lambda n, x, y: f"J{n},{y:.7f},{x:.7f}"),
    "as a web map has it": listed(lambda _, x, y: f"{x:.7f} {y:.7f}"),
    "full width": listed(lambda n, x, y: f"Ｊ{n}，{y:.7f}，{x:.7f}"),
    "with tabs and rings": listed(lambda n, x, y: f"J{n}\t1\t{y:.7f}\t{x:.7f}"),
    "closed": listed(lambda n, x, y: f"{n},{y:.7f},{x:.7f}", list(PLOT.exterior.coords)),
    "geojson": json.dumps(to_geojson([(PLOT, {})])),
}


@pytest.mark.parametrize("text", ROWS.values(), ids=ROWS)
def test_every_way_of_writing_gives_the_plot(text):
    (found,) = read_outlines(text, Datum.CGCS2000)
    assert found.symmetric_difference(PLOT).area / PLOT.area < 1e-6


@pytest.mark.parametrize(("zone", "meridian"), [(0, 120), (40e6, None)])
def test_metres_of_a_zone(zone, meridian):
    def row(number, longitude, latitude):
        east, north = TO_ZONE.transform(longitude, latitude)
        return f"J{number},{north:.3f},{east + zone:.3f}"

    (found,) = read_outlines(listed(row), Datum.ZONES, meridian)
    assert area_mu(found) == pytest.approx(area_mu(PLOT), rel=1e-5)
    assert found.symmetric_difference(PLOT).area / PLOT.area < 1e-4


def test_degrees_minutes_seconds():
    first = "118°51'07.2\" 28°57'03.6\"\n118°51′16.2″ 28°57′03.6″"
    text = f"{first}\n118度51分16.2秒 28度57分10.8秒\n118°51'7.2\" 28°57'10.8\""
    (found,) = read_outlines(text, Datum.CGCS2000)
    assert found.symmetric_difference(PLOT).area / PLOT.area < 1e-6


def test_rings_within_are_holes_and_empty_lines_begin_another_plot():
    inner = shapely.box(118.853, 28.9515, 118.8535, 28.952)
    row = "J{},{},{:.7f},{:.7f}"
    first = [row.format(n, 1, y, x) for n, (x, y) in enumerate(PLOT.exterior.coords)]
    hole = [row.format(n, 2, y, x) for n, (x, y) in enumerate(inner.exterior.coords)]
    whole, other = read_outlines("\n".join([*first, *hole, "", *hole]), Datum.CGCS2000)
    assert len(whole.interiors) == 1
    assert area_mu(whole) == pytest.approx(area_mu(PLOT) - area_mu(other), rel=1e-6)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有坐标"),
        ("点号,X,Y", "没有坐标"),
        ("1,28.951,118.852\n2,28.953,118.852", "至少要 3 个"),
        ("1,28.951,118.852\n2,二十八,118.8\n3,28.95,118.853", "第 2 行"),
        ("1,1,2,28.951,118.852", "第 1 行有 5 列"),
        ('{"type": "FeatureCollection", "features": []}', "没有面"),
        ('{"type": "Poly', "不完整"),
        ("1,1,1\n2,1,2\n3,2,2", "不在国内"),
    ],
)
def test_what_is_no_outline_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(CannotDraw, match=sentence):
        read_outlines(text, Datum.CGCS2000)


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.sampled_from(Datum))
def test_any_text_gives_plots_or_a_sentence(text, datum):
    with suppress(CannotDraw):
        assert read_outlines(text, datum, 120)


LINE = [(118.8532, 28.9500), (118.8533, 28.9540)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"type": "LineString", "coordinates": LINE}),
        "点号,X,Y\n1,28.9500,118.8532\n2,28.9540,118.8533",
    ],
)
def test_a_line_is_read_like_a_plot(text):
    assert read_line(text, Datum.CGCS2000) == LINE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有画线"),
        ("1,28.95,118.85\n2,28.95,118.86\n\n1,28.95,118.85", "只能给一条线"),
        (json.dumps({"type": "LineString", "coordinates": ["a", 1]}), "两个数"),
        (json.dumps({"type": "Point", "coordinates": [1, 2]}), "没有画线"),
    ],
)
def test_what_is_no_line_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(CannotDraw, match=sentence):
        read_line(text, Datum.CGCS2000)
