"""Clocks by the stories people complained about (prior art, section 3, asks 1 to 6), at the decreed days of 2024.

February 2024: 10 to 17 off for Spring Festival, Sunday 4 and Sunday 18 worked.
"""

from datetime import UTC, date, datetime, time

import pytest

from tenglong.core.clocks import Budget, Pause, Reading, Unit, read
from tenglong.core.decreed import seed_calendar
from tenglong.core.worktime import Calendar

CALENDAR = seed_calendar()
FIVE = Budget(5, Unit.WORKDAY)


def moment(day: int, hour: int = 10, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2024, month, day, hour, minute)


def paused(since: datetime, until: datetime | None) -> Pause:
    return Pause(since, until, "专家评审")


def at(when: datetime, *pauses: Pause, budget: Budget = FIVE, start: datetime | None = None) -> Reading:
    return read(budget, start or moment(4), pauses, when, CALENDAR)


def test_the_day_of_the_start_is_not_counted() -> None:
    reading = at(moment(6))
    assert (reading.due_on, reading.warn_on) == (date(2024, 3, 11), date(2024, 3, 8))
    assert (reading.used, reading.left) == (2, 3)


def test_ask_1_a_pause_stops_the_clock_and_gives_the_days_back() -> None:
    before = at(moment(6))
    while_paused = at(moment(14), paused(moment(6), None))
    after = at(moment(15), paused(moment(6), moment(15)))
    assert before.left == while_paused.left == after.left == 3
    assert while_paused.paused
    assert not after.paused
    assert after.paused_days == 7
    assert after.due_on == CALENDAR.add_workdays(before.due_on, 7)


def test_ask_2_a_new_limit_keeps_the_paused_days() -> None:
    pauses = [paused(moment(6), moment(8))]
    longer = at(moment(11), *pauses, budget=Budget(10, Unit.WORKDAY))
    assert at(moment(11), *pauses).due_on == date(2024, 3, 13)
    assert longer.due_on == date(2024, 3, 20)
    assert longer.paused_days == 2


@pytest.mark.parametrize(
    ("since", "until"),
    [(moment(9, 9), moment(10, 15)), (moment(8, 18), moment(11, 9)), (moment(8, 17, 1), moment(10, 23))],
)
def test_ask_2_a_pause_over_a_weekend_gives_back_nothing(since: datetime, until: datetime) -> None:
    reading = at(moment(11), paused(since, until))
    assert (reading.due_on, reading.paused_days) == (date(2024, 3, 11), 0)


def test_ask_3_holidays_are_not_counted() -> None:
    assert at(moment(9, month=2), start=moment(8, month=2)).due_on == date(2024, 2, 21)


def test_ask_3_every_clock_can_have_its_own_calendar() -> None:
    plain = Calendar("plain", "Monday to Friday", frozenset(), frozenset(), frozenset({2024}))
    assert read(FIVE, moment(8, month=2), [], moment(9, month=2), plain).due_on == date(2024, 2, 15)


def test_ask_4_one_day_is_one_working_day() -> None:
    one = Budget(1, Unit.WORKDAY)
    assert at(moment(4), budget=one, start=moment(4, 16, 59)).due_on == date(2024, 3, 5)
    assert at(moment(8), budget=one, start=moment(8)).due_on == date(2024, 3, 11)


def test_ask_5_make_up_days_are_counted_and_an_undecreed_year_is_provisional() -> None:
    reading = at(moment(9, month=2), budget=Budget(2, Unit.WORKDAY), start=moment(8, month=2))
    assert (reading.due_on, reading.provisional) == (date(2024, 2, 18), False)
    late = read(FIVE, datetime(2026, 12, 28, 9), [], datetime(2026, 12, 28, 10), CALENDAR)
    assert late.provisional
    assert late.lines[-1] == "2027 年的放假安排还没有公布，到期日是暂定的，公布后重新计算。"


@pytest.mark.parametrize(
    ("start", "due_on"),
    [
        (moment(4, 17, 0), date(2024, 3, 11)),
        (moment(4, 17, 1), date(2024, 3, 12)),
        (moment(8, 18, 5), date(2024, 3, 18)),  # a Friday evening counts as Monday
        (moment(9, 9), date(2024, 3, 18)),
        (moment(10, 23), date(2024, 3, 18)),
    ],
)
def test_ask_6_after_the_cut_off_or_on_a_day_off_counts_as_the_next_working_day(start: datetime, due_on: date) -> None:
    assert at(start, start=start).due_on == due_on


