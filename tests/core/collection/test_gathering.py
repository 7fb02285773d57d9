"""Answers gathered into tables, and the way from one scope to another: exact, and told row by row."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.collection.sample import monthly

from tenglong.core.clocks import Unit
from tenglong.core.collection import (
    Answer,
    Column,
    Deadline,
    Outward,
    WrongPeriod,
    bridge,
    day_after,
    gather,
    period_of,
    periods_before,
    say,
)
from tenglong.core.decreed import seed_calendar
from tenglong.core.formula import Checked, NameSpec, Type, check, parse
from tenglong.core.measure import read_period

NAMES = {
    "产值": NameSpec("产值", Type.NUMBER, "万元"),
    "其中园区": NameSpec("其中园区", Type.NUMBER, "万元"),
    "在园区": NameSpec("在园区", Type.TRUTH),
    "填报对象": NameSpec("填报对象", Type.TEXT),
}


def formula(text: str) -> Checked:
    return check(parse(text), NAMES)


WHOLE = Column("产值（万元）", formula("产值"), "万元", 1, "output")
ZONE = Column("园区产值（亿元）", formula("其中园区"), "亿元", 3, "output")
COUNTY = Outward("county", "县表", "县里", "都算", (Column("单位", formula("填报对象")), WHOLE))
PROVINCE = Outward("province", "省表", "省里", "只算园区", (ZONE,), where=formula("在园区"))
MAY = date(2026, 6, 5)


def answer(key: str, output: object, zone: object = 0, inside: bool | None = False, on: date = MAY) -> Answer:
    facts = {"产值": output, "其中园区": zone, "在园区": inside, "填报对象": f"{key}镇"}
    return Answer(key, f"{key}镇", facts, on)


def test_a_number_is_said_in_the_table_s_own_unit() -> None:
    answers = [answer("甲", 12345, 10001, True), answer("乙", 8000)]
    whole, part = gather(COUNTY, answers, None), gather(PROVINCE, answers, None)
    assert whole.totals == (None, Fraction(20345))
    assert say(WHOLE, whole.totals[1]) == "20,345.0"
    assert say(ZONE, part.totals[0]) == "1.000"
    assert [line.answer.key for line in part.lines] == ["甲"]
    assert part.left_out[0].standing.why == ("在园区 否",)


def test_what_cannot_be_told_and_what_is_missing_stand_against_the_total() -> None:
    answers = [answer("甲", 100, 50, None), answer("乙", None, 10, True)]
    assert gather(PROVINCE, answers, None).open == ("甲镇",)
    assert gather(COUNTY, answers, None).open == ("乙镇",)


def test_a_late_answer_is_left_out_and_says_so() -> None:
    answers = [answer("甲", 100), answer("乙", 200, on=date(2026, 6, 12))]
    late = gather(COUNTY, answers, date(2026, 6, 10))
    assert late.totals[1] == 100
    assert late.left_out[0].standing.why == ("2026-06-12 才签发，晚于截止日 2026-06-10",)


amounts = st.decimals(0, 10**9, places=4)


@given(st.lists(st.tuples(amounts, amounts, st.booleans(), st.dates(date(2026, 6, 1), date(2026, 6, 20))), max_size=12))
def test_a_bridge_adds_up_to_the_digit(rows) -> None:
    answers = [answer(str(place), *row[:3], on=row[3]) for place, row in enumerate(rows)]
    ours, theirs = gather(COUNTY, answers, date(2026, 6, 10)), gather(PROVINCE, answers, date(2026, 6, 15))
    found = bridge(ours, WHOLE, theirs, ZONE)
    assert found.left + sum(row.carries for row in found.rows) == found.right
    assert (found.left, found.right) == (ours.totals[1], theirs.totals[0])
    assert all(row.why for row in found.rows)
    back = bridge(theirs, ZONE, ours, WHOLE)
    assert (back.left, back.right, back.same) == (found.right, found.left, found.same)


@pytest.mark.parametrize(
    ("every", "text", "before", "year_before"),
    [
        ("month", "2026-01", "2025-12", "2025-01"),
        ("quarter", "2026Q1", "2025Q4", "2025Q1"),
        ("half", "2026H2", "2026H1", "2025H2"),
        ("year", "2026", "2025", "2025"),
    ],
)
def test_the_periods_that_a_round_is_compared_with(every: str, text: str, before: str, year_before: str) -> None:
    collection = monthly(every)
    found = periods_before(collection, period_of(collection, text))
    assert [one.text for one in found] == [before, year_before]


def test_a_period_of_another_length_is_refused() -> None:
    for text in ("2026Q1", "2026-01..03", "2026"):
        with pytest.raises(WrongPeriod, match="它按月报"):
            period_of(monthly("month"), text)


def test_deadlines_count_days_or_working_days_after_the_period() -> None:
    september, calendar = read_period("2024-09"), seed_calendar()
    assert day_after(Deadline(8, Unit.DAY, "未公布"), september, calendar) == date(2024, 10, 8)
    assert day_after(Deadline(1, Unit.WORKDAY, "未公布"), september, calendar) == date(2024, 10, 8)  # 国庆 first
