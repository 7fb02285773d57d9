"""The words of a scorecard with their values for one subject, stage by stage."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from tenglong.core.formula import Checked, NameSpec, Value, check, evaluate, parse

from .model import Indicator, Scorecard
from .names import (
    BENCHMARK,
    CLASS,
    PLACE,
    RANK,
    RANKED,
    TOTAL,
    VALUE,
    WEIGHT,
    points_word,
    score_names,
    table_names,
)
from .results import Scored

Facts = dict[str, object]


@lru_cache(maxsize=1)
def _plain_score() -> Checked:
    return check(parse(f"{VALUE} / {BENCHMARK} * {WEIGHT}"), score_names(None))


def score_formula(indicator: Indicator) -> Checked:
    """The formula of an indicator's points: its own, or 值 / 基准 * 权重."""
    return indicator.score or _plain_score()


def score_facts(indicator: Indicator, value: Value) -> Facts:
    """What that formula sees."""
    return {VALUE: value, BENCHMARK: Fraction(indicator.benchmark), WEIGHT: Fraction(indicator.weight)}


def parameter_facts(scorecard: Scorecard) -> Facts:
    """The parameters, the same for every subject; None where there is no value."""
    return {one.label: None if one.value is None else Fraction(one.value) for one in scorecard.parameters}


def row_facts(names: Iterable[NameSpec], row: Mapping[str, object]) -> Facts:
    """The words that stand in a table, read by their columns."""
    return {spec.name: row.get(spec.code) for spec in names}


def indicator_facts(scorecard: Scorecard, values: list[Value], points: list[Value]) -> Facts:
    """What stage 2 adds."""
    words = [one.label for one in scorecard.indicators]
    found: Facts = dict(zip(words, values, strict=True))
    return found | dict(zip(map(points_word, words), points, strict=True))


def ranking_facts(total: object, rank: int | None, ranked: int) -> Facts:
    """What stage 3 adds. 位次 is in %."""
    place = None if rank is None else Fraction(100 * rank, ranked)
    return {TOTAL: total, RANK: rank, PLACE: place, RANKED: ranked}


def all_facts(scorecard: Scorecard, row: Mapping[str, object], scored: Scored, ranked: int) -> Facts:
    """Every word of the last stage for one subject, as lists and what they open see them. Values are not rounded.

    `row` is keyed by column.
    """
    facts = row_facts([*table_names(scorecard), *_carried(scorecard)], row) | parameter_facts(scorecard)
    values = [evaluate(one.value, facts) for one in scorecard.indicators]
    points: list[Value] = [None if mark.points is None else Fraction(mark.points) for mark in scored.marks]
    facts |= indicator_facts(scorecard, values, points)
    return facts | ranking_facts(scored.total, scored.rank, ranked) | {CLASS: scored.band}


def _carried(scorecard: Scorecard) -> Iterator[NameSpec]:
    """What the cases opened from a list take over beside what is scored."""
    for one in scorecard.lists:
        for formula in one.opens.carry.values() if one.opens else ():
            yield from formula.names
