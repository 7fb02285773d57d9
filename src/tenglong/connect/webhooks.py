"""Telling subscribers: the audit is read in the order of its seals, messages are queued, sent and sent again."""

import json
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from django.conf import settings

from tenglong.core.clocks import china_time
from tenglong.records.audit.sealed import SealedSet, sealed_after
from tenglong.records.clients import deliveries
from tenglong.records.clients.scopes import acting
from tenglong.records.clients.subscriptions import Delivery, Subscription, ask_ping, list_to_tell, secret_of

from .events import Event, events_of
from .posting import post

_PIECE = 200  # change-sets read at once
_MOST_AT_ONCE = 16  # receivers that are sent to at the same time
_PATIENCE_S = 3.0  # of one sweep


@dataclass(frozen=True, slots=True)
class Turn:
    """A message on its way: the thread that sends it writes nothing."""

    subscription: Subscription
    delivery: Delivery
    answer: Future[tuple[bool, str]]


_pool = ThreadPoolExecutor(_MOST_AT_ONCE, "webhooks")
_turns: dict[int, Turn] = {}  # by subscription: one message of each at a time, so that they stay in order
_sweeping = Lock()


def sweep(*, at: datetime) -> int:
    """Read on, queue, send what is due; gives how many messages were taken.

    Each receiver is waited for in a thread of its own; who is slow is left to it, and its answer kept by a later sweep.
    """
    with _sweeping:
        for subscription in list_to_tell(at.date()):
            gather(subscription, at=at)
            progress = subscription.progress
            if not progress.stopped and not (progress.next_at and progress.next_at > at):
                _begin(subscription, at=at)
        return _collect(at=at)


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


def _begin(subscription: Subscription, *, at: datetime) -> None:
    """Send the message whose turn it is, if there is one and none is on its way."""
    delivery = deliveries.next_waiting(subscription)
    if delivery is None or subscription.pk in _turns:
        return
    secret, body = secret_of(subscription), delivery.body.encode()
    answer = _pool.submit(post, subscription.url, body, secret=secret, number=delivery.pk, at=at)
    _turns[subscription.pk] = Turn(subscription, delivery, answer)


def _collect(*, at: datetime) -> int:
    """Keep the answers that come soon; after a message that was taken the next one goes."""
    sent, ends = 0, monotonic() + _PATIENCE_S
    while done := wait([turn.answer for turn in _turns.values()], max(0, ends - monotonic()), FIRST_COMPLETED).done:
        for turn in [turn for turn in _turns.values() if turn.answer in done]:
            del _turns[turn.subscription.pk]
            ok, answer = turn.answer.result()
            keep = deliveries.taken if ok else deliveries.failed
            keep(delivery=turn.delivery, answer=answer, at=at)
            sent += ok
            if ok and monotonic() < ends:
                _begin(turn.subscription, at=at)
    return sent


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
