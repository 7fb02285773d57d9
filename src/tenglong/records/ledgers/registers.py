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
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, CannotDo, can, check_may, roles, roles_of

Values = Mapping[str, Any]  # typed values by field key
Test = Literal["is", "has", "since", "until", "filled", "empty"]  # until: not that day or number itself


class NoSuchRegister(Refused):
    """There is no register of that key, or not for this person."""


class NoSuchRow(Refused):
    """The row is not there, or not for this person: the two are not told apart."""


class CannotSave(Refused):
    """A row cannot be written. `problems` holds a sentence by field key, `` for the row as a whole."""

    def __init__(self, what: str, problems: Mapping[str, str]) -> None:
        super().__init__(f"{what}没有保存：" + "；".join(text.rstrip("。") for text in problems.values()) + "。")
        self.problems = dict(problems)


class MovedOn(CannotSave):
    """The row has been changed since it was read: `now` is how it stands."""

    def __init__(self, what: str, now: "Kept") -> None:
        sentence = "在您打开之后已经有人改过；请对照现在的内容，再决定改什么。"
        super().__init__(what, {"": sentence})
        self.now = now


class CannotRemove(Refused):
    """A row cannot be taken away."""


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


@dataclass(frozen=True, slots=True)
class Since:
    """From which day on a change holds, and where that is written. A change without it puts right what was wrong."""

    on: date
    source: str


class Found(Protocol):
    """Rows that fit, already through the row filter: counted and cut without reading them all."""

    def count(self, most: int | None = None) -> int:
        """How many; with `most` no further than that, which of ten million rows is soon said."""

    def __getitem__(self, part: slice) -> Sequence[Kept]: ...

    def each(self) -> Iterable[Kept]:
        """All of them, a piece at a time."""

    def after(self, key: str, most: int) -> Sequence[Kept]:
        """The next ones in the order of keys: stays right while rows come and go. Ignores the order asked for."""


class Register(Protocol):
    """A kind of row. `dated`: its rows can be asked as of a day. `right` is what writing it takes (people.rights).

    `turning` are the fields of which a change can hold from a day on: what was before stays told.
    """

    @property
    def ledger(self) -> Ledger: ...

    @property
    def dated(self) -> bool: ...

    @property
    def right(self) -> str: ...

    @property
    def turning(self) -> Collection[str]: ...

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

    def save(
        self,
        *,
        key: str | None,
        values: Values,
        version: int | None,
        since: Since | None = None,
        by: By,
        at: datetime,
    ) -> Kept:
        """Enter a row (key None) or change what `values` names of it; checked, audited. CannotSave with every problem.

        `version`: refuse when the row has been changed since; None: whatever it is. `since`: the change holds from
        that day on.
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

    def create(self, rows: Sequence[Values], trail: Trail) -> list[str]:
        """Write rows that are not there yet; gives their keys."""

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        """Write (before, after) of rows that are there; what `after` does not name stays."""

    def drop(self, rows: Sequence[Values], trail: Trail) -> None:
        """Take rows away."""

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]:
        """What hangs on rows, by key, in words: 用地、办件. Rows that nothing hangs on are left out."""


def can_keep(register: Register, by: By | None, *, region: str | None = None) -> bool:
    """Whether `by` may write rows of the register, there: by the roles it names, else by its right."""
    keepers = register.ledger.kept_by
    if not keepers or not isinstance(by, Person):
        return can(by, register.right, region=region)
    return bool(roles_of(by, region=region) & set(keepers))


def check_keep(register: Register, by: By | None, *, region: str | None = None) -> None:
    """Refuse unless `by` may write rows of the register, there."""
    if can_keep(register, by, region=region):
        return
    label, keepers = register.ledger.label, register.ledger.kept_by
    if not keepers:
        check_may(by, register.right, region=region)
    who = "、".join(roles()[key].label if key in roles() else key for key in keepers)
    place = f"区划 {region} 的" if region else ""
    raise CannotDo(f"不能登记或修改{place}“{label}”：由{who}登记，在各自的范围内。请转给他们，或请管理员授权。")


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


def has_cards(key: str) -> bool:
    """Whether what others know as the key of a row there is the key of its card: declared rows, and codes."""
    register = next((found for find, _ in _registers if (found := find(key))), None)
    return register is not None and ("." in key or len(register.ledger.identity) == 1)


def list_registers() -> tuple[str, ...]:
    """The keys of all registers, the loop's own kinds first."""
    return tuple(key for _, offer in _registers for key in offer())
