"""Making one parcel of adjoining ones, and taking an act back."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenglong.core.errors import Refused
from tenglong.geo import from_wkb
from tenglong.records.registry.carrying import TOLERANCE_MU, CannotReshape, agreed, buildings, open_uses
from tenglong.records.registry.drawn import list_adjoining
from tenglong.records.registry.queries import get_parcel
from tenglong.records.registry.reshaping import NewParcel, merge_parcels
from tenglong.records.registry.unshaping import undo_reshaping
from tenglong.web import clock
from tenglong.web.doors import signed_in

from .ground import around, standing
from .reading import area_in, day_in

_TYPED = ("code", "name", "area", "use", "certificate", "source", "on")


@signed_in
@require_http_methods(["GET", "POST"])
def merge_page(request: HttpRequest, code: str) -> HttpResponse:
    """First which neighbours (?with=), then what the new parcel is called."""
    by, sentence = request.user, ""
    parcel = standing(by, code)
    chosen = [standing(by, one) for one in dict.fromkeys(_chosen(request)) if one != code]
    olds = [parcel, *chosen]
    if request.method == "POST":
        try:
            merge_parcels(**_sent(request, [one.code for one in olds]), by=by, at=clock.now())
            return redirect("plot", code)
        except Refused as refusal:
            sentence = str(refusal)
    context = {
        "station": "空间",
        "parcel": parcel,
        "chosen": chosen,
        "neighbours": list_adjoining(by, parcel, on=clock.today()),
        "sentence": sentence,
        "tolerance": TOLERANCE_MU,
        **(_second(request, olds) if chosen else {}),
        **around(by, parcel, [(one.name, "drawn", from_wkb(bytes(one.shape))) for one in olds if one.shape]),
    }
    return render(request, "web/land/merge.html", context, status=422 if sentence else 200)


@signed_in
@require_POST
def undo(request: HttpRequest, code: str, reshaping: int) -> HttpResponse:
    """Take a parting or a merging back; its old parcel's page is what there is then."""
    parcel = get_parcel(request.user, code)
    act = undo_reshaping(reshaping_id=reshaping, by=request.user, at=clock.now())
    olds = list(act.descents.values_list("old_code", flat=True))
    return redirect("plot", parcel.code if parcel.code in olds else olds[0])


def _chosen(request: HttpRequest) -> list[str]:
    return (request.POST if request.method == "POST" else request.GET).getlist("with")


def _second(request: HttpRequest, olds: list[Any]) -> dict[str, object]:
    codes = [one.code for one in olds]
    total = sum((one.area_mu for one in olds), Decimal(0))
    offered = {
        "code": f"{codes[0]}-H",
        "name": olds[0].name,
        "area": f"{total.normalize():f}",
        "use": olds[0].use if len({one.use for one in olds}) == 1 else "",
        "on": clock.today().isoformat(),
    }
    sent = request.POST
    kept = set(sent.getlist("term")) if request.method == "POST" else set(agreed(codes[:1]))
    return {
        "typed": {name: sent.get(name, offered.get(name, "")) for name in _TYPED},
        "total": total,
        "uses": len(open_uses(codes, day_in(sent.get("on", "")) or clock.today())),
        "plants": len(buildings(codes)),
        "terms": [(key, row, key in kept) for key, row in agreed(codes).items()],
    }


def _sent(request: HttpRequest, codes: list[str]) -> dict[str, Any]:
    sent = {name: request.POST.get(name, "").strip() for name in _TYPED}
    on = day_in(sent["on"])
    if on is None:
        raise CannotReshape("没有合并：从哪一天起没有写，或日期看不懂。请写成 2023-01-31 的样子。")
    area = area_in(sent["area"], sent["name"])
    into = NewParcel(sent["code"], sent["name"], area, use=sent["use"], certificate=sent["certificate"])
    return {"codes": codes, "into": into, "terms": request.POST.getlist("term"), "on": on, "source": sent["source"]}
