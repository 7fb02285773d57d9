"""Registers: kinds of rows that people keep as rows, whether Django has a table of them or a mechanism declares them.

List, filter, form, card, map, history, import, export, merge and API are written once, over this.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from tenglong.core.errors import Refused
from tenglong.core.ledger import Ledger
from tenglong.records.audit.actions import Trail
from tenglong.records.people.rights import By

Values = Mapping[str, Any]  # typed values by field key
Test = Literal["is", "has", "since", "until", "filled", "empty"]  # until: not that day or number itself


class NoSuchRegister(Refused):
    """There is no register of that key, or not for this person."""


class CannotSave(Refused):
    """A row cannot be written. `problems` holds a sentence by field key, `` for the row as a whole."""

    def __init__(self, what: str, problems: Mapping[str, str]) -> None:
        super().__init__(f"{what}没有保存：" + "；".join(text.rstrip("。") for text in problems.values()) + "。")
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter of a list: the field's value is this, has this text, is at least or below this, is there or not."""

    field: str
    test: Test
    value: Any = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as kept: `key` names it for good, `version` grows with every change of it (0 where none is counted)."""

    key: str
    title: str
    values: Values
    version: int = 0
    region_code: str = ""
    parcel_code: str = ""  # where it lies on the map


class Found(Protocol):
    """Rows that fit, already through the row filter: counted and cut without reading them all."""

    def count(self) -> int: ...

    def __getitem__(self, part: slice) -> Sequence[Kept]: ...

    def each(self) -> Iterable[Kept]:
        """All of them, a piece at a time."""

    def after(self, key: str, most: int) -> Sequence[Kept]:
        """The next ones in the order of keys: stays right while rows come and go. Ignores the order asked for."""


class Register(Protocol):
    """A kind of row. `dated`: its rows can be asked as of a day. `right` is what writing it takes (people.rights)."""

    @property
    def ledger(self) -> Ledger: ...

    @property
    def dated(self) -> bool: ...

    @property
    def right(self) -> str: ...

    def find(
        self,
        by: By,
        *,
        search: str = "",
        conditions: Sequence[Condition] = (),
        order: str = "",
        on: date | None = None,
        keys: Collection[str] | None = None,
    ) -> Found:
        """Rows that `by` may see; `order` is a field key, with - before it the other way round."""

    def get(self, by: By, key: str, *, on: date | None = None) -> Kept:
        """One row; refused when it is not there or not for this person."""

    def save(self, *, key: str | None, values: Values, version: int | None, by: By, at: datetime) -> Kept:
        """Enter a row (key None) or change what `values` names of it; checked, audited. CannotSave with every problem.

        `version`: refuse when the row has been changed since; None: whatever it is.
        """

    def remove(self, *, key: str, by: By, at: datetime) -> None:
        """Take a row away on which nothing hangs."""

    # In bulk, inside somebody's change-set: rows are typed, checked and allowed already.

    def check(self, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]:
        """For each row (whole, as it is to stand) a sentence by field key for what stands against it."""

    def key_of(self, values: Values) -> str:
        """The key of the row that has these identities; empty when it says too little."""

    def current(self, keys: Iterable[str]) -> dict[str, Kept]:
        """The rows as they stand, by key, whoever may see them; keys of no row are left out."""

    def create(self, rows: Sequence[Values], trail: Trail) -> None: ...

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        """Write (before, after) of rows that are there; what `after` does not name stays."""

    def drop(self, rows: Sequence[Values], trail: Trail) -> None:
        """Take rows away."""

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]:
        """What hangs on rows, by key, in words: 用地、办件. Rows that nothing hangs on are left out."""


Find = Callable[[str], Register | None]
Offer = Callable[[], Iterable[str]]

_registers: list[tuple[Find, Offer]] = []


def register_registers(find: Find, offer: Offer) -> None:
    """Make registers known, at start-up: by key, and the keys that there are now."""
    if (find, offer) not in _registers:
        _registers.append((find, offer))


def get_register(key: str) -> Register:
    """The register with that key: enterprise, or `<mechanism>.<ledger>`."""
    for find, _ in _registers:
        if found := find(key):
            return found
    raise NoSuchRegister(f"没有叫“{key}”的台账。请从台账列表里选。")


def list_registers() -> tuple[str, ...]:
    """The keys of all registers, the loop's own kinds first."""
    return tuple(key for _, offer in _registers for key in offer())
