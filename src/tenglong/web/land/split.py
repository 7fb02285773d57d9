"""Parting a parcel: first how, by a line, by outlines or by areas; then who and what goes to which part, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.geo import Shape, area_mu, from_wkb, split
from tenglong.records.registry.carrying import TOLERANCE_MU, CannotReshape, Shares, agreed, buildings, open_uses
from tenglong.records.registry.queries import get_names
from tenglong.records.registry.reshaping import MOST_PARTS, NewParcel, split_parcel
from tenglong.web import clock
from tenglong.web.doors import signed_in

from .ground import around, standing
from .reading import area_in, day_in
from .sent import given, line_of, outlines_of, text_of

WAYS = (("line", "在图上画一条分割线"), ("outlines", "给出各块的坐标"), ("areas", "只按面积分"))
TINTS = ("used", "part", "build", "space", "cleanup", "idle")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part as the form shows it; `drawn_mu` None where it has no outline."""

    code: str
    name: str
    area: str
    certificate: str
    drawn_mu: float | None
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Row:
    """What is divided: an occupancy, a building, an agreed figure. `cells` is what stands in the form for each part."""

    key: str
    title: str
    words: str
    cells: tuple[str, ...]


@signed_in
@require_http_methods(["GET", "POST"])
def split_page(request: HttpRequest, code: str) -> HttpResponse:
    """The page in both its states; `act` says which was sent."""
    parcel = standing(request.user, code)
    way = request.POST.get("way") or ("line" if parcel.shape else "areas")
    context = {"station": "空间", "parcel": parcel, "way": way, "ways": _ways(parcel), "count": _count(request)}
    pieces: list[Piece] = []
    sentence = ""
    if request.method == "POST":
        try:
            pieces = _pieces(request, parcel, way)
            if request.POST.get("act") == "split":
                split_parcel(**_sent(request, code, pieces), by=request.user, at=clock.now())
                return redirect("plot", code)
        except Refused as refusal:
            sentence = str(refusal)
    if pieces:
        context |= _second(request, parcel, pieces)
    drawn = [(one.name, TINTS[n % len(TINTS)], one.shape) for n, one in enumerate(pieces) if one.shape is not None]
    context |= {"sentence": sentence, "pieces": pieces, "outline": text_of(request) if pieces else ""}
    context |= {**given(request), **around(request.user, parcel, drawn)}
    return render(request, "web/land/split.html", context, status=422 if sentence else 200)


def _ways(parcel: Any) -> Sequence[tuple[str, str]]:
    return WAYS[:2] if parcel.shape else WAYS[2:]


def _count(request: HttpRequest) -> int:
    text = request.POST.get("count", "")
    return min(max(int(text), 2), MOST_PARTS) if text.isdecimal() and len(text) < 4 else 2


def _pieces(request: HttpRequest, parcel: Any, way: str) -> list[Piece]:
    """The parts with what was entered about them, else with what offers itself."""
    shapes = _shapes(request, parcel, way)
    if len(shapes) > MOST_PARTS:
        raise CannotReshape(f"没有分割：一次最多分成 {MOST_PARTS} 块，这里是 {len(shapes)} 块。请分几次办。")
    areas = _in_shares(parcel.area_mu, shapes)
    return [_piece(request, parcel, n, shape, areas[n - 1]) for n, shape in enumerate(shapes, start=1)]


def _shapes(request: HttpRequest, parcel: Any, way: str) -> Sequence[Shape | None]:
    if not parcel.shape:
        return [None] * _count(request)
    if way == "outlines":
        return outlines_of(request)
    return split(from_wkb(bytes(parcel.shape)), line_of(request))


def _in_shares(whole: Decimal, shapes: Sequence[Shape | None]) -> list[Decimal]:
    """The registered area divided like the drawn ones; the last takes what rounding leaves."""
    drawn = [Decimal(area_mu(shape)) if shape is not None else Decimal(1) for shape in shapes]
    total = sum(drawn)
    found = [(whole * part / total).quantize(_CENT, ROUND_HALF_UP) for part in drawn[:-1]]
    return [*found, whole - sum(found)]


