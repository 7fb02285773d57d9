"""The facts of a case by the county's words: what its record holds, what was filled in at steps, how it stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tenglong.core.clocks import china_time
from tenglong.core.procedure import CaseState, Procedure, Status
from tenglong.playbooks import SYSTEM_KEYS
from tenglong.records.ledgers.stored import load

from .frames import Frame
from .models import Case

STATUS_WORDS = {
    Status.OPEN: "办理中",
    Status.PAUSED: "办理中",
    Status.DONE: "已办结",
    Status.CANCELLED: "已取消",
}


def facts_of(frame: Frame, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by field key as facts by label."""
    return {field.label: values.get(field.key) for field in frame.row.fields}


def own_values(frame: Frame, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the record holds, typed, by field key."""
    return load((field for field in frame.row.fields if field.key not in SYSTEM_KEYS), data)


def case_values(case: Case, steps: str, own: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The typed values of a case's row by field key, as they are on that day; `steps` are those in hand, in words."""
    closed_on = china_time(case.closed_at).date() if case.closed_at else None
    return {
        **own,
        "case_number": case.number,
        "case_status": STATUS_WORDS[Status(case.status)],
        "case_opened_on": china_time(case.opened_at).date(),
        "case_closed_on": closed_on,
        "case_step": steps,
        "case_overdue": overdue(case.due_on, closed_on or on),
    }


def active_labels(procedure: Procedure, state: CaseState) -> str:
    """The steps in hand, in the procedure's order."""
    active = [step.key for step in state.steps if step.status in (Status.OPEN, Status.PAUSED)]
    return "、".join(procedure.step(key).label for key in active)


def overdue(due_on: date | None, on: date) -> bool:
    """Whether the limit has run out by that day; without a limit it never does."""
    return due_on is not None and on > due_on
