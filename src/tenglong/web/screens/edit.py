"""The form editor of a mechanism: its parts as forms, what they change in words, and then the next version."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenglong.core.errors import Refused
from tenglong.core.ledger.values import clean
from tenglong.playbooks import INSIDE, Mechanism, Problem
from tenglong.playbooks.editing import (
    Draft,
    Names,
    Part,
    begin,
    check_draft,
    differences,
    enter,
    get_part,
    is_of,
    outline,
    shape,
    sheet,
    unpack,
)
from tenglong.records.cases.queries import count_running
from tenglong.records.mechanisms.actions import Overtaken, install_mechanism
from tenglong.records.mechanisms.neighbours import broken_by
from tenglong.records.mechanisms.queries import county, get_version, version
from tenglong.records.people.queries import list_units
from tenglong.web import asked, clock
from tenglong.web.doors import needs

REVIEW, INSTALL, GO, DROP = "review", "install", "go", "drop"
STORIES = "stories/"


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before the editor: the version begun from, the draft over it, how things are called."""

    key: str
    number: int
    by: str
    mechanism: Mechanism
    draft: Draft
    names: Names


@dataclass(frozen=True, slots=True)
class Line:
    """A part in the list of parts."""

    part: Part
    here: bool
    wrong: int


@needs("install")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, mechanism: str) -> HttpResponse:
    """One part as a form. Whatever button is pressed, what was entered goes into the draft first."""
    if request.method == "GET":
        desk = _desk(mechanism)
        return _page(request, desk, get_part(desk.draft, asked.words(request, "part")))
    number = request.POST.get("base", "")
    desk = _desk(mechanism, int(number) if number.isdecimal() else None, request.POST.get("draft", ""))
    part = get_part(desk.draft, request.POST.get("part", ""))
    if "back" not in request.POST:
        sent = {name: request.POST.getlist(name) for name in request.POST}
        enter(desk.draft, part, desk.names, sent)
    act, _, on = request.POST.get("do", "").partition(":")
    return _act(request, desk, part, act, on)


def _act(request: HttpRequest, desk: Desk, part: Part, act: str, on: str) -> HttpResponse:
    try:
        if act == GO:
            part = get_part(desk.draft, on)
        elif act == DROP:
            desk.draft.dropped |= {on} & desk.draft.base.keys()
        elif act in (REVIEW, INSTALL):
            return _review(request, desk, part, install=act == INSTALL)
        elif on:
            label, key = (clean(request.POST.get(f"{word}:{on}", ""))[:40] for word in ("label", "key"))
            shape(desk.draft, part, act, on, label=label, key=key)
    except Overtaken as refusal:
        return _page(request, desk, part, str(refusal), 409)
    except Refused as refusal:
        return _page(request, desk, part, str(refusal), 422)
    return _page(request, desk, part)


def _review(request: HttpRequest, desk: Desk, part: Part, *, install: bool) -> HttpResponse:
    """What the draft changes, to be confirmed; with problems back to the form."""
    checked = check_draft(desk.draft, county(), desk.mechanism)
    if checked.mechanism is None:
        wrong = next((one for one in outline(desk.draft) if any(is_of(p, one) for p in checked.problems)), part)
        return _page(request, desk, wrong, f"还不能安装：有 {len(checked.problems)} 处要改，见红字。", 422)
    if install:
        install_mechanism(files=desk.draft.files(), by=request.user, at=clock.now(), instead_of=desk.number)
        return redirect("edit", desk.key)
    changed = desk.draft.changed()
    context = _around(request, desk, part) | {
        "differences": differences(desk.draft, desk.names),
        "broken": broken_by(checked.mechanism),
        "comments": [name for name in changed if "#" in desk.draft.base.get(name, "")],
        "next": desk.number + 1,
    }
    return render(request, "web/edit_review.html", context)


def _page(request: HttpRequest, desk: Desk, part: Part, sentence: str = "", status: int = 200) -> HttpResponse:
    problems = check_draft(desk.draft, county(), desk.mechanism).problems
    parts = outline(desk.draft)
    elsewhere = [problem for problem in problems if not any(is_of(problem, one) for one in parts)]
    context = _around(request, desk, part) | {
        "parts": [Line(one, one == part, sum(is_of(p, one) for p in problems)) for one in parts],
        "blocks": sheet(desk.draft, part, desk.names, problems),
        "elsewhere": [problem for problem in elsewhere if not problem.file.startswith(STORIES)],
        "stories": _by_story(elsewhere),
        "wrong": len(problems),
        "sentence": sentence,
    }
    return render(request, "web/edit.html", context, status=status)


def _around(request: HttpRequest, desk: Desk, part: Part) -> dict[str, object]:
    return {
        "station": desk.mechanism.station,
        "mechanism": desk.mechanism,
        "number": desk.number,
        "installed_by": desk.by,
        "part": part,
        "packed": desk.draft.packed(),
        "changed": bool(desk.draft.changed() or desk.draft.dropped),
        "running": count_running(request.user, desk.key),
    }


def _by_story(problems: list[Problem]) -> dict[str, list[Problem]]:
    """The problems of each story: what it tells no longer fits."""
    files = {problem.file for problem in problems if problem.file.startswith(STORIES)}
    return {file: [problem for problem in problems if problem.file == file] for file in sorted(files)}


def _desk(key: str, number: int | None = None, packed: str = "") -> Desk:
    """The desk over a version, the current one without a number, with the draft that was packed."""
    kept = get_version(key, number)
    draft = unpack(kept.files, packed) if packed else begin(kept.files)
    return Desk(key, kept.number, kept.by, version(kept.pk), draft, _names(key))


def _names(key: str) -> Names:
    around = county()
    targets = {kind: ledger.label for kind, ledger in around.ledgers.items()}
    for other in (mechanism for name, mechanism in around.others.items() if name != key):
        targets |= {one: f"{other.title} · {procedure.label}" for one, procedure in other.procedures.items()}
        targets |= {one: f"{other.title} · {ledger.label}" for one, ledger in other.ledgers.items()}
    roles = {name: role.label for name, role in around.roles.items()}
    kept = {"true" if key == INSIDE else key: one.label for key, one in around.confidences.items()}
    return Names(roles, {unit.key: unit.name for unit in list_units()}, targets, kept)
