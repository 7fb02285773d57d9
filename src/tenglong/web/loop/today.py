"""今日: the date, the county's numbers, what waits for me, what is open at each station, the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tenglong.core.decreed import seed_calendar
from tenglong.core.lights import Lit
from tenglong.playbooks import Mechanism
from tenglong.records.cases.checks import can_open
from tenglong.records.cases.lit import asked_lights
from tenglong.records.cases.queries import Waiting, count_waiting, list_cases, list_waiting
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.rights import By, scopes
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import Tab
from tenglong.web.panels.figures import cards_of_today
from tenglong.web.panels.plotmap import draw_map, legend_of
from tenglong.web.place import case_url, procedure_url

from .plots import MOST_DRAWN, plots_on_map

MOST_WAITING, WAITING_A_PAGE = 7, 50


@dataclass(frozen=True, slots=True)
class Line:
    """A step that waits for me."""

    lit: Lit
    url: str
    title: str
    step: str
    words: str


@dataclass(frozen=True, slots=True)
class Open:
    """How many cases of a procedure are open, and how many of them show yellow and red."""

    label: str
    station: str
    url: str
    open: int
    yellow: int
    red: int


@signed_in
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The first page of the day; each person sees their own."""
    by, now = request.user, clock.now()
    if scopes(by) == {"listed"}:
        return redirect("offers")
    mechanisms = list_current()
    waiting = list_waiting(by, at=now, most=MOST_WAITING)
    count = count_waiting(by)
    drawn = plots_on_map(by, now.date(), most=MOST_DRAWN)
    procedures = standing(by, mechanisms, now.date())
    busy = [one for one in procedures if one.open] or procedures
    context = {
        "station": "今日",
        "today": now.date(),
        "day_word": day_word(now.date()),
        "may_open": openings(by, mechanisms),
        "cards": cards_of_today(by, now.date()),
        "waiting": [_line(one) for one in waiting],
        "waiting_words": _waiting_words(count, waiting),
        "waiting_more": count > len(waiting),
        "picture": draw_map(drawn),
        "legend": legend_of(drawn),
        "standing": busy,
        "idle": len(procedures) - len(busy),
    }
    return render(request, "web/today.html", context)


@signed_in
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me, page by page."""
    count = count_waiting(request.user)
    page = asked.page_of(request, range(count), WAITING_A_PAGE)
    first = max(page.start_index() - 1, 0)
    found = list_waiting(request.user, at=clock.now(), most=WAITING_A_PAGE, start=first)
    context = {"station": "今日", "waiting": [_line(one) for one in found], "page": page, "count": count}
    return render(request, "web/waiting_page.html", context)


def day_word(on: date) -> str:
    """Whether it is worked on that day."""
    return _("工作日") if seed_calendar().is_workday(on) else _("休息日")


def openings(by: By, mechanisms: Iterable[Mechanism]) -> list[Tab]:
    """The procedures of which this person may open a case."""
    procedures = [one for mechanism in mechanisms for one in mechanism.procedures.values()]
    return [Tab(one.label, procedure_url("new", one.key), False) for one in procedures if can_open(one, by)]


def standing(by: By, mechanisms: Iterable[Mechanism], on: date) -> list[Open]:
    """What is open by procedure, and how it is lit."""
    rows = list_cases(by).filter(status="open").order_by().values("procedure")
    lit = asked_lights(by, on)
    rows = rows.annotate(open=Count("pk"), yellow=Count("pk", filter=lit.yellow), red=Count("pk", filter=lit.red))
    counted = {row["procedure"]: row for row in rows}
    found = []
    for mechanism in mechanisms:
        for key, procedure in mechanism.procedures.items():
            row = counted.get(key, {"open": 0, "yellow": 0, "red": 0})
            url = procedure_url("cases", key)
            found.append(Open(procedure.label, procedure.station, url, row["open"], row["yellow"], row["red"]))
    return found


def _line(one: Waiting) -> Line:
    case = one.case
    words = (one.frame.procedure.label, case.number, one.reminded)
    return Line(one.lit, case_url(case.procedure, case.number), case.title, one.label, " · ".join(filter(None, words)))


def _waiting_words(count: int, first: Iterable[Waiting]) -> str:
    if not count:
        return ""
    urgent = sum(one.lit.light == "red" for one in first)
    return f"{count} 件" + (f"，{urgent} 件亮红" if urgent else "")
