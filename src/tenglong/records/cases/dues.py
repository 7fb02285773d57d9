"""When a case and its steps are due: computed from the facts, stored so that lists can sort and filter by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tenglong.core.clocks import Reading, Unit
from tenglong.core.decreed import seed_calendar
from tenglong.core.lights import Lit, light_of
from tenglong.core.procedure import CaseState, Counting, Procedure, Status, case_reading, step_reading

Days = tuple[date | None, date | None]  # (warns on, due on)
NONE: Days = (None, None)


@dataclass(frozen=True, slots=True)
class Dues:
    """The days to store: of each step by key, and of the case."""

    steps: Mapping[str, Days]
    case: Days


def dues_of(procedure: Procedure, state: CaseState, facts: Mapping[str, object], at: datetime) -> Dues:
    """The days of a case as it stands, with its facts by label.

    An open case is due when its promise or an open step is, whichever is sooner.

    A closed one was due by its promise, or, if a step was late, by that step's day: closed later means overdue.
    """
    calendar = seed_calendar()
    readings = {step.key: step_reading(procedure, step, facts, at, calendar) for step in state.steps}
    promise = case_reading(procedure, state, facts, at, calendar)
    steps = {key: _days(reading) for key, reading in readings.items()}
    if state.status is Status.OPEN:
        active = [steps[step.key] for step in state.steps if step.status in (Status.OPEN, Status.PAUSED)]
        return Dues(steps, _soonest([_days(promise), *active]))
    late = [_days(reading) for reading in readings.values() if reading and reading.left < 0]
    return Dues(steps, _soonest([_days(promise), *late]))


def _days(reading: Reading | None) -> Days:
    """A clock that stands has no day yet, unless its limit ran out before."""
    if reading is None or (reading.paused and reading.left >= 0):
        return NONE
    return reading.warn_on, reading.due_on


def _soonest(days: Iterable[Days]) -> Days:
    return min((pair for pair in days if pair[1]), key=lambda pair: pair[1] or date.max, default=NONE)


def lit_by(days: Days, found: Counting, on: date, *, paused: bool = False) -> Lit:
    """The light of a running clock from its stored days, as its full reading would show it on that day.

    `found` is the limit that counts; a planned day does not stand still while a step is paused.
    """
    warn_on, due_on = days
    unit = found.limit.unit if found.limit else Unit.WORKDAY
    paused = paused and not (found.limit and found.limit.until)
    if warn_on is None or due_on is None:
        waits = found.waits or ("已停钟" if paused and found.limit else "")
        return light_of(None, on, waits)
    return light_of(_reading(warn_on, due_on, unit, units_left(due_on, unit, on), paused), on)


def units_left(due_on: date, unit: Unit, on: date) -> int:
    """Units from that day to the due day; negative when it has passed."""
    if unit is Unit.DAY:
        return (due_on - on).days
    calendar = seed_calendar()
    return calendar.position(due_on + timedelta(days=1)) - calendar.position(on + timedelta(days=1))


def _reading(warn_on: date, due_on: date, unit: Unit, left: int, paused: bool) -> Reading:
    return Reading(due_on, warn_on, unit, 0, left, paused, 0, False, None, ())
