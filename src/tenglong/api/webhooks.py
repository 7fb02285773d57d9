"""Webhooks: a client says what it wants to be told and where; what was delivered stands in a log."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from tenglong.connect.addresses import target_of
from tenglong.connect.webhooks import ping
from tenglong.records.clients.keys import get_key, list_keys
from tenglong.records.clients.subscriptions import (
    get_subscription,
    go_on,
    list_deliveries,
    list_subscriptions,
    subscribe,
    unsubscribe,
)

from . import clock
from .doors import answers, door
from .words import Most, Number, Sent, Words

router = Router(tags=["变更通知"])


class HookOut(Schema):
    """A subscription. `stopped`: too many tries failed; nothing is lost, /resume goes on."""

    id: int
    key: str
    url: str
    topics: list[str]
    failures: int
    next_at: str | None
    stopped: bool


class Hooks(Schema):
    """Those of this key, or of one's own keys."""

    webhooks: list[HookOut]


class NewHook(Sent):
    """What to be told, and where. `key`: the first letters of the key, for who came by a session."""

    url: str = Field(max_length=500, examples=["https://oa.example.gov.cn/tenglong"])
    topics: list[Literal["row", "case", "round", "import", "run"]] = Field(min_length=1, max_length=5)
    key: Words = ""


class HookMade(HookOut):
    """With the secret that signs, which is told this once."""

    secret: str


class DeliveryOut(Schema):
    """A message. `status`: waiting done."""

    id: int
    sealed: int = Field(description="封存编号；0 是试送")
    events: int
    status: str
    tries: int
    answer: str
    at: str
    tried_at: str | None


class Deliveries(Schema):
    """The newest first."""

    deliveries: list[DeliveryOut]


class AskedLog(Schema):
    """How much of the log."""

    before: Number = Field(0, description="只要这个编号以前的")
    most: Most = 50


@router.get("/webhooks", **door("hooks"), response=answers(Hooks), summary="列出订阅")
def hooks(request: HttpRequest) -> object:
    """这把钥匙的订阅；用网页会话的，是自己各把钥匙的。"""
    return Hooks(webhooks=[_hook(one) for one in list_subscriptions(_keys(request))])


@router.post("/webhooks", **door("hooks"), response=answers(HookMade, 201), summary="订阅")
def make(request: HttpRequest, payload: NewHook) -> object:
    """以后发生的，凡这把钥匙看得到的，按先后送到这个地址：只送是哪一行、什么变动和接口地址，不送值。

    用 secret 核对 X-Tenglong-Signature：t=秒,v1=HMAC-SHA256(secret, "秒.正文")。不是 2xx 就再送，次序不变。
    """
    target_of(payload.url)
    key = request.api_key or get_key(request.auth, payload.key)
    new, secret = subscribe(key=key, url=payload.url, kinds=payload.topics, by=request.auth, at=clock.now())
    return Status(201, HookMade(**_hook(new).dict(), secret=secret))


@router.get("/webhooks/{subscription}/deliveries", **door("hooks"), response=answers(Deliveries), summary="送达记录")
def log(request: HttpRequest, subscription: Number, asked: Query[AskedLog]) -> object:
    """每一条送了几次、对方怎么答的。"""
    found = list_deliveries(get_subscription(_keys(request), subscription))
    found = found.filter(pk__lt=asked.before) if asked.before else found
    return Deliveries(deliveries=[_delivery(one) for one in found[: asked.most]])


@router.post("/webhooks/{subscription}/ping", **door("hooks"), response=answers(DeliveryOut, 202), summary="试送")
def try_out(request: HttpRequest, subscription: Number) -> object:
    """排一条试送的消息；几秒后在送达记录里看结果。"""
    found = get_subscription(_keys(request), subscription)
    return Status(202, _delivery(ping(subscription=found, at=clock.now())))


@router.post("/webhooks/{subscription}/resume", **door("hooks"), response=answers(HookOut), summary="恢复")
def resume(request: HttpRequest, subscription: Number) -> object:
    """停下的从停下的地方接着送。"""
    go_on(subscription=get_subscription(_keys(request), subscription))
    return _hook(get_subscription(_keys(request), subscription))


@router.delete("/webhooks/{subscription}", **door("hooks"), response=answers(HookOut), summary="退订")
def give_up(request: HttpRequest, subscription: Number) -> object:
    """不再送。"""
    found = get_subscription(_keys(request), subscription)
    unsubscribe(subscription=found, by=request.auth, at=clock.now())
    return _hook(found)


def _keys(request: HttpRequest) -> list[Any]:
    if request.api_key:
        return [request.api_key]
    return [key for key in list_keys(request.auth) if key.person_id == request.auth.pk]


def _hook(one: Any) -> HookOut:
    progress = one.progress
    about = {"id": one.pk, "key": one.key.prefix, "url": one.url, "topics": one.kinds}
    return HookOut(**about, failures=progress.failures, next_at=clock.told(progress.next_at), stopped=progress.stopped)


def _delivery(one: Any) -> DeliveryOut:
    told = {name: getattr(one, name) for name in ("sealed", "events", "status", "tries", "answer")}
    return DeliveryOut(**told, id=one.pk, at=clock.told(one.at), tried_at=clock.told(one.tried_at))
