"""One person: who they are, what they see and may do, and what an administrator does about it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger.values import clean
from tenglong.records.people import accounts, actions
from tenglong.records.people.passwords import password_for_once
from tenglong.records.people.queries import get_governed, list_units
from tenglong.records.people.rights import can, roles
from tenglong.web import asked, clock
from tenglong.web.doors import needs

from .reach import reach_of

ONCE = "password_for_once"
WORDS = ("login", "name", "post", "unit")
SWITCHES: dict[str, Callable[..., object]] = {
    "off": accounts.deactivate_person,
    "on": accounts.reactivate_person,
    "code": accounts.reset_second_factor,
    "password": accounts.reset_password,
}


@needs("install")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Somebody new, with a password for their first sign-in, told once."""
    said, sentence = _said(request), ""
    if request.method == "POST":
        try:
            password = password_for_once()
            added = actions.add_person(
                login=said["login"], name=said["name"], post=said["post"], unit=_unit(said["unit"]), password=password,
                once=True, by=request.user, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            sentence = str(refusal)
        else:
            request.session[ONCE] = (added.login, password)
            return redirect("person", added.login)
    context = {"said": said, "sentence": sentence, "units": list_units(), "here": "people"}
    return render(request, "web/people/new.html", context, status=422 if sentence else 200)


@needs("install")
@require_GET
def person(request: HttpRequest, login: str) -> HttpResponse:
    """The person's page."""
    return _page(request, login)


@needs("install")
@require_POST
def change(request: HttpRequest, login: str) -> HttpResponse:
    """Another name, office or post."""
    said = _said(request)

    def act(found: Any) -> None:
        values = {"name": said["name"] or found.name, "post": said["post"], "unit": _unit(said["unit"])}
        actions.change_person(person=found, values=values, by=request.user, at=clock.now())

    return _done(request, login, act)


@needs("install")
@require_POST
def grant(request: HttpRequest, login: str) -> HttpResponse:
    """One more role, within a region or for an enterprise, perhaps until a day."""

    def act(found: Any) -> None:
        actions.grant_role(
            person=found, role=request.POST.get("role", ""),
            region_code=asked.picked(request, "region", asked.REGION),
            enterprise_code=asked.picked(request, "enterprise", asked.ENTERPRISE),
            until_on=_day(clean(request.POST.get("until", ""))),
            by=request.user, at=clock.now(),
        )  # fmt: skip

    return _done(request, login, act)


@needs("install")
@require_POST
def revoke(request: HttpRequest, login: str) -> HttpResponse:
    """One role less."""

    def act(found: Any) -> None:
        held = next((one for one in found.grants.all() if str(one.pk) == request.POST.get("grant")), None)
        if held is None:
            raise Refused("没有收回：这个岗位已经收回了。请刷新页面。")
        actions.revoke_grant(person=found, grant=held, by=request.user, at=clock.now())

    return _done(request, login, act)


@needs("install")
@require_POST
def switch(request: HttpRequest, login: str) -> HttpResponse:
    """Keep out, let in again, give a password for once, forget the phone."""

    def act(found: Any) -> None:
        act = SWITCHES.get(request.POST.get("act", ""))
        if act is None:
            raise Refused("没有办成：没有这个操作。请从页面上的按钮选。")
        told = act(person=found, by=request.user, at=clock.now())
        if isinstance(told, str):
            request.session[ONCE] = (login, told)

    return _done(request, login, act)


def _done(request: HttpRequest, login: str, act: Callable[[Any], None]) -> HttpResponse:
    found = get_governed(request.user, login)
    try:
        act(found)
    except Refused as refusal:
        return _page(request, login, str(refusal))
    return redirect("person", login)


def _page(request: HttpRequest, login: str, sentence: str = "") -> HttpResponse:
    found = get_governed(request.user, login)
    kept = request.session.pop(ONCE, None)
    context = {
        "person": found,
        "reach": reach_of(found),
        "revokes": found.login,
        "units": list_units(),
        "roles": roles().values(),
        "once": kept[1] if kept and kept[0] == login else "",
        "sentence": sentence,
        "may_audit": can(request.user, "audit"),
        "here": "people",
    }
    return render(request, "web/people/person.html", context, status=422 if sentence else 200)


def _said(request: HttpRequest) -> dict[str, str]:
    said = {word: clean(request.POST.get(word, "")) for word in WORDS}
    if request.method == "POST" and "/" in said["login"]:
        raise Refused("没有添加：登录名里不能有斜线。请换一个登录名。")
    return said


def _unit(key: str) -> Any:
    if not key:
        return None
    found = list_units().filter(key=key).first()
    if found is None:
        raise Refused(f"没有办成：没有代号为“{key}”的单位。请从列表里选。")
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"没有授予：到期日“{text}”看不懂。请写成 2026-12-31 的样子。") from None
