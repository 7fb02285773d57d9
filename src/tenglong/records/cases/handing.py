"""Passing an open case from one person's hands into another's. The roles decide who may act; this who waits for it."""

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import Trail
from tenglong.records.people.models import Person

from .models import Case, HandedOn, StepRun
from .reach import held_by, seen_by


class CannotTake(Refused):
    """The other person could do nothing with the case."""


def hand_on(*, number: str, giver: Person, taker: Person, trail: Trail) -> None:
    """Off the giver's waiting list for good, onto the taker's: whose roles must let them do what waits."""
    case = Case.objects.filter(seen_by(taker), number=number).first()
    waits = StepRun.objects.filter(held_by(giver), case__number=number)
    if case is None or (waits.exists() and not waits.filter(held_by(taker)).exists()):
        raise CannotTake(f"办件 {number} 没有接：您的岗位看不到它，或办不了正在等的步骤。请管理员先授予岗位，再来接。")
    HandedOn.objects.filter(case=case, person=taker).delete()
    _, new = HandedOn.objects.get_or_create(case=case, person=giver)
    if new:
        trail.created("handed_on", f"{number}:{giver.login}", {"to": taker.login})