def test_ask_6_the_cut_off_belongs_to_the_clock_and_calendar_days_have_none() -> None:
    evening = moment(8, 21)
    assert at(evening, start=evening, budget=Budget(5, Unit.WORKDAY, cutoff=None)).due_on == date(2024, 3, 15)
    assert at(evening, start=evening, budget=Budget(5, Unit.WORKDAY, cutoff=time(22))).due_on == date(2024, 3, 15)
    assert at(evening, start=evening, budget=Budget(5, Unit.DAY)).due_on == date(2024, 3, 13)


def test_overlapping_pauses_count_once() -> None:
    reading = at(moment(15), paused(moment(6), moment(8)), paused(moment(7), moment(12)), paused(moment(7), moment(8)))
    assert reading.paused_days == 4


def test_a_pause_in_calendar_days_gives_back_weekends_too() -> None:
    reading = at(moment(11), paused(moment(8), moment(11)), budget=Budget(5, Unit.DAY))
    assert (reading.due_on, reading.paused_days) == (date(2024, 3, 12), 3)


def test_resumed_on_a_day_off_the_clock_runs_from_the_next_working_day() -> None:
    """Paused on Wednesday with three days left, resumed on Saturday: Monday is a day of the pause still."""
    pause = paused(moment(6), moment(9))
    assert [at(moment(day, 12), pause).left for day in (8, 9, 10, 11, 12)] == [3, 3, 3, 3, 2]


def test_a_pause_before_the_start_gives_back_nothing() -> None:
    assert at(moment(6), paused(moment(1), moment(4))).paused_days == 0
    assert at(moment(6), paused(moment(1), moment(5))).paused_days == 1


def test_a_limit_that_has_run_out_stays_missed() -> None:
    reading = at(moment(21), paused(moment(13), moment(20)))
    assert reading.due_on == date(2024, 3, 11)
    assert (reading.left, reading.paused_days) == (-3, 0)
    assert "2024-03-13 至 2024-03-20 停钟（专家评审），开始时已过到期日，不再退还。" in reading.lines


def test_a_pause_on_the_due_day_is_in_time() -> None:
    reading = at(moment(13), paused(moment(11), moment(13)))
    assert (reading.due_on, reading.left) == (date(2024, 3, 13), 0)


def test_a_stopped_clock_says_the_same_for_ever() -> None:
    readings = [
        read(FIVE, moment(4), [], when, CALENDAR, stopped_at=moment(7)) for when in (moment(7), moment(28, month=6))
    ]
    assert readings[0] == readings[1]
    assert readings[0].stopped_on == date(2024, 3, 7)
    assert readings[0].used == 3


def test_the_past_is_read_without_what_came_later() -> None:
    reading = read(FIVE, moment(4), [paused(moment(6), moment(8))], moment(5), CALENDAR, stopped_at=moment(12))
    assert reading == read(FIVE, moment(4), [], moment(5), CALENDAR)


def test_moments_are_taken_in_chinas_time() -> None:
    """09:30 UTC is half past five in the county: after the cut-off."""
    reading = read(FIVE, datetime(2024, 3, 4, 9, 30, tzinfo=UTC), [], datetime(2024, 3, 4, 23, tzinfo=UTC), CALENDAR)
    assert reading.due_on == date(2024, 3, 12)
    assert reading.used == 0


def test_a_budget_of_zero_is_due_at_once() -> None:
    reading = at(moment(4), budget=Budget(0, Unit.WORKDAY))
    assert (reading.due_on, reading.warn_on) == (date(2024, 3, 4), date(2024, 3, 4))
    with pytest.raises(ValueError, match="不能小于零"):
        Budget(-1, Unit.DAY)


def test_the_due_day_is_explained() -> None:
    pauses = [paused(moment(8, month=2), moment(19, month=2)), Pause(moment(20, month=2), None, "等材料")]
    reading = at(moment(22, month=2), *pauses, start=moment(6, 18, 5, month=2))
    assert reading.lines == (
        "2024-02-06 18:05 开始，已过 17:00，按 2024-02-07 计；当天不计，时限 5 个工作日。",
        "2024-02-08 至 2024-02-19 停钟（专家评审），退还 3 个工作日。",
        "2024-02-20 起停钟（等材料），退还 2 个工作日。",
        "其间放假 2024-02-12 至 2024-02-16，不计入。",
        "其间调休上班 2024-02-18，计入。",
        "如果今天恢复计时，2024-02-27 到期。",
    )
    weekend = at(moment(9), start=moment(9))
    assert weekend.lines[0] == "2024-03-09 10:00 开始，当天不上班，按 2024-03-11 计；当天不计，时限 5 个工作日。"
