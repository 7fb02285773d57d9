"""What every request passes: one language, one state of the mechanisms."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

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


class AskedOnceMiddleware:
    """A page asks once which versions of the mechanisms are current."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asked_once():
            return self.get_response(request)
