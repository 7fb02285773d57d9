"""Plots parted, united and laid over one another: nothing is lost and nothing is won."""

import math

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from tenglong.geo import CannotDraw, adjoins, area_mu, check_parts, overlaps, split, unite

WEST, SOUTH, SIDE = 118.85, 28.95, 0.002
SQUARE = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)


@st.composite
def plots(draw):
    """A star-shaped plot: any number of corners around a middle, near and far."""
    count = draw(st.integers(3, 14))
    reach = draw(st.lists(st.floats(0.0004, 0.002), min_size=count, max_size=count))
    turn = draw(st.floats(0, 1))
    angles = [(i + turn) / count * math.tau for i in range(count)]
    corners = [(WEST + r * math.cos(a), SOUTH + r * math.sin(a)) for r, a in zip(reach, angles, strict=True)]
    return shapely.Polygon(corners)


@st.composite
def lines(draw):
    """A line through the middle of the plots, sometimes with a bend."""
    angle, bend = draw(st.floats(0, math.pi)), draw(st.floats(-0.9, 0.9))
    ends = [(WEST + s * 0.003 * math.cos(angle), SOUTH + s * 0.003 * math.sin(angle)) for s in (-1, 1)]
    middle = (WEST + 0.0002 * bend, SOUTH + 0.0001 * bend)
    return [ends[0], middle, ends[1]] if draw(st.booleans()) else ends


def parted(plot, line):
    try:
        return split(plot, line)
    except CannotDraw as refusal:
        assume("碎块" not in str(refusal))  # refused for good reason
        raise


@given(plots(), lines())
def test_what_is_parted_adds_up_and_becomes_the_whole_again(plot, line):
    pieces = parted(plot, line)
    assert len(pieces) >= 2
    assert sum(piece.area for piece in pieces) == pytest.approx(plot.area, rel=1e-9)
    assert sum(map(area_mu, pieces)) == pytest.approx(area_mu(plot), rel=1e-5)  # edges are straight on the map only
    named = {str(number): piece for number, piece in enumerate(pieces)}
    check_parts(plot, named)
    whole = unite(named)
    assert whole.geom_type == "Polygon"
    assert whole.symmetric_difference(plot).area / plot.area < 1e-6
    assert len(whole.exterior.coords) <= len(plot.exterior.coords) + 2


@given(plots())
def test_pieces_overlap_neither_each_other_nor_what_lies_beside(plot):
    pieces = parted(plot, [(WEST - 1, SOUTH), (WEST + 1, SOUTH)])
    first, *rest = pieces
    assert overlaps(first, [(str(i), one) for i, one in enumerate(rest)]) == {}
    assert list(overlaps(plot, [(str(i), one) for i, one in enumerate(pieces)])) == sorted(
        map(str, range(len(pieces))), key=lambda i: -area_mu(pieces[int(i)])
    )


def test_pieces_come_from_west_to_east():
    west, east = split(SQUARE, [(WEST + 0.0005, SOUTH - 1), (WEST + 0.0005, SOUTH + 1)])
    assert west.bounds[2] == east.bounds[0] == pytest.approx(WEST + 0.0005)
    assert area_mu(west) * 3 == pytest.approx(area_mu(east), rel=1e-4)


def test_a_line_from_corner_to_corner_parts_the_plot():
    assert len(split(SQUARE, [(WEST, SOUTH), (WEST + SIDE, SOUTH + SIDE)])) == 2


def test_a_line_from_edge_to_edge_need_not_reach_out():
    assert len(split(SQUARE, [(WEST + SIDE / 3, SOUTH), (WEST + SIDE / 7, SOUTH + SIDE)])) == 2


def test_a_hole_stays_a_hole():
    holed = SQUARE.difference(shapely.box(WEST + 0.0008, SOUTH + 0.0008, WEST + 0.0012, SOUTH + 0.0012))
    pieces = split(holed, [(WEST + 0.001, SOUTH - 1), (WEST + 0.001, SOUTH + 1)])
    assert len(pieces) == 2
    assert unite({"甲": pieces[0], "乙": pieces[1]}).symmetric_difference(holed).area / holed.area < 1e-9


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ([], "至少要两个点"),
        ([(WEST, SOUTH), (WEST, SOUTH)], "至少要两个点"),
        ([(WEST - 1, SOUTH - 0.1), (WEST + 1, SOUTH - 0.1)], "没有横穿地块"),
        ([(WEST + 0.001, SOUTH - 0.1), (WEST + 0.001, SOUTH + 0.001)], "没有横穿地块"),
        ([(WEST + 0.0000001, SOUTH - 0.1), (WEST + 0.0000001, SOUTH + 0.1)], "碎块"),
    ],
)
def test_a_line_that_parts_nothing_is_refused_in_a_sentence(line, sentence):
    with pytest.raises(CannotDraw, match=sentence):
        split(SQUARE, line)


def test_parts_that_are_not_the_whole_are_refused_with_how_much():
    half, other = split(SQUARE, [(WEST + 0.001, SOUTH - 1), (WEST + 0.001, SOUTH + 1)])
    beyond = shapely.box(WEST, SOUTH, WEST + 0.001, SOUTH + SIDE * 2)
    with pytest.raises(CannotDraw, match=r"甲 有 .* 亩在原地块外面"):
        check_parts(SQUARE, {"甲": beyond, "乙": other})
    with pytest.raises(CannotDraw, match="甲 和 乙 重叠"):
        check_parts(SQUARE, {"甲": half, "乙": SQUARE})
    with pytest.raises(CannotDraw, match="不在任何一块里"):
        check_parts(SQUARE, {"甲": half})


def test_only_neighbours_become_one():
    beside = shapely.box(WEST + SIDE, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE)
    corner = shapely.box(WEST + SIDE, SOUTH + SIDE, WEST + 2 * SIDE, SOUTH + 2 * SIDE)
    across = shapely.box(WEST + 1.1 * SIDE, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE)
    assert unite({"a": SQUARE, "b": beside}).equals(shapely.box(WEST, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE))
    assert [adjoins(SQUARE, one) for one in (beside, corner, across)] == [True, False, False]
    for lonely in (corner, across):
        with pytest.raises(CannotDraw, match="b 和 a 不相邻"):
            unite({"a": SQUARE, "b": lonely})
    assert unite({"a": SQUARE, "c": corner, "b": beside}).geom_type == "Polygon"  # over the one between


def test_surveys_that_differ_by_centimetres_meet():
    beside = shapely.box(WEST + SIDE + 2e-7, SOUTH - 1e-7, WEST + 2 * SIDE, SOUTH + SIDE + 1e-7)
    whole = unite({"a": SQUARE, "b": beside})
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
