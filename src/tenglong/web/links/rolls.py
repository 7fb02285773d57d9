"""Rolls of bureaus: hand one in, see line by line which firm it is and why, take a link back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenglong.core.errors import Refused
from tenglong.jobs.queue import enqueue
from tenglong.records.links import actions
from tenglong.records.links.queries import Roll, count_standings, firms_of, get_roll, list_lines, list_rolls, reasons_of
from tenglong.records.links.registers import list_roll_registers
from tenglong.records.people.rights import check_may
from tenglong.web import asked, clock
from tenglong.web.doors import needs
from tenglong.web.frame import Tab

STANDINGS = {"linked": "已对上", "asked": "待核对", "new": "未登记", "waiting": "待比对"}


@needs("import")
@require_http_methods(["GET", "POST"])
def rolls(request: HttpRequest) -> HttpResponse:
    """The rolls so far with what is left of each, and the form that hands in a new one."""
    sentence = ""
    if request.method == "POST":
        try:
            roll = _handed_in(request)
            enqueue("links.compare", by=request.user.login, at=clock.now(), roll_id=roll.pk)
        except Refused as refusal:
            sentence = str(refusal)
        else:
            return redirect("roll", roll.pk)
    page = asked.page_of(request, list_rolls(request.user))
    context = {
        "page": page,
        "rows": [(roll, count_standings(request.user, roll.pk)) for roll in page],
        "left": count_standings(request.user)["asked"],
        "sentence": sentence,
        "registers": list_roll_registers(request.user),
        "register": request.POST.get("register", ""),
    }
    return render(request, "web/links/rolls.html", context, status=422 if sentence else 200)


def _handed_in(request: HttpRequest) -> Roll:
    """A file, or the rows of a register."""
    uploaded, register = request.FILES.get("file"), request.POST.get("register")
    if register and not uploaded:
        return actions.hand_in_register(register=register, by=request.user, at=clock.now())
    if uploaded is None:
        raise asked.CannotShow("没有比对：没有选文件。请选一个 xlsx、xls 或 csv 文件，或选一个台账。")
    return actions.hand_in(data=uploaded.read(), name=uploaded.name[:200], by=request.user, at=clock.now())


@needs("import")
@require_GET
def roll(request: HttpRequest, roll_id: int) -> HttpResponse:
    """One roll, line by line."""
    return _page(request, roll_id)


@needs("import")
@require_POST
def go_on(request: HttpRequest, roll_id: int) -> HttpResponse:
    """Compare what is still waiting."""
    check_may(request.user, "import", region=get_roll(request.user, roll_id).region_code or None)
    enqueue("links.compare", by=request.user.login, at=clock.now(), roll_id=roll_id)
    return redirect("roll", roll_id)


@needs("import")
@require_POST
def undo(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take a link back; the line is asked about again."""
    line = actions.undo_decision(decision_id=decision_id, by=request.user, at=clock.now())
    return redirect("roll", line.roll_id)


def _page(request: HttpRequest, roll_id: int) -> HttpResponse:
    found = get_roll(request.user, roll_id)
    counted = count_standings(request.user, roll_id)
    first = next((standing for standing in ("asked", "linked", "new") if counted[standing]), "waiting")
    standing = asked.chosen(request, "standing", STANDINGS, first)
    page = asked.page_of(request, list_lines(request.user, roll_id=roll_id, standing=standing))
    firms = firms_of(request.user, [line.entity for line in page if line.entity])
    why = reasons_of(request.user, page)
    context = {
        "roll": found,
        "counted": counted,
        "tabs": [
            Tab(f"{label} {counted[key]:,}", f"?standing={key}", key == standing)
            for key, label in STANDINGS.items()
            if counted[key] or key == standing
        ],
        "standing": standing,
        "page": page,
        "rows": [(line, firms.get(line.entity_id), why.get(line.pk)) for line in page],
        "under_way": not any(counted.values()) or counted["waiting"] > 0,
    }
    return render(request, "web/links/roll.html", context)
