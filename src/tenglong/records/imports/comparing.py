"""What a row changes in the registry as it stands: by itself, or against what was exported once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.ledger import Field, differences, from_canonical
from tenglong.records.ledgers.registers import Kept
from tenglong.workbooks import BaseRow

from .staged import Change, Clash

Values = Mapping[str, Any]
_REGION = "region_code"


def change_of(fields: Iterable[Field], key: str, current: Kept | None, fact: Values) -> Change | None:
    """What a fact changes; None when all of it is so already. What it does not name stays."""
    if current is None:
        return Change(key, None, fact)
    finer = str(current.region_code).startswith(fact.get(_REGION) or "-")  # what people know better than an address
    different = [d for d in differences(fields, current.values, fact) if not (finer and d.field.key == _REGION)]
    if not different:
        return None
    return Change(key, {d.field.key: d.old for d in different}, {d.field.key: d.new for d in different})


@dataclass(frozen=True, slots=True)
class Edited:
    """What a person really changed in an exported row: free of conflict, and where somebody else was there too."""

    key: str
    free: Change | None
    clashes: tuple[Clash, ...]

    def all_mine(self) -> tuple[Change, ...]:
        """Everything as the sheet has it."""
        before, after = (self.free.before or {}, self.free.after) if self.free else ({}, {})
        before = {**before, **{clash.field: clash.theirs for clash in self.clashes}}
        return (Change(self.key, before, {**after, **{clash.field: clash.mine for clash in self.clashes}}),)


def edited(fields: Iterable[Field], current: Kept, base: BaseRow, mine: Values) -> Edited:
    """Three values of each cell: as exported, as it stands, as the sheet has it. Only what the sheet changed counts.

    A cell that somebody else has changed as well is a clash, unless both say the same.
    """
    fields = tuple(fields)
    was = from_canonical(fields, base.values)
    touched = {d.field.key for d in differences(fields, was, {key: mine[key] for key in mine if key in was})}
    real = differences(fields, current.values, {key: mine[key] for key in touched})
    untouched = current.version == base.version and current.version > 0
    moved = set() if untouched else set(_moved(fields, was, current.values, touched))
    free = [d for d in real if d.field.key not in moved]
    clashes = tuple(Clash(d.field.key, was.get(d.field.key), d.old, d.new) for d in real if d.field.key in moved)
    change = Change(current.key, {d.field.key: d.old for d in free}, {d.field.key: d.new for d in free})
    return Edited(current.key, change if free else None, clashes)


def _moved(fields: tuple[Field, ...], was: Values, now: Values, keys: Iterable[str]) -> Iterator[str]:
    """Fields that somebody has changed since the export."""
    for d in differences(fields, was, {key: now.get(key) for key in keys}):
        yield d.field.key
