"""Telling subscribers: the audit is read in the order of its seals, messages are queued, sent and sent again."""

import json
from dataclasses import asdict
from datetime import datetime

from django.conf import settings

from tenglong.core.clocks import china_time
from tenglong.records.audit.sealed import SealedSet, sealed_after
from tenglong.records.clients import deliveries
from tenglong.records.clients.scopes import acting
from tenglong.records.clients.subscriptions import Delivery, Subscription, ask_ping, list_to_tell, secret_of

from .events import Event, events_of
from .posting import post

_PIECE = 200  # change-sets read at once
_MOST_SENT = 50  # to one subscriber in one sweep, so that the others have their turn


def sweep(*, at: datetime) -> int:
    """Read on, queue, send what is due; gives how many messages were taken."""
    sent = 0
    for subscription in list_to_tell(at.date()):
        gather(subscription, at=at)
        sent += send(subscription, at=at)
    return sent


def gather(subscription: Subscription, *, at: datetime) -> None:
    """Queue what happened since, a message for each change-set, together with how far was read."""
    position = subscription.progress.sealed
    by = acting(subscription.key)
    while sets := list(sealed_after(position, _PIECE)):
        told = ((one, events_of(by, one.changes, subscription.kinds)) for one in sets)
        messages = [deliveries.Message(one.number, _body(one, events), len(events)) for one, events in told if events]
        span = {"read_from": position, "read_to": sets[-1].number}
        if not deliveries.queue(subscription=subscription, messages=messages, at=at, **span):
            return  # another sweep was quicker
        position = span["read_to"]


def send(subscription: Subscription, *, at: datetime) -> int:
    """Send what waits, in order, until one does not come through; gives how many were taken."""
    progress = subscription.progress
    if progress.stopped or (progress.next_at and progress.next_at > at):
        return 0
    secret = secret_of(subscription)
    for sent in range(_MOST_SENT):
        delivery = deliveries.next_waiting(subscription)
        if delivery is None:
            return sent
        ok, answer = post(subscription.url, delivery.body.encode(), secret=secret, number=delivery.pk, at=at)
        if not ok:
            deliveries.failed(delivery=delivery, answer=answer, at=at)
            return sent
        deliveries.taken(delivery=delivery, answer=answer, at=at)
    return _MOST_SENT


def ping(*, subscription: Subscription, at: datetime) -> Delivery:
    """Queue a trial message."""
    return ask_ping(subscription=subscription, body=json.dumps({"ping": True, "at": at.isoformat()}), at=at)


def _body(sealed: SealedSet, events: list[Event]) -> str:
    told = [asdict(event) | {"link": f"{settings.ADDRESS}{event.link}"} for event in events]
    about = {
        "number": sealed.number,
        "at": china_time(sealed.change_set.at).isoformat(),
        "action": sealed.change_set.action,
    }
    return json.dumps({**about, "events": told}, ensure_ascii=False)
