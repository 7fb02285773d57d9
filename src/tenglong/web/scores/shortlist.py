"""A list of a run turned into cases: one with its form, or many that share what is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field
from tenglong.core.measure import read_period
from tenglong.records.cases.checks import CannotOpen, can_open
from tenglong.records.cases.frames import current_frame
from tenglong.records.cases.shown import show_rows
from tenglong.records.flows.shortlists import (
    Candidate,
    Turned,
    check_stands,
    fields_to_fill,
    get_shortlist,
    list_candidates,
    open_listed_case,
    open_listed_cases,
)
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.people.rights import By, check_may, open_fields, roles
from tenglong.records.scores.queries import get_run, list_scores, scorecard_of
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.place import case_url
from tenglong.web.screens.form import as_texts, entered, inputs

MOST = 500  # turned at once


@dataclass(frozen=True, slots=True)
class Row:
    """A subject of the list: what it would carry, as read; `lacks` what a case needs and nobody knows."""

    candidate: Candidate
    cells: tuple[tuple[Field, str], ...]
    lacks: str
    case_url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one stands: the run, its list, what it opens, the fields carried over and those to fill in."""

    run: Any
    shortlist: Any
    procedure: Any
    carried: tuple[Field, ...]
    to_fill: tuple[Field, ...]
    over: str

    @property
    def columns(self) -> tuple[Field, ...]:
        """What is carried over, the subject itself left out: its name stands there already."""
        return tuple(field for field in self.carried if field.refers_to != self.over)


@signed_in
@require_http_methods(["GET", "POST"])
def shortlist(request: HttpRequest, run_id: int, key: str) -> HttpResponse:
    """Choose whom to turn; `?subject=` one alone, whose carried values may be changed."""
    by = request.user
    place = _place(by, run_id, key)
    sent = request.POST if request.method == "POST" else request.GET
    subjects = [subject for subject in sent.getlist("subject") if subject][:MOST]
    alone = sent.get("alone", "") or (subjects[0] if request.method == "GET" and len(subjects) == 1 else "")
    if request.method == "GET":
        return _page(request, place, subjects, alone)
    return _one(request, place, alone) if alone else _many(request, place, subjects)


def _place(by: By, run_id: int, key: str) -> _Place:
    check_may(by, "open_rows")
    run = get_run(by, run_id)
    check_stands(run)
    found = get_shortlist(run, key)
    if found.opens is None:
        raise CannotOpen(f"“{found.label}”不转办件，只供查看。")
    procedure = current_frame(found.opens.procedure).procedure
    if not can_open(procedure, by):
        who = "、".join(roles()[key].label for key in procedure.opened_by)
        raise CannotOpen(f"不能受理“{procedure.label}”：由{who}受理，请转给他们。")
    carried, to_fill = fields_to_fill(run, key)
    return _Place(run, found, procedure, open_fields(by, carried), open_fields(by, to_fill), scorecard_of(run).over)


def _one(request: HttpRequest, place: _Place, alone: str) -> HttpResponse:
    texts = entered((*place.carried, *place.to_fill), request.POST)
    try:
        case = open_listed_case(
            run=place.run, list=place.shortlist.key, subject=alone, values=texts, by=request.user, at=clock.now()
        )
    except CannotFill as refusal:
        return _page(request, place, [alone], alone, texts=texts, sentence=str(refusal), problems=refusal.problems)
    except Refused as refusal:
        return _page(request, place, [alone], alone, texts=texts, sentence=str(refusal))
    return redirect(case_url(place.procedure.key, case.number))


def _many(request: HttpRequest, place: _Place, subjects: Sequence[str]) -> HttpResponse:
    texts = entered(place.to_fill, request.POST)
    if not subjects:
        return _page(request, place, (), "", texts=texts, sentence="还没有选企业：请在要转入的企业前打勾。")
    turned = open_listed_cases(
        run=place.run, list=place.shortlist.key, subjects=subjects, values=texts, by=request.user, at=clock.now()
    )
    if len(turned.cases) == 1 and not turned.refused:
        (case,) = turned.cases.values()
        return redirect(case_url(place.procedure.key, case.number))
    return _page(request, place, subjects, "", texts=texts, turned=turned)


def _page(
    request: HttpRequest,
    place: _Place,
    subjects: Sequence[str],
    alone: str,
    *,
    texts: Mapping[str, str] | None = None,
    sentence: str = "",
    problems: Mapping[str, str] | None = None,
    turned: Turned | None = None,
) -> HttpResponse:
    listed = list_scores(request.user, place.run, listed=place.shortlist.key)
    page = asked.page_of(request, listed.filter(subject=alone) if alone else listed)
    candidates = list_candidates(request.user, place.run, place.shortlist.key, page)
    known = as_texts(place.carried, candidates[0].values) if alone and candidates else {}
    fields = (*place.carried, *place.to_fill) if alone else place.to_fill
    context = {
        "station": "评价",
        "tabs": tabs("评价", "scores"),
        "run": place.run,
        "period": read_period(place.run.period).label,
        "shortlist": place.shortlist,
        "procedure": place.procedure,
        "carried": place.columns,
        "page": page,
        "rows": _rows(place, candidates, subjects),
        "alone": alone,
        "name": candidates[0].row.name if alone and candidates else "",
        "inputs": inputs(fields, {**known, **(texts or {})}, problems),
        "sentence": sentence,
        "opened": _opened(place, turned) if turned else (),
        "refused": list(turned.refused.items()) if turned else (),
    }
    failed = bool(sentence) or (turned is not None and not turned.cases)
    return render(request, "web/shortlist.html", context, status=422 if failed else 200)


def _rows(place: _Place, candidates: Sequence[Candidate], subjects: Sequence[str]) -> list[Row]:
    shown = show_rows(place.columns, [one.values for one in candidates])
    return [
        Row(
            one,
            tuple((field, cell.text) for field, cell in zip(place.columns, cells, strict=True)),
            "、".join(field.label for field in place.carried if field.required and one.values.get(field.key) is None),
            case_url(place.procedure.key, one.case) if one.case else "",
            one.row.subject in subjects,
        )
        for one, cells in zip(candidates, shown, strict=True)
    ]


def _opened(place: _Place, turned: Turned) -> list[tuple[str, str, str]]:
    return [(case.title, case.number, case_url(place.procedure.key, case.number)) for case in turned.cases.values()]
