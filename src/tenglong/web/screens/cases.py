"""The list of a procedure's cases, and its board: a column for each step."""

from dataclasses import dataclass

from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.core.ledger import Field, Kind
from tenglong.core.lights import Lit
from tenglong.core.procedure import Status, Step
from tenglong.playbooks import SYSTEM_KEYS, procedure_ledger
from tenglong.records.cases.checks import can_open
from tenglong.records.cases.lit import asked_lights
from tenglong.records.cases.queries import ACTIVE, CaseRow, list_cases, rows_of
from tenglong.records.people.rights import open_fields
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.case_lines import lit_of
from tenglong.web.panels.columns import sorted_columns
from tenglong.web.place import Place, case_url, get_place

STATUSES = (("open", "办理中"), ("done", "已办结"), ("cancelled", "已取消"))
LIGHTS = (("red", "已超期"), ("yellow", "将到期"))
RULED = (("red", "亮红"), ("yellow", "亮黄"))  # where rules light cases too
MINE = (("mine", "等我办"),)
CARDS_A_COLUMN = 12
TONES = {
    Kind.NUMBER: "n",
    Kind.WHOLE: "n",
    Kind.DATE: "day",
    Kind.TEXT: "phrase",
    Kind.LONG_TEXT: "long",
    Kind.REFERENCES: "long",
}
SHORT = "short"  # choices and names of what a field refers to: never broken over two lines


@dataclass(frozen=True, slots=True)
class Cell:
    """A listed value of a row."""

    label: str
    text: str
    tone: str  # a class of the style sheet: n for numbers, day for dates, short, long


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list or on the board."""

    title: str
    number: str
    url: str
    lit: Lit
    step: str
    cells: tuple[Cell, ...]

    @property
    def words(self) -> str:
        return next((cell.text for cell in self.cells if cell.text), "")


@dataclass(frozen=True, slots=True)
class Column:
    """A step on the board; `more` cases are not shown."""

    label: str
    count: int
    cards: list[Row]
    more: int
    url: str


@signed_in
@require_GET
def cases(request: HttpRequest, mechanism: str, procedure: str) -> HttpResponse:
    """The list, filtered by status, step, light, mine and words, sorted by any listed column."""
    place = get_place(mechanism, procedure)
    fields = listed_fields(request, place)
    headers = [("名称", "", False), ("办件号", "opened", False), ("亮灯", "due", False), ("当前步骤", "", False)]
    totals = {total.field.key for total in place.procedure.totals}  # computed, so not sorted by
    headers += [
        (_header(field), "" if field.key in totals else field.key, TONES.get(field.kind) == "n") for field in fields
    ]
    columns, order = sorted_columns(request, headers, "-opened")
    choices = _choices(request, place)
    found = _filtered(request, place, {one["name"]: one["chosen"] for one in choices}, order)
    page = asked.page_of(request, found)
    context = _around(request, place) | {
        "page": page,
        "rows": [_row(row) for row in rows_of(request.user, page.object_list, at=clock.now())],
        "columns": columns,
        "choices": choices,
        "searched": asked.words(request),
        "asked_for": bool(asked.words(request) or any(one["chosen"] for one in choices)),
    }
    return render(request, "web/cases.html", context)


@signed_in
@require_GET
def board(request: HttpRequest, mechanism: str, procedure: str) -> HttpResponse:
    """The board: what is in hand at each step, the most urgent first."""
    place = get_place(mechanism, procedure)
    open_cases = list_cases(request.user, procedure=place.key, status=Status.OPEN, order="due")
    counted = open_cases.order_by().filter(steps__status__in=ACTIVE).values_list("steps__step")
    counts = dict(counted.annotate(count=Count("pk", distinct=True)))
    columns = [_column(request, place, step, open_cases, counts.get(step.key, 0)) for step in place.procedure.steps]
    context = _around(request, place) | {"columns": columns, "open": open_cases.order_by().count()}
    return render(request, "web/board.html", context)


def listed_fields(request: HttpRequest, place: Place) -> tuple[Field, ...]:
    """The columns of a procedure's list beyond its title and its standing."""
    row = procedure_ledger(place.mechanism, place.key)
    fields = (field for field in row.fields if field.listed and field.key not in {row.title, *SYSTEM_KEYS})
    return open_fields(request.user, fields)


def _around(request: HttpRequest, place: Place) -> dict[str, object]:
    station = place.procedure.station
    return {
        "station": station,
        "tabs": tabs(station, place.key),
        "mechanism": place.mechanism,
        "procedure": place.procedure,
        "list_url": place.list_url,
        "board_url": place.board_url,
        "new_url": place.new_url,
        "may_open": can_open(place.procedure, request.user),
    }


def _choices(request: HttpRequest, place: Place) -> list[dict[str, object]]:
    options = {
        "status": ("状态", STATUSES),
        "step": ("步骤", [(step.key, step.label) for step in place.procedure.steps]),
        "light": ("亮灯", RULED if place.procedure.lights else LIGHTS),
        "who": ("谁办", MINE),
    }
    return [asked.choice(request, name, label, values) for name, (label, values) in options.items()]


def _filtered(request: HttpRequest, place: Place, chosen: dict[str, str], order: str) -> QuerySet:
    found = list_cases(
        request.user,
        procedure=place.key,
        status=Status(chosen["status"]) if chosen["status"] else None,
        mine=bool(chosen["who"]),
        search=asked.words(request),
        order=order,
    )
    if chosen["light"]:
        asked_for = asked_lights(request.user, clock.today(), place.key)
        found = found.filter(asked_for.red if chosen["light"] == "red" else asked_for.yellow)
    if chosen["step"]:
        found = found.filter(steps__step=chosen["step"], steps__status__in=ACTIVE)
    return found


def _column(request: HttpRequest, place: Place, step: Step, open_cases: QuerySet, count: int) -> Column:
    here = open_cases.filter(steps__step=step.key, steps__status__in=ACTIVE).order_by(
        F("steps__due_on").asc(nulls_last=True), "id"
    )
    cards = [_row(row) for row in rows_of(request.user, here[:CARDS_A_COLUMN], at=clock.now())] if count else []
    return Column(step.label, count, cards, count - len(cards), f"{place.list_url}?step={step.key}&sort=due")


def _row(row: CaseRow) -> Row:
    title = row.frame.row.title
    cells = tuple(
        Cell(shown.field.label, shown.text, TONES.get(shown.field.kind, SHORT))
        for shown in row.values
        if shown.field.key not in {title, *SYSTEM_KEYS}
    )
    url = case_url(row.case.procedure, row.case.number)
    return Row(row.case.title, row.case.number, url, lit_of(row), "、".join(row.steps), cells)


def _header(field: Field) -> str:
    return f"{field.label}（{field.unit}）" if field.unit else field.label
