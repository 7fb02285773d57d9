"""The form that opens a case."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Kind
from tenglong.records.cases.checks import CannotOpen, can_open
from tenglong.records.flows.actions import open_case
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.measures.queries import figure, open_term
from tenglong.records.people.rights import open_fields, roles
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.place import Place, case_url, get_place

from .form import entered, inputs
from .number import span_asked

MOST_CARRIED = 100  # rows that a group hands over to a new case


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, mechanism: str, procedure: str) -> HttpResponse:
    """The empty form, or one filled from the address; what is refused comes back with its sentences."""
    place = get_place(mechanism, procedure)
    fields = open_fields(request.user, place.mechanism.ledgers[place.procedure.ledger].fields)
    if request.method == "GET":
        if not can_open(place.procedure, request.user):
            who = "、".join(roles()[key].label for key in place.procedure.opened_by)
            raise CannotOpen(f"不能受理“{place.procedure.label}”：由{who}受理，请转给他们。")
        return _page(request, place, inputs(fields, entered(fields, request.GET) | _carried(request, fields)))
    texts = entered(fields, request.POST)
    try:
        case = open_case(procedure=place.key, values=texts, by=request.user, at=clock.now())
    except CannotFill as refusal:
        return _page(request, place, inputs(fields, texts, refusal.problems), str(refusal))
    except Refused as refusal:
        return _page(request, place, inputs(fields, texts), str(refusal))
    return redirect(case_url(place.key, case.number))


def _carried(request: HttpRequest, fields: Iterable[Field]) -> dict[str, str]:
    """What the group of a number fills in: the group itself, and the numbers of its rows."""
    key, group = asked.words(request, "number"), asked.words(request, "group")
    if not key or not group:
        return {}
    period, on = span_asked(request)
    found = figure(key, by=request.user, period=period, on=on)
    filled = {field.key: group for field in fields if field.label == found.measure.group}
    first = found.terms[0]
    listing = next((f for f in fields if f.kind is Kind.REFERENCES and f.refers_to == first.term.over), None)
    if listing:
        opened = open_term(key, first.label, by=request.user, period=period, on=on, group=group, most=MOST_CARRIED)
        filled[listing.key] = "、".join(row.key for row in opened.rows)
    return filled


def _page(request: HttpRequest, place: Place, drawn: tuple[object, ...], sentence: str = "") -> HttpResponse:
    first = [step.label for step in place.procedure.steps if not step.after]
    context = {
        "station": place.procedure.station,
        "mechanism": place.mechanism,
        "procedure": place.procedure,
        "list_url": place.list_url,
        "inputs": drawn,
        "sentence": sentence,
        "first_steps": "、".join(first),
    }
    return render(request, "web/new.html", context, status=422 if sentence else 200)
