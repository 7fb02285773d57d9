"""The form that says who begins to use a plot."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.records.cases.entering import read_entered
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.people.rights import check_may
from tenglong.records.registry.actions import begin_occupancy
from tenglong.records.registry.kinds import OCCUPANCY
from tenglong.records.registry.queries import get_parcel
from tenglong.web import clock
from tenglong.web.doors import signed_in
from tenglong.web.screens.form import entered, inputs

FIELDS = tuple(OCCUPANCY.field(key) for key in ("enterprise", "tenure", "area_mu", "from_on", "source"))


@signed_in
@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, code: str) -> HttpResponse:
    """The empty form; what is refused comes back with its sentences."""
    parcel = get_parcel(request.user, code)
    check_may(request.user, "register", region=parcel.region_code)
    texts, problems, sentence = entered(FIELDS, request.POST), {}, ""
    if request.method == "POST":
        try:
            typed = read_entered(request.user, OCCUPANCY.label, FIELDS, texts, {}).values
            begin_occupancy(parcel=code, **typed, by=request.user, at=clock.now())
            return redirect("plot", code)
        except CannotFill as refusal:
            problems, sentence = refusal.problems, str(refusal)
        except Refused as refusal:
            sentence = str(refusal)
    context = {"station": "空间", "parcel": parcel, "inputs": inputs(FIELDS, texts, problems), "sentence": sentence}
    return render(request, "web/use.html", context, status=422 if sentence else 200)
