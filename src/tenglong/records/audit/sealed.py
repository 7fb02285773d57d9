"""Reading what was committed in the one order that never changes: that of the seals."""

from collections.abc import Iterator
from dataclasses import dataclass

from .models import Change, ChangeSet, Seal


@dataclass(frozen=True, slots=True)
class SealedSet:
    """A change-set under its seal, with the rows that it changed."""

    number: int
    change_set: ChangeSet
    changes: tuple[Change, ...]


def sealed_after(number: int, most: int) -> Iterator[SealedSet]:
    """The next change-sets after a seal: none is ever left out, none comes in between later."""
    seals = list(Seal.objects.filter(number__gt=number).select_related("change_set").order_by("number")[:most])
    changes: dict[int, list[Change]] = {}
    for change in Change.objects.filter(change_set__in=[seal.change_set_id for seal in seals]).order_by("pk"):
        changes.setdefault(change.change_set_id, []).append(change)
    for seal in seals:
        yield SealedSet(seal.number, seal.change_set, tuple(changes.get(seal.change_set_id, ())))
