"""评价: the scorecards with their runs; an enterprise finds its own scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.core.measure import read_period
from tenglong.core.scorecard import Scorecard
from tenglong.records.people.rights import By, can, enterprises_of, is_inside
from tenglong.records.scores.queries import count_classes_of, list_runs, list_scorecards, list_scores_of, scorecard_of
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs

from .parts import Share, scorecard_url, shares

MOST_RUNS = 60


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in a list. `shares` are its classes as the reader sees them."""

    run: Any
    scorecard: Scorecard
    period: str
    shares: tuple[Share, ...]


@signed_in
@require_GET
def scores(request: HttpRequest) -> HttpResponse:
    """Every scorecard with its newest run, and every run; of an enterprise its own scores, year by year."""
    by = request.user
    inside = is_inside(by)
    context = {
        "station": "评价",
        "tabs": tabs("评价", "scores"),
        "inside": inside,
        "may_score": can(by, "score"),
        "scorecards": [(one, scorecard_url(one.key)) for one in list_scorecards().values()],
        "lines": run_lines(by) if inside else (),
        "own": () if inside else own_scores(by),
    }
    return render(request, "web/scores.html", context)


def run_lines(by: By, scorecard: str = "") -> list[RunLine]:
    """The newest runs that `by` sees something of."""
    runs = list(list_runs(by, scorecard=scorecard).select_related("replaced_by")[:MOST_RUNS])
    counts = count_classes_of(by, runs)
    return [_line(run, counts.get(run.pk, {})) for run in runs]


def own_scores(by: By) -> list[tuple[Any, Scorecard, str]]:
    """What the own enterprises were given."""
    rows = [row for code in enterprises_of(by) for row in list_scores_of(by, code)]
    return [(row, scorecard_of(row.run), read_period(row.run.period).label) for row in rows]


def _line(run: Any, counts: Mapping[str, int]) -> RunLine:
    scorecard = scorecard_of(run)
    return RunLine(run, scorecard, read_period(run.period).label, shares(scorecard, counts))
