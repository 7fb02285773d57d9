"""The rows of a case as the state that core decides upon, and a decided state back as rows.

A step that has never opened has no row. A step returned to gets a row for each round; the newest is the present one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tenglong.core.procedure import CaseState, Owner, Pause, Procedure, Status, StepState, owner_unit

from .dues import Dues
from .models import Case, StepRun, Stop

ANY = ""  # whoever holds the role where the case lies
NOBODY = "-"  # the field that should name the unit is still empty


@dataclass(slots=True)
class Runs:
    """The rows of a case's steps: every round of each, the present one, and all stops of each step in order."""

    rounds: dict[str, list[StepRun]] = field(default_factory=dict)
    present: dict[str, StepRun] = field(default_factory=dict)
    stops: dict[str, list[Stop]] = field(default_factory=dict)


def read_runs(rows: Iterable[StepRun]) -> Runs:
    """Group rows that come in order, each with its stops prefetched."""
    runs = Runs()
    for row in rows:
        runs.rounds.setdefault(row.step, []).append(row)
        runs.present[row.step] = row
        runs.stops.setdefault(row.step, []).extend(row.stops.all())
    return runs


def read_state(case: Case, procedure: Procedure, runs: Runs) -> CaseState:
    """How the case stands, its steps in the procedure's order."""
    steps = tuple(_read_step(step.key, runs) for step in procedure.steps)
    return CaseState(Status(case.status), case.opened_at, steps, case.closed_at)


def _read_step(key: str, runs: Runs) -> StepState:
    run = runs.present.get(key)
    if run is None:
        return StepState(key, Status.WAITING)
    pauses = tuple(Pause(stop.since, stop.until, stop.reason) for stop in runs.stops[key])
    return StepState(key, Status(run.status), run.opened_at, run.closed_at, pauses, run.round)


def write_state(
    case: Case,
    procedure: Procedure,
    runs: Runs,
    after: CaseState,
    dues: Dues,
    facts: Mapping[str, object],
    at: datetime,
) -> None:
    """Write the rows of every step that now stands otherwise, and the case's own moments (the case is not saved)."""
    fresh: list[StepRun] = []
    for state in after.steps:
        run = runs.present.get(state.key)
        stands = _read_step(state.key, runs)
        days = dues.steps[state.key]
        if state == stands and (run is None or (run.warn_on, run.due_on) == days):
            continue
        if run is None or run.round != state.round:
            if run is not None:
                _close_round(run, stands, at)
            run = StepRun(case=case, step=state.key, round=state.round, role=procedure.step(state.key).owner.role)
            fresh.append(run)
        run.status, run.opened_at, run.closed_at = state.status.value, state.opened_at, state.closed_at
        run.warn_on, run.due_on = days
        run.unit_key = unit_of(procedure.step(state.key).owner, facts)
        if run.pk:
            run.save(update_fields=("status", "opened_at", "closed_at", "warn_on", "due_on", "unit_key"))
        _write_stops(run, runs.stops.get(state.key, []), state)
    StepRun.objects.bulk_create(fresh)
    case.status, case.closed_at = after.status.value, after.closed_at
    case.warn_on, case.due_on = dues.case


def unit_of(owner: Owner, facts: Mapping[str, object]) -> str:
    """The unit that a step's row names."""
    unit = owner_unit(owner, facts, None)
    return unit or (NOBODY if owner.unit_from else ANY)


def _close_round(run: StepRun, stands: StepState, at: datetime) -> None:
    """The round that a return ended before it was done."""
    if stands.status in (Status.OPEN, Status.PAUSED):
        run.status, run.closed_at = Status.CANCELLED.value, at
        run.save(update_fields=("status", "closed_at"))


def _write_stops(run: StepRun, stops: list[Stop], state: StepState) -> None:
    for stop, pause in zip(stops, state.pauses, strict=False):
        if stop.until != pause.until:
            stop.until = pause.until
            stop.save(update_fields=("until",))
    for pause in state.pauses[len(stops) :]:
        Stop.objects.create(step_run=run, since=pause.since, until=pause.until, reason=pause.reason)
