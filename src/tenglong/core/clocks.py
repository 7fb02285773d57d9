"""Clocks: a budget in its own unit and a ledger of pauses give the due day, the warning day and what is left.

Nothing counts down. A reading is computed from when the clock started, how long it may run and when it stood still,
so a new limit, a new calendar or a corrected pause changes the answer and loses nothing.

Time is counted in whole units. A working-day clock takes a moment after the cut-off, or on a day off, as the next
working day, for starts and for pauses alike. The day a clock starts is not counted (Civil Code, article 201).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from tenglong.core.worktime import Calendar

CHINA = timezone(timedelta(hours=8))  # the whole country keeps one time
OFFICE_CLOSES = time(17, 0)


class Unit(StrEnum):
    """What a limit counts. `WORKDAY` knows decreed make-up days, `DAY` is a calendar day."""

    WORKDAY = "workday"
    DAY = "day"

    @property
    def label(self) -> str:
        """The county's word."""
        return "个工作日" if self is Unit.WORKDAY else "天"


@dataclass(frozen=True, slots=True)
class Pause:
    """Half-open stretch in which a clock stood still; `until` None while it stands."""

    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a clock may run: `amount` units. ValueError if a number is negative.

    `cutoff`: on working days a later moment counts as the next working day; None: the whole day counts.
    `warn_before`: the clock warns when so many units are left.
    """

    amount: int
    unit: Unit
    cutoff: time | None = OFFICE_CLOSES
    warn_before: int = 1

    def __post_init__(self) -> None:
        if self.amount < 0 or self.warn_before < 0:
            raise ValueError(f"时限（{self.amount}）和提前提醒（{self.warn_before}）不能小于零，请改为零或正整数。")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock says at a moment. `used` + `left` is the budget; `left` is negative when overdue.

    `due_on` is, while paused, the due day if the clock ran on from now. `paused_days` are the units given back.
    `stopped_on` is the day the clock stopped for good. `provisional`: a notice still to come may move `due_on`.
    `lines` explain the due day in Chinese.
    """

    due_on: date
    warn_on: date
    unit: Unit
    used: int
    left: int
    paused: bool
    paused_days: int
    provisional: bool
    stopped_on: date | None
    lines: tuple[str, ...]


def read(
    budget: Budget,
    started_at: datetime,
    pauses: Iterable[Pause],
    at: datetime,
    calendar: Calendar,
    *,
    stopped_at: datetime | None = None,
    named: str = "",
) -> Reading:
    """Read the clock at `at`, or at `stopped_at` if it has stopped by then.

    `named`: what the county calls the day it started, where that is not the moment something was opened.

    A pause gives its units back to the budget, once where pauses overlap. It moves the due day only if it begins by
    then: a limit that has run out stays missed. Moments with a time zone are taken in China's time, others as they are.
    """
    started_at, at = china_time(started_at), china_time(at)
    stopped = stopped_at is not None and china_time(stopped_at) <= at
    if stopped_at is not None and stopped:
        at = china_time(stopped_at)
    track = _Track(budget, calendar)
    start = track.enter(started_at)
    now = max(start, track.today(at))
    rests = tuple(_rests(track, pauses, start, now, at))
    given_back = sum(rest.given_back for rest in rests)
    used = now - start - sum(max(0, min(rest.end, now) - rest.begin) for rest in rests)
    due = start + budget.amount + given_back
    paused = not stopped and any(rest.lasts for rest in rests)
    due_on = track.day(due)
    missing = track.undecreed_years(start, due_on)
    return Reading(
        due_on=due_on,
        warn_on=track.day(max(start, due - budget.warn_before)),
        unit=budget.unit,
        used=used,
        left=budget.amount - used,
        paused=paused,
        paused_days=given_back,
        provisional=bool(missing),
        stopped_on=at.date() if stopped else None,
        lines=(
            _start_line(track, started_at, start, named),
            *(_rest_line(rest, budget.unit) for rest in rests),
            *_decree_lines(track, start, due_on),
            f"如果今天恢复计时，{due_on} 到期。" if paused else f"{due_on} 到期。",
            *(f"{year} 年的放假安排还没有公布，到期日是暂定的，公布后重新计算。" for year in missing),
        ),
    )


def read_planned(
    planned_on: date,
    started_at: datetime,
    at: datetime,
    calendar: Calendar,
    *,
    unit: Unit,
    warn_before: int,
    named: str,
    stopped_at: datetime | None = None,
) -> Reading:
    """Read a clock that runs out on a planned day, whatever was paused: only another plan moves it.

    `used` and `left` tell the units gone and to come; a day off lies in the unit before it.
    """
    started_at, at = china_time(started_at), china_time(at)
    stopped = stopped_at is not None and china_time(stopped_at) <= at
    if stopped_at is not None and stopped:
        at = china_time(stopped_at)
    track = _Track(Budget(0, unit, None, warn_before), calendar)
    start, due = track.today(started_at), track.today(datetime.combine(planned_on, time()))
    now = max(start, track.today(at))
    return Reading(
        due_on=planned_on,
        warn_on=min(planned_on, track.day(due - warn_before)),
        unit=unit,
        used=now - start,
        left=due - now,
        paused=False,
        paused_days=0,
        provisional=False,
        stopped_on=at.date() if stopped else None,
        lines=(f"“{named}”是 {planned_on}，那天到期；停钟不改计划的日子。",),
    )


