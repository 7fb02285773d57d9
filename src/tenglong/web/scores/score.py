"""One subject's score opened: every indicator down to the rows and lines it was read from."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.measure import read_period
from tenglong.records.ledgers.spans import Span
from tenglong.records.people.rights import By
from tenglong.records.scores.explaining import Explained, Reason, explain_score
from tenglong.records.scores.queries import get_run, get_score, list_scores_of, scorecard_of
from tenglong.records.scores.rereading import reread
from tenglong.records.scores.standing import distance_of
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs

from .parts import scorecard_url

LONGEST = 3  # times the benchmark: a longer bar ends there
ROOM = 4 / 3  # a bar has room for so much of the benchmark at least


@dataclass(frozen=True, slots=True)
class Bar:
    """An indicator with its bar: how long it is and where the benchmark stands, in %."""

    reason: Reason
    long: float
    mark: float
    told: str


@dataclass(frozen=True, slots=True)
class Year:
    """The subject's standing in another period."""

    row: Any
    label: str
    period: str


@signed_in
@require_GET
def score(request: HttpRequest, run_id: int, subject: str) -> HttpResponse:
    """Its points with the reasons, the way to the next class, and its other years."""
    by = request.user
    run = get_run(by, run_id)
    row = get_score(by, run, subject)
    explained = explain_score(row)
    day = Span(read_period(run.period)).day
    firm = reverse("enterprise", args=[row.enterprise_code]) if row.enterprise_code else ""
    context = {
        "station": explained.scorecard.station,
        "tabs": tabs(explained.scorecard.station, "scores"),
        "run": run,
        "newer": getattr(run, "replaced_by", None),
        "row": row,
        "period": read_period(run.period).label,
        "scorecard": explained.scorecard,
        "scorecard_url": scorecard_url(explained.scorecard.key),
        "bars": bars(explained),
        "explained": explained,
        "classes": [(name, one.sentence) for name, one in explained.classes],
        "lists": [(label, holds, one.sentence) for label, holds, one in explained.lists],
        "distance": distance_of(by, run, row, explained.scorecard, explained.scored),
        "now": reread(explained, by),
        "years": years_of(by, row.enterprise_code) if row.enterprise_code else (),
        "enterprise_url": firm,
        "land_day": day,
        "land_url": firm and f"{firm}?on={day}",
    }
    return render(request, "web/score.html", context)


def bars(explained: Explained) -> list[Bar]:
    """Every indicator on one scale."""
    shares = [float(one.share) for one in explained.reasons if one.share is not None]
    full = min(max([ROOM, *shares]), LONGEST)
    return [
        Bar(
            one,
            long=max(0.0, min(100 * float(one.share) / full, 100)) if one.share is not None else 0,
            mark=100 / full,
            told=one.explanation.sentence,
        )
        for one in explained.reasons
    ]


def years_of(by: By, enterprise_code: str) -> list[Year]:
    """Every year's standing that `by` may open, the newest first."""
    rows = list_scores_of(by, enterprise_code)
    return [Year(row, scorecard_of(row.run).label, read_period(row.run.period).label) for row in rows]
