"""The map drawn on the server."""

import re

from tenglong.web.panels.plotmap import Shape, draw_map


def shape(code: str, west: float, south: float, size: float = 0.002) -> Shape:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Shape(code, code, "used", {"type": "Polygon", "coordinates": [ring]}, f"/plots/{code}/", "在用")


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


def test_no_shapes_no_picture():
    assert draw_map([]) is None


def test_north_is_up_west_is_left_and_all_is_inside():
    picture = draw_map([shape("SW", 118.86, 28.97), shape("NE", 118.88, 28.99)])
    south_west, north_east = (points(one.path) for one in picture.shapes)
    assert max(x for x, _ in south_west) < min(x for x, _ in north_east)
    assert min(y for _, y in south_west) > max(y for _, y in north_east)
    for x, y in south_west + north_east:
        assert 0 <= x <= picture.width
        assert 0 <= y <= picture.height


def test_a_square_on_the_ground_is_higher_than_wide_in_degrees():
    """At 29 degrees north a degree of longitude is 0.875 of one of latitude."""
    (one,) = draw_map([shape("A", 118.86, 29.0)]).shapes
    xs, ys = zip(*points(one.path), strict=True)
    assert abs((max(xs) - min(xs)) / (max(ys) - min(ys)) - 0.875) < 0.005


def test_a_multipolygon_is_one_path():
    a, b = shape("A", 118.86, 29.0), shape("B", 118.87, 29.0)
    both = {"type": "MultiPolygon", "coordinates": [a.geometry["coordinates"], b.geometry["coordinates"]]}
    (one,) = draw_map([Shape("AB", "AB", "used", both, "", "")]).shapes
    assert one.path.count("M") == 2
