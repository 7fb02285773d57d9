"""Two rows side by side, every condition told; and taking the pair up, which is noted on the left side's case."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field
from tenglong.core.matching import On, Verdict, most_of
from tenglong.core.procedure import Act
from tenglong.records.cases.queries import CaseView, get_case
from tenglong.records.flows.actions import move_case
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.matches.queries import NoSuchPair, PairView, get_pair
from tenglong.web import clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.judged import Sides, all_facts, conditions, idle, points, preferences, verdict_word
from tenglong.web.place import case_url, procedure_url, row_url
from tenglong.web.screens.form import as_texts, entered, inputs

from .matching import check_insider, pair_url

PREFIX = "pair-"


@dataclass(frozen=True, slots=True)
class Card:
    """One side of the pair."""

    word: str
    title: str
    url: str
    facts: list[tuple[str, str]]
    outside: bool


@signed_in
@require_GET
def pair(request: HttpRequest, mechanism: str, match: str, left: str, right: str) -> HttpResponse:
    """The page."""
    check_insider(request.user)
    return _page(request, get_pair(request.user, f"{mechanism}.{match}", left, right))


@signed_in
@require_POST
def take_up(request: HttpRequest, mechanism: str, match: str, left: str, right: str) -> HttpResponse:
    """Note the pair at the step of the left side's case; what is refused comes back in the form."""
    check_insider(request.user)
    view = get_pair(request.user, f"{mechanism}.{match}", left, right)
    pairing = view.match.pairing
    if pairing is None:
        raise NoSuchPair(f"“{view.match.label}”没有写对接记在哪一步，不能对接；请在机制的 match.yaml 里写 pairing。")
    case = get_case(request.user, view.left.key, at=clock.now())
    fields = case.procedure.step(pairing.step).log
    texts = entered(fields, request.POST, PREFIX)
    try:
        move_case(number=view.left.key, act=Act.NOTE, step=pairing.step, values=texts, by=request.user, at=clock.now())
    except CannotFill as refusal:
        return _page(request, view, texts, refusal.problems, "" if all(refusal.problems) else str(refusal))
    except Refused as refusal:
        return _page(request, view, texts, {}, str(refusal))
    return redirect(pair_url("pair", view.match, left, right))


def _page(
    request: HttpRequest,
    view: PairView,
    texts: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    sentence: str = "",
) -> HttpResponse:
    spec, judgement = view.match, view.judgement
    ledgers, rows = dict(zip(On, view.ledgers, strict=True)), dict(zip(On, (view.left, view.right), strict=True))
    sides = Sides(spec, ledgers, {on: row.values for on, row in rows.items()})
    case = get_case(request.user, view.left.key, at=clock.now()) if spec.pairing else None
    context = {
        "station": spec.station,
        "tabs": tabs(spec.station, spec.key),
        "match": spec,
        "view": view,
        "word": verdict_word(judgement.verdict),
        "failed": len(judgement.failed),
        "score": points(judgement.score),
        "most": points(most_of(spec)),
        "cards": [_card(sides, on, rows[on].key, rows[on].title, on in view.outside) for on in On],
        "conditions": conditions(sides, judgement),
        "idle": idle(sides, judgement),
        "preferences": preferences(judgement),
        "left_url": f"{procedure_url('match', spec.key)}?left={view.left.key}",
        "right_url": f"{procedure_url('match', spec.key)}?right={view.right.key}",
        "noted": _noted(view, case) if case else [],
        "case_url": case_url(case.procedure.key, case.case.number) if case else "",
        "inputs": _inputs(view, case, texts, problems) if case else (),
        "sentence": sentence,
        "sure": judgement.verdict is Verdict.FITS,
        "take_url": pair_url("pair-up", spec, view.left.key, view.right.key),
    }
    return render(request, "web/pair.html", context, status=200 if texts is None else 422)


def _card(sides: Sides, on: On, key: str, title: str, outside: bool) -> Card:
    side = sides.match.side(on)
    facts = all_facts(sides.match, on, sides.ledgers[on], sides.values[on])
    return Card(side.word, title, row_url(side.over, key), facts, outside)


def _inputs(
    view: PairView, case: CaseView, texts: Mapping[str, str] | None, problems: Mapping[str, str] | None
) -> tuple[object, ...]:
    """The log of the step, filled in from both sides; none for who may not note there now."""
    assert view.match.pairing is not None
    step = view.match.pairing.step
    if not case.allows(Act.NOTE, step):
        return ()
    fields: tuple[Field, ...] = case.procedure.step(step).log
    filled = as_texts(fields, view.filled())
    return inputs(fields, filled if texts is None else texts, problems, PREFIX)


def _noted(view: PairView, case: CaseView) -> list[dict[str, object]]:
    """When the pair was taken up before, by whom, and what was said: entries that name the right row."""
    return [
        {"at": entry.at, "by": entry.by, "words": "；".join(f"{one.field.label} {one.text}" for one in entry.values)}
        for entry in case.entries
        if any(view.right.key in shown.keys for shown in entry.values)
    ]
