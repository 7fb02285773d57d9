"""Asking everybody of a round: a case for each addressee, by pieces where they are many; it goes on where it stands."""

import time
from collections.abc import Sequence
from datetime import datetime

from tenglong.core.collection import period_of
from tenglong.records.audit.actions import Trail, change_set, is_open
from tenglong.records.audit.points import reached
from tenglong.records.cases.actions import start_case
from tenglong.records.people.rights import By, Program

from .addressees import Addressee, find_addressees
from .carrying import Carried
from .models import Asked, Round
from .spec import period_of_round, spec_of

AT_ONCE = 500  # so many are asked in the change-set that opens the round; more of them by pieces
PIECE = 100  # cases of one change-set: the lock is held for about half a second
PAUSE_S = 0.05  # for those who write by another process


def ask_rest(found: Round, *, by: By, at: datetime) -> None:
    """Ask everybody who is not asked yet; nothing where the round is sent out. Two who go on at once do no harm."""
    spec = spec_of(found)
    asked = set(found.asked.values_list("addressee", flat=True))
    rest = [one for one in find_addressees(spec.collection, found.region_code) if one.key not in asked]
    carried = Carried(spec, found.region_code, period_of_round(found))
    told = {"action": "rounds.open_round", "summary": f"分发{spec.collection.label} {found.period}"}
    parts = [rest[start : start + PIECE] for start in range(0, len(rest), PIECE)] or [[]]
    for part in parts:
        with change_set(by=by, at=at, batch=f"round:{found.pk}", **told) as trail:
            held = Round.objects.select_for_update().get(pk=found.pk)
            if held.status != Round.Status.OPENING:
                return
            after = Round.Status.OPEN if part is parts[-1] else held.status
            numbers = ask(held, part, carried, trail)
            trail.changed("round", held.pk, {"asked": [], "status": held.status}, {"asked": numbers, "status": after})
            held.status = after
            held.save(update_fields=("status",))
            reached("round.ask")
        reached("round.ask")
        if part is not parts[-1] and not is_open():
            time.sleep(PAUSE_S)


def ask(found: Round, some: Sequence[Addressee], carried: Carried, trail: Trail) -> list[str]:
    """Open the case in which each of these answers, as part of an action; gives their numbers. Nobody gets two."""
    has = set(found.asked.filter(addressee__in=[one.key for one in some]).values_list("addressee", flat=True))
    opened = [_ask(found, one, carried, trail) for one in some if one.key not in has]
    Asked.objects.bulk_create(opened)
    return [one.number for one in opened]


def _ask(found: Round, one: Addressee, carried: Carried, trail: Trail) -> Asked:
    spec = spec_of(found)
    collection = spec.collection
    values = carried.values(one) | {
        collection.addressee: one.key,
        collection.period: found.period,
        collection.due_on: found.due_on,
    }
    if collection.title:
        values[collection.title] = f"{one.name} {period_of(collection, found.period).label}"
    case = start_case(
        procedure=collection.procedure,
        version_id=spec.version_id,
        values=values,
        by=Program(trail.by.name),
        at=trail.at,
        unit_key=found.unit_key,
        by_step=True,
        region=str(one.facts.get("区划") or found.region_code),
    ).case
    return Asked(round=found, addressee=one.key, name=one.name, number=case.number)
