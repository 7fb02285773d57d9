"""Rounds of collection: who was asked, where each stands, what was frozen."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from tenglong.records.rounds.queries import get_frozen, get_round, list_frozen, list_rounds
from tenglong.records.rounds.spec import spec_of
from tenglong.records.rounds.standing import list_standing

from . import clock
from .doors import answers, door
from .words import Most, Number, Words, cursor

router = Router(tags=["填报"])


class RoundOut(Schema):
    """A template sent out for a period. `status`: opening open merged frozen."""

    id: int
    collection: str
    label: str
    period: str
    region_code: str
    due_on: str
    status: str


class Rounds(Schema):
    """A page, as they were opened."""

    rounds: list[RoundOut]
    next: str | None = None


class AskedOut(Schema):
    """An addressee and where it stands; `number` is the case it answers in."""

    addressee: str
    name: str
    number: str
    standing: str = Field(examples=["待填报"])
    reminders: int


class WholeRound(RoundOut):
    """A round with its addressees and how often it was frozen."""

    asked: list[AskedOut]
    frozen: list[int]


class FrozenOut(Schema):
    """What a round came to, as it is kept for good: tables by key, each with columns, lines and totals."""

    number: int
    at: str
    by: str
    reason: str
    sha256: str
    tables: dict[str, Any]
    moved: dict[str, Any]


class Asked(Schema):
    """Which rounds."""

    after: Words = Field("", description="上一页的 next")
    most: Most = 50


@router.get("/rounds", **door("read"), response=answers(Rounds), summary="列出填报")
def rounds(request: HttpRequest, asked: Query[Asked]) -> object:
    """您数据范围内的各期填报。"""
    found = list_rounds(request.auth).filter(pk__gt=cursor(asked.after)).order_by("pk")
    page = list(found[: asked.most + 1])
    more, page = len(page) > asked.most, page[: asked.most]
    return Rounds(rounds=[RoundOut(**_about(one)) for one in page], next=str(page[-1].pk) if more else None)


@router.get("/rounds/{round_id}", **door("read"), response=answers(WholeRound), summary="一期填报")
def one_round(request: HttpRequest, round_id: Number) -> object:
    """各填报对象到了哪一步、催过几次。"""
    found = get_round(request.auth, round_id)
    standing = [
        AskedOut(
            addressee=one.asked.addressee,
            name=one.asked.name,
            number=one.asked.number,
            standing=one.word,
            reminders=one.reminders,
        )
        for one in list_standing(request.auth, found, at=clock.now())
    ]
    return WholeRound(**_about(found), asked=standing, frozen=[one.number for one in list_frozen(found)])


@router.get("/rounds/{round_id}/frozen/{number}", **door("read"), response=answers(FrozenOut), summary="一次定案")
def frozen(request: HttpRequest, round_id: Number, number: Number) -> object:
    """定案时的各张上报表，和比上一次动了哪些。"""
    kept = get_frozen(get_round(request.auth, round_id), number)
    told = {name: getattr(kept, name) for name in ("number", "by", "reason", "sha256", "tables", "moved")}
    return FrozenOut(**told, at=clock.told(kept.at))


def _about(found: Any) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in ("collection", "period", "region_code", "status")}
    return {**told, "id": found.pk, "label": spec_of(found).collection.label, "due_on": str(found.due_on)}
