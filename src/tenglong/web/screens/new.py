"""The form that opens a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.records.cases.checks import CannotOpen, can_open
from tenglong.records.flows.actions import open_case
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.people.rights import open_fields, roles
from tenglong.web import clock
from tenglong.web.doors import signed_in

from .form import entered, inputs
from .place import Place, case_url, get_place


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
        return _page(request, place, inputs(fields, entered(fields, request.GET)))
    texts = entered(fields, request.POST)
    try:
        case = open_case(procedure=place.key, values=texts, by=request.user, at=clock.now())
    except CannotFill as refusal:
        return _page(request, place, inputs(fields, texts, refusal.problems), str(refusal))
    except Refused as refusal:
        return _page(request, place, inputs(fields, texts), str(refusal))
    return redirect(case_url(place.key, case.number))


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
