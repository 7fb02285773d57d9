"""What the pages of evaluation share: classes as shares, indicators as their rule says them, addresses."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from tenglong.core.scorecard import Indicator, Missing, Scorecard

WITHOUT = "未定"
_MISSING = {
    Missing.UNSCORED: "没有数据的不排名",
    Missing.ZERO: "没有数据的记 0 分",
    Missing.MEAN: "没有数据的取全体这一项得分的平均数",
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many are in a class; `band` empty: in none. `percent` is of those counted."""

    band: str
    label: str
    count: int
    percent: float


@dataclass(frozen=True, slots=True)
class Rule:
    """An indicator as its rule says it."""

    label: str
    formula: str
    unit: str
    benchmark: str
    weight: str
    score: str
    missing: str
    source: str


def shares(scorecard: Scorecard, counts: Mapping[str, int]) -> tuple[Share, ...]:
    """The classes in their order, then those that have none."""
    all_counted = sum(counts.values())
    known = any(band and count for band, count in counts.items())  # before the cuts are set nobody has a class
    bands = [band.name for band in scorecard.bands] if known or not counts else []
    bands += [band for band in counts if band and band not in bands]
    if counts.get("") or not bands:
        bands.append("")
    return tuple(
        Share(band, band or WITHOUT, counts.get(band, 0), 100 * counts.get(band, 0) / all_counted if all_counted else 0)
        for band in bands
    )


def rules(scorecard: Scorecard) -> list[Rule]:
    """Every indicator as its rule says it."""
    return [_rule(one) for one in scorecard.indicators]


def scorecard_url(key: str, name: str = "scorecard") -> str:
    """The page of a scorecard, by its qualified key."""
    return reverse(name, args=key.split(".", 1))


def _rule(one: Indicator) -> Rule:
    score = one.score.formula.text if one.score else "值 / 基准 * 权重"
    return Rule(
        label=one.label,
        formula=one.value.formula.text,
        unit=one.unit or "",
        benchmark=one.benchmark,
        weight=one.weight,
        score=score,
        missing=_MISSING[one.missing],
        source=one.source,
    )
