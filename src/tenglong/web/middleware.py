"""What every request passes: one language, from where it comes, one state of the mechanisms."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tenglong.records.audit.actions import from_where
from tenglong.records.mechanisms.queries import asked_once

View = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The county's language, unless the person chose another: what the browser says it likes does not count."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            return self.get_response(request)


class OriginMiddleware:
    """The audit says from which address something was done, named by the web server before us if one stands."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with from_where(f"网页 {address_of(request)}".strip()):
            return self.get_response(request)


def address_of(request: HttpRequest) -> str:
    """The address of who asks. Of a chain of servers only the last word is believed: our own web server wrote it."""
    passed_on = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return (passed_on.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR") or "")[:60]


class AskedOnceMiddleware:
    """A page asks once which versions of the mechanisms are current."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asked_once():
            return self.get_response(request)
