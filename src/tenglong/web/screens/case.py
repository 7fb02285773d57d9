"""The page of a case: how far, how long, who, why; and what this person may do now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.core.procedure import Act, Procedure, Status
from tenglong.records.audit.reading import note
from tenglong.records.cases.queries import CaseView, get_case
from tenglong.records.flows.actions import move_case
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.people.rights import By, can
from tenglong.records.scores.queries import find_origin
from tenglong.reports import list_documents
from tenglong.web import clock
from tenglong.web.doors import signed_in
from tenglong.web.panels.answers import answer_of, told_beside
from tenglong.web.panels.case_lines import ended
from tenglong.web.panels.graph import draw_graph
from tenglong.web.panels.match_links import match_links
from tenglong.web.panels.promise import promise_of
from tenglong.web.panels.referring import referring
from tenglong.web.panels.steps import clocks, facts, holders, needed, nodes, others, sent_back, step_lines, trail
from tenglong.web.place import case_url, get_place, own_page

from .form import Input
from .moves import Refusal, Sent, forms, read_sent


@signed_in
@require_GET
def case(request: HttpRequest, mechanism: str, procedure: str, number: str) -> HttpResponse:
    """One case."""
    view = get_case(request.user, number, at=clock.now())
    if view.procedure.key != f"{mechanism}.{procedure}":
        return redirect(case_url(view.procedure.key, number))
    note_reading(request.user, view, clock.now())
    return draw_case(request, view)


@signed_in
@require_POST
def move(request: HttpRequest, number: str) -> HttpResponse:
    """One act on one step. What is refused comes back in its form, with what was entered."""
    now = clock.now()
    view = get_case(request.user, number, at=now)
    sent = read_sent(request, view.procedure)
    try:
        move_case(
            number=number,
            act=sent.act,
            step=sent.step,
            values=sent.texts,
            words=sent.words,
            reason=sent.chosen if sent.act is Act.PAUSE else "",
            to=_to(view.procedure, sent),
            evidence=sent.evidence,
            by=request.user,
            at=now,
            version=sent.version,
        )
    except CannotFill as refusal:
        return draw_case(request, view, Refusal(sent, _rest(refusal), refusal.problems))
    except Refused as refusal:
        return draw_case(request, get_case(request.user, number, at=now), Refusal(sent, str(refusal), {}))
    return redirect(case_url(view.procedure.key, number))


def note_reading(by: By, view: CaseView, at: datetime) -> None:
    """Keep in the log of reading which confidential values the page showed."""
    shown = (*view.fields, *(one for step in view.steps for one in step.fields), *view.totals)
    secret = {one.field.label for one in shown if one.field.confidential and one.text}
    note(by=by, at=at, kind=view.procedure.key, key=view.case.number, fields=secret)


def _to(procedure: Procedure, sent: Sent) -> str | None:
    """The step gone back to: of a return the one chosen, of a finished case the one it is taken up at."""
    if sent.act is Act.REOPEN:
        return procedure.reopen_at
    return sent.chosen if sent.act is Act.RETURN else None


def _rest(refusal: CannotFill) -> str:
    """The whole sentence, unless every part of it stands beside its field."""
    return "有几项要改，没有保存：见下面红字。" if all(refusal.problems) else str(refusal)


def draw_case(request: HttpRequest, view: CaseView, refusal: Refusal | None = None, read: str = "") -> HttpResponse:
    """The page of a case. `refusal` is what was sent and not taken; with `read` it was read from a workbook."""
    done = [step for step in view.steps if step.state.status in (Status.DONE, Status.SKIPPED)]
    papers = needed(view)
    context = {
        "station": view.procedure.station,
        "today": clock.today(),
        "case": view.case,
        "procedure": view.procedure,
        "own_page": own_page(view.procedure.key, view.case.number),
        "status_word": view.word,
        "lit": view.lit if view.open_steps else None,
        "ended": ended(view.case, view.word, view.lit) if view.case.closed_at else None,
        "list_url": get_place(*view.procedure.key.split(".", 1)).list_url,
        "promise": promise_of(view),
        "done": len(done),
        "total": len(view.steps),
        "now_at": "、".join(step.spec.label for step in view.open_steps),
        "holders": "、".join(holders(view)),
        "graph": draw_graph(nodes(view)),
        "forms": _forms(view, refusal),
        "answer": answer_of(request.user, view),
        "sent_back": sent_back(view),
        "read": read,
        "lost": _lost(view, refusal),
        "trail": trail(view),
        "clocks": clocks(view),
        "facts": facts(view),
        "needed": papers,
        "there": sum(paper.found is not None for paper in papers),
        "evidence": others(view),
        "steps": step_lines(view),
        "matches": match_links(request.user, view),
        "opened": _links(view.opened),
        "referring": referring(request.user, view, clock.now()),
        "listed_from": find_origin(request.user, view.case.number),
        "opened_from": _links([view.opened_from] if view.opened_from else []),
        "subject": f"case:{view.case.number}",
        "may_attach": can(request.user, "attach"),
        "documents": list_documents(view) if can(request.user, "open_rows") else [],
    }
    return render(request, "web/case.html", context, status=422 if refusal and not read else 200)


def _forms(view: CaseView, refusal: Refusal | None) -> list[Any]:
    attached = {(paper.step, paper.title) for paper in view.evidence}
    values = {shown.field.key: shown.value for step in view.steps for shown in step.fields}
    drawn = forms(view.procedure, view.moves, values, attached, refusal)
    told = told_beside(view)
    return [replace(form, inputs=_with_beside(form.inputs, told)) for form in drawn] if told else drawn


def _with_beside(inputs: Iterable[Input], told: Mapping[str, Mapping[str, str]]) -> tuple[Input, ...]:
    return tuple(replace(one, beside=tuple(told.get(one.field.key, {}).items())) for one in inputs)


def _lost(view: CaseView, refusal: Refusal | None) -> str:
    """A refusal whose form is no longer there is said at the top."""
    if refusal is None:
        return ""
    sent: Sent = refusal.sent
    stays = view.allows(sent.act, sent.step)
    return "" if stays else refusal.sentence


def _links(cases: Iterable[Any]) -> list[dict[str, str]]:
    return [{"url": case_url(one.procedure, one.number), "label": f"{one.title} {one.number}"} for one in cases]
