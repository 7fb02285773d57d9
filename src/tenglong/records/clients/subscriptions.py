"""Subscribing to what happens, giving it up, going on after a stop; what was delivered."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import actor_text, change_set
from tenglong.records.audit.sealing import head
from tenglong.records.people.rights import By
from tenglong.records.people.second_factor import seal, unseal

from .keys import is_open
from .models import Delivery, Key, Progress, Subscription
from .topics import TOPICS

_LONGEST_URL = 500
_MOST = 20  # of one key


class CannotSubscribe(Refused):
    """A subscription cannot be made."""


class NoSuchSubscription(Refused):
    """There is no such subscription, or not of these keys."""


def subscribe(*, key: Key, url: str, kinds: Collection[str], by: By, at: datetime) -> tuple[Subscription, str]:
    """Tell a client from now on; gives the secret that signs, which is told once. The door has checked the address."""
    if len(url) > _LONGEST_URL:
        raise CannotSubscribe(f"没有订阅：地址太长，最多 {_LONGEST_URL} 个字符。")
    if not kinds or set(kinds) - set(TOPICS):
        raise CannotSubscribe(
            f"没有订阅：没有选种类，或不认识。可选：{'、'.join(f'{k}（{w}）' for k, w in TOPICS.items())}。"
        )
    if key.subscriptions.filter(ended_at=None).count() >= _MOST:
        raise CannotSubscribe(f"没有订阅：这把钥匙已经有 {_MOST} 个订阅。请先退订不用的。")
    secret, told = secrets.token_urlsafe(32), {"url": url, "kinds": sorted(kinds)}
    with change_set(by=by, at=at, action="clients.subscribe", summary=f"{key.label}订阅变更通知") as trail:
        new = Subscription.objects.create(key=key, secret=seal(secret), by=actor_text(by), at=at, **told)
        newest = head()
        Progress.objects.create(subscription=new, sealed=newest.number if newest else 0)
        trail.created("subscription", new.pk, {**told, "key": key.prefix})
    return new, secret


def unsubscribe(*, subscription: Subscription, by: By, at: datetime) -> None:
    """Tell no longer; what was delivered stays readable."""
    if subscription.ended_at:
        return
    with change_set(by=by, at=at, action="clients.unsubscribe", summary=f"{subscription.key.label}退订") as trail:
        trail.changed("subscription", subscription.pk, {"ended_at": None}, {"ended_at": at})
        subscription.ended_at = at
        subscription.save(update_fields=("ended_at",))


def go_on(*, subscription: Subscription) -> None:
    """Try again at once, after too many failures or while waiting for the next try."""
    Progress.objects.filter(subscription=subscription).update(failures=0, next_at=None, stopped=False)


def ask_ping(*, subscription: Subscription, body: str, at: datetime) -> Delivery:
    """Put a trial message in the queue."""
    return Delivery.objects.create(subscription=subscription, sealed=0, body=body, events=0, at=at)


def list_subscriptions(keys: Sequence[Key]) -> QuerySet[Subscription]:
    """Those of these keys that were not given up."""
    found = Subscription.objects.filter(key__in=keys, ended_at=None)
    return found.select_related("key", "progress")


def get_subscription(keys: Sequence[Key], pk: int) -> Subscription:
    """One of these keys' subscriptions."""
    if found := list_subscriptions(keys).filter(pk=pk).first():
        return found
    raise NoSuchSubscription(f"没有第 {pk} 个订阅，或不是这把钥匙的。请从订阅列表里选。")


def list_deliveries(subscription: Subscription) -> QuerySet[Delivery]:
    """What was sent or waits, the newest first."""
    return subscription.deliveries.all()


def list_to_tell(on: date) -> list[Subscription]:
    """Every subscription that is told on that day: not given up, its key still opens."""
    found = Subscription.objects.filter(ended_at=None).select_related("key__person__unit", "progress")
    found = found.prefetch_related("key__person__grants")
    return [one for one in found if is_open(one.key, on)]


def secret_of(subscription: Subscription) -> str:
    """What signs; empty when the county's own key has changed since."""
    return unseal(subscription.secret)
