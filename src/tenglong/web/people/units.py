"""The offices as a tree, and the form for another one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.core.ledger.values import clean
from tenglong.records.people.actions import add_unit
from tenglong.records.people.queries import list_governed, list_units
from tenglong.records.regions.queries import list_regions
from tenglong.web import asked, clock
from tenglong.web.doors import needs

DEEPEST = 12
WORDS = ("key", "name", "region_code", "parent")


@needs("install")
@require_http_methods(["GET", "POST"])
def units(request: HttpRequest) -> HttpResponse:
    """Every office under the one above it, with how many people sit there."""
    said = {word: clean(request.POST.get(word, "")) for word in WORDS}
    sentence = ""
    if request.method == "POST":
        try:
            region = asked.picked(request, "region_code", asked.REGION)
            add_unit(**{**said, "region_code": region}, by=request.user, at=clock.now())
            return redirect("people-units")
        except Refused as refusal:
            sentence = str(refusal)
    found = list(list_units())
    seats: dict[int, int] = {}
    for unit_id in list_governed(request.user).filter(is_active=True).values_list("unit_id", flat=True):
        seats[unit_id] = seats.get(unit_id, 0) + 1
    places = dict(list_regions().filter(code__in={unit.region_code for unit in found}).values_list("code", "name"))
    rows = [(depth, unit, places.get(unit.region_code, ""), seats.get(unit.pk, 0)) for depth, unit in in_order(found)]
    context = {"rows": rows, "said": said, "sentence": sentence, "units": found, "here": "people-units"}
    return render(request, "web/people/units.html", context, status=422 if sentence else 200)


def in_order(found: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Each office after the one above it, with its depth; one whose office above is not there stands at the top."""
    below: dict[str, list[Any]] = {}
    found = list(found)
    known = {unit.key for unit in found}
    for unit in found:
        below.setdefault(unit.parent if unit.parent in known else "", []).append(unit)
    shown: set[str] = set()

    def walk(parent: str, depth: int) -> Iterator[tuple[int, Any]]:
        for unit in below.get(parent, ()):
            if unit.key not in shown and depth <= DEEPEST:
                shown.add(unit.key)
                yield depth, unit
                yield from walk(unit.key, depth + 1)

    yield from walk("", 0)
    yield from ((0, unit) for unit in found if unit.key not in shown)  # above each other in a ring
