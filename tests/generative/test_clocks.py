"""What holds for every clock, whatever the calendar, the limit, the start and the pauses."""

from datetime import date, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from tenglong.core.clocks import Budget, Pause, Reading, Unit, read, read_planned
from tenglong.core.worktime import Calendar

FIRST = date(2024, 1, 1)
DAYS = 120  # starts, pauses and decrees fall within so many days


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    days = draw(st.dictionaries(st.integers(0, 2 * DAYS), st.booleans(), max_size=12))
    dated = {FIRST + timedelta(days=offset): is_off for offset, is_off in days.items()}
    off, on = (frozenset(day for day, is_off in dated.items() if is_off is wanted) for wanted in (True, False))
    return Calendar("drawn", "drawn", off, on, frozenset({2024}))


moments = st.builds(
    lambda day, minute: datetime.combine(FIRST, time()) + timedelta(days=day, minutes=minute),
    st.integers(0, DAYS),
    st.integers(0, 24 * 60 - 1),
)
units = st.sampled_from(Unit)
budgets = st.builds(Budget, st.integers(0, 40), units, st.sampled_from([None, time(12), time(17)]), st.integers(0, 5))
pauses = st.builds(
    lambda one, other: Pause(min(one, other), max(one, other), "原因"),
    moments,
    moments,
)
ledgers = st.lists(pauses, max_size=4)
LATE = datetime(2025, 1, 1)


def units_between(calendar: Calendar, unit: Unit, day: date, to: date) -> int:
    """Units after `day` up to and including `to`."""
    if unit is Unit.DAY:
        return (to - day).days
    return calendar.count_workdays(day + timedelta(days=1), to + timedelta(days=1))


def in_office(calendar: Calendar, budget: Budget, moment: datetime) -> bool:
    """Whether the moment counts as the day it is in."""
    late = budget.cutoff is not None and moment.time() > budget.cutoff
    return budget.unit is Unit.DAY or (calendar.is_workday(moment.date()) and not late)


def slow_due(calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause]) -> date:
    """The due day by walking day after day: the obvious way, against which the quick one is held."""

    def works(day: date) -> bool:
        return budget.unit is Unit.DAY or calendar.is_workday(day)

    def unit_of(moment: datetime) -> date:
        day = moment.date()
        if in_office(calendar, budget, moment):
            return day
        day += timedelta(days=budget.unit is Unit.WORKDAY and works(day))
        while not works(day):
            day += timedelta(days=1)
        return day

    day, left = unit_of(start), budget.amount
    rests = [(unit_of(pause.since), unit_of(pause.until)) for pause in ledger if pause.until]
    while True:
        standing = any(begin <= day < end for begin, end in rests)
        if left == 0 and not standing:
            return day
        day += timedelta(days=1)
        while not works(day):
            day += timedelta(days=1)
        left -= not standing


@given(calendars(), budgets, moments, ledgers)
def test_the_due_day_is_the_one_found_by_walking(
    calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause]
) -> None:
    assert read(budget, start, ledger, LATE, calendar).due_on == slow_due(calendar, budget, start, ledger)


@given(calendars(), budgets, moments, ledgers, moments)
def test_used_and_left_make_the_budget(
    calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause], at: datetime
) -> None:
    reading = read(budget, start, ledger, at, calendar)
    assert reading.used + reading.left == budget.amount
    assert reading.used >= 0
    assert reading.warn_on <= reading.due_on


@given(calendars(), budgets, moments, ledgers, st.tuples(moments, moments))
def test_as_time_goes_by_nothing_is_given_away(
    calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause], times: tuple[datetime, datetime]
) -> None:
    earlier, later = (read(budget, start, ledger, at, calendar) for at in sorted(times))
    assert earlier.used <= later.used
    assert earlier.due_on <= later.due_on
    assert earlier.paused_days <= later.paused_days


@given(calendars(), budgets, moments, ledgers, st.integers(1, 20))
def test_a_longer_limit_is_never_due_earlier_and_used_stays(
    calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause], more: int
) -> None:
    longer = Budget(budget.amount + more, budget.unit, budget.cutoff, budget.warn_before)
    one, other = (read(each, start, ledger, LATE, calendar) for each in (budget, longer))
    assert one.used == other.used
    assert units_between(calendar, budget.unit, one.due_on, other.due_on) >= more
    assert other.paused_days >= one.paused_days


@given(calendars(), budgets, moments, st.integers(0, 40), st.integers(0, 20))
def test_a_pause_of_k_units_moves_the_due_day_by_exactly_k(
    calendar: Calendar, budget: Budget, start: datetime, after: int, k: int
) -> None:
    def office_day(day: date, n: int) -> date:
        return day + timedelta(days=n) if budget.unit is Unit.DAY else calendar.add_workdays(day, n)

    plain = read(budget, start, [], LATE, calendar)
    since = office_day(office_day(start.date() + timedelta(days=1), 0), min(after, max(0, budget.amount - 2)))
    pause = Pause(datetime.combine(since, time(9)), datetime.combine(office_day(since, k), time(9)), "原因")
    reading = read(budget, start, [pause], LATE, calendar)
    if since <= plain.due_on:
        assert reading.paused_days == k
        assert units_between(calendar, budget.unit, plain.due_on, reading.due_on) == k
    else:
        assert reading.due_on == plain.due_on


