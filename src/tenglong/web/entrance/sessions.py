"""A session ends when it is not used, and after some hours in any case; roles end first thing in the day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from tenglong.records.people.actions import end_grants
from tenglong.records.people.rights import Program
from tenglong.web.clock import now

BEGAN, USED = "began_at", "used_at"
NOTED_EVERY_S = 60  # using a session is written this often, not at every request


class SessionEndMiddleware:
    """Signs out whoever stayed away too long; takes away the roles that end today before anybody uses one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.swept: date | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = now()
        if self.swept != at.date():
            end_grants(on=at.date(), by=Program("到期"), at=at)
            self.swept = at.date()
        if BEGAN in request.session:
            if has_ended(request.session, at):
                logout(request)
            elif at.timestamp() - request.session[USED] > NOTED_EVERY_S:
                request.session[USED] = at.timestamp()
        return self.get_response(request)


def begin(request: HttpRequest, **_: Any) -> None:
    """Note when a session begins. Django says so when somebody is let in."""
    request.session[BEGAN] = request.session[USED] = now().timestamp()


def has_ended(session: Any, at: datetime) -> bool:
    """Whether it was left alone too long, or began too long ago."""
    moment = at.timestamp()
    idle = moment - session[USED] > settings.SESSION_IDLE.total_seconds()
    return idle or moment - session[BEGAN] > settings.SESSION_COOKIE_AGE
