"""The rows of a register on the map: where what the list shows lies."""

from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.geo import from_wkb
from tenglong.records.ledgers.registers import Kept, Register, get_register
from tenglong.records.people.rights import By
from tenglong.records.registry.queries import list_parcels
from tenglong.web import clock
from tenglong.web.doors import signed_in
from tenglong.web.panels.plotmap import Plot, draw_map
from tenglong.web.place import row_url

from .asking import kept_words, question
from .lists import around

MOST_ROWS = 1000  # of the list that are looked at
MOST_PLOTS = 300  # that are drawn
_NAMED = 3  # rows of one plot that its words name


@signed_in
@require_GET
def rows_on_map(request: HttpRequest, register: str) -> HttpResponse:
    """What the list asks for, drawn on the server; a plot says which rows lie on it."""
    kind = get_register(register)
    asks = question(request, kind, clock.today())
    found = asks.found(request.user)
    rows = list(islice(found.each(), MOST_ROWS + 1))
    by_plot: dict[str, list[Kept]] = {}
    for row in rows[:MOST_ROWS]:
        by_plot.setdefault(row.parcel_code, []).append(row)
    plots = _plots(request.user, kind, by_plot)
    nowhere = len(by_plot.pop("", ()))
    context = around(request, kind) | {
        "asks": asks,
        "kept": kept_words(request.GET),
        "picture": draw_map(plots),
        "drawn": len(plots),
        "rows": min(len(rows), MOST_ROWS),
        "more": len(rows) > MOST_ROWS,
        "nowhere": nowhere,
        "undrawn": len(by_plot) - len(plots),
    }
    return render(request, "web/registers/map.html", context)


def _plots(by: By, kind: Register, by_plot: dict[str, list[Kept]]) -> list[Plot]:
    """The plots with an outline that the reader sees, each with its rows."""
    parcels = list_parcels(by).filter(code__in=by_plot, shape__isnull=False)[:MOST_PLOTS]
    return [_plot(kind, parcel, by_plot[parcel.code]) for parcel in parcels]


def _plot(kind: Register, parcel: object, rows: list[Kept]) -> Plot:
    named = "、".join(row.title for row in rows[:_NAMED])
    words = f"{named}等 {len(rows)} 行" if len(rows) > _NAMED else named
    url = row_url(kind.ledger.key, rows[0].key) if len(rows) == 1 else row_url("parcel", parcel.code)
    status = "used" if len(rows) == 1 else "build"
    return Plot(parcel.name, status, words, url, from_wkb(bytes(parcel.shape)))
