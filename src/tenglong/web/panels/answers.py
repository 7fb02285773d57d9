"""What the page of a case says when the case is an answer of a round: its round, its workbook, what it said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tenglong.core.procedure import Act
from tenglong.records.cases.queries import CaseView
from tenglong.records.rounds.queries import find_asked
from tenglong.records.rounds.sheets import beside
from tenglong.records.rounds.spec import spec_of


@dataclass(frozen=True, slots=True)
class AnswerPanel:
    """The round that asks; `sheet` and `read` are empty where this reader has nothing to fill in now."""

    label: str
    due_on: date
    sheet: str
    read: str


def answer_of(view: CaseView) -> AnswerPanel | None:
    """The panel of an answer; None for every other case."""
    asked = find_asked(view.case.number) if _may_be_answer(view) else None
    if asked is None:
        return None
    fills = any(step.spec.fields and view.allows(Act.FINISH, step.spec.key) for step in view.open_steps)
    addresses = (reverse(name, args=[view.case.number]) if fills else "" for name in ("answer-sheet", "answer-read"))
    return AnswerPanel(spec_of(asked.round).collection.label, asked.round.due_on, *addresses)


def told_beside(view: CaseView) -> Mapping[str, Mapping[str, str]]:
    """What stands beside the fields of an answer, by key."""
    asked = find_asked(view.case.number) if _may_be_answer(view) else None
    return beside(spec_of(asked.round), view.case.record.data) if asked else {}


def _may_be_answer(view: CaseView) -> bool:
    return any(one.procedure == view.procedure.key for one in view.mechanism.collections.values())
