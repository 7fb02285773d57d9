"""The rows of a case as the state that core decides upon, and a decided state back as rows.

A step that has never opened has no row. A step returned to gets a row for each round; the newest is the present one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tenglong.core.procedure import CaseState, Owner, Pause, Procedure, Status, StepState, owner_unit

from .dues import Dues
from .models import Case, StepRun, Stop

ANY = ""  # whoever holds the role where the case lies
NOBODY = "-"  # the field that should name the unit is still empty
_COLUMNS = ("pk", "step", "round", "status", "unit_key", "opened_at", "closed_at", "warn_on", "due_on")
_STOP = ("stops__pk", "stops__since", "stops__until", "stops__reason")


@dataclass(slots=True)
class Run:
    """The row of one round of a step."""

    pk: int
    step: str
    round: int
    status: str
    unit_key: str
    opened_at: datetime | None
    closed_at: datetime | None
    warn_on: date | None
    due_on: date | None


@dataclass(slots=True)
class Runs:
    """The rows of a case's steps: every round of each in order, and all its stops with their keys."""

    rounds: dict[str, list[Run]] = field(default_factory=dict)
    stops: dict[str, list[tuple[int, Pause]]] = field(default_factory=dict)

    def present(self, step: str) -> Run | None:
        """The newest round."""
        return self.rounds[step][-1] if step in self.rounds else None


def read_runs(case: Case) -> Runs:
    """The rows of a case's steps."""
    return read_many_runs([case])[case.pk]


def read_many_runs(cases: Iterable[Case]) -> dict[int, Runs]:
    """The rows of the steps of several cases by the case's key, in one query."""
    found = {case.pk: Runs() for case in cases}
    rows = StepRun.objects.filter(case__in=list(found)).order_by("pk", "stops__since")
    for case, *columns, stop, since, until, reason in rows.values_list("case", *_COLUMNS, *_STOP):
        run, runs = Run(*columns), found[case]
        present = runs.present(run.step)
        if present is None or present.pk != run.pk:
            runs.rounds.setdefault(run.step, []).append(run)
        if stop is not None:
            runs.stops.setdefault(run.step, []).append((stop, Pause(since, until, reason)))
    return found


def read_state(case: Case, procedure: Procedure, runs: Runs) -> CaseState:
    """How the case stands, its steps in the procedure's order."""
    steps = tuple(_read_step(step.key, runs) for step in procedure.steps)
    return CaseState(Status(case.status), case.opened_at, steps, case.closed_at)


def _read_step(key: str, runs: Runs) -> StepState:
    run = runs.present(key)
    if run is None:
        return StepState(key, Status.WAITING)
    pauses = tuple(pause for _, pause in runs.stops.get(key, ()))
    return StepState(key, Status(run.status), run.opened_at, run.closed_at, pauses, run.round)


def write_state(
    case: Case, procedure: Procedure, runs: Runs, *, after: CaseState, dues: Dues, facts: Mapping[str, object]
) -> int:
    """Write the rows of every step that now stands otherwise, and set the case's own moments (the case is not saved).

    Gives how many rows were written.
    """
    fresh: list[StepRun] = []
    written = 0
    for state in after.steps:
        run = runs.present(state.key)
        stands = _read_step(state.key, runs)
        warn_on, due_on = dues.steps[state.key]
        if state == stands and (run is None or (run.warn_on, run.due_on) == (warn_on, due_on)):
            continue
        written += 1
        owner = procedure.step(state.key).owner
        columns = {
            "status": state.status.value,
            "unit_key": unit_of(owner, facts),
            "opened_at": state.opened_at,
            "closed_at": state.closed_at,
            "warn_on": warn_on,
            "due_on": due_on,
        }
        if run is not None and run.round == state.round:
            StepRun.objects.filter(pk=run.pk).update(**columns)
        else:
            _end_round(run, after)
            where = {"case": case, "region_code": case.region_code}
            fresh.append(StepRun(**where, step=state.key, round=state.round, role=owner.role, **columns))
        if run is not None:
            _write_stops(run, runs.stops.get(state.key, []), state)
    if fresh:
        StepRun.objects.bulk_create(fresh)
    case.status, case.closed_at = after.status.value, after.closed_at
    case.warn_on, case.due_on = dues.case
    return written


def unit_of(owner: Owner, facts: Mapping[str, object]) -> str:
    """The unit that a step's row names."""
    unit = owner_unit(owner, facts)
    return unit or (NOBODY if owner.unit_from else ANY)


def _end_round(run: Run | None, after: CaseState) -> None:
    """The round that a return ended before it was done: it ended when the step returned to opened anew."""
    if run is not None and run.status in (Status.OPEN.value, Status.PAUSED.value):
        ended = max(step.opened_at for step in after.steps if step.opened_at)
        StepRun.objects.filter(pk=run.pk).update(status=Status.CANCELLED.value, closed_at=ended)


def _write_stops(run: Run, stops: Iterable[tuple[int, Pause]], state: StepState) -> None:
    stops = list(stops)
    for (pk, before), pause in zip(stops, state.pauses, strict=False):
        if before != pause:
            Stop.objects.filter(pk=pk).update(until=pause.until)
    for pause in state.pauses[len(stops) :]:
        Stop.objects.create(step_run_id=run.pk, since=pause.since, until=pause.until, reason=pause.reason)
