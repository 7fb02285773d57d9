"""What is on offer: space that investors may look at, with no more than its listed facts and whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.playbooks import SYSTEM_KEYS
from tenglong.records.cases.queries import CaseRow, list_offers, rows_of
from tenglong.records.people.queries import list_units
from tenglong.records.people.rights import scopes
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.place import case_url


@dataclass(frozen=True, slots=True)
class Offer:
    """A piece of space: `facts` are labels with what is known, `url` its case for those who may open it."""

    title: str
    facts: tuple[tuple[str, str], ...]
    unit: str
    url: str


@signed_in
@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    only = scopes(request.user) == {"listed"}
    page = asked.page_of(request, list_offers(request.user))
    rows = rows_of(request.user, page.object_list, at=clock.now())
    context = {
        "station": "空间",
        "tabs": [] if only else tabs("空间", "offers"),
        "page": page,
        "offers": _offers(rows, linked=not only),
        "only": only,
    }
    return render(request, "web/offers.html", context)


def _offers(rows: Sequence[CaseRow], *, linked: bool) -> list[Offer]:
    units = {unit.key: unit.name for unit in list_units()}
    return [
        Offer(
            row.case.title,
            _facts(row),
            units.get(row.case.unit_key, ""),
            case_url(row.case.procedure, row.case.number) if linked else "",
        )
        for row in rows
    ]


def _facts(row: CaseRow) -> tuple[tuple[str, str], ...]:
    own = (one for one in row.values if one.text and one.field.key not in {row.frame.row.title, *SYSTEM_KEYS})
    return tuple((one.field.label, f"{one.text} {one.field.unit or ''}".strip()) for one in own)
