"""Projects: all of them in one list, with light, stage, planned and actual start, investment against plan."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.ledger import Kind
from tenglong.core.lights import Lit
from tenglong.core.procedure import Status
from tenglong.records.cases.checks import can_open
from tenglong.records.cases.queries import list_cases, rows_of
from tenglong.records.files.queries import list_evidence
from tenglong.records.ledgers.sources import get_source
from tenglong.records.people.rights import By
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.place import get_place

from .delivery import OPEN, PROBLEM, PROJECT, SHOWN, Investing, investing, months_by_project, rows_by, start_labels

ROWS_A_PAGE = 50
LIGHTS = (("red", "红灯"), ("yellow", "黄灯"), ("green", "绿灯"))
BEGUN = (("started", "已开工"), ("late", "过了计划还没开工"), ("waiting", "未到计划"))


@dataclass(frozen=True, slots=True)
class Line:
    """A project in the list. `begun` is a key of BEGUN or empty where no start was planned and none is known."""

    title: str
    number: str
    url: str
    lit: Lit
    stage: str
    kind: str
    nature: str
    leader: str
    planned_on: date | None
    started_on: date | None
    begun: str
    invested: Investing
    photo_on: date | None
    problems: int


@signed_in
@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    """The list, the worst light first."""
    by, now = request.user, clock.now()
    place, starts = get_place(*PROJECT.split(".")), start_labels()
    start = asked.chosen(request, "start", starts, next(iter(starts), ""))
    searched = asked.words(request)
    lines = lines_of(by, list_cases(by, procedure=PROJECT, status=Status.OPEN, search=searched), start, now)
    choices = _choices(request, lines)
    wanted = [(one["chosen"], of) for one, of in choices if one["chosen"]]
    kept = [line for line in lines if all(of(line) == chosen for chosen, of in wanted)]
    context = {
        "station": place.procedure.station,
        "tabs": tabs(place.procedure.station, "projects"),
        "page": Paginator(kept, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "count": len(kept),
        "done": list_cases(by, procedure=PROJECT, status=Status.DONE).count(),
        "done_url": f"{place.list_url}?status={Status.DONE}",
        "tally": _tally(kept),
        "choices": [one for one, _ in choices],
        "searched": searched,
        "asked_for": bool(searched or wanted),
        "start": start,
        "starts": starts,
        "today": now.date(),
        "new_url": place.new_url if can_open(place.procedure, by) else "",
        "place": place,
    }
    return render(request, "web/projects.html", context)


def lines_of(by: By, cases: Iterable[Any], start: str, at: datetime) -> list[Line]:
    """Projects as lines, in a fixed number of queries; `start` is the key of the date that counts as the start."""
    rows, on = rows_of(by, cases, at=at), at.date()
    facts = rows_by(by, PROJECT, SHOWN)
    months, problems, photos = months_by_project(by), _problems(by), _photos(by)
    found = []
    for row in rows:
        own = facts.get(row.case.number, {})
        planned, started = own.get("plan_start_on"), own.get(start)
        found.append(
            Line(
                title=row.case.title,
                number=row.case.number,
                url=reverse("project", args=[row.case.number]),
                lit=row.lit,
                stage="、".join(row.steps) or row.word,
                kind=own.get("kind") or "",
                nature=own.get("nature") or "",
                leader=own.get("leader") or "",
                planned_on=planned,
                started_on=started,
                begun=_begun(planned, started, on),
                invested=investing(own, months.get(row.case.number, ()), on),
                photo_on=photos.get(f"case:{row.case.number}"),
                problems=problems[row.case.number],
            )
        )
    order = [light for light, _ in LIGHTS]
    return sorted(found, key=lambda line: order.index(line.lit.light) if line.lit.light in order else len(order))


def _begun(planned: date | None, started: date | None, on: date) -> str:
    if started and started <= on:
        return "started"
    return ("late" if planned < on else "waiting") if planned else ""


def _problems(by: By) -> Counter[str]:
    """How many problems of each project are open."""
    rows = get_source(PROBLEM).rows(by, keys={"project", "case_status"})
    return Counter(row["project"] for row in rows if row["case_status"] == OPEN)


def _photos(by: By) -> Mapping[str, date]:
    """The day of the newest picture of each case."""
    pictures = list_evidence(by).filter(file__media_type__startswith="image/", subject__startswith="case:").order_by()
    return dict(pictures.values_list("subject").annotate(last=Max("on")))


def _choices(request: HttpRequest, lines: Iterable[Line]) -> list[tuple[dict[str, Any], Callable[[Line], str]]]:
    """The filters, each with what it looks at in a line."""
    fields = {field.key: field for field in get_source(PROJECT).ledger.fields if field.kind is Kind.CHOICE}
    leaders = sorted({line.leader for line in lines if line.leader})
    wanted: list[tuple[str, str, list[tuple[str, str]], Any]] = [
        ("light", "亮灯", list(LIGHTS), lambda line: line.lit.light),
        ("begun", "开工", list(BEGUN), lambda line: line.begun),
    ]
    wanted += [
        (key, fields[key].label, [(one, one) for one in fields[key].choices], lambda line, key=key: getattr(line, key))
        for key in ("kind", "nature")
        if key in fields
    ]
    wanted.append(("leader", "包联领导", [(one, one) for one in leaders], lambda line: line.leader))
    return [(asked.choice(request, name, label, options), of) for name, label, options, of in wanted if options]


def _tally(lines: Iterable[Line]) -> dict[str, Any]:
    """The sums above the list."""
    lines = list(lines)
    begun = Counter(line.begun for line in lines)
    return {
        "started": begun["started"],
        "late": begun["late"],
        "total": sum(line.invested.total or 0 for line in lines),
        "year_done": sum(line.invested.year_done or 0 for line in lines),
        "year_plan": sum(line.invested.year_plan or 0 for line in lines),
        "problems": sum(line.problems for line in lines),
        "red": sum(line.lit.light == "red" for line in lines),
    }
