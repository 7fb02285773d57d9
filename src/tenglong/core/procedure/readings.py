"""The clocks of a case: one per step with a limit, one for the promise over the whole case."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from tenglong.core.clocks import Budget, Pause, Reading, read, read_planned
from tenglong.core.worktime import Calendar

from .limits import Counting, Facts, counting
from .model import CaseState, Limit, Procedure, StepState


def step_reading(
    procedure: Procedure, state: StepState, facts: Facts, at: datetime, calendar: Calendar
) -> Reading | None:
    """The clock of a step in its present round; None if it has no limit, waits for a fact, or has not opened."""
    found = step_counting(procedure, state, facts)
    return _read(procedure, found, facts, state=state, pauses=state.pauses, at=at, calendar=calendar)


def case_reading(
    procedure: Procedure, state: CaseState, facts: Facts, at: datetime, calendar: Calendar
) -> Reading | None:
    """The clock of the whole case; None if nothing is promised. It stands while any of its steps is paused."""
    pauses = [pause for step in state.steps for pause in step.pauses]
    found = counting(procedure.limits, facts)
    return _read(procedure, found, facts, state=state, pauses=pauses, at=at, calendar=calendar)


def step_counting(procedure: Procedure, state: StepState, facts: Facts) -> Counting:
    """The limit that counts for a step, and what it waits for; none before the step opens."""
    return counting(procedure.step(state.key).limits, facts) if state.opened_at else Counting()


def _read(
    procedure: Procedure,
    found: Counting,
    facts: Facts,
    *,
    state: StepState | CaseState,
    pauses: Iterable[Pause],
    at: datetime,
    calendar: Calendar,
) -> Reading | None:
    limit = found.limit
    if limit is None or found.missing or state.opened_at is None:
        return None
    if limit.until:
        return read_planned(
            _day(facts, limit.until),
            state.opened_at,
            at,
            calendar,
            unit=limit.unit,
            warn_before=procedure.warn_before,
            named=limit.until,
            stopped_at=state.closed_at,
        )
    return read(
        _budget(procedure, limit),
        datetime.combine(_day(facts, limit.since), time()) if limit.since else state.opened_at,
        _labelled(procedure, pauses),
        at,
        calendar,
        stopped_at=state.closed_at,
        named=limit.since or "",
    )


def _day(facts: Facts, label: str) -> date:
    day = facts[label]
    assert isinstance(day, date)
    return day


def _budget(procedure: Procedure, limit: Limit) -> Budget:
    return Budget(limit.amount, limit.unit, warn_before=procedure.warn_before)


def _labelled(procedure: Procedure, pauses: Iterable[Pause]) -> list[Pause]:
    """The explanation of a clock says the reason in the county's words."""
    labels = {reason.key: reason.label for reason in procedure.pauses}
    return [replace(pause, reason=labels.get(pause.reason, pause.reason)) for pause in pauses]
