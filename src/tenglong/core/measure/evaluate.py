"""From the values of the terms to the number, or to the sentence that says why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tenglong.core.formula import Explanation, evaluate, explain, format_number, round_half_up
from tenglong.core.formula.numbers import plain_number
from tenglong.core.lights import Light, Lit

from .model import Measure, Target

Value = Fraction | date | str | None
MISSING = "—"


@dataclass(frozen=True, slots=True)
class TermValue:
    """One term, totalled: its value (a number for sums and counts), over how many rows it was taken.

    `unknown` rows were left out because it could not be told whether they belong, `missing` ones because they belong
    but have no value to take. `refused` says why there is no value.
    """

    value: Value
    rows: int = 0
    unknown: int = 0
    missing: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A measure's number. `value` is exact and as the formula gives it; `shown` is rounded, × 100 if a percentage.

    `refused` is the sentence when the number may not be computed; `lit` holds it against the target.
    """

    value: Fraction | None
    shown: str
    refused: str = ""
    lit: Lit | None = None
    explanation: Explanation | None = None


def outcome(measure: Measure, terms: Mapping[str, TermValue]) -> Outcome:
    """The number of a measure from its terms, by label."""
    if refused := _refusal(measure, terms):
        return Outcome(None, MISSING, refused)
    row = {label: term.value for label, term in terms.items()}
    formula = measure.value
    if formula is None:
        value = _number(row[measure.terms[0].label])
        return Outcome(value, show(measure, value), lit=_against(measure, value))
    value = _number(evaluate(formula, row))
    return Outcome(value, show(measure, value), lit=_against(measure, value), explanation=explain(formula, row))


def scaled(measure: Measure, value: Fraction | None) -> Fraction | None:
    """The value as people read it: a percentage × 100, rounded half away from zero to the measure's digits."""
    if value is None:
        return None
    return round_half_up(value * 100 if measure.percent else value, measure.digits)


def show(measure: Measure, value: Fraction | None) -> str:
    """The value as people read it, without its unit: 1,234.5; a missing one is a dash."""
    read = scaled(measure, value)
    return MISSING if read is None else format_number(read, measure.digits)


def show_term(value: Value) -> str:
    """A term's value as people read it, without its unit."""
    if isinstance(value, Fraction):
        return plain_number(value)
    return MISSING if value is None else str(value)


def _refusal(measure: Measure, terms: Mapping[str, TermValue]) -> str:
    if measure.refused:
        return measure.refused
    row = {label: term.value for label, term in terms.items()}
    for need in measure.needs:
        if evaluate(need.that, row) is not True:
            return need.reason
    return next((term.refused for term in terms.values() if term.refused), "")


def _number(value: object) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _against(measure: Measure, value: Fraction | None) -> Lit | None:
    read, target = scaled(measure, value), measure.target
    if target is None:
        return None
    if read is None:
        return Lit(Light.GREY, "没有数，不能与目标相比")
    return _compare(measure, target, read, Fraction(target.value))


def _compare(measure: Measure, target: Target, read: Fraction, aim: Fraction) -> Lit:
    met = read >= aim if target.at_least else read <= aim
    gap = format_number(abs(aim - read), measure.digits, measure.unit)
    aimed = plain_number(aim, measure.unit)
    if met:
        return Lit(Light.GREEN, f"已达到目标 {aimed}")
    return Lit(Light.YELLOW, f"距目标 {aimed}还差 {gap}" if target.at_least else f"比目标 {aimed}多 {gap}")
