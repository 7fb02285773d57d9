"""The history of one row, for who may see the row; and its personal values erased by law."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.records.audit import reading
from tenglong.records.cases.queries import get_case
from tenglong.records.ledgers.erasing import erase_personal
from tenglong.records.ledgers.history import ROWS_A_PAGE, NoSuchHistory, changes_of, sees_row
from tenglong.records.people.rights import can
from tenglong.web import clock
from tenglong.web.doors import needs, signed_in

from .changes import number_of
from .words import VERBS, history_url, kind_word, page_url


@signed_in
@require_GET
def row(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """What happened to a row, the newest first."""
    return _page(request, kind, key)


@require_POST
@needs("erase")
def erase(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Erase by law what tells of a person in this row and its history."""
    reason = request.POST.get("reason", "").strip()
    try:
        erase_personal(kind=kind, key=key, reason=reason, by=request.user, at=clock.now())
    except Refused as refusal:
        return _page(request, kind, key, str(refusal))
    return redirect(history_url(kind, key))


def _page(request: HttpRequest, kind: str, key: str, sentence: str = "") -> HttpResponse:
    _check_sees(request, kind, key)
    told = changes_of(request.user, kind, key, before=number_of(request, "before"))
    if not told and not request.GET.get("before"):
        raise NoSuchHistory(f"没有“{key}”的变更历史。请从它的页面打开。")
    personal = sorted({line.label for one in told for line in one.lines if line.personal and not line.erased})
    reading.note(by=request.user, at=clock.now(), kind=kind, key=key, fields=personal)
    context = {
        "kind_label": kind_word(kind),
        "kind": kind,
        "key": key,
        "url": page_url(kind, key),
        "rows": [(one, VERBS[one.verb]) for one in told],
        "older": told[-1].pk if len(told) == ROWS_A_PAGE else None,
        "may_erase": bool(personal) and can(request.user, "erase"),
        "sentence": sentence,
    }
    return render(request, "web/history/row.html", context, status=422 if sentence else 200)


def _check_sees(request: HttpRequest, kind: str, key: str) -> None:
    """The row's own door; rows of the program's own kinds, and rows that are gone, are for who reads the audit."""
    if kind == "case":
        get_case(request.user, key)
    elif not sees_row(request.user, kind, key) and not can(request.user, "audit"):
        raise NoSuchHistory(f"没有“{key}”的变更历史，或不在您的查看范围内。请从它的页面打开。")
