"""Working days around the decreed holidays of 2024: Spring Festival and Labour Day with their make-up days."""

from datetime import date, timedelta

import pytest

from tenglong.core.decreed import seed_calendar
from tenglong.core.worktime import Calendar

CALENDAR = seed_calendar()
PLAIN = Calendar("plain", "Monday to Friday", frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2024, 2, 8), 1, date(2024, 2, 9)),  # New Year's Eve was worked
        (date(2024, 2, 9), 1, date(2024, 2, 18)),  # a Sunday made up for
        (date(2024, 2, 10), 1, date(2024, 2, 18)),
        (date(2024, 2, 18), 1, date(2024, 2, 19)),
        (date(2024, 2, 18), -1, date(2024, 2, 9)),
        (date(2024, 2, 17), -1, date(2024, 2, 9)),
        (date(2024, 4, 28), 5, date(2024, 5, 8)),  # 29, 30, then 6, 7 and 8 May
        (date(2024, 5, 1), 6, date(2024, 5, 11)),  # ends on a Saturday made up for
        (date(2024, 3, 1), 1, date(2024, 3, 4)),
        (date(2024, 3, 1), 0, date(2024, 3, 1)),
        (date(2024, 3, 2), 0, date(2024, 3, 4)),  # off: the next working day
        (date(2024, 2, 10), 0, date(2024, 2, 18)),
    ],
)
def test_add_workdays(start: date, n: int, expected: date) -> None:
    assert CALENDAR.add_workdays(start, n) == expected


def test_counting_is_half_open() -> None:
    assert CALENDAR.count_workdays(date(2024, 2, 9), date(2024, 2, 18)) == 1
    assert CALENDAR.count_workdays(date(2024, 2, 9), date(2024, 2, 19)) == 2
    assert CALENDAR.count_workdays(date(2024, 2, 19), date(2024, 2, 9)) == -2
    assert CALENDAR.count_workdays(date(2024, 2, 9), date(2024, 2, 9)) == 0


def test_counts_as_if_day_by_day() -> None:
    first = date(2003, 12, 1)
    worked = 0
    for offset in range(24 * 365):
        day = first + timedelta(days=offset)
        assert CALENDAR.count_workdays(first, day) == worked
        if CALENDAR.is_workday(day):
            assert CALENDAR.workday_at(CALENDAR.position(day)) == day
            worked += 1


def test_without_decrees_weeks_have_five_days() -> None:
    assert PLAIN.add_workdays(date(2030, 1, 7), 260) == date(2030, 1, 7) + timedelta(weeks=52)


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    """31 December 2018 was declared a holiday, and the 29th a working day, by the notice for 2019."""
    before = Calendar("2018", "notice for 2018", CALENDAR.off, CALENDAR.on, frozenset({2018}))
    assert before.undecreed_years(date(2018, 12, 3), date(2018, 12, 29)) == ()
    assert before.undecreed_years(date(2018, 12, 3), date(2018, 12, 30)) == (2019,)
    assert before.undecreed_years(date(2018, 12, 30), date(2018, 12, 30)) == ()


def test_decreed_days_between() -> None:
    off, on = CALENDAR.decreed_between(date(2024, 5, 1), date(2024, 5, 12))
    assert off == (date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 3))
    assert on == (date(2024, 5, 11),)


def test_a_day_cannot_be_both_off_and_on() -> None:
    day = frozenset({date(2024, 5, 1)})
    with pytest.raises(ValueError, match="2024-05-01 既是放假日又是上班日"):
        Calendar("", "", day, day, frozenset({2024}))