def _piece(request: HttpRequest, parcel: Any, number: int, shape: Shape | None, area: Decimal) -> Piece:
    sent = request.POST
    return Piece(
        code=sent.get(f"code-{number}", f"{parcel.code}-{number}").strip(),
        name=sent.get(f"name-{number}", f"{parcel.name} {number} 号").strip(),
        area=sent.get(f"area-{number}", f"{area.normalize():f}").strip(),
        certificate=sent.get(f"certificate-{number}", "").strip(),
        drawn_mu=area_mu(shape) if shape is not None else None,
        shape=shape,
    )


def _second(request: HttpRequest, parcel: Any, pieces: Sequence[Piece]) -> dict[str, object]:
    on = request.POST.get("on") or clock.today().isoformat()
    uses = open_uses([parcel.code], day_in(on) or clock.today())
    names = get_names(request.user, [row["enterprise"] for row in uses.values()])
    known = [row | {"key": key, "name": names.get(row["enterprise"], row["enterprise"])} for key, row in uses.items()]
    return {
        "on": on,
        "source": request.POST.get("source", ""),
        "tolerance": TOLERANCE_MU,
        "uses": [_use(request, n, row, row["area_mu"] == parcel.area_mu, pieces) for n, row in enumerate(known)],
        "plants": [_plant(request, n, row) for n, row in enumerate(buildings([parcel.code]).values())],
        "terms": [_term(request, n, key, row, pieces) for n, (key, row) in enumerate(agreed([parcel.code]).items())],
    }


def _use(request: HttpRequest, number: int, row: Mapping[str, Any], whole: bool, pieces: Sequence[Piece]) -> Row:
    """An occupancy of the whole is divided like the parcel; another goes to the first part until somebody says."""
    area = f"{row['area_mu'].normalize():f}"
    offered = [one.area for one in pieces] if whole else [area, *[""] * (len(pieces) - 1)]
    cells = tuple(request.POST.get(f"use-{number}-{n}", text) for n, text in enumerate(offered, start=1))
    return Row(row["key"], row["name"], f"{row['tenure']} {area} 亩，{row['from_on']} 起", cells)


def _plant(request: HttpRequest, number: int, row: Mapping[str, Any]) -> Row:
    words = f"{row['floor_area_sqm'].normalize():f} 平方米"
    return Row(row["code"], row["name"], words, (request.POST.get(f"plant-{number}", ""),))


def _term(request: HttpRequest, number: int, key: str, row: Mapping[str, Any], pieces: Sequence[Piece]) -> Row:
    """Every part keeps the promise until somebody says that it does not."""
    fresh, sent = request.POST.get("act") != "split", request.POST
    ticks = ("1" if fresh or sent.get(f"term-{number}-{n}") else "" for n in range(1, len(pieces) + 1))
    words = f"{row['bound']} {row['value'].normalize():f} {row['unit'] or ''}".rstrip()
    return Row(key, row["indicator"], words, tuple(ticks))


def _sent(request: HttpRequest, code: str, pieces: Sequence[Piece]) -> dict[str, Any]:
    """What was entered, as the action takes it."""
    sent = request.POST
    on = day_in(sent.get("on", ""))
    if on is None:
        raise CannotReshape("没有分割：从哪一天起没有写，或日期看不懂。请写成 2023-01-31 的样子。")
    parts = [
        NewParcel(one.code, one.name, area_in(one.area, one.name), certificate=one.certificate, shape=one.shape)
        for one in pieces
    ]
    codes = {str(n): part.code for n, part in enumerate(parts, start=1)}
    plants = {key: codes.get(sent.get(f"plant-{n}", ""), "") for n, key in enumerate(sent.getlist("plant"))}
    shares = Shares(
        uses={
            key: {new: area_in(sent.get(f"use-{n}-{number}", ""), key, none=True) for number, new in codes.items()}
            for n, key in enumerate(sent.getlist("use"))
        },
        plants={key: new for key, new in plants.items() if new},
        terms={
            key: [new for number, new in codes.items() if sent.get(f"term-{n}-{number}")]
            for n, key in enumerate(sent.getlist("term"))
        },
    )
    return {"code": code, "parts": parts, "shares": shares, "on": on, "source": sent.get("source", "")}
