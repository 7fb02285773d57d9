"""The line of time: what stands where, whatever it is given."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tenglong.web.panels.timeline import LANES, Bar, Line, Mark, draw_line

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


@given(st.lists(bars, max_size=12), st.lists(marks, max_size=12))
def test_everything_is_drawn_once_and_inside(some_bars, some_marks):
    line = draw_line(some_bars, some_marks, today=TODAY)
    assert sum(len(lane.bars) for lane in line.lanes) == len(some_bars)
    assert sum(len(lane.marks) for lane in line.lanes) == len(some_marks)
    for lane in line.lanes:
        for bar in lane.bars:
            assert percent(bar.x) >= 0
            assert percent(bar.x) + percent(bar.width) <= 100.5
            assert lane.y - 8 < bar.y < lane.end
        assert all(0 <= percent(mark.x) <= 100 for mark in lane.marks)
    assert line.height > line.lanes[-1].end


@given(st.lists(bars, max_size=12))
def test_bars_of_a_row_do_not_overlap(some_bars):
    for lane in draw_line(some_bars, (), today=TODAY).lanes:
        rows: dict[int, list[tuple[float, float]]] = {}
        for bar in lane.bars:
            rows.setdefault(bar.y, []).append((percent(bar.x), percent(bar.x) + percent(bar.width)))
        for row in rows.values():
            row.sort()
            assert all(left[1] <= right[0] + 0.5 for left, right in pairwise(row))


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


def test_marks_of_one_day_stand_under_each_other_at_that_day():
    one_day = date(2023, 9, 14)
    marks = (Mark("整治", one_day, "签约"), Mark("整治", one_day, "协议", "evidence"))
    first, second = drawn(marks=marks).lanes[1].marks
    assert second.x == first.x
    assert second.y > first.y


def test_the_red_line_stays_inside():
    line = drawn(Bar("占用", date(2022, 1, 1), None, "", "occupancy"))
    assert line.at(date(1990, 1, 1)) == 0
    assert line.at(date(2090, 1, 1)) == 100
    assert 0 < line.at(date(2023, 1, 31)) < line.at(date(2023, 2, 1)) < 100


def test_who_used_it_long_before_is_cut_off_so_that_what_was_done_has_room():
    line = drawn(
        Bar("占用", date(1998, 5, 1), None, "石桥包装厂", "occupancy"),
        Bar("整治", date(2022, 6, 15), date(2023, 12, 15), "收储", "cleanup"),
    )
    assert date(2022, 1, 1) < line.since < date(2022, 6, 15)
    assert percent(line.lanes[0].bars[0].x) == 0


@given(st.lists(marks, max_size=30))
def test_no_mark_leaves_its_day(some_marks):
    line = draw_line((), some_marks, today=TODAY)
    for lane in line.lanes:
        for one in lane.marks:
            assert abs(percent(one.x) - line.at(one.mark.on)) < 0.01
            assert lane.y < one.y < lane.end
