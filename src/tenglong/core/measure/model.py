"""What a measure is: a number of an area or a unit for a period, from named terms over rows.

`value` is a formula over the labels of the terms; with terms 分子 and 分母 a ratio is 分子 / 分母.
What may not be computed says why: `refused` always, `needs` when its condition does not hold (unknown counts as not).
"""

from dataclasses import dataclass
from enum import StrEnum

from tenglong.core.formula import Checked


class Take(StrEnum):
    """How a term makes one value of many rows."""

    SUM = "sum"
    COUNT = "count"  # rows
    DISTINCT = "distinct"  # different values of `of`
    ONE = "one"  # the only value of `of`; missing when there is none or more than one
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Term:
    """One value over the rows of a ledger. `where` selects rows; `of` is what is summed or taken.

    `dated` is the label of the date field that puts a row into the period, or of the text field that holds the
    written period itself (期间), which must then be the one asked for; None: the term ignores the period.
    """

    label: str
    over: str  # ledger key
    take: Take
    of: Checked | None = None
    where: Checked | None = None
    dated: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A condition over the terms without which the number is refused, with the reason a person reads."""

    that: Checked
    reason: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the number is held against. `source` as in Limit."""

    value: str  # exact decimal text
    source: str
    at_least: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that is reported. `key` is `<mechanism>.<name>`; `station` is where the loop shows it."""

    key: str
    label: str
    terms: tuple[Term, ...]
    value: Checked | None
    unit: str
    digits: int
    station: str = ""
    percent: bool = False  # show value × 100 with %
    target: Target | None = None
    needs: tuple[Need, ...] = ()
    refused: str = ""
    assumes: str = ""  # the number stands only if this holds: shown beside it
    group: str | None = None  # label of the field the rows are counted apart by
    opens: str | None = None  # procedure that a group's rows can be turned into
    source: str = ""
    note: str = ""  # what a reader should know, beside the number
    by_day: bool = False  # asked for "as of a day", not for a period
    today: bool = False  # shown on 今日

    @property
    def formula(self) -> str:
        """The formula as written; a bare name without its brackets."""
        if self.value is None or len(self.value.names) == len(self.terms) == 1:
            return self.terms[0].label
        return self.value.formula.text
