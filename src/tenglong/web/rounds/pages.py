"""The list of rounds, and one round: where everybody stands, what can be done, what it comes to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.core.collection import say
from tenglong.core.measure import Period
from tenglong.core.report.periods import newest_periods
from tenglong.records.people.rights import can, is_inside
from tenglong.records.rounds.queries import get_round, list_frozen, list_rounds, list_to_open, may_run
from tenglong.records.rounds.spec import Spec, period_of_round, spec_of
from tenglong.records.rounds.standing import CORRECTING, TAKEN, TO_CHECK, TO_FILL, TO_SIGN, Standing, list_standing
from tenglong.records.rounds.tables import Drawn, draw_tables, may_read, tables_telling
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.place import case_url

OFFERED = {"month": 12, "quarter": 6, "half": 4, "year": 3}  # how many periods can be sent out
ROUND_LIGHTS = {"opening": "yellow", "open": "yellow", "merged": "", "frozen": "green"}
NAMED = 12  # of those who have not answered
LIGHTS = {TO_FILL: "red", TO_SIGN: "yellow", TO_CHECK: "yellow", TAKEN: "green", CORRECTING: "red"}


@dataclass(frozen=True, slots=True)
class Line:
    """One addressee of the grid. `act` is what the asking office may do with its answer: return, reopen or nothing."""

    standing: Standing
    light: str
    url: str
    act: str


@signed_in
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds, and the form that sends a template out."""
    return draw_rounds(request)


def draw_rounds(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """The list; `sentence` says why one was not sent out."""
    page = asked.page_of(request, list_rounds(request.user))
    context = {
        "page": page,
        "rows": [(one, spec_of(one), period_of_round(one), ROUND_LIGHTS[one.status]) for one in page],
        "to_open": list(_to_open(request)),
        "inside": is_inside(request.user),
        "sentence": sentence,
    }
    return render(request, "web/rounds/list.html", context, status=422 if sentence else 200)


def _to_open(request: HttpRequest) -> Iterator[tuple[Spec, list[tuple[Period, bool]]]]:
    """Templates with the periods not sent out yet; chosen is the newest that is over."""
    sent = set(list_rounds(request.user).values_list("collection", "period"))
    for spec in list_to_open(request.user):
        key, every, today = spec.collection.key, spec.collection.every, clock.today()
        periods = [one for one in newest_periods(every, today, OFFERED[every]) if (key, one.text) not in sent]
        over = next((one for one in periods if one.until <= today), None)
        yield spec, [(one, one is over) for one in periods]


@signed_in
@require_GET
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round."""
    return draw_round(request, pk)


@signed_in
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a round is sent out; when it is, the whole page is drawn anew."""
    found = get_round(request.user, pk)
    if found.status != "opening":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "web/rounds/progress.html", _sent_out(found))


def _sent_out(found: Any) -> dict[str, Any]:
    return {"round": found, "asked": found.asked.count() if found.status == "opening" else 0}


def draw_round(request: HttpRequest, pk: int, sentence: str = "") -> HttpResponse:
    """The page of a round; `sentence` says why something was not done."""
    found = get_round(request.user, pk)
    spec, standing, drawn = spec_of(found), list_standing(request.user, found, at=clock.now()), draw_tables(found)
    runs = may_run(request.user, spec, found.region_code)
    words = [one.word for one in standing]
    absent = [one.asked.name for one in standing if not one.answered]
    shown = asked.chosen(request, "word", words)
    page = asked.page_of(request, [one for one in standing if shown in ("", one.word)])
    frozen = list(list_frozen(found).defer("rows", "tables"))
    context = _sent_out(found) | {
        "light": ROUND_LIGHTS[found.status],
        "spec": spec,
        "period": period_of_round(found),
        "counts": [(word, words.count(word), LIGHTS[word]) for word in LIGHTS if word in words],
        "answered": sum(one.answered for one in standing),
        "total": len(standing),
        "absent": absent[:NAMED],
        "absent_count": len(absent),
        "shown": shown,
        "reminders": "、".join(_days(one) for one in spec.collection.remind),
        "page": page,
        "query": f"?word={shown}",
        "lines": [_line(one, runs) for one in page],
        "tables": [
            (one, opens := may_read(request.user, spec, one.table), _totals(one) if opens else [])
            for one in drawn.values()
        ],
        "figures": [
            (key, label) for key, label in spec.collection.figures.items() if len(tables_telling(spec, key)) > 1
        ],
        "frozen": [(one, _count(one.moved)) for one in frozen],
        "settled": not any(word in (CORRECTING, TO_CHECK) for word in words),
        "runs": runs,
        "may_open": can(request.user, "open_rows"),
        "sentence": sentence,
    }
    return render(request, "web/rounds/round.html", context, status=422 if sentence else 200)


def _line(one: Standing, runs: bool) -> Line:
    url = case_url(one.case.procedure, one.case.number) if one.case else ""
    act = {TO_CHECK: "return", TAKEN: "reopen"}.get(one.word, "") if runs else ""
    return Line(one, LIGHTS.get(one.word, ""), url, act)


def _totals(one: Drawn) -> list[tuple[str, str]]:
    """The totals of the columns that tell a figure, by the form's label."""
    columns = zip(one.table.columns, one.gathered.totals, strict=True)
    return [(column.label, say(column, total)) for column, total in columns if column.figure and total is not None]


def _days(remind: int) -> str:
    """How far from the day it is due."""
    return "当天" if remind == 0 else f"前 {-remind} 天" if remind < 0 else f"后 {remind} 天"


def _count(moved: Mapping[str, Iterable[Any]]) -> int:
    return sum(1 for _ in moved.get("values", ()))
