"""Written names of periods and the half-open stretches they mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenglong.core.measure import CannotReadPeriod, read_period, year_of


@pytest.mark.parametrize(
    ("text", "label", "since", "until"),
    [
        ("2023", "2023年", date(2023, 1, 1), date(2024, 1, 1)),
        ("2021H1", "2021年上半年", date(2021, 1, 1), date(2021, 7, 1)),
        ("2021h2", "2021年下半年", date(2021, 7, 1), date(2022, 1, 1)),
        ("2022Q3", "2022年第三季度", date(2022, 7, 1), date(2022, 10, 1)),
        ("2022-12", "2022年12月", date(2022, 12, 1), date(2023, 1, 1)),
        ("2022-01..07", "2022年1—7月", date(2022, 1, 1), date(2022, 8, 1)),
        ("2022-03..12", "2022年3—12月", date(2022, 3, 1), date(2023, 1, 1)),
        (" 2024-02 ", "2024年2月", date(2024, 2, 1), date(2024, 3, 1)),
    ],
)
def test_a_period_by_its_written_name(text: str, label: str, since: date, until: date):
    period = read_period(text)
    assert (period.label, period.since, period.until) == (label, since, until)
    assert period.holds(since)
    assert not period.holds(until)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023H3",
        "2023Q0",
        "2023-13",
        "2023-1",
        "去年",
        "2023-01-01",
        "2023-07..07",
        "2023-07..01",
        "2023..07",
        "0000-01",
        "0202",
        "9999-12",
        "99999",
        "２０２３",
    ],
)
def test_what_is_no_period_is_said(text: str):
    with pytest.raises(CannotReadPeriod, match="不是期间"):
        read_period(text)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_the_parts_of_a_year_hold_each_of_its_days_once(day: date):
    year = f"{day.year:04}"
    for parts in (["H1", "H2"], ["Q1", "Q2", "Q3", "Q4"], [f"-{month:02}" for month in range(1, 13)]):
        holding = [part for part in parts if read_period(year + part).holds(day)]
        assert len(holding) == 1
    assert year_of(day).holds(day)
    assert not year_of(day).holds(year_of(day).until + timedelta(days=400))
