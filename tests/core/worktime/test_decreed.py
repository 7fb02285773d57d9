"""The seed calendar against the notices, and against an independent list of them where one is at hand."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tenglong.core.decreed import seed_calendar
from tenglong.core.worktime import Calendar

NOTICES = Path(__file__).parents[4] / "shared" / "data" / "workday_calendar"

WORKDAYS = {2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}

# The shape of one year's notice, with a day of the year before in it.
TWIN = [
    {
        "year": 2031,
        "days": [
            {"name": "元旦", "date": "2030-12-28", "isOffDay": False},
            {"name": "元旦", "date": "2030-12-31", "isOffDay": True},
            {"name": "元旦", "date": "2031-01-01", "isOffDay": True},
        ],
    },
    {"year": 2032, "days": []},
]


def calendar_of(notices: list[dict[str, Any]]) -> Calendar:
    days = {date.fromisoformat(day["date"]): day["isOffDay"] for notice in notices for day in notice["days"]}
    return Calendar(
        version="notices",
        source="notices",
        off=frozenset(day for day, is_off in days.items() if is_off),
        on=frozenset(day for day, is_off in days.items() if not is_off),
        decreed=frozenset(notice["year"] for notice in notices if notice["days"]),
    )


@pytest.mark.parametrize(("year", "expected"), WORKDAYS.items())
def test_working_days_of_a_year(year: int, expected: int) -> None:
    assert seed_calendar().count_workdays(date(year, 1, 1), date(year + 1, 1, 1)) == expected


def test_a_year_without_a_notice_is_provisional() -> None:
    assert seed_calendar().undecreed_years(date(2004, 1, 1), date(2026, 12, 29)) == ()
    assert seed_calendar().undecreed_years(date(2026, 11, 1), date(2027, 1, 2)) == (2027,)


def test_twin_of_the_notices() -> None:
    calendar = calendar_of(TWIN)
    assert calendar.is_workday(date(2030, 12, 28))
    assert not calendar.is_workday(date(2030, 12, 31))
    assert calendar.count_workdays(date(2030, 12, 27), date(2031, 1, 3)) == 4
    assert calendar.decreed == {2031}


@pytest.mark.skipif(not NOTICES.exists(), reason="the notices are not beside this checkout")
def test_agrees_with_the_notices_on_every_day() -> None:
    calendar = calendar_of([json.loads(path.read_text("utf-8")) for path in sorted(NOTICES.glob("2*.json"))])
    seed = seed_calendar()
    days = [date.fromordinal(n) for n in range(date(2018, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    assert [day for day in days if calendar.is_workday(day) != seed.is_workday(day)] == []
    assert 2027 not in calendar.decreed
    assert 2027 not in seed.decreed
