"""The map drawn on the server, and its GeoJSON."""

import re

from tenglong.geo import read_polygon
from tenglong.web.panels.plotmap import STATUSES, Plot, draw_map, legend_of, told_of


def plot(name: str, west: float, south: float, size: float = 0.002, status: str = "used") -> Plot:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    shape = read_polygon({"type": "Polygon", "coordinates": [ring]})
    return Plot(name, status, "在用", f"/plots/{name}/", shape)


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


def test_no_plots_no_picture():
    assert draw_map([]) is None


def test_north_is_up_west_is_left_and_all_is_inside():
    picture = draw_map([plot("SW", 118.86, 28.97), plot("NE", 118.88, 28.99)])
    south_west, north_east = (points(one.path) for one in picture.plots)
    assert max(x for x, _ in south_west) < min(x for x, _ in north_east)
    assert min(y for _, y in south_west) > max(y for _, y in north_east)
    for x, y in south_west + north_east:
        assert 0 <= x <= picture.width
        assert 0 <= y <= picture.height


def test_a_flat_county_makes_a_low_picture():
    flat = draw_map([plot("W", 118.80, 28.97), plot("E", 118.99, 28.97)])
    assert flat.height < 260
    assert draw_map([plot("S", 118.8, 28.80), plot("N", 118.8, 28.99)]).height > 500


def test_a_single_plot_stays_small():
    (one,) = draw_map([plot("A", 118.86, 28.97)]).plots
    across = [x for x, _ in points(one.path)]
    assert max(across) - min(across) < 0.5 * 640


def test_near_by_the_map_says_what_the_picture_says():
    one = plot("东坪路 12 号", 118.86, 28.97)
    near = {"name": "东坪路 12 号", "status": "used", "words": "在用", "url": "/plots/东坪路 12 号/"}
    assert told_of(one, words=True) == near
    assert told_of(one, words=False) == {"status": "used"}


def test_the_legend_counts_what_is_there():
    plots = [plot("A", 118.86, 28.97), plot("B", 118.87, 28.97), plot("C", 118.88, 28.97, status="cleanup")]
    assert [(one.label, one.count) for one in legend_of(plots)] == [("整治中", 1), ("在用", 2)]
    every = legend_of(plots, all_drawn=False)
    assert [one.label for one in every] == list(STATUSES.values())
    assert {one.count for one in every} == {None}
