"""Two rows made one: both side by side, the value of each field picked; and the merge undone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger import differences
from tenglong.records.ledgers.merging import get_merge, merge_rows, part_rows
from tenglong.records.ledgers.registers import Kept, Register, check_keep, get_register
from tenglong.records.people.rights import open_fields
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in

from .card import card_url
from .cells import cells
from .lists import around

SUGGESTED = 20


@signed_in
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, register: str, row: str) -> HttpResponse:
    """`row` stays; `with` is the one that goes."""
    kind = get_register(register)
    stays = kind.get(request.user, row)
    check_keep(kind, request.user, region=stays.region_code or None)
    other = asked.words(request, "with") if request.method == "GET" else request.POST.get("with", "")
    went = kind.get(request.user, other) if other else None
    if request.method == "GET" or went is None:
        return _page(request, kind, stays, went)
    picked = {field.key for field in _pickable(request, kind)} & set(request.POST.getlist("take"))
    values = {key: went.values.get(key) for key in picked}
    who = {"by": request.user, "at": clock.now()}
    try:
        merge_rows(register=register, stays=row, went=other, values=values, why=request.POST.get("why", ""), **who)
    except Refused as refusal:
        return _page(request, kind, stays, went, str(refusal))
    return redirect(card_url(register, row))


@signed_in
@require_POST
def part(request: HttpRequest, register: str, row: str) -> HttpResponse:
    """Undo a merge into this row; what was changed since stays, and is said."""
    number = request.POST.get("merge", "")
    found = get_merge(request.user, int(number) if number.isdecimal() else 0)
    conflicts = part_rows(merge_id=found.pk, by=request.user, at=clock.now())
    if not conflicts:
        return redirect(card_url(register, row))
    context = around(request, get_register(register)) | {
        "merge": found,
        "conflicts": conflicts,
        "stays_url": card_url(register, found.stays),
        "went_url": card_url(register, found.went),
    }
    return render(request, "web/registers/parted.html", context)


def _page(request: HttpRequest, kind: Register, stays: Kept, went: Kept | None, sentence: str = "") -> HttpResponse:
    searched = asked.words(request)
    hits = kind.find(request.user, search=searched, keys=())[:SUGGESTED] if searched else ()
    context = around(request, kind) | {
        "stays": stays,
        "went": went,
        "pairs": _pairs(request, kind, stays, went) if went else (),
        "searched": searched,
        "hits": [hit for hit in hits if hit.key != stays.key],
        "uses": kind.uses_of([went.key]).get(went.key, "") if went else "",
        "back": card_url(kind.ledger.key, stays.key),
        "sentence": sentence,
    }
    return render(request, "web/registers/merge.html", context, status=422 if sentence else 200)


def _pickable(request: HttpRequest, kind: Register) -> list:
    """Fields whose value may be taken from the one that goes: all but what names the row for good."""
    named = kind.ledger.identity if len(kind.ledger.identity) == 1 else ()
    return [field for field in open_fields(request.user, kind.ledger.fields) if field.key not in named]


def _pairs(request: HttpRequest, kind: Register, stays: Kept, went: Kept) -> list[tuple[object, object, bool]]:
    """The fields that differ: both cells, and whether the one that goes fills a gap."""
    differing = [one.field for one in differences(_pickable(request, kind), stays.values, went.values)]
    return [
        (mine, theirs, not mine.said)
        for mine, theirs in zip(cells(stays, differing), cells(went, differing), strict=True)
    ]