def china_time(moment: datetime) -> datetime:
    """The moment as the county's wall clocks show it, without a time zone."""
    return moment if moment.tzinfo is None else moment.astimezone(CHINA).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class _Track:
    """The units of a clock as numbers: working days by their position in the calendar, days by their ordinal."""

    budget: Budget
    calendar: Calendar

    def enter(self, moment: datetime) -> int:
        """The unit that a moment counts as."""
        day, cutoff = moment.date(), self.budget.cutoff
        if self.budget.unit is Unit.DAY:
            return day.toordinal()
        late = cutoff is not None and moment.time() > cutoff and self.calendar.is_workday(day)
        return self.calendar.position(day) + late

    def today(self, moment: datetime) -> int:
        """The last unit begun by then: a day lasts until midnight for those who look at the clock."""
        if self.budget.unit is Unit.DAY:
            return moment.toordinal()
        return self.calendar.position(moment.date() + timedelta(days=1)) - 1

    def day(self, unit: int) -> date:
        """The day of that unit."""
        return date.fromordinal(unit) if self.budget.unit is Unit.DAY else self.calendar.workday_at(unit)

    def undecreed_years(self, start: int, due_on: date) -> tuple[int, ...]:
        """The years whose notice is missing and may move the due day."""
        if self.budget.unit is Unit.DAY:
            return ()
        return self.calendar.undecreed_years(self.day(start), due_on + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class _Rest:
    """What one pause adds to those before it: the units from `begin` up to but not including `end`."""

    pause: Pause
    begin: int
    end: int
    given_back: int
    lasts: bool


def _rests(track: _Track, pauses: Iterable[Pause], start: int, now: int, at: datetime) -> Iterator[_Rest]:
    due, covered = start + track.budget.amount, start
    for pause in sorted(map(_in_china_time, pauses), key=lambda pause: pause.since):
        if pause.since > at:
            return
        begin = max(covered, track.enter(pause.since))
        lasts = pause.until is None or pause.until > at
        covered = max(begin, now if pause.until is None or lasts else track.enter(pause.until))
        given_back = covered - begin if begin <= due else 0
        due += given_back
        yield _Rest(pause, begin, covered, given_back, lasts)


def _in_china_time(pause: Pause) -> Pause:
    return Pause(china_time(pause.since), pause.until and china_time(pause.until), pause.reason)


def _start_line(track: _Track, started_at: datetime, start: int, named: str) -> str:
    budget, day = track.budget, track.day(start)
    why = ""
    if day != started_at.date():
        late = track.calendar.is_workday(started_at.date())
        why = f"，{f'已过 {budget.cutoff:%H:%M}' if late else '当天不上班'}，按 {day} 计"
    limit = f"当天不计，时限 {budget.amount} {budget.unit.label}" if budget.amount else "当天办结"
    began = f"“{named}”{started_at.date()} 起算" if named else f"{started_at:%Y-%m-%d %H:%M} 开始"
    return f"{began}{why}；{limit}。"


def _rest_line(rest: _Rest, unit: Unit) -> str:
    since, until = rest.pause.since.date(), rest.pause.until
    stretch = f"{since} 起停钟" if rest.lasts or until is None else f"{since} 至 {until.date()} 停钟"
    reason = f"（{rest.pause.reason}）" if rest.pause.reason else ""
    if rest.end > rest.begin and not rest.given_back:
        return f"{stretch}{reason}，开始时已过到期日，不再退还。"
    return f"{stretch}{reason}，退还 {rest.given_back} {unit.label}。"


def _decree_lines(track: _Track, start: int, due_on: date) -> Iterator[str]:
    if track.budget.unit is Unit.DAY:
        return
    off, on = track.calendar.decreed_between(track.day(start) + timedelta(days=1), due_on + timedelta(days=1))
    if off:
        yield f"其间放假 {_said(off, track.calendar)}，不计入。"
    if on:
        yield f"其间调休上班 {_said(on, track.calendar)}，计入。"


def _said(days: Iterable[date], calendar: Calendar) -> str:
    """Days in words; those that no other working day parts are one stretch."""
    runs: list[tuple[date, date]] = []
    for day in days:
        joins = runs and calendar.position(runs[-1][1] + timedelta(days=1)) == calendar.position(day)
        first = runs.pop()[0] if joins else day
        runs.append((first, day))
    return "、".join(f"{first}" if first == last else f"{first} 至 {last}" for first, last in runs)
