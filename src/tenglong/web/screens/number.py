"""Numbers: all of them, and the page that opens one down to its rows."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.core.ledger import Field
from tenglong.core.measure import read_period, show_term
from tenglong.core.procedure import Procedure
from tenglong.playbooks import STATIONS, SYSTEM_KEYS
from tenglong.records.cases.checks import can_open
from tenglong.records.cases.frames import current_frame
from tenglong.records.cases.shown import show_rows
from tenglong.records.measures.opening import Opened
from tenglong.records.measures.queries import Figure, figure, list_figures, open_term
from tenglong.records.mechanisms.queries import current
from tenglong.records.people.rights import can
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.figures import by_station, made_of
from tenglong.web.place import number_url, procedure_url, row_url

ROWS_A_PAGE = 50
MOST_COLUMNS = 7


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row behind a number: where its page is, what it says, what was taken of it, where it is written."""

    key: str
    url: str
    cells: tuple[str, ...]
    taken: str
    origin: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its number; `url` turns its rows into a case, empty where nothing is opened."""

    label: str
    shown: str
    rows: int
    here: str
    url: str


@signed_in
@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Every number by station, those that must not be computed with their reasons."""
    return _numbers(request, "评价", "numbers", asked.chosen(request, "station", STATIONS))


@signed_in
@require_GET
def growth(request: HttpRequest) -> HttpResponse:
    """The numbers of 成长."""
    return _numbers(request, "成长", "growth", "成长")


@signed_in
@require_GET
def number(request: HttpRequest, mechanism: str, measure: str) -> HttpResponse:
    """One number for a period or as of a day, its formula, its terms, the rows of one term."""
    by, key = request.user, f"{mechanism}.{measure}"
    period, on = span_asked(request)
    found = figure(key, by=by, period=period, on=on)
    may_open = can(by, "open_rows")
    label = asked.chosen(request, "term", [term.label for term in found.terms], found.terms[0].label)
    group = asked.words(request, "group") or None
    opened = _opened(request, key, label, group) if may_open and found.terms else None
    station = found.measure.station
    opens = current_frame(found.measure.opens).procedure if found.measure.opens else None
    context = {
        "station": station,
        "tabs": tabs(station, ""),
        "mechanism": current(mechanism),
        "figure": found,
        "measure": found.measure,
        "made_of": made_of(found),
        "formula": found.measure.formula,
        "sentences": list(dict.fromkeys(found.explanation.sentences())) if found.explanation else [],
        "terms": [(term, _where(term.term)) for term in found.terms],
        "unknown": sum(term.unknown for term in found.terms),
        "label": label,
        "group": group,
        "opened": opened,
        "rows": _rows(opened) if opened else (),
        "columns": _columns(opened) if opened else (),
        "page": _page(request, opened) if opened else None,
        "may_open": may_open,
        "groups": _groups(found, opens if opens and can_open(opens, by) else None),
        "opens_label": opens.label if opens else "",
        "periods": _periods(clock.today(), period),
        "period": period or "",
        "on": on or clock.today(),
    }
    return render(request, "web/number.html", context)


def span_asked(request: HttpRequest) -> tuple[str | None, date | None]:
    """A period, or a day; with neither everything up to today."""
    period = asked.words(request, "period")
    return (period, None) if period else (None, asked.day(request, "on", clock.today()))


def _numbers(request: HttpRequest, station: str, here: str, only: str) -> HttpResponse:
    period, on = span_asked(request)
    figures = list_figures(request.user, station=only or None, period=period, on=on)
    found = by_station(figures)
    context = {
        "station": station,
        "tabs": tabs(station, here),
        "stations": [(name, found[name]) for name in (*STATIONS, "其他") if name in found],
        "count": len(figures),
        "refused": sum(bool(one.refused) for one in figures),
        "may_open": can(request.user, "open_rows"),
        "periods": _periods(clock.today(), period),
        "period": period or "",
        "on": on or clock.today(),
    }
    return render(request, "web/numbers.html", context)


def _opened(request: HttpRequest, key: str, label: str, group: str | None) -> Opened:
    period, on = span_asked(request)
    page = asked.words(request, "page")
    start = (max(int(page), 1) - 1) * ROWS_A_PAGE if page.isdecimal() else 0
    return open_term(key, label, by=request.user, period=period, on=on, group=group, start=start, most=ROWS_A_PAGE)


def _page(request: HttpRequest, opened: Opened) -> object:
    return asked.page_of(request, range(opened.count), ROWS_A_PAGE)


def _columns(opened: Opened) -> tuple[Field, ...]:
    return tuple(field for field in opened.columns if field.listed and field.key not in SYSTEM_KEYS)[:MOST_COLUMNS]


def _rows(opened: Opened) -> list[OpenRow]:
    columns, keys = _columns(opened), [field.key for field in opened.columns]
    values = [dict(zip(keys, row.values, strict=True)) for row in opened.rows]
    return [
        OpenRow(
            row.key.partition("/")[0],  # of an entry the number of its case
            row_url(opened.ledger, row.key),
            tuple(shown.text for shown in cells),
            show_term(row.taken),
            row.origin,
        )
        for row, cells in zip(opened.rows, show_rows(columns, values), strict=True)
    ]


def _groups(found: Figure, opens: Procedure | None) -> list[Group]:
    """The groups; their rows can be turned into a case of `opens`."""
    return [
        Group(
            one.key or "没有填",
            one.shown,
            sum(term.rows for term in one.terms),
            number_url(found.key, found.span, one.key) if one.key else "",
            _turn(found, opens, one.key) if opens and one.key else "",
        )
        for one in found.groups
    ]


def _turn(found: Figure, opens: Procedure, group: str) -> str:
    """The new form of the procedure that a group opens, to be filled from the group's rows."""
    asked_for = {"number": found.key, "group": group}
    if found.span.period:
        asked_for["period"] = found.span.period.text
    return f"{procedure_url('new', opens.key)}?{urlencode(asked_for)}"


def _where(term: object) -> str:
    parts = [
        f"其中 {term.where.formula.text}" if term.where else "",
        f"按{term.dated}归到期间" if term.dated else "不分期间",
    ]
    return "；".join(part for part in parts if part)


def _periods(today: date, asked_for: str | None) -> list[tuple[str, str]]:
    """Periods to choose from, newest first; one that an address asks for stands among them."""
    offered = [
        one
        for year in range(today.year, today.year - 6, -1)
        for one in ((f"{year}", f"{year} 年"), (f"{year}H1", f"{year} 年上半年"), (f"{year}H2", f"{year} 年下半年"))
    ]
    if asked_for is None or asked_for in dict(offered):
        return offered
    return [(asked_for, read_period(asked_for).label), *offered]
