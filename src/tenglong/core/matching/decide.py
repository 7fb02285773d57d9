"""A pair judged: which hard conditions hold, which cannot be told and for want of what, how well the pair suits.

An unknown condition neither fits nor refuses: it is a question, put to the side that can answer it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tenglong.core.formula import Checked, Explanation, Value, evaluate, explain, round_half_up
from tenglong.core.formula.reference import read_row, value_of
from tenglong.core.formula.tree import Call, Name, Node, children

from .model import Hard, Match, On, Pairing, Soft
from .names import Values, place_of, row_of

PLACES = 4  # decimals of a point to which a score is rounded
POINT = 10**PLACES  # a score of one point, as the whole number that engines sum


class Verdict(StrEnum):
    """What a pair comes to."""

    FITS = "fits"  # every hard condition holds
    ASK = "ask"  # none fails, some cannot be told yet
    NEAR = "near"  # few enough fail, and none that is firm
    NO = "no"


WORDS = {Verdict.FITS: "合适", Verdict.ASK: "待核实", Verdict.NEAR: "差一点", Verdict.NO: "不合适"}


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is missing: on which side, the key of its field, and its name in the formula."""

    on: On
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A hard condition over one pair; `holds` None: it cannot be told, for want of what is asked."""

    hard: Hard
    holds: bool | None
    explanation: Explanation
    asks: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Preference:
    """A soft preference over one pair: its points in ten-thousandths, of so many."""

    soft: Soft
    points: int
    most: int
    explanation: Explanation
    asks: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A pair judged. `score` is the sum of the preferences' points, in ten-thousandths."""

    verdict: Verdict
    conditions: tuple[Condition, ...]
    preferences: tuple[Preference, ...]
    score: int

    @property
    def failed(self) -> tuple[Condition, ...]:
        """The conditions that do not hold."""
        return tuple(one for one in self.conditions if one.holds is False)

    @property
    def asks(self) -> tuple[Question, ...]:
        """What must be found out before every hard condition can be told, each fact once."""
        return tuple(dict.fromkeys(ask for one in self.conditions if one.holds is None for ask in one.asks))


def judge(match: Match, left: Values, right: Values) -> Judgement:
    """The pair of these two rows, values by the keys of their fields. WrongValue if one is not of its type."""
    conditions = tuple(_condition(hard, left, right) for hard in match.hard)
    preferences = tuple(_preference(soft, left, right) for soft in match.soft)
    holds = [one.holds for one in conditions]
    verdict = verdict_of(holds.count(False), holds.count(None), match.near)
    if any(one.holds is False and one.hard.firm for one in conditions):
        verdict = Verdict.NO
    return Judgement(verdict, conditions, preferences, sum(one.points for one in preferences))


def verdict_of(failed: int, unknown: int, near: int) -> Verdict:
    """What so many failed and unknown hard conditions come to."""
    if failed > near:
        return Verdict.NO
    if failed:
        return Verdict.NEAR
    return Verdict.ASK if unknown else Verdict.FITS


def points_of(soft: Soft, value: Value) -> int:
    """What a preference's value is worth, in ten-thousandths of a point: cut off at 0 and 1, half away from zero."""
    if not isinstance(value, Fraction):
        return 0
    share = max(Fraction(0), min(Fraction(1), value))
    return int(round_half_up(share * Fraction(soft.weight), PLACES) * POINT)


def taken_up(pairing: Pairing, left: Values, right: Values) -> dict[str, Value]:
    """What taking the pair up fills in, by the key of the log's field."""
    return {key: evaluate(formula, row_of(formula, left, right)) for key, formula in pairing.values.items()}


def most_of(match: Match) -> int:
    """The best score there can be, in ten-thousandths of a point."""
    return sum(points_of(soft, Fraction(1)) for soft in match.soft)


def _condition(hard: Hard, left: Values, right: Values) -> Condition:
    row = row_of(hard.that, left, right)
    holds = evaluate(hard.that, row)
    assert holds is None or isinstance(holds, bool)
    return Condition(hard, holds, explain(hard.that, row), _asks(hard.that, row))


def _preference(soft: Soft, left: Values, right: Values) -> Preference:
    row = row_of(soft.score, left, right)
    points = points_of(soft, evaluate(soft.score, row))
    return Preference(
        soft, points, points_of(soft, Fraction(1)), explain(soft.score, row, soft.label), _asks(soft.score, row)
    )


def _asks(checked: Checked, row: Values) -> tuple[Question, ...]:
    """The missing facts for want of which the formula has no value."""
    specs, values = {spec.name: spec for spec in checked.names}, read_row(checked, row)
    names = dict.fromkeys(_missing(checked.formula.root, values))
    return tuple(Question(*place_of(specs[name]), name) for name in names)


def _missing(node: Node, row: dict[str, Value]) -> Iterator[str]:
    """Down the parts that have no value themselves; what is known, or is not asked for, needs no fact."""
    if value_of(node, row) is not None:
        return
    if isinstance(node, Name):
        yield node.name
        return
    parts = list(children(node))
    if isinstance(node, Call) and node.function == "if":
        condition = value_of(parts[0], row)
        parts = parts[:1] if condition is None else [parts[1 if condition else 2]]
    for part in parts:
        yield from _missing(part, row)
