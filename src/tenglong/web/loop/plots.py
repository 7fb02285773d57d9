"""Plots: the list and the map, each plot coloured by how it stands today."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenglong.core.procedure import Status
from tenglong.geo import from_wkb
from tenglong.records.cases.frames import frame_of
from tenglong.records.cases.queries import list_cases
from tenglong.records.people.rights import By
from tenglong.records.registry.queries import list_occupancies, list_parcels
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.columns import sorted_columns
from tenglong.web.panels.plotmap import STATUSES, Plot, as_geojson, draw_map, legend_of
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

    occupancies: list[Any] = field(default_factory=list)
    open_cases: list[OpenCase] = field(default_factory=list)

    @property
    def used_by(self) -> str:
        return "、".join(row.enterprise.name for row in self.occupancies)

    def status(self, area_mu: Decimal) -> str:
        """One of STATUSES: what is being done to it, else how much of it is used."""
        own = sum(row.area_mu for row in self.occupancies if row.tenure == "自有")
        used = own or sum(row.area_mu for row in self.occupancies)
        use = "idle" if not used else "part" if used < area_mu * Decimal("0.95") else "used"
        stations = [case.station for case in self.open_cases if case.station != ATTRACTS or use != "used"]
        return next((STATION_STATUS[one] for one in stations if one in STATION_STATUS), use)


def standings(by: By, parcels: Sequence[Any], on: date) -> Mapping[str, Standing]:
    """How those plots stand, in two queries."""
    found: dict[str, Standing] = defaultdict(Standing)
    for row in list_occupancies(by, on=on).filter(parcel__in=parcels):
        found[row.parcel.code].occupancies.append(row)
    open_cases = list_cases(by, status=Status.OPEN, order="opened").prefetch_related(None)
    for case in open_cases.filter(parcel_code__in=[parcel.code for parcel in parcels]):
        procedure = frame_of(case).procedure
        url = case_url(procedure.key, case.number)
        found[case.parcel_code].open_cases.append(OpenCase(procedure.label, procedure.station, url))
    return found


def plots_on_map(by: By, on: date, *, most: int | None = None) -> list[Plot]:
    """The plots that have a shape; the first `most` by code."""
    parcels = list(list_parcels(by).filter(shape__isnull=False)[:most])
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
    """The list, with who uses each plot today and what is open about it."""
    searched = asked.words(request)
    columns, order = sorted_columns(request, COLUMNS, "code")
    page = asked.page_of(request, list_parcels(request.user, search=searched).defer("shape").order_by(order, "code"))
    standing = standings(request.user, page.object_list, clock.today())
    context = {
        "station": "空间",
        "tabs": tabs("空间", "plots"),
        "page": page,
        "rows": [(parcel, standing[parcel.code]) for parcel in page],
        "columns": columns,
        "searched": searched,
    }
    return render(request, "web/plots.html", context)


@signed_in
@require_GET
def plot_map(request: HttpRequest) -> HttpResponse:
    """The map page; the picture is there at once, the map that can be moved loads after."""
    drawn = plots_on_map(request.user, clock.today(), most=MOST_DRAWN)
    context = {
        "station": "空间",
        "tabs": tabs("空间", "map"),
        "picture": draw_map(drawn),
        "legend": legend_of(drawn),
        "most": MOST_DRAWN if len(drawn) == MOST_DRAWN else None,
    }
    return render(request, "web/plot_map.html", context)


@signed_in
@require_GET
def shapes(request: HttpRequest) -> HttpResponse:
    """Every plot that the person may see, as GeoJSON."""
    return JsonResponse(as_geojson(plots_on_map(request.user, clock.today())))
