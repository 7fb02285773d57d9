"""Signing in and out; in the demo as any of the named people with one click."""

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenglong.playbooks import Mechanism
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.queries import get_person, list_people
from tenglong.records.people.rights import roles

from .doors import public
from .entrance.admission import BACKEND, locked_sentence, receive, safe_address

MOST_STEPS = 4
WRONG = "登录名或密码不对，没有登录。请查对后再试；忘记密码请找管理员重设。"


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; in the demo the named people stand beside it."""
    wrong = ""
    if request.method == "POST":
        name = request.POST.get("login", "").strip()
        person = authenticate(request, username=name, password=request.POST.get("password", ""))
        if person is not None:
            return receive(request, person, _next(request))
        wrong = locked_sentence(request, name) or WRONG
    elsewhere = settings.OIDC["label"] if settings.OIDC["issuer"] else ""
    people = _people() if settings.DEMO else ()
    context = {"wrong": wrong, "next": _next(request), "people": people, "elsewhere": elsewhere}
    return render(request, "web/sign_in.html", context, status=422 if wrong else 200)


@public
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the demo as the person chosen; outside the demo there is no such door."""
    if not settings.DEMO:
        return redirect("sign-in")
    login(request, get_person(request.POST.get("login", "")), backend=BACKEND)
    return redirect(_next(request))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return redirect("sign-in")


@public
@require_GET
def home(_request: HttpRequest) -> HttpResponse:
    """The bare address leads to 今日."""
    return redirect("today")


def _next(request: HttpRequest) -> str:
    return safe_address(request, request.POST.get("next") or request.GET.get("next") or "")


def _people() -> list[dict[str, object]]:
    known, mechanisms = roles(), list_current()
    found = []
    for person in list_people():
        held = [grant.role for grant in person.grants.all() if grant.role in known]
        labels = [known[role].label for role in held]
        found.append({"person": person, "roles": labels, "does": _does(person, held, mechanisms)})
    return found


def _does(person: Any, held: Collection[str], mechanisms: Iterable[Mechanism]) -> str:
    """The first few steps that fall to somebody of these roles in that office."""
    unit = person.unit.key if person.unit else None
    steps = (step for one in mechanisms for procedure in one.procedures.values() for step in procedure.steps)
    labels = [step.label for step in steps if step.owner.role in held and step.owner.unit in (None, unit)]
    return "、".join(list(dict.fromkeys(labels))[:MOST_STEPS])
