"""The trail of a case that people read, and what the audit is told of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tenglong.core.procedure import Act, CaseState, Procedure, Status
from tenglong.records.audit.actions import Trail
from tenglong.records.people.rights import By

from .models import Case, Entry

OPEN = "open"
REMIND = "remind"
WORDS = {
    OPEN: "受理",
    Act.FINISH.value: "办结",
    Act.NOTE.value: "记录",
    Act.PAUSE.value: "停钟",
    Act.RESUME.value: "复钟",
    Act.RETURN.value: "退回",
    Act.CANCEL.value: "中止",
    Act.REOPEN.value: "重开",
    REMIND: "催报",
}


def add_entry(
    case: Case,
    act: str,
    step: str,
    *,
    by: By,
    at: datetime,
    words: str,
    data: Mapping[str, Any],
    trail: Trail,
    once: str = "",
) -> None:
    """One more line of the trail."""
    told = {"step": step, "act": act, "at": at, "by": by.name, "words": words[:1000], "data": dict(data), "once": once}
    Entry.objects.create(case=case, change_set_id=trail.id, **told)


def entry_words(procedure: Procedure, act: Act, *, reason: str, words: str, to: str | None) -> str:
    """What the trail says beside the act: the pause's reason or the step returned to, then the free words."""
    said = ""
    if act is Act.PAUSE:
        said = next((pause.label for pause in procedure.pauses if pause.key == reason), "")
    if act is Act.RETURN and to:
        said = f"退回到“{procedure.step(to).label}”"
    return "：".join(part for part in (said, words) if part)


def told(case: Case, state: CaseState) -> dict[str, Any]:
    """How a case stands, as the audit keeps it; steps that wait for their first time are left out."""
    steps = {
        step.key: f"{step.status.value}/{step.round}"
        for step in state.steps
        if step.status is not Status.WAITING or step.round > 1
    }
    return {"status": state.status.value, "version": case.version, "due_on": case.due_on} | steps
