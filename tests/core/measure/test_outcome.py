"""From terms to the number: rounding, refusals, targets."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tenglong.core.formula import Checked, NameSpec, Type, check, parse
from tenglong.core.lights import Light
from tenglong.core.measure import Measure, Need, Take, Target, Term, TermValue, outcome, show_term

LABELS = ("分子", "分母")


def formula(text: str) -> Checked:
    return check(parse(text), {label: NameSpec(label, Type.NUMBER) for label in LABELS})


SHARE = Measure(
    key="trial.share",
    label="比重",
    terms=tuple(Term(label, "observation", Take.ONE) for label in LABELS),
    value=formula("分子 / 分母"),
    unit="%",
    digits=1,
    percent=True,
)


def terms(above: str | None, below: str | None) -> dict[str, TermValue]:
    values = (Fraction(part) if part is not None else None for part in (above, below))
    return {label: TermValue(value) for label, value in zip(LABELS, values, strict=True)}


@pytest.mark.parametrize(
    ("above", "below", "digits", "shown"),
    [
        ("19.49", "40.47", 1, "48.2"),
        ("70", "91", 0, "77"),
        ("985", "1000", 1, "98.5"),
        ("1", "800", 1, "0.1"),  # 0.125 %
        ("1", "2000", 1, "0.1"),  # 0.05 %: a half goes up
        ("-1", "2000", 1, "-0.1"),  # away from zero
        ("573564", "30341", 1, "1,890.4"),
    ],
)
def test_a_percentage_is_rounded_half_up_in_the_last_step(above: str, below: str, digits: int, shown: str):
    found = outcome(replace(SHARE, digits=digits), terms(above, below))
    assert found.shown == shown
    assert found.value == Fraction(above) / Fraction(below)


def test_an_area_number_is_the_ratio_of_sums_and_not_the_mean_of_ratios():
    per_mu = replace(SHARE, percent=False, unit="万元/亩")
    assert outcome(per_mu, terms("573564", "30341")).shown == "18.9"


@pytest.mark.parametrize(("above", "below"), [(None, "3"), ("3", None), ("3", "0")])
def test_a_missing_number_is_a_dash_and_never_0(above: str | None, below: str | None):
    found = outcome(SHARE, terms(above, below))
    assert (found.value, found.shown, found.refused) == (None, "—", "")


def test_what_must_not_be_computed_says_why():
    found = outcome(replace(SHARE, refused="没有期间，算不了。"), terms("1", "2"))
    assert (found.value, found.refused, found.lit) == (None, "没有期间，算不了。", None)


@pytest.mark.parametrize(("below", "refused"), [("20", ""), ("5", "分母太小。"), (None, "分母太小。")])
def test_a_need_that_does_not_hold_or_is_unknown_refuses(below: str | None, refused: str):
    needy = replace(SHARE, needs=(Need(formula("分母 >= 10"), "分母太小。"),))
    assert outcome(needy, terms("1", below)).refused == refused


def test_a_term_that_cannot_be_taken_refuses_the_number():
    values = terms("1", "2") | {"分母": TermValue(None, refused="单位不一样。")}
    assert outcome(SHARE, values).refused == "单位不一样。"


@pytest.mark.parametrize(
    ("above", "at_least", "light", "words"),
    [
        ("98", True, Light.GREEN, "已达到目标 98%"),
        ("97.96", True, Light.GREEN, "已达到目标 98%"),  # as shown: 98.0
        ("97", True, Light.YELLOW, "距目标 98%还差 1.0%"),
        ("99", False, Light.YELLOW, "比目标 98%多 1.0%"),
        (None, True, Light.GREY, "没有数，不能与目标相比"),
    ],
)
def test_a_number_is_held_against_its_target_as_shown(above: str | None, at_least: bool, light: Light, words: str):
    aimed = replace(SHARE, target=Target("98", "未公布", at_least))
    lit = outcome(aimed, terms(above, "100")).lit
    assert lit is not None
    assert (lit.light, lit.words) == (light, words)


def test_terms_are_shown_as_they_were_entered():
    shown = [show_term(value) for value in (Fraction("25.40"), Fraction(1200), Fraction(1, 3), None, "2023")]
    assert shown == ["25.4", "1,200", "0.3333", "—", "2023"]
