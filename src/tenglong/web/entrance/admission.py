"""Letting somebody in whose password, code or sign-in elsewhere was right; saying when a locked door opens again."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from tenglong.records.people.queries import find_person
from tenglong.records.people.rights import By
from tenglong.web.clock import now

HALF_WAY, SINCE, NEXT = "half_way", "half_way_since", "next"
TIME_FOR_CODE_S = 300
BACKEND = "django.contrib.auth.backends.ModelBackend"


def receive(request: HttpRequest, person: By, wanted: str) -> HttpResponse:
    """They are who they say; with a second factor the code is asked for first."""
    if not person.second_factor:
        return admit(request, person, wanted)
    request.session[HALF_WAY], request.session[SINCE] = person.login, now().timestamp()
    request.session[NEXT] = wanted
    return redirect("code")


def admit(request: HttpRequest, person: By, wanted: str = "") -> HttpResponse:
    """Let them in, to where they wanted to go."""
    wanted = wanted or request.session.get(NEXT, "")
    forget_half_way(request)
    login(request, person, backend=BACKEND)
    return redirect(safe_address(request, wanted))


def half_way(request: HttpRequest) -> By | None:
    """Whoever gave the right password a moment ago and owes the code."""
    if now().timestamp() - request.session.get(SINCE, 0) > TIME_FOR_CODE_S:
        return None
    return find_person(request.session.get(HALF_WAY, ""))


def forget_half_way(request: HttpRequest) -> None:
    """The password must be given again."""
    for name in (HALF_WAY, SINCE, NEXT):
        request.session.pop(name, None)


def safe_address(request: HttpRequest, wanted: str) -> str:
    """An address of ours; 今日 for any other."""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else "/today/"


def locked_sentence(request: HttpRequest, name: str) -> str:
    """When the door opens again that wrong passwords or codes have locked; empty while it is open."""
    if not getattr(request, "axes_locked_out", False):
        return ""
    last = (
        AccessAttempt.objects.filter(username=name, ip_address=request.axes_ip_address)
        .order_by("-attempt_time")
        .first()
    )
    minutes: timedelta = settings.AXES_COOLOFF_TIME
    until = timezone.localtime((last.attempt_time if last else now()) + minutes)
    return (
        f"没有登录：密码或动态码连续错了 {settings.AXES_FAILURE_LIMIT} 次，为安全起见先停一停。"
        f"请 {until:%H:%M} 以后再试；忘记密码请找管理员重设。"
    )
