"""What the asking office does with a round: send out, remind, return, reopen, merge, freeze."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger.values import clean
from tenglong.jobs.queue import enqueue
from tenglong.records.people.rights import CannotDo
from tenglong.records.rounds import actions
from tenglong.records.rounds.queries import get_round
from tenglong.web import clock
from tenglong.web.doors import signed_in

from .pages import draw_round, draw_rounds


@signed_in
@require_POST
def send_out(request: HttpRequest) -> HttpResponse:
    """Open the round of a template for a period, or go on with sending it out."""
    at = clock.now()
    try:
        found = actions.open_round(
            collection=_sent(request, "collection"),
            period=_sent(request, "period"),
            due_on=_day(_sent(request, "due_on")),
            by=request.user,
            at=at,
        )
    except CannotDo:
        raise
    except Refused as refusal:
        return draw_rounds(request, str(refusal))
    if found.status == "opening":
        enqueue("rounds.go_on", by=request.user.login, at=at, round_id=found.pk)
    return redirect("round", found.pk)


@signed_in
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind everybody who has not answered, or one."""
    only = [key for key in (_sent(request, "addressee"),) if key]
    words = _sent(request, "words")
    return _done(request, pk, lambda found: actions.remind(found=found, words=words, only=only, **_who(request)))


@signed_in
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return one answer with the reason."""
    told = {"addressee": _sent(request, "addressee"), "reason": _sent(request, "reason")}
    return _done(request, pk, lambda found: actions.send_back(found=found, **told, **_who(request)))


@signed_in
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one answer up again, with the reason."""
    told = {"addressee": _sent(request, "addressee"), "reason": _sent(request, "reason")}
    return _done(request, pk, lambda found: actions.reopen(found=found, **told, **_who(request)))


@signed_in
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept what is signed."""
    without = _sent(request, "without")
    return _done(request, pk, lambda found: actions.merge(found=found, without=without, **_who(request)))


@signed_in
@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the round comes to for good."""
    reason = _sent(request, "reason")
    return _done(request, pk, lambda found: actions.freeze(found=found, reason=reason, **_who(request)))


def _done(request: HttpRequest, pk: int, act: Callable[[Any], object]) -> HttpResponse:
    found = get_round(request.user, pk)
    try:
        act(found)
    except CannotDo:
        raise
    except Refused as refusal:
        return draw_round(request, pk, str(refusal))
    return redirect("round", pk)


def _who(request: HttpRequest) -> dict[str, object]:
    return {"by": request.user, "at": clock.now()}


def _sent(request: HttpRequest, name: str) -> str:
    return clean(request.POST.get(name, ""))[:1000]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise actions.CannotRun(f"没有分发：日期“{text}”看不懂。请写成 2023-01-31 的样子。") from None
