"""The card of a row: its values, where it lies, what is about it, every change with who and when; removing it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger import Kind, Ledger
from tenglong.geo import from_wkb
from tenglong.records.audit.reading import note
from tenglong.records.cases.queries import list_cases
from tenglong.records.ledgers.history import changes_of
from tenglong.records.ledgers.merging import find_stayed, list_merges
from tenglong.records.ledgers.registers import Kept, NoSuchRow, Register, can_keep, check_keep, get_register
from tenglong.records.ledgers.removing import remove_row
from tenglong.records.people.rights import By, open_fields
from tenglong.records.registry.queries import list_parcels
from tenglong.web import clock
from tenglong.web.doors import signed_in
from tenglong.web.panels.case_lines import case_lines
from tenglong.web.panels.plotmap import Picture, Plot, draw_map
from tenglong.web.place import row_url

from .cells import cells, title_of, validity
from .lists import around, list_url

MOST_CASES = 8


@signed_in
@require_GET
def card(request: HttpRequest, register: str, row: str) -> HttpResponse:
    """The page; of a row that was merged into another, that one's."""
    kind = get_register(register)
    try:
        kept = kind.get(request.user, row)
    except NoSuchRow:
        if stayed := find_stayed(register, row):
            return redirect("register-card", register, stayed)
        raise
    return _page(request, kind, kept)


@signed_in
@require_POST
def remove(request: HttpRequest, register: str, row: str) -> HttpResponse:
    """Take the row away, for a reason that stays in the history."""
    kind = get_register(register)
    kept = kind.get(request.user, row)
    check_keep(kind, request.user, region=kept.region_code or None)
    try:
        remove_row(register=register, key=row, why=request.POST.get("why", ""), by=request.user, at=clock.now())
    except Refused as refusal:
        return _page(request, kind, kept, str(refusal))
    return redirect(list_url(register))


def card_url(register: str, row: str) -> str:
    """The address of a row's card."""
    return reverse("register-card", args=[register, row])


def _page(request: HttpRequest, kind: Register, kept: Kept, sentence: str = "") -> HttpResponse:
    by, now, ledger = request.user, clock.now(), kind.ledger
    fields = [field for field in open_fields(by, ledger.fields) if field.key != ledger.title or field.refers_to]
    facts = [cell for cell in cells(kept, fields) if cell.said]
    secret = [cell.field.key for cell in facts if cell.field.confidential]
    note(by=by, at=now, kind=ledger.key, key=kept.key, fields=secret)
    own = row_url(ledger.key, kept.key)
    context = around(request, kind) | {
        "kept": kept,
        "title": title_of(ledger, kept),
        "lit": validity(ledger, kept, now.date()),
        "facts": [cell for cell in facts if cell.field.kind is not Kind.LONG_TEXT],
        "texts": [cell for cell in facts if cell.field.kind is Kind.LONG_TEXT],
        "empty": [field.label for field in fields if not any(cell.field.key == field.key for cell in facts)],
        "may_change": can_keep(kind, by, region=kept.region_code or None),
        "uses": kind.uses_of([kept.key]).get(kept.key, ""),
        "picture": _picture(by, kept),
        "cases": case_lines(by, _cases(by, ledger, kept), now),
        "history": changes_of(by, ledger.key, kept.key),
        "merges": list_merges(by, ledger.key, kept.key),
        "designed": own if own != card_url(ledger.key, kept.key) else "",
        "sentence": sentence,
    }
    return render(request, "web/registers/card.html", context, status=422 if sentence else 200)


def _picture(by: By, kept: Kept) -> Picture | None:
    """Where the row lies, as far as the plot is drawn."""
    if not kept.parcel_code:
        return None
    parcel = list_parcels(by).filter(code=kept.parcel_code, shape__isnull=False).first()
    if parcel is None:
        return None
    shape = from_wkb(bytes(parcel.shape))
    return draw_map([Plot(parcel.name, "used", parcel.use, row_url("parcel", parcel.code), shape)])


def _cases(by: By, ledger: Ledger, kept: Kept) -> list:
    """The newest cases about the row's enterprise or plot."""
    named = {kind: _named(ledger, kept, kind) for kind in ("enterprise", "parcel")}
    given = {f"{kind}_code": code for kind, code in named.items() if code}
    lookup = dict(list(given.items())[:1])
    return list(list_cases(by, order="-opened").filter(**lookup)[:MOST_CASES])[::-1] if lookup else []


def _named(ledger: Ledger, kept: Kept, kind: str) -> str:
    if ledger.key == kind:
        return kept.key
    fields = (field for field in ledger.fields if field.refers_to == kind and field.kind is Kind.REFERENCE)
    return next((value for field in fields if (value := kept.values.get(field.key))), "")
