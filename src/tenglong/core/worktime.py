"""Working days: Monday to Friday, minus decreed holidays, plus decreed make-up days.

The State Council decrees each year's holidays late in the year before. A year without its notice is provisional:
it is counted Monday to Friday, and whoever shows a date that touches it must say so.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKEND = 5  # weekday() of Saturday
NEXT_NOTICE_FROM = (12, 29)  # month and day: the notices for 2007, 2008 and 2019 reached back to it


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days by one version of the decrees.

    `off` are decreed holidays and `on` decreed working days, whatever their day of the week;
    `decreed` the years that have a notice. ValueError if a day is both off and on.
    """

    version: str
    source: str
    off: frozenset[date]
    on: frozenset[date]
    decreed: frozenset[int]
    _exceptions: tuple[int, ...] = field(init=False, repr=False, compare=False)  # ordinals that break Monday to Friday
    _before: tuple[int, ...] = field(init=False, repr=False, compare=False)  # working days before each of them
    _after: tuple[int, ...] = field(init=False, repr=False, compare=False)  # working days up to and including each

    def __post_init__(self) -> None:
        if both := self.off & self.on:
            raise ValueError(f"{min(both)} 既是放假日又是上班日，请核对放假安排。")
        exceptions = sorted(
            day.toordinal() for day in self.off | self.on if (day in self.off) == (day.weekday() < WEEKEND)
        )
        before, after, shift = [], [], 0
        for ordinal in exceptions:
            works = date.fromordinal(ordinal) in self.on
            before.append(_weekdays_before(ordinal) + shift)
            after.append(before[-1] + works)
            shift += 1 if works else -1
        object.__setattr__(self, "_exceptions", tuple(exceptions))
        object.__setattr__(self, "_before", tuple(before))
        object.__setattr__(self, "_after", tuple(after))

    def is_workday(self, day: date) -> bool:
        """Whether that day is worked."""
        return day in self.on or (day.weekday() < WEEKEND and day not in self.off)

    def position(self, day: date) -> int:
        """How many working days lie before that day; a working day and the days off before it share one position."""
        ordinal = day.toordinal()
        at = bisect_left(self._exceptions, ordinal)
        if at == 0:
            return _weekdays_before(ordinal)
        last = self._exceptions[at - 1]
        return self._after[at - 1] + _weekdays_before(ordinal) - _weekdays_before(last + 1)

    def workday_at(self, position: int) -> date:
        """The working day at that position: the inverse of `position`."""
        at = bisect_right(self._after, position)
        passed = position
        if at > 0:
            passed += _weekdays_before(self._exceptions[at - 1] + 1) - self._after[at - 1]
        ordinal = _weekday_after(passed)
        if at < len(self._exceptions):
            ordinal = min(ordinal, self._exceptions[at])  # a make-up day comes before the next weekday
        return date.fromordinal(ordinal)

    def add_workdays(self, start: date, n: int) -> date:
        """The working day that lies `n` after `start`: the day after `start` may be the first, `start` itself never.

        Negative `n` counts backwards in the same way. 0 gives `start`, or the next working day if `start` is off.
        """
        if n > 0:
            return self.workday_at(self.position(start + timedelta(days=1)) + n - 1)
        return self.workday_at(self.position(start) + n)

    def count_workdays(self, from_: date, to: date) -> int:
        """Working days from `from_` up to but not including `to`; negative when `to` comes first."""
        return self.position(to) - self.position(from_)

    def undecreed_years(self, from_: date, to: date) -> tuple[int, ...]:
        """Years without a notice that may still change a day from `from_` up to but not including `to`.

        A year's notice may reach back to the last days of December before it.
        """
        if from_ >= to:
            return ()
        last = to - timedelta(days=1)
        reach = last.year + ((last.month, last.day) >= NEXT_NOTICE_FROM)
        first = from_.year
        return tuple(year for year in range(first, reach + 1) if year not in self.decreed)

    def decreed_between(self, from_: date, to: date) -> tuple[tuple[date, ...], tuple[date, ...]]:
        """Weekdays off and weekend days worked by decree, from `from_` up to but not including `to`, in order."""
        low, high = (bisect_left(self._exceptions, day.toordinal()) for day in (from_, to))
        days = [date.fromordinal(ordinal) for ordinal in self._exceptions[low:high]]
        return tuple(day for day in days if day in self.off), tuple(day for day in days if day in self.on)


def _weekdays_before(ordinal: int) -> int:
    """Mondays to Fridays before that day; ordinal 1 is a Monday."""
    weeks, days = divmod(ordinal - 1, 7)
    return weeks * 5 + min(days, 5)


def _weekday_after(count: int) -> int:
    """The weekday that has so many weekdays before it."""
    weeks, days = divmod(count, 5)
    return weeks * 7 + days + 1
