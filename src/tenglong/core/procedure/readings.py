"""The clocks of a case: one per step with a limit, one for the promise over the whole case."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tenglong.core.clocks import Budget, Pause, Reading, read
from tenglong.core.worktime import Calendar

from .model import CaseState, Limit, Procedure, StepState


def step_reading(procedure: Procedure, state: StepState, at: datetime, calendar: Calendar) -> Reading | None:
    """The clock of a step in its present round; None if it has no limit or has not opened."""
    limit = procedure.step(state.key).limit
    if limit is None or state.opened_at is None:
        return None
    budget, pauses = _budget(procedure, limit), _labelled(procedure, state.pauses)
    return read(budget, state.opened_at, pauses, at, calendar, stopped_at=state.closed_at)


def case_reading(procedure: Procedure, state: CaseState, at: datetime, calendar: Calendar) -> Reading | None:
    """The clock of the whole case; None if nothing is promised. It stands while any of its steps is paused."""
    if procedure.limit is None:
        return None
    pauses = [pause for step in state.steps for pause in step.pauses]
    budget = _budget(procedure, procedure.limit)
    return read(budget, state.opened_at, _labelled(procedure, pauses), at, calendar, stopped_at=state.closed_at)


def _budget(procedure: Procedure, limit: Limit) -> Budget:
    return Budget(limit.amount, limit.unit, warn_before=procedure.warn_before)


def _labelled(procedure: Procedure, pauses: Iterable[Pause]) -> list[Pause]:
    """The explanation of a clock says the reason in the county's words."""
    labels = {reason.key: reason.label for reason in procedure.pauses}
    return [replace(pause, reason=labels.get(pause.reason, pause.reason)) for pause in pauses]
