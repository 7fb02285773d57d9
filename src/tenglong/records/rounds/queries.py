"""Reading rounds, always through the row filter."""

from django.db.models import Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, actor_of, within

from .models import Asked, Frozen, Round
from .spec import Spec, list_collections


class NoSuchRound(Refused):
    """No such round, or not for this reader."""


def seen_by(by: By | None) -> Q:
    """Which rounds a person sees: those of the area, and those of the own office."""
    return within(by, unit="unit_key")


def list_rounds(by: By) -> QuerySet[Round]:
    """Rounds, the newest period first."""
    return Round.objects.filter(seen_by(by)).order_by("-period", "collection", "-id")


def get_round(by: By, pk: int) -> Round:
    """The round with that key."""
    if found := Round.objects.filter(seen_by(by), pk=pk).first():
        return found
    raise NoSuchRound("没有这一期填报，或不在您的数据范围内。请从填报列表进入。")


def get_frozen(found: Round, number: int) -> Frozen:
    """What a round came to when it was frozen for that time."""
    if kept := found.frozen.filter(number=number).first():
        return kept
    raise NoSuchRound(f"这一期没有第 {number} 次定案。请从这一期的页面进入。")


def list_frozen(found: Round) -> QuerySet[Frozen]:
    """Every freezing of a round, the newest first."""
    return found.frozen.order_by("-number")


def find_asked(number: str) -> Asked | None:
    """The addressee that answers in that case; whoever finds the case may know."""
    return Asked.objects.select_related("round").filter(number=number).first()


def get_asked(found: Round, addressee: str) -> Asked:
    """The addressee of a round with that key."""
    if one := found.asked.filter(addressee=addressee).first():
        return one
    raise NoSuchRound("这一期没有发给这个单位，请从这一期的页面里选。")


def may_run(by: By, spec: Spec, region: str | None = None) -> bool:
    """Whether a person opens, reminds, merges and freezes rounds of that template there; without a region: anywhere."""
    owner = spec.collection.owner
    if not isinstance(by, Person):
        return True
    actor = actor_of(by, region=region)
    return owner.role in actor.roles and owner.unit in (None, actor.unit)


def list_to_open(by: By) -> list[Spec]:
    """The templates that a person may send out."""
    return [one for one in list_collections() if may_run(by, one)]


def list_opening() -> QuerySet[Round]:
    """Rounds that are being sent out, whoever may see them: for the program when it starts."""
    return Round.objects.filter(status=Round.Status.OPENING)
