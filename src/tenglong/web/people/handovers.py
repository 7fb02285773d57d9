"""移交: the packets that concern me, the form for a new one, and the answer to one, item by item or whole."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger.values import clean
from tenglong.records.cases.queries import list_cases
from tenglong.records.handovers import actions
from tenglong.records.handovers.queries import get_handover, list_handovers, list_to_hand_over
from tenglong.records.people.queries import get_governed, get_person, list_people
from tenglong.records.people.rights import CannotDo, can, is_inside
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.panels.case_lines import case_lines


@signed_in
@require_GET
def handovers(request: HttpRequest) -> HttpResponse:
    """What I gave and what waits for me; for an administrator, those of the people they govern."""
    page = asked.page_of(request, list_handovers(request.user))
    context = {"page": page, "governs": can(request.user, "install"), "here": "handovers"}
    return render(request, "web/people/handovers.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The open cases in the giver's hands to choose from, lines for promises and contacts, and who takes them."""
    giver, sentence = _giver(request), ""
    if not is_inside(giver):
        raise CannotDo("不能移交：只有看区域或单位台账的岗位才有移交。")
    if request.method == "POST":
        try:
            return redirect("handover", _offer(request, giver).pk)
        except Refused as refusal:
            sentence = str(refusal)
    cases = list_to_hand_over(request.user, giver)[: actions.MOST_ITEMS]
    context = {
        "giver": giver,
        "lines": case_lines(request.user, cases, clock.now()),
        "people": [one for one in list_people().exclude(pk=giver.pk) if is_inside(one)],
        "said": request.POST,
        "sentence": sentence,
    }
    return render(request, "web/people/handover_new.html", context, status=422 if sentence else 200)


@signed_in
@require_GET
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One packet, as giver, taker and administrator see it."""
    return _page(request, pk)


@signed_in
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take, do not take, or take back."""
    found, act = get_handover(request.user, pk), request.POST.get("act", "")
    items = [int(item) for item in request.POST.getlist("item") if item.isdecimal()]
    if act in {"accept_all", "refuse_all"}:
        items = [item.pk for item in found.items.all()]
    who: dict[str, Any] = {"handover": found, "by": request.user, "at": clock.now()}
    stopped: dict[str, str] = {}
    try:
        match act:
            case "accept" | "accept_all":
                stopped = dict(actions.accept_items(items=items, **who))
            case "refuse" | "refuse_all":
                actions.refuse_items(items=items, words=clean(request.POST.get("words", "")), **who)
            case "withdraw":
                actions.withdraw_handover(**who)
    except Refused as refusal:
        return _page(request, pk, (str(refusal),))
    return _page(request, pk, tuple(stopped.values())) if stopped else redirect("handover", pk)


def _page(request: HttpRequest, pk: int, sentences: tuple[str, ...] = ()) -> HttpResponse:
    found = get_handover(request.user, pk)
    items = list(found.items.all())
    numbers = [item.case for item in items if item.case]
    titles = dict(list_cases(request.user).filter(number__in=numbers).values_list("number", "title"))
    context = {
        "handover": found,
        "rows": [(item, titles.get(item.case, "")) for item in items],
        "takes": found.taker_id == request.user.pk,
        "may_withdraw": found.giver_id == request.user.pk or can(request.user, "install"),
        "sentences": sentences,
    }
    return render(request, "web/people/handover.html", context, status=422 if sentences else 200)


def _giver(request: HttpRequest) -> Any:
    """Whose work is handed over: my own, or that of somebody I govern."""
    login = clean(request.POST.get("giver", "") or request.GET.get("giver", ""))
    if not login or login == request.user.login:
        return request.user
    return get_governed(request.user, login)


def _offer(request: HttpRequest, giver: Any) -> Any:
    return actions.offer_handover(
        giver=giver,
        taker=get_person(clean(request.POST.get("taker", ""))),
        reason=clean(request.POST.get("reason", "")),
        cases=request.POST.getlist("case"),
        promises=_lines(request, "promises"),
        contacts=_lines(request, "contacts"),
        by=request.user,
        at=clock.now(),
    )


def _lines(request: HttpRequest, name: str) -> list[str]:
    return [clean(line) for line in request.POST.get(name, "").split("\n") if clean(line)]
