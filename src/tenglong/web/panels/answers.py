"""What the page of a case says when the case is an answer of a round: its round, its workbook, what it said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tenglong.core.procedure import Act
from tenglong.records.cases.queries import CaseView
from tenglong.records.cases.shown import Shown
from tenglong.records.people.rights import By
from tenglong.records.rounds.queries import find_asked, list_rounds
from tenglong.records.rounds.sheets import beside
from tenglong.records.rounds.spec import spec_of


@dataclass(frozen=True, slots=True)
class AnswerPanel:
    """The round that asks; `sheet` and `read` are empty where this reader has nothing to fill in now.

    `url` is the page of the round where the reader sees it; `figures` is what was filled in, with what was said before,
    for whoever has to sign or accept it now.
    """

    label: str
    due_on: date
    url: str
    figures: tuple[tuple[Shown, Mapping[str, str]], ...]
    sheet: str
    read: str


def answer_of(by: By, view: CaseView) -> AnswerPanel | None:
    """The panel of an answer; None for every other case."""
    asked = find_asked(view.case.number) if _may_be_answer(view) else None
    if asked is None:
        return None
    mine = [step for step in view.open_steps if view.allows(Act.FINISH, step.spec.key)]
    fills, spec = any(step.spec.fields for step in mine), spec_of(asked.round)
    told = beside(spec, view.case.record.data)
    shown = [one for step in view.steps for one in step.fields if one.text] if mine and not fills else []
    url = reverse("round", args=[asked.round_id]) if list_rounds(by).filter(pk=asked.round_id).exists() else ""
    addresses = (reverse(name, args=[view.case.number]) if fills else "" for name in ("answer-sheet", "answer-read"))
    figures = tuple((one, told.get(one.field.key, {})) for one in shown)
    return AnswerPanel(spec.collection.label, asked.round.due_on, url, figures, *addresses)


def told_beside(view: CaseView) -> Mapping[str, Mapping[str, str]]:
    """What stands beside the fields of an answer, by key."""
    asked = find_asked(view.case.number) if _may_be_answer(view) else None
    return beside(spec_of(asked.round), view.case.record.data) if asked else {}


def _may_be_answer(view: CaseView) -> bool:
    return any(one.procedure == view.procedure.key for one in view.mechanism.collections.values())
