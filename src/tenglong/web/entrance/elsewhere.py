"""Signing in at the county's or province's own sign-in. A person there is the person here with that login."""

from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tenglong.records.people.actions import add_person
from tenglong.records.people.queries import find_person, list_everybody
from tenglong.records.people.rights import By, Program
from tenglong.web.clock import now
from tenglong.web.doors import public

from .admission import receive, safe_address
from .provider import Attempt, CannotSignInElsewhere, claims_of, new_attempt, way_there

ATTEMPT, WANTED = "sign_in_elsewhere", "sign_in_elsewhere_next"


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Go there; the way back is kept in the session."""
    if not settings.OIDC["issuer"]:
        return redirect("sign-in")
    attempt = new_attempt()
    request.session[ATTEMPT] = asdict(attempt)
    request.session[WANTED] = safe_address(request, request.POST.get("next", ""))
    return redirect(way_there(attempt, _back(request)))


@public
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Come back with a code, good once; whoever is known here is let in."""
    kept, wanted = request.session.pop(ATTEMPT, None), request.session.pop(WANTED, "")
    if not settings.OIDC["issuer"] or kept is None:
        return redirect("sign-in")
    attempt = Attempt(**kept)
    if request.GET.get("state") != attempt.state or not request.GET.get("code"):
        raise CannotSignInElsewhere("没有登录：那边没有放行，或这次登录已经过时。请回到登录页重新开始。")
    claims = claims_of(request.GET["code"], attempt, _back(request))
    login = str(claims.get(settings.OIDC["claim"], "")).strip()
    return receive(request, _person(login, str(claims.get("name", "")).strip()), wanted)


def _person(login: str, name: str) -> By:
    if person := find_person(login):
        return person
    if login and settings.OIDC["adds"] and not list_everybody().filter(login=login).exists():
        by = Program(settings.OIDC["label"])
        return add_person(login=login[:60], name=(name or login)[:60], by=by, at=now())
    raise CannotSignInElsewhere(f"没有登录：这里没有登录名为“{login}”的人员，或已停用。请找管理员添加。")


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("elsewhere-back"))
