"""Adding and counting working days, against counting on one's fingers."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.generative.test_clocks import calendars

from tenglong.core.worktime import Calendar

days = st.dates(date(2023, 11, 1), date(2024, 12, 31))


@given(calendars(), days, st.integers(-60, 60))
def test_adding_is_walking(calendar: Calendar, start: date, n: int) -> None:
    day, left = start, abs(n)
    while left or (n == 0 and not calendar.is_workday(day)):
        day += timedelta(days=-1 if n < 0 else 1)
        left -= calendar.is_workday(day) and left > 0
    assert calendar.add_workdays(start, n) == day


@given(calendars(), days, days)
def test_counting_is_walking(calendar: Calendar, from_: date, to: date) -> None:
    worked = sum(calendar.is_workday(from_ + timedelta(days=n)) for n in range(max(0, (to - from_).days)))
    assert calendar.count_workdays(from_, to) == (worked if from_ <= to else -calendar.count_workdays(to, from_))


@given(calendars(), days)
def test_position_and_workday_are_inverse(calendar: Calendar, day: date) -> None:
    workday = calendar.workday_at(calendar.position(day))
    assert workday == calendar.add_workdays(day, 0)
    assert calendar.is_workday(workday)
