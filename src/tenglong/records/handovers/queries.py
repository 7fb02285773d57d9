"""Reading handovers: giver and taker see theirs, an administrator those of the people they govern."""

from django.db.models import Count, Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.records.cases.queries import list_in_hand
from tenglong.records.people.queries import list_governed
from tenglong.records.people.rights import By, Person, can

from .models import Handover, HandoverItem

OFFERED = HandoverItem.State.OFFERED


class NoSuchHandover(Refused):
    """The packet is not there, or not for this person."""


def list_handovers(by: By) -> QuerySet[Handover]:
    """Packets, newest first, with how many of their items wait for an answer."""
    mine = Q(giver=by) | Q(taker=by) if isinstance(by, Person) else Q()
    if can(by, "install"):
        people = list_governed(by).values("pk")
        mine |= Q(giver__in=people) | Q(taker__in=people)
    found = Handover.objects.filter(mine).select_related("giver__unit", "taker__unit")
    return found.order_by("-pk").annotate(open=Count("items", filter=Q(items__state=OFFERED)), size=Count("items"))


def get_handover(by: By, pk: int) -> Handover:
    """The packet with that number."""
    if found := list_handovers(by).filter(pk=pk).first():
        return found
    raise NoSuchHandover("没有这份移交，或与您无关。请从移交列表里选。")


def count_offered(by: By) -> int:
    """How many packets wait for an answer of `by`."""
    waiting = Q(handover__taker=by, state=OFFERED) if isinstance(by, Person) else Q(pk__in=())
    return HandoverItem.objects.filter(waiting).values("handover").distinct().count()


def list_to_hand_over(by: By, giver: Person) -> QuerySet:
    """The open cases in the giver's hands that `by` sees and that stand in no packet already."""
    offered = HandoverItem.objects.filter(state=OFFERED, kind=HandoverItem.Kind.CASE, handover__giver=giver)
    return list_in_hand(by, giver).exclude(number__in=offered.values("case"))
