"""Several registers as one, for tables a row of which tells of several: a parcel and what its contract promises."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tenglong.core.ledger import Field, Ledger
from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.registers import Kept, Register, Values
from tenglong.records.people.rights import By


@dataclass(frozen=True, slots=True)
class Joined:
    """As `targets.Target` says. What the first are named by stands before: they are written first, taken away last.

    A row is of the register whose identity it has whole, so that their identities must differ, and their keys.
    """

    parts: tuple[Register, ...]

    @property
    def ledger(self) -> Ledger:
        """The first one's, with the fields of all."""
        fields: dict[str, Field] = {}
        for part in self.parts:
            for field in part.ledger.fields:
                fields.setdefault(field.key, field)
        return replace(self.parts[0].ledger, fields=tuple(fields.values()))

    @property
    def right(self) -> str:
        return self.parts[0].right

    def key_of(self, values: Values) -> str:
        return next((key for part in self.parts if (key := part.key_of(values))), "")

    def check(self, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]:
        """A row may name another of these rows."""
        said: list[Mapping[str, str]] = [{} for _ in rows]
        coming = {key for row in rows if (key := self.key_of(row))}
        for part, places in self._parted(rows):
            found = part.check([rows[place] for place in places], by=by, on=on)
            for place, sentences in zip(places, found, strict=True):
                named = {key for key in sentences if self._refers(part, key) and rows[place].get(key) in coming}
                said[place] = {key: sentence for key, sentence in sentences.items() if key not in named}
        return said

    def current(self, keys: Iterable[str]) -> dict[str, Kept]:
        wanted = set(keys)
        return {key: kept for part in self.parts for key, kept in part.current(wanted).items()}

    def create(self, rows: Sequence[Values], trail: Trail) -> list[str]:
        keys = [""] * len(rows)
        for part, places in self._parted(rows):
            created = part.create([rows[place] for place in places], trail)
            for place, key in zip(places, created, strict=True):
                keys[place] = key
        return keys

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        for part, places in self._parted([before for before, _ in rows]):
            part.change([rows[place] for place in places], trail)

    def drop(self, rows: Sequence[Values], trail: Trail) -> None:
        for part, places in reversed(list(self._parted(rows))):
            part.drop([rows[place] for place in places], trail)

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]:
        wanted = set(keys)
        return {key: words for part in self.parts for key, words in part.uses_of(part.current(wanted)).items()}

    def _parted(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Register, list[int]]]:
        """The places of the rows of each register, in their order."""
        of = [next((part for part in self.parts if part.key_of(row)), self.parts[0]) for row in rows]
        for part in self.parts:
            if places := [place for place, one in enumerate(of) if one is part]:
                yield part, places

    def _refers(self, part: Register, key: str) -> bool:
        kinds = {one.ledger.key for one in self.parts}
        return any(field.key == key and field.refers_to in kinds for field in part.ledger.fields)
