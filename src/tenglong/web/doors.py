"""Who may come in where: every view says so, and a test finds the one that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from tenglong.records.people import rights

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _marked(view, "public")


def signed_in(view: View) -> View:
    """Anybody who is signed in; which rows they find is the row filter's matter."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _owed_first(request) or view(request, *args, **kwargs)

    return _marked(door, "signed_in")


def entering(view: View) -> View:
    """Anybody who is signed in, also while they owe a password of their own or a second factor."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else _to_sign_in(request)

    return _marked(door, "entering")


def needs(right: str) -> Callable[[View], View]:
    """Those whose roles have the right."""

    def mark(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if owed := _owed_first(request):
                return owed
            rights.check_may(request.user, right)
            return view(request, *args, **kwargs)

        return _marked(door, right)

    return mark


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of a page."""
    return "HX-Request" in request.headers


def _marked(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def _owed_first(request: HttpRequest) -> HttpResponse | None:
    """Where they must go before they get anywhere: to sign in, to choose a password, to bind their phone."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    if request.user.must_change_password:
        return _lead(request, "password")
    return _lead(request, "second-factor") if rights.lacks_second_factor(request.user) else None


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    address = resolve_url(name)
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if is_fragment(request) else redirect(address)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": resolve_url("sign-in")})
    return redirect_to_login(request.get_full_path())
