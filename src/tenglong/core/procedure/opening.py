"""When steps open: as soon as every step before is done or skipped, and their own condition holds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from tenglong.core.formula import evaluate

from .model import CaseState, Procedure, Status, StepState

PASSED = frozenset({Status.DONE, Status.SKIPPED})


def start(procedure: Procedure, facts: Mapping[str, object], at: datetime) -> CaseState:
    """A new case: its first steps are open. `facts` are keyed by the labels of the fields."""
    waiting = tuple(StepState(step.key, Status.WAITING) for step in procedure.steps)
    return refresh(procedure, CaseState(Status.OPEN, at, waiting), facts, at)


def refresh(procedure: Procedure, state: CaseState, facts: Mapping[str, object], at: datetime) -> CaseState:
    """Open or skip every waiting step that no longer has to wait; close the case when nothing is left to do.

    Called after a move and whenever the facts of the case change. A step opens at `at`, but never before the steps
    before it closed. What has opened or was skipped stays so, whatever the facts become.
    """
    if state.status is not Status.OPEN:
        return state
    states = {step.key: step for step in state.steps}
    while released := list(_released(procedure, states, facts, at)):
        states.update((step.key, step) for step in released)
    steps = tuple(states.values())
    if not all(step.status in PASSED for step in steps):
        return replace(state, steps=steps)
    closed_at = max((step.closed_at for step in steps if step.closed_at), default=at)
    return replace(state, steps=steps, status=Status.DONE, closed_at=closed_at)


def _released(
    procedure: Procedure, states: Mapping[str, StepState], facts: Mapping[str, object], at: datetime
) -> Iterator[StepState]:
    """The waiting steps that have nothing left to wait for, opened or skipped. An unknown condition keeps waiting."""
    for step in procedure.steps:
        before = [states[key] for key in step.after]
        if states[step.key].status is not Status.WAITING or not all(other.status in PASSED for other in before):
            continue
        free_at = max([at, *(other.closed_at for other in before if other.closed_at)])
        needed = step.when is None or evaluate(step.when, facts)
        if needed:
            yield replace(states[step.key], status=Status.OPEN, opened_at=free_at)
        elif needed is False:
            yield replace(states[step.key], status=Status.SKIPPED, closed_at=free_at)
