"""Money in capital numerals: the examples of the rule itself, and the noughts that go wrong by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenglong.core.report.capitals import in_capitals


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("28970000", "贰仟捌佰玖拾柒万元整"),
        ("2230000000", "贰拾贰亿叁仟万元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000100010001", "壹万零壹亿零壹万零壹元整"),
        ("10050", "壹万零伍拾元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.004", "零元整"),
        ("-12", "负壹拾贰元整"),
        ("0.995", "壹元整"),
    ],
)
def test_an_amount_is_written_as_the_rule_says(yuan: str, words: str) -> None:
    assert in_capitals(Fraction(yuan)) == words


@given(some.integers(1, 10**13), some.integers(1, 10**13))
def test_two_amounts_are_never_written_alike(one: int, other: int) -> None:
    assert (in_capitals(Fraction(one, 100)) == in_capitals(Fraction(other, 100))) == (one == other)
