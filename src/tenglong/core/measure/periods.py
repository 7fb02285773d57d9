"""Periods (期间): a year, a half, a quarter, a month or several by the written name; half-open stretches of days."""

import re
from dataclasses import dataclass
from datetime import date

from tenglong.core.errors import Refused

_MONTH = r"0[1-9]|1[0-2]"
_WRITTEN = re.compile(
    rf"(?P<year>(?:19|20|21)[0-9]{{2}})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>{_MONTH})(?:\.\.(?P<last>{_MONTH}))?)?"
)
_MONTHS = 12


class CannotReadPeriod(Refused):
    """A text is no period."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days from `since` up to but not including `until`. `text` is its written name: 2023, 2023H1."""

    text: str
    label: str
    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.since <= day < self.until


def read_period(text: str) -> Period:
    """The period of a written name: 2023 (a year), 2023H1 (half), 2023Q2 (quarter), 2023-06 (month), 2023-01..06."""
    found = _WRITTEN.fullmatch(text.strip().upper())
    if not found or (found["last"] and found["last"] <= found["month"]):
        raise CannotReadPeriod(f"“{text}”不是期间；请写成 2023（年）、2023H1（半年）、2023Q2（季度）或 2023-06（月）。")
    year = int(found["year"])
    if found["half"]:
        return _months(found[0], f"{year}年{'上下'[int(found['half']) - 1]}半年", year, 6 * int(found["half"]) - 5, 6)
    if found["quarter"]:
        quarter = int(found["quarter"])
        return _months(found[0], f"{year}年第{'一二三四'[quarter - 1]}季度", year, 3 * quarter - 2, 3)
    if found["last"]:
        first, last = int(found["month"]), int(found["last"])
        return _months(found[0], f"{year}年{first}—{last}月", year, first, last - first + 1)
    if found["month"]:
        return _months(found[0], f"{year}年{int(found['month'])}月", year, int(found["month"]), 1)
    return _months(found[0], f"{year}年", year, 1, _MONTHS)


def year_of(day: date) -> Period:
    """The year a day lies in."""
    return read_period(f"{day.year:04}")


def _months(text: str, label: str, year: int, first: int, count: int) -> Period:
    years, month = divmod(first - 1 + count, _MONTHS)
    return Period(text, label, date(year, first, 1), date(year + years, month + 1, 1))
