"""The list of steps that take entries, and the page of one with the form for today's entry."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Kind
from tenglong.core.ledger.values import clean
from tenglong.core.procedure import Act, Step
from tenglong.records.cases.checks import AlreadySent
from tenglong.records.cases.queries import CaseView, get_case
from tenglong.records.cases.site import SiteStep, list_site_entries, list_site_steps
from tenglong.records.flows.actions import Paper, move_case
from tenglong.records.ledgers.actions import CannotFill
from tenglong.web import clock
from tenglong.web.doors import signed_in
from tenglong.web.place import case_url
from tenglong.web.screens.form import entered, inputs

MOST_STEPS, MOST_ENTRIES = 50, 3
PHOTO = "现场照片"
LONGEST_KEY, LONGEST_WORDS = 64, 900
AT_ONCE = timedelta(minutes=15)  # what is sent later than this after it was written says so


class CannotNote(Refused):
    """The step takes no entry, or not from this person."""


@signed_in
@require_GET
def site(request: HttpRequest) -> HttpResponse:
    """My steps that take entries."""
    now, steps = clock.now(), list_site_steps(request.user, most=MOST_STEPS)
    context = {
        "now": now,
        "today": now.date(),
        "count": len(steps),
        "kinds": _by_kind(steps),
        "most": MOST_STEPS,
    }
    return render(request, "web/field/site.html", context)


def _by_kind(steps: Iterable[SiteStep]) -> list[tuple[str, list[SiteStep]]]:
    """The steps by the kind of work: what was noted last comes first, since it is what this person does daily."""
    kinds: dict[str, list[SiteStep]] = {}
    for one in steps:
        kinds.setdefault(f"{one.step.label} · {one.procedure}", []).append(one)
    newest = {label: max(one.last_on or date.min for one in alike) for label, alike in kinds.items()}
    return sorted(kinds.items(), key=lambda kind: newest[kind[0]], reverse=True)


@signed_in
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """The form for an entry; what comes from a phone's waiting list is answered as JSON."""
    if request.method == "GET":
        view, spec = _find(request, number, step)
        return _page(request, view, spec, {field.key: _usual(field) for field in spec.log})
    asked_by_phone = "application/json" in request.headers.get("Accept", "")
    return _take_from_phone(request, number, step) if asked_by_phone else _take(request, number, step)


def _find(request: HttpRequest, number: str, step: str) -> tuple[CaseView, Step]:
    """The case and the step, where this person may note something now."""
    view = get_case(request.user, number, at=clock.now())
    if not view.allows(Act.NOTE, step):
        raise CannotNote(f"不能记录：{view.case.title}的这一步现在不在您手里，或已经办结。请回到“现场”看还有哪些要记。")
    return view, view.procedure.step(step)


def _take_from_phone(request: HttpRequest, number: str, step: str) -> JsonResponse:
    try:
        view, spec = _find_or_sent(request, number, step)
        _note(request, view, spec)
    except AlreadySent as known:
        return JsonResponse({"taken": True, "sentence": str(known)})
    except CannotFill as refusal:
        return JsonResponse({"sentence": str(refusal), "problems": refusal.problems}, status=422)
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal), "problems": {}}, status=422)
    return JsonResponse({"taken": True})


def _take(request: HttpRequest, number: str, step: str) -> HttpResponse:
    view, spec = _find_or_sent(request, number, step)
    texts = entered(spec.log, request.POST)
    try:
        _note(request, view, spec)
    except Refused as refusal:
        return _page(request, view, spec, texts, refusal)
    return redirect("field")


def _find_or_sent(request: HttpRequest, number: str, step: str) -> tuple[CaseView, Step]:
    """As `_find`; of a step that is over by now an entry may still come again: the action knows its key."""
    view = get_case(request.user, number, at=clock.now())
    for one in view.procedure.steps:
        if one.key == step:
            return view, one
    return _find(request, number, step)


def _note(request: HttpRequest, view: CaseView, step: Step) -> None:
    now = clock.now()
    move_case(
        number=view.case.number,
        act=Act.NOTE,
        step=step.key,
        values=entered(step.log, request.POST),
        words=_words(request, now),
        evidence=_photos(request),
        once=clean(request.POST.get("key", ""))[:LONGEST_KEY],
        by=request.user,
        at=now,
    )


def _photos(request: HttpRequest) -> list[Paper]:
    return [(PHOTO, file.name, file.read()) for file in request.FILES.getlist("photo")]


def _words(request: HttpRequest, now: datetime) -> str:
    """The free words; what waited for a network says when it was written, by the phone's clock."""
    said = clean(request.POST.get("words", ""))[:LONGEST_WORDS]
    try:
        written = datetime.fromisoformat(request.POST.get("written", "")).astimezone(now.tzinfo)
    except (ValueError, OverflowError):
        return said
    late = f"（{written:%m-%d %H:%M} 在现场写，有网络后发出）" if written < now - AT_ONCE else ""
    return said + late


def _usual(field: Field) -> str:
    return f"{clock.today():%Y-%m-%d}" if field.kind is Kind.DATE else ""


def _page(
    request: HttpRequest,
    view: CaseView,
    step: Step,
    texts: Mapping[str, str],
    refusal: Refused | None = None,
) -> HttpResponse:
    problems = refusal.problems if isinstance(refusal, CannotFill) else {}
    context = {
        "case": view.case,
        "procedure": view.procedure,
        "step": step,
        "today": clock.today(),
        "case_url": case_url(view.procedure.key, view.case.number),
        "inputs": inputs(step.log, texts, problems),
        "key": uuid4().hex,
        "words": request.POST.get("words", ""),
        "longest": LONGEST_WORDS,
        "sentence": str(refusal or ""),
        "entries": list_site_entries(request.user, number=view.case.number, step=step, most=MOST_ENTRIES),
    }
    return render(request, "web/field/entry.html", context, status=422 if refusal else 200)
