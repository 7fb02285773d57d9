"""Why a subject has its points, its total, its rank and its class: in sentences, each with the rule's source."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tenglong.core.formula import Explanation, format_number
from tenglong.core.formula import explain as explain_formula
from tenglong.core.formula.numbers import plain_number
from tenglong.core.formula.tree import Comparison, Name, Number

from .facts import Facts, all_facts
from .model import Band, Indicator, Missing, Scorecard
from .names import PLACE, RANK, TOTAL
from .results import Mark, Scored


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the way: what it is about, what it comes to, the source of its rule, the formula with its values."""

    title: str
    sentence: str
    source: str = ""
    formula: Explanation | None = None


def explain(scorecard: Scorecard, row: Mapping[str, object], scored: Scored, ranked: int) -> tuple[Reason, ...]:
    """Every step from the subject's figures to its class and lists. `row` is the subject's, keyed by column."""
    facts = all_facts(scorecard, row, scored, ranked)
    steps = [_indicator(one, mark, facts) for one, mark in zip(scorecard.indicators, scored.marks, strict=True)]
    steps += _adjustments(scorecard, scored, facts)
    steps += [_total(scorecard, scored), _rank(scored, ranked)]
    if scorecard.bands:
        steps.append(_class(scorecard, scored, facts))
        steps += _next_class(scorecard, scored, facts, ranked)
    for one, listed in zip(scorecard.lists, scored.lists, strict=True):
        told = {True: "在名单里", False: "不在名单里", None: "还定不了"}[listed]
        formula = explain_formula(one.where, facts)
        steps.append(Reason(one.label, f"{told}：{formula.sentence}", formula=formula))
    return tuple(steps)


def _indicator(indicator: Indicator, mark: Mark, facts: Facts) -> Reason:
    formula = explain_formula(indicator.value, facts)
    benchmark = plain_number(Fraction(indicator.benchmark), indicator.unit)
    held = f"基准 {benchmark}，权重 {plain_number(Fraction(indicator.weight))}"
    by = f"，按“{indicator.score.formula.text}”算" if indicator.score else ""
    return Reason(
        indicator.label, f"{formula.sentence}；{held}{by}，{_points(indicator, mark)}", indicator.source, formula
    )


def _points(indicator: Indicator, mark: Mark) -> str:
    if mark.points is None:
        mean = "，全体都没有这一项得分，没有平均分可以代替" if indicator.missing is Missing.MEAN else ""
        return f"没有得分{mean}"
    points = _number(mark.points)
    if not mark.substituted:
        return f"得 {points} 分"
    return (
        f"没有自己的得分，用全体的平均分 {points} 分代替" if indicator.missing is Missing.MEAN else "没有得分，计 0 分"
    )


def _adjustments(scorecard: Scorecard, scored: Scored, facts: Facts) -> Iterator[Reason]:
    for one, points in zip(scorecard.adjustments, scored.adjustments, strict=True):
        formula = explain_formula(one.points, facts)
        told = "无法判断，不加也不减" if points is None else f"计 {_number(points)} 分"
        yield Reason(one.label, f"{formula.sentence}；{told}", one.source, formula)


def _total(scorecard: Scorecard, scored: Scored) -> Reason:
    if scored.total is None:
        labels = [
            one.label for one, mark in zip(scorecard.indicators, scored.marks, strict=True) if mark.points is None
        ]
        return Reason(TOTAL, f"没有总分：缺少{'、'.join(f'“{label}”' for label in labels)}的得分，不参加排名")
    parts = [mark.points for mark in scored.marks] + list(scored.adjustments)
    added = " + ".join(f"（{_number(part)}）" if part < 0 else _number(part) for part in parts if part is not None)
    return Reason(TOTAL, f"{added} = {format_number(Fraction(scored.total), scorecard.digits, '分')}")


def _rank(scored: Scored, ranked: int) -> Reason:
    if scored.rank is None:
        return Reason(RANK, f"没有名次；共有 {ranked} 个参评")
    place = format_number(Fraction(100 * scored.rank, ranked), 2, "%")
    return Reason(RANK, f"第 {scored.rank} 名，共 {ranked} 个参评，位次 {place}")


def _class(scorecard: Scorecard, scored: Scored, facts: Facts) -> Reason:
    at = next((one for one in scorecard.bands if one.name in (scored.band, scored.undecided)), None)
    if at is None:
        return Reason("类别", "各类的条件都不成立")
    formula = explain_formula(at.when, facts)
    told = f"{at.name} 类" if scored.band else f"还定不了是不是 {at.name} 类"
    return Reason("类别", f"{told}：{formula.sentence}", at.source, formula)


def _next_class(scorecard: Scorecard, scored: Scored, facts: Facts, ranked: int) -> Iterator[Reason]:
    """How far the class before the subject's own is, where its condition is one bound on the rank or the total."""
    names = [one.name for one in scorecard.bands]
    place = names.index(scored.band) if scored.band in names else 0
    if place > 0 and (gap := _gap(scorecard.bands[place - 1], scored, facts, ranked)):
        yield Reason("离上一类", gap)


def _gap(band: Band, scored: Scored, facts: Facts, ranked: int) -> str:
    root = band.when.formula.root
    if not (isinstance(root, Comparison) and isinstance(root.left, Name)) or scored.total is None or not scored.rank:
        return ""
    bound = _bound(root, facts)
    if bound is None:
        return ""
    word, sign = root.left.name, root.sign
    if word in (PLACE, RANK) and sign in ("<", "<="):
        most = bound * ranked / 100 if word == PLACE else bound
        last = math.floor(most) if sign == "<=" else math.ceil(most) - 1
        return f"{band.name} 类取前 {last} 名，还差 {scored.rank - last} 名" if 0 < last < scored.rank else ""
    if word == TOTAL and sign in (">", ">=") and bound > Fraction(scored.total):
        least = "达到" if sign == ">=" else "高于"
        gap = _number(bound - Fraction(scored.total))
        return f"{band.name} 类要总分{least} {_number(bound)} 分，还差 {gap} 分"
    return ""


def _bound(root: Comparison, facts: Facts) -> Fraction | None:
    """The right side, where it is a number or a parameter with a value."""
    match root.right:
        case Number():
            return root.right.value
        case Name() if root.right.name not in (PLACE, RANK, TOTAL):
            value = facts.get(root.right.name)
            return value if isinstance(value, Fraction) else None
    return None


def _number(value: Decimal | Fraction) -> str:
    return plain_number(Fraction(value))
