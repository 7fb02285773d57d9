"""The outline of a parcel: drawn on the map or given as coordinates, measured beside what is registered, then kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.records.registry.actions import draw_parcel
from tenglong.records.registry.drawn import measure_outline
from tenglong.web import clock
from tenglong.web.doors import is_fragment, signed_in

from .ground import around, standing
from .sent import given, outline_of

FAR_OFF = 5  # percent between the map and the register that are worth a word


@signed_in
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """The page; what is sent is measured first, and kept when that is asked for."""
    by = request.user
    parcel = standing(by, code)
    measured, sentence = None, ""
    if request.method == "POST":
        try:
            shape = outline_of(request)
            if request.POST.get("act") == "save":
                draw_parcel(code=code, shape=shape, by=by, at=clock.now())
                return redirect("plot", code)
            measured = measure_outline(by, parcel, shape, on=clock.today())
        except Refused as refusal:
            sentence = str(refusal)
    context = {"parcel": parcel, "measured": measured, "sentence": sentence, "far_off": FAR_OFF}
    status = 422 if sentence else 200
    if is_fragment(request):
        return render(request, "web/land/measured.html", context, status=status)
    over = [(parcel.name, "drawn", measured.shape)] if measured else []
    context |= {"station": "空间", **given(request), **around(by, parcel, over)}
    return render(request, "web/land/draw.html", context, status=status)
