"""One scorecard: what it says, what would come out now, and publishing it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.core.scorecard import Outcome, Parameter, Scorecard, Scored
from tenglong.records.mechanisms.queries import current
from tenglong.records.people.rights import By, can, regions_of
from tenglong.records.scores.actions import publish_run
from tenglong.records.scores.checks import blocking
from tenglong.records.scores.queries import list_runs, preview
from tenglong.records.scores.trial import CannotSupply, Supplied, Trial, find_scorecard
from tenglong.web import clock
from tenglong.web.doors import needs, signed_in
from tenglong.web.frame import tabs

from .parts import Share, rules, scorecard_url, shares
from .station import run_lines

MOST_SHOWN = 10  # of a preview: the first and those that have no rank
SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter that the county supplies, as its form holds it."""

    label: str
    unit: str
    name: str
    text: str


@signed_in
@require_GET
def scorecard(request: HttpRequest, mechanism: str, scorecard: str) -> HttpResponse:
    """What it says and where it comes from; for whoever may run it, what would come out now."""
    return _page(request, f"{mechanism}.{scorecard}")


@needs("score")
@require_POST
def publish(request: HttpRequest, mechanism: str, scorecard: str) -> HttpResponse:
    """Publish what the preview showed."""
    key = f"{mechanism}.{scorecard}"
    _, found = find_scorecard(key)
    try:
        run = publish_run(
            scorecard=key,
            region=request.POST.get("region") or _chosen_region(request.user, request.POST),
            period=request.POST.get("period", ""),
            supplied=_supplied(found, request.POST, {}),
            seen=request.POST.get("seen", ""),
            by=request.user,
            at=clock.now(),
        )
    except Refused as refusal:
        return _page(request, key, str(refusal))
    return redirect(reverse("run", args=[run.pk]))


def _page(request: HttpRequest, key: str, sentence: str = "") -> HttpResponse:
    by, sent = request.user, request.POST or request.GET
    _, found = find_scorecard(key)
    may_score = can(by, "score")
    period = sent.get("period", "") or str(clock.today().year - 1)
    trial, problem = _trial(by, found, sent, period) if may_score else (None, "")
    context = {
        "station": found.station,
        "tabs": tabs(found.station, "scores"),
        "mechanism": current(key.partition(".")[0]),
        "scorecard": found,
        "rules": rules(found),
        "weights": sum(Decimal(one.weight) for one in found.indicators),
        "lines": run_lines(by, key),
        "may_score": may_score,
        "regions": regions_of(by, "score"),
        "region": _chosen_region(by, sent),
        "periods": _periods(clock.today()),
        "period": period,
        "asked": _asked(by, found, sent),
        "source": sent[SOURCE] if SOURCE in sent else _last_source(by, found),
        "sentence": sentence or problem,
        "scorecard_url": scorecard_url(key),
        "publish_url": scorecard_url(key, "publish"),
        **(_shown(trial) if trial else {}),
    }
    return render(request, "web/scorecard.html", context, status=422 if sentence else 200)


def _trial(by: By, found: Scorecard, sent: QueryDict, period: str) -> tuple[Trial | None, str]:
    """What would come out; or why it cannot be reckoned."""
    region = _chosen_region(by, sent)
    try:
        supplied = _supplied(found, sent, _last_supplied(by, found))
        return preview(found.key, region=region, period=period, supplied=supplied, by=by), ""
    except Refused as refusal:
        return None, str(refusal)


def _shown(trial: Trial) -> dict[str, object]:
    outcome = trial.outcome
    ordered = sorted(outcome.subjects, key=lambda one: (one.rank is None, one.rank or 0, one.key))
    counted: dict[str, int] = {}
    for one in ordered:
        if one.rank is not None:
            counted[one.band or ""] = counted.get(one.band or "", 0) + 1
    parted: tuple[Share, ...] = shares(trial.scorecard, counted)
    return {
        "trial": trial,
        "shares": parted,
        "unset": sorted(trial.unset),
        "blocking": blocking(trial),
        "first": [(one, trial.name(one.key)) for one in ordered[:MOST_SHOWN] if one.rank is not None],
        "unranked": [(trial.name(one.key), _lacking(trial, one)) for one in ordered if one.rank is None][:MOST_SHOWN],
        "unranked_count": len(outcome.subjects) - outcome.ranked,
        "unsure_count": len(outcome.unsure),
        "listed": _listed(trial.scorecard, outcome),
    }


def _lacking(trial: Trial, scored: Scored) -> str:
    """The indicators without which there is no total."""
    marks = zip(trial.scorecard.indicators, scored.marks, strict=True)
    return "、".join(one.label for one, mark in marks if mark.points is None)


def _listed(found: Scorecard, outcome: Outcome) -> list[tuple[str, int, int]]:
    """Each list: how many are on it, of how many it cannot be told."""
    counted = []
    for number, one in enumerate(found.lists):
        held = [subject.lists[number] for subject in outcome.subjects]
        counted.append((one.label, held.count(True), held.count(None)))
    return counted


def _asked(by: By, found: Scorecard, sent: QueryDict) -> list[Asked]:
    """The parameters that the rule leaves open, with what was entered or published last."""
    last = _last_supplied(by, found)
    made = []
    for number, one in enumerate(_open(found)):
        name = f"parameter-{number}"
        usual = str(last[one.label].value) if one.label in last else ""
        made.append(Asked(one.label, one.unit or "", name, sent.get(name, usual)))
    return made


def _open(found: Scorecard) -> list[Parameter]:
    return [one for one in found.parameters if one.value is None]


def _supplied(found: Scorecard, sent: QueryDict, last: Mapping[str, Supplied]) -> Mapping[str, Supplied]:
    """The values that were entered; one left empty stays unknown, one that was not asked is as `last`."""
    source, given = sent.get(SOURCE, "").strip(), {}
    for number, one in enumerate(_open(found)):
        text = sent.get(f"parameter-{number}", "").strip()
        if f"parameter-{number}" not in sent and one.label in last:
            given[one.label] = last[one.label]
        if not text:
            continue
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise CannotSupply(f"“{one.label}”应当是一个数，现在填的是“{text[:20]}”。请改成数字。") from None
        given[one.label] = Supplied(value, source)
    return given


def _last_supplied(by: By, found: Scorecard) -> Mapping[str, Supplied]:
    """What the county supplied for the newest run, as far as the rule still leaves it open."""
    run = list_runs(by, scorecard=found.key, current=True).first()
    labels = {one.label for one in _open(found)}
    kept: Iterable[dict[str, str]] = run.parameters if run else ()
    return {
        one["label"]: Supplied(Decimal(one["value"]), one["source"])
        for one in kept
        if one["supplied"] and one["label"] in labels
    }


def _last_source(by: By, found: Scorecard) -> str:
    return next((one.source for one in _last_supplied(by, found).values()), "")


def _chosen_region(by: By, sent: QueryDict) -> str:
    """The region asked for, as far as it may be run there; else the first."""
    held = regions_of(by, "score")
    text = sent.get("region", "")
    return text if text in held else next(iter(held), "")


def _periods(today: date) -> list[tuple[str, str]]:
    return [(str(year), f"{year} 年") for year in range(today.year, today.year - 8, -1)]
