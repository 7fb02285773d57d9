"""The line of time: what stands where, whatever it is given."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tenglong.web.panels.timeline import APART, LANES, NARROW, WIDE, Bar, Line, Mark, draw_line, text_width

TODAY = date(2026, 3, 3)
days = st.dates(date(2015, 1, 1), date(2026, 12, 31))
bars = st.builds(
    lambda lane, since, length, text: Bar(lane, since, since + timedelta(length) if length else None, text, "rent"),
    st.sampled_from(LANES), days, st.integers(0, 900), st.text("石桥包装 abc", max_size=30),
)  # fmt: skip
marks = st.builds(Mark, st.sampled_from(LANES), days, st.just("记录"))


def percent(text: str) -> float:
    return float(text.rstrip("%"))


def drawn(*bars: Bar, marks: tuple[Mark, ...] = ()) -> Line:
    return draw_line(bars, marks, today=TODAY)


def pixels(line: Line, on: date) -> float:
    return line.at(on) * line.width / 100


@given(st.lists(bars, max_size=12), st.lists(marks, max_size=12), st.sampled_from((WIDE, NARROW)))
def test_everything_is_drawn_once_and_inside(some_bars, some_marks, width):
    line = draw_line(some_bars, some_marks, today=TODAY, width=width)
    assert sum(len(lane.bars) for lane in line.lanes) == len(some_bars)
    assert sum(len(circle.marks) for lane in line.lanes for circle in lane.marks) == len(some_marks)
    for lane in line.lanes:
        for bar in lane.bars:
            assert percent(bar.x) >= 0
            assert percent(bar.x) + percent(bar.width) <= 100.5
            assert lane.y - 8 < bar.y < lane.end
        assert all(0 <= percent(mark.x) <= 100 and lane.y < mark.y < lane.end for mark in lane.marks)
    assert line.height > line.lanes[-1].end


@given(st.lists(bars, max_size=12), st.sampled_from((WIDE, NARROW)))
def test_bars_of_a_row_and_their_texts_do_not_overlap(some_bars, width):
    for lane in draw_line(some_bars, (), today=TODAY, width=width).lanes:
        rows: dict[int, list[tuple[float, float]]] = {}
        for bar in lane.bars:
            start, end = percent(bar.x), percent(bar.x) + percent(bar.width)
            rows.setdefault(bar.y, []).append((start, end))
            room = 100 * text_width(bar.text) / width
            if bar.anchor == "start":
                rows[bar.y][-1] = (start, end + room)
            elif bar.anchor == "end":
                rows[bar.y][-1] = (start - room, end)
        for row in rows.values():
            row.sort()
            assert all(left[1] <= right[0] + 0.5 for left, right in pairwise(row))


@given(st.lists(marks, max_size=30), st.sampled_from((WIDE, NARROW)))
def test_no_mark_leaves_its_day_and_no_two_circles_overlap(some_marks, width):
    line = draw_line((), some_marks, today=TODAY, width=width)
    for lane in line.lanes:
        for circle in lane.marks:
            assert abs(percent(circle.x) - line.at(circle.marks[0].on)) < 0.01
            assert all(0 <= pixels(line, mark.on) - pixels(line, circle.marks[0].on) < APART for mark in circle.marks)
        assert all(
            pixels(line, right.marks[0].on) - pixels(line, left.marks[0].on) >= APART
            for left, right in pairwise(lane.marks)
        )


def test_an_owner_and_a_tenant_stand_under_each_other():
    owner = Bar("占用", date(2022, 1, 1), date(2023, 11, 1), "石桥包装厂 自有 25.4 亩", "occupancy")
    tenant = Bar("占用", date(2022, 12, 1), date(2023, 11, 1), "白鹭电子 租用 12.3 亩", "rent")
    lane = drawn(owner, tenant).lanes[0]
    assert [bar.bar for bar in lane.bars] == [owner, tenant]
    assert lane.bars[0].y < lane.bars[1].y
    assert lane.label == "占用"


def test_what_lasts_reaches_the_end_and_a_short_bar_has_its_text_beside_it():
    lasting = drawn(Bar("占用", date(2024, 6, 1), None, "望山智造", "occupancy")).lanes[0].bars[0]
    assert 95 < percent(lasting.x) + percent(lasting.width) <= 100  # today, not the future
    short = (
        drawn(
            Bar("占用", date(2015, 1, 1), None, "", "occupancy"),
            Bar("审批", date(2020, 1, 1), date(2020, 1, 20), "拿地即开工", "approve"),
        )
        .lanes[3]
        .bars[0]
    )
    assert not short.inside
    assert percent(short.text_x) > percent(short.x) + percent(short.width)


def test_marks_too_close_to_tell_apart_are_counted_in_one_circle_with_the_worst_light():
    marks = (
        Mark("整治", date(2023, 9, 14), "签约"),
        Mark("整治", date(2023, 9, 15), "协议", "evidence"),
        Mark("整治", date(2023, 9, 16), "到期", "due", "red"),
        Mark("整治", date(2025, 9, 14), "入库"),
    )
    together, alone = drawn(Bar("占用", date(2019, 1, 1), None, "", "occupancy"), marks=marks).lanes[1].marks
    assert (together.marks, together.kind, together.light, together.on) == (marks[:3], "many", "red", marks[2].on)
    assert (alone.marks, alone.kind, alone.light) == (marks[3:], "entry", "")


def test_yearly_figures_stand_in_one_row_and_keep_their_numbers():
    years = [
        Bar("产出", date(year, 1, 1), date(year + 1, 1, 1), "亩均税收 2.4", "output", ("2.4",), inside=True)
        for year in range(2020, 2026)
    ]
    for width, text in ((WIDE, "亩均税收 2.4"), (NARROW, "2.4")):
        found = draw_line(years, (), today=TODAY, width=width).lanes[5].bars
        assert {(bar.y, bar.text, bar.inside) for bar in found} == {(found[0].y, text, True)}


def test_a_text_without_room_in_its_bar_stands_right_of_it():
    owner = Bar("占用", date(2022, 1, 1), date(2023, 11, 1), "石桥包装厂", "occupancy")
    tenant = Bar("占用", date(2022, 12, 1), date(2023, 3, 1), "白鹭电子材料有限公司", "rent")
    (_, beside) = drawn(owner, tenant).lanes[0].bars
    assert (beside.inside, beside.anchor) == (False, "start")


def test_the_red_line_stays_inside():
    line = drawn(Bar("占用", date(2022, 1, 1), None, "", "occupancy"))
    assert line.at(date(1990, 1, 1)) == 0
    assert line.at(date(2090, 1, 1)) == 100
    assert 0 < line.at(date(2023, 1, 31)) < line.at(date(2023, 2, 1)) < 100


def test_what_began_before_the_window_is_cut_off_and_says_when():
    line = draw_line(
        (
            Bar("占用", date(1998, 5, 1), None, "石桥包装厂", "occupancy"),
            Bar("产出", date(2020, 1, 1), date(2021, 1, 1), "亩均税收 2.4", "output"),
            Bar("整治", date(2022, 6, 15), date(2023, 12, 15), "收储", "cleanup"),
        ),
        (Mark("占用", date(2011, 5, 1), "权证", "evidence"),),
        today=TODAY,
        since=date(2022, 1, 1),
    )
    assert line.since == date(2022, 1, 1)
    (used,) = line.lanes[0].bars
    assert (percent(used.x), used.text) == (0, "石桥包装厂（1998 起）")
    assert (line.lanes[0].marks, line.lanes[5].bars) == ((), ())
