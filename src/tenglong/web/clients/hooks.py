"""What is done about a subscription from its key's page: try it out, go on, give it up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tenglong.connect.webhooks import ping
from tenglong.records.clients.keys import list_keys
from tenglong.records.clients.subscriptions import get_subscription, go_on, unsubscribe
from tenglong.web import clock
from tenglong.web.doors import signed_in


@signed_in
@require_POST
def hook_ping(request: HttpRequest, subscription: int) -> HttpResponse:
    """Send a trial message."""
    return _done(request, subscription, lambda one: ping(subscription=one, at=clock.now()))


@signed_in
@require_POST
def hook_resume(request: HttpRequest, subscription: int) -> HttpResponse:
    """Try again at once."""
    return _done(request, subscription, lambda one: go_on(subscription=one))


@signed_in
@require_POST
def hook_end(request: HttpRequest, subscription: int) -> HttpResponse:
    """Tell no longer."""
    return _done(request, subscription, lambda one: unsubscribe(subscription=one, by=request.user, at=clock.now()))


def _done(request: HttpRequest, subscription: int, act: Callable[[Any], object]) -> HttpResponse:
    found = get_subscription(list_keys(request.user), subscription)
    act(found)
    return redirect("key", found.key.prefix)
