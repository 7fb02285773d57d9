"""What a match is: the rows of two ledgers, hard conditions with reasons, soft preferences, an allocation.

A formula sees the fields of both sides under the side's word: `资源的土地面积 >= 需求的用地面积`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tenglong.core.formula import Checked


class On(StrEnum):
    """A side of a pair."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "On":
        """The side across."""
        return On.RIGHT if self is On.LEFT else On.LEFT


@dataclass(frozen=True, slots=True)
class Side:
    """Rows of one ledger. `word` is what its names begin with; `where` (over the ledger's own labels) picks rows."""

    word: str
    over: str
    where: Checked | None = None


@dataclass(frozen=True, slots=True)
class Hard:
    """A condition without which a pair does not fit, and the reason a person reads. Unknown: a question."""

    that: Checked
    reason: str
    firm: bool = False  # a pair that fails it is no near miss, however few others it fails


@dataclass(frozen=True, slots=True)
class Soft:
    """A preference: `score` between 0 and 1 (what lies outside is cut off), worth `weight` points; unknown counts 0."""

    label: str
    score: Checked
    weight: str  # exact decimal text


@dataclass(frozen=True, slots=True)
class Pairing:
    """Taking a pair up notes it at a step of the left side's case: `values` by the key of the log's field."""

    step: str
    values: Mapping[str, Checked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A match. `key` is `<mechanism>.<name>`; a pair that fails at most `near` hard conditions is a near miss."""

    key: str
    label: str
    station: str
    left: Side
    right: Side
    hard: tuple[Hard, ...]
    soft: tuple[Soft, ...]
    near: int = 1
    pairing: Pairing | None = None
    note: str = ""

    def side(self, on: On) -> Side:
        """That side."""
        return self.left if on is On.LEFT else self.right