@given(calendars(), budgets, st.tuples(moments, moments, moments))
def test_what_was_left_before_a_pause_is_left_after_it(
    calendar: Calendar, budget: Budget, times: tuple[datetime, datetime, datetime]
) -> None:
    start, since, until = sorted(times)
    assume(in_office(calendar, budget, since))
    assume(in_office(calendar, budget, until))
    before = read(budget, start, [], since, calendar)
    standing = read(budget, start, [Pause(since, None, "原因")], until, calendar)
    after = read(budget, start, [Pause(since, until, "原因")], until, calendar)
    assert before.left == standing.left == after.left
    assert standing.due_on == after.due_on
    assert (standing.paused, after.paused) == (True, False)


@given(calendars(), budgets, moments, ledgers, moments)
def test_a_pause_of_no_length_or_within_days_off_changes_nothing(
    calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause], at: datetime
) -> None:
    plain = read(budget, start, ledger, LATE, calendar)
    nothing = read(budget, start, [*ledger, Pause(at, at, "原因")], LATE, calendar)
    assert (plain.due_on, plain.used, plain.paused_days) == (nothing.due_on, nothing.used, nothing.paused_days)
    if budget.unit is Unit.WORKDAY and not calendar.is_workday(at.date()):
        off = Pause(at, datetime.combine(at.date(), time.max), "原因")
        assert read(budget, start, [*ledger, off], LATE, calendar).due_on == plain.due_on


@given(calendars(), budgets, moments, ledgers, pauses)
def test_a_pause_written_twice_or_in_parts_counts_once(
    calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause], pause: Pause
) -> None:
    assert pause.until is not None
    middle = pause.since + (pause.until - pause.since) / 2
    parts = [Pause(middle, pause.until, "原因"), Pause(pause.since, middle, "原因"), pause]
    one, other = (read(budget, start, [*ledger, *more], LATE, calendar) for more in ([pause], parts))
    assert (one.due_on, one.used) == (other.due_on, other.used)


@given(calendars(), budgets, moments, ledgers, st.integers(0, 2 * DAYS))
def test_another_holiday_never_makes_it_due_earlier(
    calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause], offset: int
) -> None:
    holiday = frozenset({FIRST + timedelta(days=offset)})
    later = Calendar("later", "", calendar.off | holiday, calendar.on - holiday, calendar.decreed)
    assert read(budget, start, ledger, LATE, later).due_on >= read(budget, start, ledger, LATE, calendar).due_on


@given(calendars(), budgets, moments, ledgers, moments)
def test_a_stopped_clock_says_for_ever_what_it_said_then(
    calendar: Calendar, budget: Budget, start: datetime, ledger: list[Pause], stop: datetime
) -> None:
    then, later = (read(budget, start, ledger, at, calendar, stopped_at=stop) for at in (stop, LATE))
    assert then == later
    assert not then.paused


days = st.builds(lambda offset: FIRST + timedelta(days=offset), st.integers(-20, 2 * DAYS))


@given(calendars(), budgets, st.integers(0, DAYS), ledgers, moments)
def test_a_clock_that_starts_on_a_day_runs_as_one_opened_that_morning(
    calendar: Calendar, budget: Budget, offset: int, ledger: list[Pause], at: datetime
) -> None:
    day = datetime.combine(FIRST + timedelta(days=offset), time())
    named, opened = (
        read(budget, start, ledger, at, calendar, named=label)
        for start, label in ((day, "摘牌日期"), (day + timedelta(hours=9), ""))
    )
    assert (named.due_on, named.warn_on, named.used, named.left) == (
        opened.due_on,
        opened.warn_on,
        opened.used,
        opened.left,
    )


@given(calendars(), units, days, st.tuples(moments, moments, moments), st.integers(0, 5))
def test_a_planned_day_is_due_then_and_time_only_takes_from_it(
    calendar: Calendar, unit: Unit, planned: date, drawn: tuple[datetime, datetime, datetime], warn: int
) -> None:
    start, *times = drawn

    def look(at: datetime) -> Reading:
        return read_planned(planned, start, at, calendar, unit=unit, warn_before=warn, named="计划日期")

    earlier, later = (look(at) for at in sorted(times))
    assert earlier.due_on == later.due_on == planned
    assert earlier.warn_on == later.warn_on <= planned
    assert later.left <= earlier.left
    assert earlier.used + earlier.left == later.used + later.left
    assert later.left == units_between(calendar, unit, max(start, *times).date(), planned)


@given(calendars(), units, days, st.integers(0, 30), moments)
def test_a_later_plan_is_due_as_much_later(
    calendar: Calendar, unit: Unit, planned: date, more: int, start: datetime
) -> None:
    later = planned + timedelta(days=more)
    one, other = (
        read_planned(day, start, LATE, calendar, unit=unit, warn_before=2, named="计划日期") for day in (planned, later)
    )
    assert other.left - one.left == units_between(calendar, unit, planned, later)
    assert one.warn_on <= other.warn_on
