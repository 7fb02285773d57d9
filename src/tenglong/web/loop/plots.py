"""Plots: the list and the map, each plot coloured by how it stands today."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.procedure import Status
from tenglong.geo import Bounds, Tile, encode_tile, from_wkb
from tenglong.records.audit.queries import newest_ids
from tenglong.records.cases.frames import frame_of
from tenglong.records.cases.queries import list_cases
from tenglong.records.ledgers.tables import Reader, reader_of
from tenglong.records.people.rights import By
from tenglong.records.regions.queries import list_outlined
from tenglong.records.registry.queries import list_occupancies, list_parcels
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.columns import sorted_columns
from tenglong.web.panels.plotmap import STATUSES, Plot, draw_map, legend_of, told_of
from tenglong.web.place import case_url

COLUMNS = (
    ("地块名称", "name", False),
    ("编号", "code", False),
    ("面积", "area_mu", True),
    ("用途", "use", False),
    ("现由谁用", "", False),
    ("在办", "", False),
)
STATION_STATUS = {
    "整治": "cleanup",
    "空间": "space",
    "匹配": "space",
    "招商": "space",
    "审批": "build",
    "项目": "build",
}
ATTRACTS = "招商"  # whoever was attracted uses the plot while the case still waits for full output
_KEPT_TILES = 512
_TOWNS_FROM = 10  # the zoom from which towns are drawn below the plots
_WORDS_FROM = 13  # the zoom from which single plots can be pointed at
MOST_DRAWN = 200  # plots in the picture that the server draws; the map that loads after shows all


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case in hand about a plot."""

    label: str
    station: str
    url: str


@dataclass(slots=True)
class Standing:
    """How a plot stands on a day: who uses how much of it, and the open cases about it."""

    uses: list[tuple[str, str, Decimal]] = field(default_factory=list)  # by whom, on what ground, 亩
    open_cases: list[OpenCase] = field(default_factory=list)

    @property
    def used_by(self) -> str:
        return "、".join(name for name, _, _ in self.uses)

    def status(self, area_mu: Decimal) -> str:
        """One of STATUSES: what is being done to it, else how much of it is used."""
        own = sum(area for _, tenure, area in self.uses if tenure == "自有")
        used = own or sum(area for _, _, area in self.uses)
        use = "idle" if not used else "part" if used < area_mu * Decimal("0.95") else "used"
        stations = [case.station for case in self.open_cases if case.station != ATTRACTS or use != "used"]
        return next((STATION_STATUS[one] for one in stations if one in STATION_STATUS), use)


def standings(by: By, parcels: Sequence[Any], on: date) -> Mapping[str, Standing]:
    """How those plots stand, in two queries; of a day that is over without the cases that are open now."""
    found: dict[str, Standing] = defaultdict(Standing)
    uses = list_occupancies(by, on=on).filter(parcel__in=parcels)
    for code, *use in uses.values_list("parcel__code", "enterprise__name", "tenure", "area_mu"):
        found[code].uses.append(tuple(use))
    if on < clock.today():  # what is in hand now was perhaps not in hand then
        return found
    open_cases = list_cases(by, status=Status.OPEN, order="opened").prefetch_related(None)
    for case in open_cases.filter(parcel_code__in=[parcel.code for parcel in parcels]):
        procedure = frame_of(case).procedure
        url = case_url(procedure.key, case.number)
        found[case.parcel_code].open_cases.append(OpenCase(procedure.label, procedure.station, url))
    return found


def plots_on_map(by: By, on: date, *, within: Bounds | None = None, most: int | None = None) -> list[Plot]:
    """The plots of that day that have a shape, those that touch `within`; the first `most` by code."""
    parcels = list(list_parcels(by, bounds=within, on=on).filter(shape__isnull=False)[:most])
    standing = standings(by, parcels, on)
    return [_plot(parcel, standing[parcel.code]) for parcel in parcels]


