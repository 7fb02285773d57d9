"""The picture: columns by the longest chain, the critical path straight on top, no line through a box."""

from dataclasses import replace

import pytest
from tests.core.procedure.sample import BUYBACK, days

from tenglong.core.procedure import Owner, Procedure, Step
from tenglong.core.procedure.draw import Drawing, layout


def step(key: str, *after: str, limit: int | None = None) -> Step:
    return Step(key, key, Owner("officer"), after, limit=None if limit is None else days(limit))


def drawing(*steps: Step) -> Drawing:
    return layout(replace(BUYBACK, steps=steps))


def test_columns_rows_and_the_critical_path() -> None:
    picture = drawing(
        step("file"),
        step("survey", "file", limit=3),
        step("plan", "file", limit=7),
        step("land", "plan", limit=5),
        step("build", "land", "survey"),
    )
    cells = {box.key: (box.column, box.row) for box in picture.boxes}
    assert cells == {"file": (0, 0), "survey": (1, 1), "plan": (1, 0), "land": (2, 0), "build": (3, 0)}
    assert [box.key for box in picture.boxes if box.critical] == ["file", "plan", "land", "build"]
    assert {(edge.start, edge.end) for edge in picture.edges if not edge.critical} == {
        ("file", "survey"),
        ("survey", "build"),
    }


def test_lines_are_horizontal_or_vertical_and_join_their_boxes() -> None:
    picture = layout(BUYBACK)
    boxes = {box.key: box for box in picture.boxes}
    for edge in picture.edges:
        start, end = boxes[edge.start], boxes[edge.end]
        assert edge.points[0] == (start.x + start.width, start.y + start.height // 2)
        assert edge.points[-1] == (end.x, end.y + end.height // 2)
        for (x, y), (next_x, next_y) in zip(edge.points, edge.points[1:], strict=False):
            assert x == next_x or y == next_y


def test_no_line_crosses_a_box() -> None:
    picture = drawing(
        step("a"), step("b", "a"), step("c", "b"), step("d", "c", "a", "b"), step("e", "a"), step("f", "e", "d", "b")
    )
    for edge in picture.edges:
        for (x, y), (next_x, next_y) in zip(edge.points, edge.points[1:], strict=False):
            for box in picture.boxes:
                beside = max(x, next_x) <= box.x or min(x, next_x) >= box.x + box.width
                apart = max(y, next_y) <= box.y or min(y, next_y) >= box.y + box.height
                assert beside or apart


def test_no_two_boxes_overlap_and_all_fit() -> None:
    picture = layout(BUYBACK)
    assert len({(box.column, box.row) for box in picture.boxes}) == len(BUYBACK.steps)
    assert picture.width == max(box.x + box.width for box in picture.boxes) + 20
    assert picture.height >= max(box.y + box.height for box in picture.boxes) + 20


def test_one_step() -> None:
    picture = drawing(step("only"))
    assert (picture.width, picture.height, picture.edges) == (190, 86, ())


def test_a_circle_cannot_be_drawn() -> None:
    circle: Procedure = replace(BUYBACK, steps=(step("a", "b"), step("b", "a")))
    with pytest.raises(ValueError, match="wait for each other"):
        layout(circle)
