"""What a scorecard means: exact fractions for a row, whole numbers across rows. Engines must agree with it.

1. The population: the rows for which `where` holds.
2. Each indicator's value, and its points: 值 / 基准 * 权重 or the indicator's own formula, rounded once.
3. Points for those who have none: 0, the mean of those who have some, or none at all.
4. Adjustments, rounded as points are; an unknown one adds nothing.
5. The total, rounded to the scorecard's digits; without the points of some indicator there is none.
6. The rank among those with a total: 1, 2, 2, 4.
7. The class, the first whose condition holds; then the lists.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tenglong.core.formula import Checked, Value, evaluate

from .facts import Facts, indicator_facts, parameter_facts, ranking_facts, row_facts, score_facts, score_formula
from .model import Missing, Scorecard
from .names import CLASS, table_names
from .points import MOST, from_units, mean_of, to_units, total_of, value_digits
from .results import CannotScore, Mark, Outcome, Scored


@dataclass(slots=True)
class _Subject:
    """One row on its way. Points, adjustments and the total are units; `values` are exact."""

    key: str
    facts: Facts
    values: list[Value] = field(default_factory=list)
    shown: list[int | None] = field(default_factory=list)
    own: list[int | None] = field(default_factory=list)
    points: list[int | None] = field(default_factory=list)
    adjustments: list[int | None] = field(default_factory=list)
    total: int | None = None
    rank: int | None = None


def score_rows(scorecard: Scorecard, rows: Sequence[Mapping[str, object]], key: str = "key") -> Outcome:
    """The outcome over rows keyed by column, one row per subject, named by the column `key`. CannotScore."""
    subjects, unsure = _population(scorecard, rows, key)
    for subject in subjects:
        _mark(scorecard, subject)
    means = _means(scorecard, subjects)
    for subject in subjects:
        _substitute(scorecard, subject, means)
        _add_up(scorecard, subject)
    ranked = _rank(subjects)
    return Outcome(
        tuple(_finish(scorecard, subject, ranked) for subject in subjects),
        ranked,
        tuple(from_units(mean, scorecard.points) for mean in means),
        tuple(unsure),
    )


def _population(
    scorecard: Scorecard, rows: Sequence[Mapping[str, object]], key: str
) -> tuple[list[_Subject], list[str]]:
    subjects, unsure = [], []
    names, parameters = table_names(scorecard), parameter_facts(scorecard)
    for row in rows:
        facts = row_facts(names, row) | parameters
        belongs = scorecard.where is None or evaluate(scorecard.where, facts)
        if belongs:
            subjects.append(_Subject(str(row[key]), facts))
        elif belongs is None:
            unsure.append(str(row[key]))
    return subjects, unsure


def _mark(scorecard: Scorecard, subject: _Subject) -> None:
    """Values and points of the subject's own."""
    for indicator in scorecard.indicators:
        value = evaluate(indicator.value, subject.facts)
        points = evaluate(score_formula(indicator), score_facts(indicator, value))
        subject.values.append(value)
        subject.shown.append(_units(value, value_digits(indicator), indicator.label, subject))
        subject.own.append(_units(points, scorecard.points, indicator.label, subject))


def _means(scorecard: Scorecard, subjects: Sequence[_Subject]) -> list[int | None]:
    """Of the indicators that substitute the mean: over everybody in the population who has points of their own."""
    return [
        mean_of([units for subject in subjects if (units := subject.own[number]) is not None])
        if indicator.missing is Missing.MEAN
        else None
        for number, indicator in enumerate(scorecard.indicators)
    ]


def _substitute(scorecard: Scorecard, subject: _Subject, means: Sequence[int | None]) -> None:
    for indicator, own, mean in zip(scorecard.indicators, subject.own, means, strict=True):
        instead = {Missing.UNSCORED: None, Missing.ZERO: 0, Missing.MEAN: mean}[indicator.missing]
        subject.points.append(instead if own is None else own)
    points: list[Value] = [None if units is None else Fraction(units, 10**scorecard.points) for units in subject.points]
    subject.facts |= indicator_facts(scorecard, subject.values, points)


def _add_up(scorecard: Scorecard, subject: _Subject) -> None:
    """Adjustments and the total."""
    for adjustment in scorecard.adjustments:
        points = evaluate(adjustment.points, subject.facts)
        subject.adjustments.append(_units(points, scorecard.points, adjustment.label, subject))
    points_of = [units for units in subject.points if units is not None]
    if len(points_of) == len(scorecard.indicators):
        added = [units for units in subject.adjustments if units is not None]
        subject.total = total_of([*points_of, *added], scorecard.points, scorecard.digits)


def _rank(subjects: Sequence[_Subject]) -> int:
    """Equal totals share the better rank, the next one is left out. Gives how many are ranked."""
    totals = sorted(-subject.total for subject in subjects if subject.total is not None)
    for subject in subjects:
        if subject.total is not None:
            subject.rank = bisect_left(totals, -subject.total) + 1
    return len(totals)


def _finish(scorecard: Scorecard, subject: _Subject, ranked: int) -> Scored:
    total = from_units(subject.total, scorecard.digits)
    facts = subject.facts | ranking_facts(total, subject.rank, ranked)
    band, undecided = _class(scorecard, facts)
    listed = facts | {CLASS: band}
    return Scored(
        subject.key,
        tuple(
            Mark(from_units(shown, value_digits(indicator)), from_units(units, scorecard.points), own != units)
            for indicator, shown, own, units in zip(
                scorecard.indicators, subject.shown, subject.own, subject.points, strict=True
            )
        ),
        tuple(from_units(units, scorecard.points) for units in subject.adjustments),
        total,
        subject.rank,
        band,
        undecided,
        tuple(_truth(one.where, listed) for one in scorecard.lists),
    )


def _class(scorecard: Scorecard, facts: Facts) -> tuple[str | None, str | None]:
    """The class, or the one at which it cannot be told."""
    for band in scorecard.bands:
        holds = _truth(band.when, facts)
        if holds is None:
            return None, band.name
        if holds:
            return band.name, None
    return None, None


def _truth(checked: Checked, facts: Facts) -> bool | None:
    value = evaluate(checked, facts)
    assert value is None or isinstance(value, bool)
    return value


def _units(value: Value, digits: int, label: str, subject: _Subject) -> int | None:
    assert value is None or isinstance(value, Fraction)
    try:
        return to_units(value, digits)
    except ValueError:
        raise CannotScore(beyond(subject.key, label, digits)) from None


def beyond(key: str, label: str, digits: int) -> str:
    """The sentence for a number that is too large to be kept to its digits."""
    most = Decimal(MOST).scaleb(-digits)
    return f"不能评价：“{key}”的“{label}”算出来超过 {most:,.0f}，多半是数据的单位不对，或除数小得不合理。请查对后再算。"
