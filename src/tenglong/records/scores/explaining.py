"""Why a subject came out as it did: every indicator with its formula, its inputs and where they are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tenglong.core.formula import Checked, Explanation, explain, format_number
from tenglong.core.formula.numbers import plain_number
from tenglong.core.ledger import Ledger
from tenglong.core.measure import MISSING
from tenglong.core.scorecard import Indicator, Mark, Missing, Scorecard, Scored, all_facts, value_digits
from tenglong.records.ledgers.sources import get_source

from .models import Run, ScoreRow
from .queries import scorecard_of
from .snapshot import scored_of, seen_of

_CLOSE = 4  # decimals of points beside their reasons, so that a reader's own sum comes out


@dataclass(frozen=True, slots=True)
class Written:
    """A row that an input was read from: of which ledger, its key, where it was written when the run was published."""

    over: str
    key: str
    origin: str


@dataclass(frozen=True, slots=True)
class Read:
    """An input of the subject as it was when the run was published, read from the ledger `over`."""

    over: str
    label: str
    shown: str
    unit: str
    rows: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One indicator of one subject. `share` is the value as a part of the benchmark; `substituted` says what stands in.

    `mean` is the mean of the population's points where they stand in for missing ones.
    """

    indicator: Indicator
    value: str
    points: str
    share: Fraction | None
    substituted: str
    inputs: tuple[Read, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Added:
    """Points added or taken away; `points` empty: it could not be told."""

    label: str
    points: str
    source: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Explained:
    """A subject's score opened."""

    row: ScoreRow
    scorecard: Scorecard
    scored: Scored
    reasons: tuple[Reason, ...]
    added: tuple[Added, ...]
    classes: tuple[tuple[str, Explanation], ...]  # up to the one that holds, or at which it cannot be told
    lists: tuple[tuple[str, bool | None, Explanation], ...]


def explain_score(row: ScoreRow) -> Explained:
    """From what was published alone, whatever the registry says now."""
    run = row.run
    scorecard = scorecard_of(run)
    over = get_source(scorecard.over).ledger
    scored = scored_of(row)
    facts = facts_of_row(row, scorecard, scored, run, over)
    return Explained(
        row,
        scorecard,
        scored,
        tuple(
            _reason(scorecard, row, one, mark, facts)
            for one, mark in zip(scorecard.indicators, scored.marks, strict=True)
        ),
        tuple(
            Added(
                one.label,
                "" if points is None else plain_number(Fraction(points)),
                one.source,
                _told(one.points, facts),
            )
            for one, points in zip(scorecard.adjustments, scored.adjustments, strict=True)
        ),
        tuple(_classes(scorecard, scored, facts)),
        tuple(
            (one.label, holds, _told(one.where, facts))
            for one, holds in zip(scorecard.lists, scored.lists, strict=True)
        ),
    )


def facts_of_row(row: ScoreRow, scorecard: Scorecard, scored: Scored, run: Run, over: Ledger) -> dict[str, Any]:
    """Every word of the scorecard for a published subject, and its own fields by label, as lists and what they open
    see them."""
    seen = seen_of(row, scorecard, over)
    own = {field.label: seen.get(field.key) for field in over.fields}
    return {**own, **all_facts(scorecard, seen, scored, run.ranked)}


def _reason(scorecard: Scorecard, row: ScoreRow, one: Indicator, mark: Mark, facts: dict[str, Any]) -> Reason:
    named = {spec.name for spec in one.value.names}
    benchmark = Fraction(one.benchmark)
    return Reason(
        indicator=one,
        value=MISSING if mark.value is None else format_number(Fraction(mark.value), value_digits(one)),
        points=show_points(mark.points, _CLOSE),
        share=Fraction(mark.value) / benchmark if mark.value is not None and benchmark else None,
        substituted=_substituted(one, mark),
        inputs=tuple(
            _read(row, each.label, each.term.unit, each.term.over) for each in scorecard.inputs if each.label in named
        ),
        explanation=_told(one.value, facts),
    )


def show_points(points: Decimal | None, digits: int = 2) -> str:
    """Points as people read them."""
    return MISSING if points is None else format_number(Fraction(points), digits)


def _substituted(one: Indicator, mark: Mark) -> str:
    if mark.points is None:
        return "没有这项数据，不能计分，所以没有总分"
    if not mark.substituted:
        return ""
    if one.missing is Missing.MEAN:
        return f"没有这项数据，按办法用全体参评企业这一项得分的平均数 {show_points(mark.points, _CLOSE)} 代替"
    return "没有这项数据，按办法记 0 分"


def _read(row: ScoreRow, label: str, unit: str | None, over: str) -> Read:
    kept = row.data["inputs"][label]
    written = (Written(over, *one) for one in zip(kept["rows"], kept["origins"], strict=True))
    return Read(over, label, _shown(kept["value"]), unit or "", tuple(written))


def _shown(value: Any) -> str:
    if value is None:
        return MISSING
    try:
        return plain_number(Fraction(value))
    except (ValueError, TypeError):
        return str(value)


def _classes(scorecard: Scorecard, scored: Scored, facts: dict[str, Any]) -> Iterable[tuple[str, Explanation]]:
    if scored.rank is None:
        return
    for band in scorecard.bands:
        yield band.name, _told(band.when, facts)
        if band.name in (scored.band, scored.undecided):
            return


def _told(formula: Checked, facts: dict[str, Any]) -> Explanation:
    return explain(formula, {spec.name: facts.get(spec.name) for spec in formula.names})
