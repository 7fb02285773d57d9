"""Writing what is to be delivered and how the tries went. Nothing of it is a change of the county's records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from .models import Delivery, Progress, Subscription

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_FAILURES = 20  # in a row: about three days
KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told of the change-set under that seal."""

    sealed: int
    body: str
    events: int


def queue(
    *, subscription: Subscription, read_from: int, read_to: int, messages: Sequence[Message], at: datetime
) -> bool:
    """Keep messages and how far the audit was read for them, together; False when another was quicker."""
    with transaction.atomic():
        progress = Progress.objects.filter(subscription=subscription, sealed=read_from)
        if not progress.update(sealed=read_to):
            return False
        Delivery.objects.bulk_create(
            Delivery(subscription=subscription, sealed=one.sealed, body=one.body, events=one.events, at=at)
            for one in messages
        )
    return True


def next_waiting(subscription: Subscription) -> Delivery | None:
    """The message to be sent now: one after the other, in their order."""
    return subscription.deliveries.filter(status=Delivery.Status.WAITING).order_by("pk").first()


def taken(*, delivery: Delivery, answer: str, at: datetime) -> None:
    """The receiver has taken it."""
    _tried(delivery, Delivery.Status.DONE, answer, at)
    Progress.objects.filter(subscription=delivery.subscription_id).update(failures=0, next_at=None)


def failed(*, delivery: Delivery, answer: str, at: datetime) -> None:
    """It did not come through: the next try is later, twice as late each time, and stops in the end."""
    _tried(delivery, Delivery.Status.WAITING, answer, at)
    progress = Progress.objects.get(subscription=delivery.subscription_id)
    wait = min(FIRST_WAIT * 2 ** min(progress.failures, 20), LONGEST_WAIT)
    progress.failures += 1
    progress.next_at, progress.stopped = at + wait, progress.failures >= MOST_FAILURES
    progress.save()


def forget_old(*, at: datetime) -> int:
    """Forget what was taken long ago."""
    old = Delivery.objects.filter(status=Delivery.Status.DONE, tried_at__lt=at - KEPT_FOR)
    return old.delete()[0]


def _tried(delivery: Delivery, status: str, answer: str, at: datetime) -> None:
    delivery.status, delivery.answer, delivery.tried_at = status, answer[:200], at
    delivery.tries += 1
    delivery.save(update_fields=("status", "answer", "tried_at", "tries"))
