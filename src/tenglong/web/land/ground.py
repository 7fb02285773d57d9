"""The map on which a parcel is drawn: what lies around it, and its own corners."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from tenglong.core.errors import Refused
from tenglong.geo import Bounds, Shape, from_wkb, to_geojson
from tenglong.records.people.rights import By, check_may
from tenglong.records.registry.queries import get_parcel, list_parcels
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.loop.plots import extent_of, plots_on_map
from tenglong.web.panels.plotmap import Picture, Plot, draw_map

MOST_NEAR = 300  # outlines to which corners snap
MOST_AROUND = 60  # plots of the picture that the server draws
_ROOM = 0.0015  # degrees around a parcel


class CannotReach(Refused):
    """A parcel that is no longer there is not drawn, parted or merged."""


@signed_in
@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """The outlines within ?box=west,south,east,north as GeoJSON: what corners snap to."""
    box = _box(request.GET.get("box", "0,0,0,0"))
    rows = list_parcels(request.user, bounds=box, on=clock.today()).filter(shape__isnull=False)[:MOST_NEAR]
    told = to_geojson((from_wkb(bytes(row.shape)), {"code": row.code, "name": row.name}) for row in rows)
    return JsonResponse(told, content_type="application/geo+json")


def standing(by: By, code: str) -> Any:
    """A parcel that there is today and that `by` may change."""
    parcel = get_parcel(by, code)
    check_may(by, "register", region=parcel.region_code)
    if parcel.until_on and parcel.until_on <= clock.today():
        raise CannotReach(f"不能办理：{parcel.name}（{code}）到 {parcel.until_on} 已经注销。请从它的页面进入新的地块。")
    return parcel


def around(by: By, parcel: Any, drawn: Iterable[tuple[str, str, Shape]] = ()) -> dict[str, object]:
    """What the map of a page is told; `drawn` are (name, status, shape) laid over what is there."""
    west, south, east, north = _bounds(parcel, [shape for _, _, shape in drawn]) or (0, 0, 0, 0)
    box = (west - _ROOM, south - _ROOM, east + _ROOM, north + _ROOM)
    plots = plots_on_map(by, clock.today(), within=box, most=MOST_AROUND) if east else []
    over = [Plot(name, status, "", "", shape) for name, status, shape in drawn]
    found: Picture | None = draw_map([*plots, *over])
    extent = f"{box[0]:.5f} {box[1]:.5f} {box[2]:.5f} {box[3]:.5f}" if east else extent_of(by)
    return {"picture": found, "extent": extent, "corners": _corners(parcel)}


def _bounds(parcel: Any, shapes: list[Shape]) -> Bounds | None:
    edges = [shape.bounds for shape in shapes]
    if parcel.shape:
        edges.append((parcel.west, parcel.south, parcel.east, parcel.north))
    if not edges:
        return None
    west, south, east, north = zip(*edges, strict=True)
    return min(west), min(south), max(east), max(north)


def _corners(parcel: Any) -> str:
    """The parcel's corners for moving them by hand; none where it has several parts or holes."""
    if not parcel.shape:
        return ""
    shape = from_wkb(bytes(parcel.shape))
    if shape.geom_type != "Polygon" or shape.interiors:
        return ""
    return json.dumps([[round(degrees, 9) for degrees in corner] for corner in list(shape.exterior.coords)[:-1]])


def _box(text: str) -> Bounds:
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise asked.CannotShow("不能打开：范围要写成 西,南,东,北 四个数。请从地图页打开。") from None
    return west, south, east, north
