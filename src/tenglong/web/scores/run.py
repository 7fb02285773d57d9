"""One publication: classes, the ranked table, its lists, what it was made with; and what a correction changed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.measure import read_period
from tenglong.core.scorecard import Scorecard
from tenglong.records.cases.checks import can_open
from tenglong.records.cases.frames import current_frame
from tenglong.records.flows.shortlists import cases_about
from tenglong.records.people.rights import By, can, is_inside
from tenglong.records.scores.corrections import list_corrected_parameters, list_corrections
from tenglong.records.scores.explaining import show_points
from tenglong.records.scores.queries import (
    count_classes,
    count_listed,
    count_scores,
    get_run,
    is_intact,
    list_scores,
    scorecard_of,
)
from tenglong.records.scores.snapshot import scored_of
from tenglong.web import asked
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.place import case_url

from .parts import WITHOUT, rules, scorecard_url, shares

NO_CLASS = "none"
FINGERPRINT = 12  # characters of the hash that are shown


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list of the run: how many the reader sees on it; `url` empty: it is only looked at."""

    key: str
    label: str
    note: str
    count: int
    condition: str
    opens: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the ranked table: the points of every indicator, and the case in hand of the kind its list opens."""

    row: Any
    points: tuple[tuple[str, str, bool], ...]
    listed: tuple[str, ...]
    case: str
    case_url: str


@signed_in
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The run as its reader may see it; who sees only the own enterprise is shown its score."""
    by = request.user
    found = get_run(by, run_id)
    if not is_inside(by):
        own = list_scores(by, found)
        if own.count() == 1:
            return redirect(reverse("score", args=[found.pk, own[0].subject]))
    scorecard = scorecard_of(found)
    counts, (seen, ranked) = count_classes(by, found), count_scores(by, found)
    may_open = can(by, "open_rows")
    context = {
        **_head(found, scorecard),
        "shares": shares(scorecard, counts),
        "seen": seen,
        "ranked": ranked,
        "lacking": seen - ranked,
        "lists": [_list(by, found, scorecard, number) for number in range(len(scorecard.lists))],
        "rules": rules(scorecard),
        "fingerprint": found.sha256[:FINGERPRINT],
        "intact": is_intact(found) if request.GET.get("verify") else None,
        "may_open": may_open,
        **(_table(request, found, scorecard) if may_open else {}),
    }
    return render(request, "web/run.html", context)


@signed_in
@require_GET
def corrections(request: HttpRequest, run_id: int) -> HttpResponse:
    """What is another than in the run it replaces."""
    found = get_run(request.user, run_id)
    corrected = list_corrections(request.user, found)
    context = {
        **_head(found, scorecard_of(found)),
        "parameters": list_corrected_parameters(found),
        "page": asked.page_of(request, corrected),
        "own": sum(one.own for one in corrected),
    }
    return render(request, "web/corrections.html", context)


def _head(found: Any, scorecard: Scorecard) -> dict[str, object]:
    return {
        "station": scorecard.station,
        "tabs": tabs(scorecard.station, "scores"),
        "run": found,
        "scorecard": scorecard,
        "scorecard_url": scorecard_url(scorecard.key),
        "period": read_period(found.period).label,
        "newer": getattr(found, "replaced_by", None),
    }


def _list(by: By, found: Any, scorecard: Scorecard, number: int) -> ListLine:
    one = scorecard.lists[number]
    opens, url = "", ""
    if one.opens:
        procedure = current_frame(one.opens.procedure).procedure
        opens = procedure.label
        if can_open(procedure, by) and can(by, "open_rows"):
            url = reverse("shortlist", args=[found.pk, one.key])
    return ListLine(one.key, one.label, one.note, count_listed(by, found, one.key), one.where.formula.text, opens, url)


def _table(request: HttpRequest, found: Any, scorecard: Scorecard) -> dict[str, object]:
    searched = asked.words(request)
    bands = [(band.name, band.name) for band in scorecard.bands] + [(NO_CLASS, WITHOUT)]
    choices = [
        asked.choice(request, "class", "类别", bands),
        asked.choice(request, "list", "名单", [(one.key, one.label) for one in scorecard.lists]),
    ]
    band, listed = (str(one["chosen"]) for one in choices)
    wanted = None if not band else ("" if band == NO_CLASS else band)
    rows = list_scores(request.user, found, search=searched, band=wanted, listed=listed)
    page = asked.page_of(request, rows)
    in_hand = {one.key: cases_about(request.user, one, page) for one in scorecard.lists if one.opens}
    return {
        "page": page,
        "rows": [_line(row, scorecard, in_hand) for row in page],
        "labels": [one.label for one in scorecard.indicators],
        "searched": searched,
        "choices": [one for one in choices if one["options"]],
        "asked_for": searched or band or listed,
    }


def _line(row: Any, scorecard: Scorecard, in_hand: dict[str, dict[str, str]]) -> Line:
    scored = scored_of(row)
    on = [one for one, holds in zip(scorecard.lists, scored.lists, strict=True) if holds]
    code = row.enterprise_code
    held = [(one, in_hand[one.key][code]) for one in on if code in in_hand.get(one.key, {})]
    number = held[0][1] if held else ""
    opened = held[0][0].opens if held else None
    return Line(
        row,
        tuple(
            (one.label, show_points(mark.points), mark.substituted)
            for one, mark in zip(scorecard.indicators, scored.marks, strict=True)
        ),
        tuple(one.label for one in on),
        number,
        case_url(opened.procedure, number) if opened else "",
    )