def _plot(parcel: Any, standing: Standing) -> Plot:
    status = standing.status(parcel.area_mu)
    words = [STATUSES[status], f"{parcel.area_mu.normalize():f} 亩", standing.used_by]
    url = reverse("plot", args=[parcel.code])
    return Plot(parcel.name, status, " · ".join(word for word in words if word), url, from_wkb(bytes(parcel.shape)))


@signed_in
@require_GET
def plots(request: HttpRequest) -> HttpResponse:
    """The list, with who uses each plot today and what is open about it; ?on= lists those of that day."""
    searched, on = asked.words(request), asked.day(request, "on", clock.today())
    columns, order = sorted_columns(request, COLUMNS, "code")
    found = list_parcels(request.user, search=searched, on=on).defer("shape").order_by(order, "code")
    page = asked.page_of(request, found)
    standing = standings(request.user, page.object_list, on)
    context = {
        "station": "空间",
        "tabs": tabs("空间", "plots"),
        "page": page,
        "rows": [(parcel, standing[parcel.code]) for parcel in page],
        "columns": columns,
        "searched": searched,
        "on": on,
        "today": clock.today(),
    }
    return render(request, "web/plots.html", context)


@signed_in
@require_GET
def plot_map(request: HttpRequest) -> HttpResponse:
    """The map page; the picture is there at once, the map that can be moved loads after. ?on= is the day shown."""
    on = asked.day(request, "on", clock.today())
    drawn = plots_on_map(request.user, on, most=MOST_DRAWN)
    all_drawn = len(drawn) < MOST_DRAWN
    context = {
        "station": "空间",
        "tabs": tabs("空间", "map"),
        "picture": draw_map(drawn),
        "extent": extent_of(request.user),
        "on": on,
        "today": clock.today(),
        "legend": legend_of(drawn, all_drawn=all_drawn),
        "most": None if all_drawn else MOST_DRAWN,
    }
    return render(request, "web/plot_map.html", context)


def extent_of(by: By) -> str:
    """West, south, east, north of all plots that the person may see."""
    found = list_parcels(by).aggregate(Min("west"), Min("south"), Max("east"), Max("north"))
    return " ".join(f"{degrees:.5f}" for degrees in found.values() if degrees is not None)


@signed_in
@require_GET
def tile(request: HttpRequest, zoom: int, x: int, y: int) -> HttpResponse:
    """The plots of a day that the person may see in one square of the map."""
    square = Tile(zoom, x, y)
    if not square.exists:
        raise asked.CannotShow(f"没有这块图：{zoom}/{x}/{y} 不在网格里。请从地图页打开。")
    on = asked.day(request, "on", clock.today())
    drawn = _tile(reader_of(request.user), square, on, newest_ids())
    return HttpResponse(drawn, content_type="application/vnd.mapbox-vector-tile")


@lru_cache(maxsize=_KEPT_TILES)
def _tile(reader: Reader, square: Tile, on: date, _newest: tuple[int, ...]) -> bytes:
    """Kept while nothing is written, for all who see the same rows."""
    plots = plots_on_map(reader.by, on, within=square.bounds)
    return encode_tile(
        square, "plots", [(plot.shape, told_of(plot, words=square.zoom >= _WORDS_FROM)) for plot in plots]
    ) + _regions(square, on)


def _regions(square: Tile, on: date) -> bytes:
    """Below the plots the outlines of counties, nearer of towns too, those with their names."""
    levels = ("county", "town") if square.zoom >= _TOWNS_FROM else ("county",)
    regions = [(one, from_wkb(bytes(one.shape))) for one in list_outlined(square.bounds, levels=levels, on=on)]
    outlines = [(shape.simplify(square.finest), {"level": one.level}) for one, shape in regions]
    names = [(shape.representative_point(), {"name": one.name}) for one, shape in regions if one.level == levels[-1]]
    return encode_tile(square, "regions", outlines) + encode_tile(square, "names", names)
