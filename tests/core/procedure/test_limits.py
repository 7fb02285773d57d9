"""Which limit counts, from which day, until which; and what is said while it cannot be known."""

from dataclasses import replace
from datetime import date, datetime

from tests.core.procedure.sample import BUYBACK, days, formula, moment

from tenglong.core.clocks import Reading, Unit
from tenglong.core.decreed import seed_calendar
from tenglong.core.lights import Light, light_of
from tenglong.core.procedure import Act, CaseState, Limit, Move, apply, counting, start, step_reading

CALENDAR = seed_calendar()
FIFTEEN = Limit(15, Unit.DAY, "分类办法", when=formula("有抵押"))
THIRTY = Limit(30, Unit.DAY, "分类办法")
FROM_DECISION = Limit(5, Unit.WORKDAY, "未公布", since="决策日期")
TO_SIGNING = Limit(0, Unit.DAY, "计划", until="签约日期")


def read_first(
    limits: tuple[Limit, ...], facts: dict[str, object], at: datetime, state: CaseState | None = None
) -> Reading | None:
    """The clock of the first step under these limits, opened on 4 March 2024 in the morning."""
    procedure = replace(BUYBACK, steps=(replace(BUYBACK.steps[0], limits=limits),))
    state = state or start(procedure, facts, moment(4))
    return step_reading(procedure, state.step("verify"), facts, at, CALENDAR)


def test_the_first_whose_condition_holds_counts() -> None:
    assert counting((FIFTEEN, THIRTY), {"有抵押": True}).limit is FIFTEEN
    assert counting((FIFTEEN, THIRTY), {"有抵押": False}).limit is THIRTY
    assert counting((FIFTEEN,), {"有抵押": False}).waits == ""


def test_an_unknown_condition_keeps_the_later_ones_from_counting() -> None:
    found = counting((FIFTEEN, THIRTY), {})
    assert (found.limit, found.waits) == (None, "还不计时，等“有抵押”")
    assert read_first((FIFTEEN, THIRTY), {}, moment(8)) is None


def test_a_clock_starts_on_the_day_of_its_field() -> None:
    reading = read_first((FROM_DECISION,), {"决策日期": date(2024, 3, 7)}, moment(11))
    assert reading is not None
    assert (reading.used, reading.due_on) == (2, date(2024, 3, 14))
    assert reading.lines[0] == "“决策日期”2024-03-07 起算；当天不计，时限 5 个工作日。"


def test_while_its_field_is_empty_there_is_no_day() -> None:
    found = counting((FROM_DECISION,), {})
    assert read_first((FROM_DECISION,), {}, moment(11)) is None
    assert light_of(None, date(2024, 3, 11), found.waits).words == "还不计时，等“决策日期”"


def test_a_planned_day_is_the_due_day_and_another_plan_moves_it() -> None:
    for planned in (date(2024, 3, 20), date(2024, 4, 6)):  # a working day, and a holiday
        reading = read_first((TO_SIGNING,), {"签约日期": planned}, moment(11))
        assert reading is not None
        assert reading.due_on == planned
        assert (reading.used, reading.left) == (7, (planned - date(2024, 3, 11)).days)


def test_the_light_warns_before_the_planned_day_and_is_red_after_it() -> None:
    facts: dict[str, object] = {"签约日期": date(2024, 3, 20)}
    lit = [
        light_of(read_first((TO_SIGNING,), facts, moment(day)), date(2024, 3, day)).light for day in (17, 18, 20, 21)
    ]
    assert lit == [Light.GREEN, Light.YELLOW, Light.YELLOW, Light.RED]


def test_a_pause_does_not_move_a_planned_day() -> None:
    procedure = replace(BUYBACK, steps=(replace(BUYBACK.steps[0], limits=(TO_SIGNING,)),))
    facts: dict[str, object] = {"签约日期": date(2024, 3, 20)}
    state = start(procedure, facts, moment(4))
    state = apply(procedure, state, Move(Act.PAUSE, "verify", reason="expert"), facts, moment(6))
    reading = read_first((TO_SIGNING,), facts, moment(21), state)
    assert reading is not None
    assert (reading.due_on, reading.paused, reading.left) == (date(2024, 3, 20), False, -1)


def test_no_days_means_decided_the_day_it_opens() -> None:
    same_day = (days(0),)
    assert [light_of(read_first(same_day, {}, moment(day)), date(2024, 3, day)).words for day in (4, 5)] == [
        "今天到期",
        "超 1 个工作日",
    ]
    procedure = replace(BUYBACK, steps=(replace(BUYBACK.steps[0], limits=same_day),))
    done = apply(procedure, start(procedure, {}, moment(4)), Move(Act.FINISH, "verify"), {}, moment(4, 16))
    reading = read_first(same_day, {}, moment(9), done)
    assert light_of(reading, date(2024, 3, 9)).words == "按时办结，用 0 个工作日"
