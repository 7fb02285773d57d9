"""The page of one project: milestones, days on site, months, investment, problems, tenants and what it hangs on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.clocks import china_time
from tenglong.core.lights import Light, Lit
from tenglong.core.procedure import Act
from tenglong.records.cases.chain import chain_of
from tenglong.records.cases.checks import can_open
from tenglong.records.cases.queries import CaseView, get_case, list_cases, rows_of
from tenglong.records.people.rights import By, can
from tenglong.web import clock
from tenglong.web.asked import NoSuchPlace
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.case_lines import case_lines, ended, lit_of
from tenglong.web.panels.investment_curve import Curve, draw_curve
from tenglong.web.panels.steps import facts, holders, needed
from tenglong.web.place import case_url, get_place, procedure_url

from .delivery import MILESTONE, PROBLEM, PROJECT, STARTS, investing, rows_by

WORDS = {Light.RED: "红灯", Light.YELLOW: "黄灯", Light.GREEN: "绿灯", Light.GREY: "没有亮灯"}
DAILY, MONTHLY, TENANTS = "daily", "monthly", "tenants"
MILESTONE_KEYS = frozenset({"part", "node", "planned_on", "reached_on", "promised_by"})
MOST_DAYS, MOST_MONTHS, STRIP_DAYS = 12, 24, 56


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of a building: what was planned, what came."""

    node: str
    planned_on: date | None
    reached_on: date | None
    promised_by: str
    lit: Lit
    url: str

    @property
    def days(self) -> int | None:
        """Days after the plan; negative: before it."""
        return (self.reached_on - self.planned_on).days if self.reached_on and self.planned_on else None

    @property
    def early(self) -> int:
        """Days before the plan."""
        return -(self.days or 0)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip; `count` entries were made on it."""

    on: date
    count: int


@signed_in
@require_GET
def project(request: HttpRequest, number: str) -> HttpResponse:
    """One project, by its case number."""
    by, now = request.user, clock.now()
    view = get_case(by, number, at=now)
    if view.procedure.key != PROJECT:
        raise NoSuchPlace(f"不能打开：办件 {number} 不是项目。请从“项目”的清单里进入。")
    on, own = now.date(), {field.key: view.facts.get(field.label) for field in _fields(view)}
    months = [entry_values(entry) | {"entry": entry} for entry in view.entries if entry.step == MONTHLY]
    months = sorted((row for row in months if row.get("until_on")), key=lambda row: row["until_on"])
    days = [entry for entry in view.entries if (entry.act, entry.step) == (Act.NOTE, DAILY)]
    invested = investing(own, months, on)
    problems = list_cases(by, procedure=PROBLEM, filters={"project": number}, order="due")
    labels = {field.key: field.label for field in _fields(view)}
    lit = ended(view.case, view.word, view.lit) if view.case.closed_at else view.lit
    context = {
        "station": view.procedure.station,
        "tabs": tabs(view.procedure.station, "projects"),
        "today": on,
        "case": view.case,
        "lit": lit,
        "light_word": lit.words if view.case.closed_at else WORDS[lit.light],
        "view": view,
        "case_url": case_url(PROJECT, number),
        "holders": "、".join(holders(view)),
        "stage": "、".join(step.spec.label for step in view.open_steps) or view.word,
        "starts": [(labels[key], own.get(key)) for key in STARTS if key in labels],
        "planned_on": own.get("plan_start_on"),
        "invested": invested,
        "curve": curve_of(own, months, on),
        "buildings": buildings(by, number, now),
        "days": days[::-1][:MOST_DAYS],
        "days_count": len(days),
        "strip": strip(days, on),
        "months": months[::-1][:MOST_MONTHS],
        "problems": case_lines(by, problems, now),
        "tenants": [entry for entry in view.entries if (entry.act, entry.step) == (Act.NOTE, TENANTS)][::-1],
        "facts": facts(view),
        "needed": needed(view),
        "related": related(by, view, now),
        "plot_url": reverse("plot", args=[view.case.parcel_code]) if view.case.parcel_code else "",
        "enterprise_url": reverse("enterprise", args=[view.case.enterprise_code]) if view.case.enterprise_code else "",
        "note_url": reverse("field-entry", args=[number, DAILY]) if view.allows(Act.NOTE, DAILY) else "",
        "new_problem": _new(by, PROBLEM, number),
        "new_milestone": _new(by, MILESTONE, number),
        "may_attach": can(by, "attach"),
        "subject": f"case:{number}",
    }
    return render(request, "web/project.html", context)


def _fields(view: CaseView) -> Sequence[Any]:
    return view.mechanism.ledgers[view.procedure.ledger].fields + tuple(
        field for step in view.procedure.steps for field in step.fields
    )


def entry_values(entry: Any) -> dict[str, Any]:
    """What was filled in with an entry, by field key."""
    return {shown.field.key: shown.value for shown in entry.values}


def curve_of(own: dict[str, Any], months: Iterable[dict[str, Any]], on: date) -> Curve | None:
    """Investment by month; the plan runs straight from the planned start to the planned end."""
    before = own.get("invested_before_wan") or 0
    done = [(row["until_on"], row.get("month_wan") or 0) for row in months if row["until_on"] <= on]
    since = own.get("plan_start_on") or own.get("listed_on")
    until = own.get("plan_finish_on") or own.get("plan_produce_on")
    planned = [(since, before), (until, own["total_wan"])] if since and until and own.get("total_wan") else []
    return draw_curve(done, planned if since and until and since < until else [], on=on, before=before)


def buildings(by: By, number: str, at: datetime) -> list[tuple[str, list[Milestone]]]:
    """The milestones of each building, in order of their planned days."""
    rows = rows_of(by, list_cases(by, procedure=MILESTONE, filters={"project": number}), at=at)
    own = rows_by(by, MILESTONE, MILESTONE_KEYS)
    found: dict[str, list[Milestone]] = {}
    for row in rows:
        told = own.get(row.case.number, {})
        one = Milestone(
            told.get("node") or row.case.title,
            told.get("planned_on"),
            told.get("reached_on"),
            told.get("promised_by") or "",
            lit_of(row),
            case_url(MILESTONE, row.case.number),
        )
        found.setdefault(told.get("part") or row.case.title, []).append(one)
    for milestones in found.values():
        milestones.sort(key=lambda one: one.planned_on or date.max)
    return sorted(found.items())


def strip(entries: Iterable[Any], on: date) -> list[Day]:
    """The last eight weeks day by day, the oldest first."""
    made = [china_time(entry.at).date() for entry in entries]
    days = [on - timedelta(days=back) for back in range(STRIP_DAYS - 1, -1, -1)]
    return [Day(day, made.count(day)) for day in days]


def related(by: By, view: CaseView, at: Any) -> list[Any]:
    """The cases it came from, those it opened and those it names."""
    found = [case for case in chain_of(by, [view.case]).cases if case.pk != view.case.pk]
    return case_lines(by, found, at)


def _new(by: By, procedure: str, number: str) -> str:
    place = get_place(*procedure.split("."))
    return f"{procedure_url('new', procedure)}?project={number}" if can_open(place.procedure, by) else ""
