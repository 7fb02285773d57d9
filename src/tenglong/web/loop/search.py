"""Finding enterprises, plots and cases by characters, numbers or pinyin initials."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.records.cases.queries import list_cases
from tenglong.records.ledgers.registers import Condition, get_register, has_cards
from tenglong.records.people.queries import list_units
from tenglong.records.people.rights import By, regions_of
from tenglong.records.registry.queries import search, stands
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.place import case_url, row_url

KINDS = {"enterprise": "企业", "parcel": "地块"}
SUGGESTED, LISTED = 6, 40


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found."""

    kind: str
    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Option:
    """What a reference field may be: `value` is what stands in the field, `words` help to choose."""

    value: str
    words: str


@signed_in
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """The page of results."""
    searched = asked.words(request)
    context = {"searched": searched, "hits": hits(request.user, searched, LISTED), "most": LISTED}
    return render(request, "web/search.html", context)


@signed_in
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions below the search box."""
    searched = asked.words(request)
    if not searched:
        return HttpResponse()
    return render(request, "web/found.html", {"searched": searched, "hits": hits(request.user, searched, SUGGESTED)})


@signed_in
@require_GET
def options(request: HttpRequest, kind: str) -> HttpResponse:
    """What a reference field may be, as far as the person sees it. `name` says under which name the words come."""
    searched = asked.words(request, asked.words(request, "name") or "q")
    return render(request, "web/options.html", {"hits": _options(request.user, kind, searched)})


def hits(by: By, searched: str, most: int) -> list[Hit]:
    """At most so many of each kind."""
    if not searched:
        return []
    found = [Hit(KINDS[kind], code, name, row_url(kind, code)) for kind, code, name in search(by, searched, most=most)]
    cases = list_cases(by, search=searched)[:most]
    return found + [Hit("办件", one.number, one.title, case_url(one.procedure, one.number)) for one in cases]


def _options(by: By, kind: str, searched: str) -> list[Option]:
    """What is over is not offered; whoever means it writes its code."""
    last, today = searched.rpartition("、")[2], clock.today()
    if kind == "unit":
        units = list_units().filter(stands(today))
        return [Option(unit.key, unit.name) for unit in units if last in unit.name or last in unit.key]
    if kind == "region":
        return _regions(by, last, today)
    if has_cards(kind):
        register = get_register(kind)
        found = register.find(by, search=last, on=today if register.dated else None, keys=())
        return [Option(row.key, row.title) for row in found[:LISTED]]
    return [Option(row.number, row.title) for row in list_cases(by, procedure=kind, search=last)[:LISTED]]


def _regions(by: By, searched: str, today: date) -> list[Option]:
    """One's own first."""
    own = [(Condition("code", "is", code),) for code in regions_of(by)]
    found: dict[str, str] = {}
    for conditions in (*own, ()):
        rows = get_register("region").find(by, search=searched, conditions=conditions, on=today, keys=())
        found |= {row.key: row.title for row in rows[:LISTED]}
    return [Option(code, name) for code, name in found.items()][:LISTED]
