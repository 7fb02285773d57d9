"""Writing handovers. Whatever is not taken stays where it was: nothing is ever in nobody's hands."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import Trail, actor_text, change_set
from tenglong.records.cases.handing import CannotTake, hand_on
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, CannotDo, check_governs

from .models import Handover, HandoverItem
from .queries import OFFERED, get_handover, list_to_hand_over

MOST_ITEMS = 500
Kind, State = HandoverItem.Kind, HandoverItem.State


class CannotHandOver(Refused):
    """A packet that cannot be offered or answered."""


def offer_handover(
    *,
    giver: Person,
    taker: Person,
    reason: str,
    cases: Iterable[str] = (),
    promises: Iterable[str] = (),
    contacts: Iterable[str] = (),
    by: By,
    at: datetime,
) -> Handover:
    """Offer a packet: by the giver, or by who governs them when they are gone already."""
    if not isinstance(by, Person) or by.pk != giver.pk:
        check_governs(by, giver)
    _check_pair(giver, taker, reason)
    wanted = list(dict.fromkeys(cases))
    there = set(list_to_hand_over(by, giver).filter(number__in=wanted).values_list("number", flat=True))
    if strange := [number for number in wanted if number not in there]:
        raise CannotHandOver(
            f"没有移交：办件 {'、'.join(strange[:5])} 不在{giver.name}手上，或已经在移交。请刷新后再选。"
        )
    items = [HandoverItem(kind=Kind.CASE, case=number) for number in wanted]
    items += [HandoverItem(kind=Kind.PROMISE, words=words[:400]) for words in promises]
    items += [HandoverItem(kind=Kind.CONTACT, words=words[:400]) for words in contacts]
    if not 0 < len(items) <= MOST_ITEMS:
        raise CannotHandOver(f"没有移交：一份移交要有 1 到 {MOST_ITEMS} 项，选了 {len(items)} 项。请调整后再交。")
    summary = f"{giver.name}向{taker.name}移交 {len(items)} 项"
    with change_set(by=by, at=at, action="handovers.offer", summary=summary) as trail:
        found = Handover.objects.create(
            giver=giver, taker=taker, reason=reason[:200], made_at=at, made_by=actor_text(by)
        )
        trail.created("handover", found.pk, {"giver": giver.login, "taker": taker.login, "reason": reason[:200]})
        for item in items:
            item.handover = found
            item.save()
            told = {"handover": found.pk, "kind": str(item.kind), "case": item.case, "words": item.words}
            trail.created("handover_item", item.pk, told)
    return found


def accept_items(*, handover: Handover, items: Collection[int], by: Person, at: datetime) -> Mapping[str, str]:
    """The taker takes items. Gives, by case, why it could not be taken: those wait on, the others are taken."""
    _check_taker(handover, by)
    stopped: dict[str, str] = {}
    summary = f"{by.name}接收{handover.giver.name}移交的 {len(items)} 项"
    with change_set(by=by, at=at, action="handovers.accept", summary=summary) as trail:
        for item in _offered(handover, items):
            if item.kind == Kind.CASE:
                try:
                    hand_on(number=item.case, giver=handover.giver, taker=by, trail=trail)
                except CannotTake as refusal:
                    stopped[item.case] = str(refusal)
                    continue
            _answer(item, State.ACCEPTED, "", at, trail)
    return stopped


def refuse_items(*, handover: Handover, items: Collection[int], words: str, by: Person, at: datetime) -> None:
    """The taker does not take items: they stay with the giver, who sees why."""
    _check_taker(handover, by)
    if not words.strip():
        raise CannotHandOver("没有退回：没有写为什么不接。请写一句，移交人好另作安排。")
    summary = f"{by.name}没有接收{handover.giver.name}移交的 {len(items)} 项"
    with change_set(by=by, at=at, action="handovers.refuse", summary=summary) as trail:
        for item in _offered(handover, items):
            _answer(item, State.REFUSED, words[:200], at, trail)


def withdraw_handover(*, handover: Handover, by: By, at: datetime) -> None:
    """Take back what has not been answered."""
    if not isinstance(by, Person) or by.pk != handover.giver_id:
        check_governs(by, handover.giver)
    with change_set(by=by, at=at, action="handovers.withdraw", summary=f"收回向{handover.taker.name}的移交") as trail:
        for item in _offered(handover, None):
            _answer(item, State.WITHDRAWN, "", at, trail)


def _check_pair(giver: Person, taker: Person, reason: str) -> None:
    if giver.pk == taker.pk:
        raise CannotHandOver("没有移交：不能移交给自己。请选接手的人。")
    if not taker.is_active:
        raise CannotHandOver(f"没有移交：{taker.name}已停用，接不了。请选在用的人。")
    if not reason.strip():
        raise CannotHandOver("没有移交：没有写原因。请写一句，例如 调到某单位。")


def _check_taker(handover: Handover, by: Person) -> None:
    if by.pk != handover.taker_id:
        raise CannotDo(f"没有办成：这份移交要由{handover.taker.name}来接。要换人请先收回，再移交给别人。")
    get_handover(by, handover.pk)


def _offered(handover: Handover, items: Collection[int] | None) -> list[HandoverItem]:
    found = handover.items.select_for_update().filter(state=OFFERED)
    return list(found if items is None else found.filter(pk__in=items))


def _answer(item: HandoverItem, state: State, words: str, at: datetime, trail: Trail) -> None:
    before = {"state": item.state}
    item.state, item.answer, item.answered_at = state, words, at
    item.save(update_fields=("state", "answer", "answered_at"))
    trail.changed("handover_item", item.pk, before, {"state": str(state), "answer": words})
