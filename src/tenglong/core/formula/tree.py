"""The tree of a formula. Every node knows its place in the text: `start` and `end`, half-open.

`check` rewrites a parsed tree into a checked one: percent literals become plain numbers, conversions become Scale,
functions carry their English name. Only checked trees are evaluated or compiled.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Type(StrEnum):
    """What a value is."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A part of a formula."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as written; `57.2%` is 0.572 with `percent`."""

    value: Fraction
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Day(Node):
    """A date."""

    value: date


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """真 or 假."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """The county's word for a field."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """Minus."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`sign` is one of + - * /."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`sign` is one of = != < <= > >=. `snapped`: a side is calculated, so `numbers.tolerance` applies."""

    sign: str
    left: Node
    right: Node
    snapped: bool = False


@dataclass(frozen=True, slots=True)
class Member(Node):
    """Is the operand equal to one of the options?"""

    operand: Node
    options: tuple[Node, ...]
    snapped: bool = False


@dataclass(frozen=True, slots=True)
class Presence(Node):
    """Has the operand a value (`known`), or has it none? Never unknown."""

    operand: Node
    known: bool


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The opposite; of unknown, unknown."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`word` is `and` or `or`."""

    word: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the closed list. Checked calls carry the English name."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Scale(Node):
    """The operand in another unit: multiplied by `factor`. Only `check` makes it."""

    operand: Node
    factor: Fraction


@dataclass(frozen=True, slots=True)
class UnitSign(Node):
    """A unit that is no name, such as %. Only as an argument of 换算."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: its text as typed, and its tree."""

    text: str
    root: Node

    def slice(self, node: Node) -> str:
        """The text of a node as typed."""
        return self.text[node.start : node.end]


def children(node: Node) -> Iterator[Node]:
    """The parts of a node, in the order of the text."""
    for field in fields(node):
        part = getattr(node, field.name)
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            yield from part


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it."""
    yield node
    for part in children(node):
        yield from walk(part)


def is_plain(node: Node) -> bool:
    """Is it a value as entered (a name, a literal, perhaps negative), not a calculated one?"""
    return isinstance(node, (Name, Number, Text, Day, Truth)) or (isinstance(node, Negative) and is_plain(node.operand))
