"""What an import kind is: the columns of its workbook, and how a row of them becomes facts of the registry."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tenglong.core.ledger import Field
from tenglong.geo import Datum
from tenglong.records.imports.places import Places

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is handed back: a short reason that sums are made of, and a sentence of what to do.

    `field` is the key of the field that it is about, empty where it is about more.
    """

    reason: str
    sentence: str
    field: str = ""


class RowRefused(Exception):
    """A row cannot be taken."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def refuse(reason: str, sentence: str) -> RowRefused:
    """The error for a row with one problem."""
    return RowRefused([Problem(reason, sentence)])


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a row may ask: the regions, the day on which it is read, units that headers state, by field key;
    what coordinates are in."""

    places: Places
    on: date
    units: Mapping[str, str]
    datum: Datum | None = None
    meridian: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says: what people know it by, the area it belongs to, and its facts, each the values of a table's row.

    `alone`: what no other row may have, if not empty; a second row with it, under another key, makes both doubtful.
    `doubt`: why it is taken only if a person says so. `aside` is what it says beside its facts, for `together`;
    `note` why it changes nothing by itself.
    """

    key: str
    region_code: str
    facts: tuple[Values, ...]
    alone: str = ""
    doubt: Problem | None = None
    aside: Values = field(default_factory=dict)
    note: Problem | None = None


@dataclass(frozen=True, slots=True)
class ImportKind:
    """`reasons` are the short reasons by field key for cells that cannot be read; `read` raises RowRefused.

    `register` is where its facts are kept. A cell that says nothing is not stated: it is left out and empties nothing.
    Several registers are one with + between: `parcel+term`. `together` settles what only all rows together tell.
    `public`: rows that are not there yet may be added whatever area they are of. `drawn`: rows have shapes, and their
    datum is asked for. `taken` gives, for texts of `alone`, the keys of rows in the registry that have them; `crowded`
    the fields of a fact that the registry has no room for.
    """

    key: str
    label: str
    register: str
    fields: tuple[Field, ...]
    aliases: Mapping[str, str]
    reasons: Mapping[str, str]
    read: Callable[[Values, Setting], Entry]
    taken: Callable[[Iterable[str]], dict[str, set[str]]] = lambda _: {}
    crowded: Callable[[Values], tuple[str, ...]] = lambda _: ()
    together: Callable[[Mapping[int, Entry], Setting], Mapping[int, Entry]] = lambda entries, _: entries
    public: bool = False
    drawn: bool = False
    refers: bool = False  # a row is one fact, with references by key or by name


def check_not_negative(values: Values, fields: Iterable[Field]) -> list[Problem]:
    """Sums and areas are not below zero."""
    return [
        Problem("数额不可能", f"{field.label}：{values[field.key]} 是负数，请查对原件。")
        for field in fields
        if isinstance(values.get(field.key), Decimal | int) and values[field.key] < 0
    ]
