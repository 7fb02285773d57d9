"""What a ledger is: typed fields with the county's own words.

The same specs describe the loop's own kinds (Django models) and the kinds that a mechanism declares,
and drive lists, forms, cards, imports, exports and formulas.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of field. The value of each in a row is given after the name."""

    TEXT = "text"  # str
    LONG_TEXT = "long_text"  # str, several lines
    NUMBER = "number"  # Decimal, in the field's unit
    WHOLE = "whole"  # int
    DATE = "date"  # date
    CHOICE = "choice"  # str, one of `choices`
    TRUTH = "truth"  # bool
    REFERENCE = "reference"  # str, the key of a row in the ledger `refers_to`
    REFERENCES = "references"  # list[str], keys of rows in `refers_to`


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a ledger, of a step's form or of a log entry.

    `key` is the physical code (ASCII), `label` the county's word: the one that formulas and headers use.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    unit: str | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    help: str = ""
    listed: bool = False  # shown as a column of the list, indexed, filtered and sorted by
    confidential: str = ""  # the circle that keeps it (a key of roles.yaml); empty: whoever sees the row
    open_once: str = ""  # the key of the field that ends the confidence in a row when it is filled in
    personal: bool = False  # tells of a person: masked in exports, erasable in the audit
    least: Decimal | None = None  # of numbers, in the field's unit, both ends allowed
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A kind of record (台账). `key` is unique county-wide, `<mechanism>.<name>` for declared kinds.

    `title` is the key of the field that names a row; `identity` the fields that make a row the same row.
    `state` is the choice that says how a row stands; from `valid_from` to `valid_through`, that day too, it is in
    force: keys of fields, empty where there is none. `ended` are the fields of which any value says that the row is
    over. `kept_by` are the roles that write its rows; none: whoever may register.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    title: str
    identity: tuple[str, ...] = ()
    state: str = ""
    valid_from: str = ""
    valid_through: str = ""
    ended: tuple[str, ...] = ()
    kept_by: tuple[str, ...] = ()

    def field(self, key: str) -> Field:
        """The field with that key; KeyError if there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)
