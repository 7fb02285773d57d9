from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenglong.core.formula import format_number, round_half_up
from tenglong.core.formula.numbers import exact


@given(st.decimals(-(10**9), 10**9, places=5), st.integers(0, 4))
def test_rounding_is_that_of_decimal(value: Decimal, digits: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert round_half_up(Fraction(value), digits) == Fraction(expected)


def test_a_hair_below_a_half_is_the_half_and_more_is_not() -> None:
    assert round_half_up(Fraction("0.1249999999999"), 2) == Fraction("0.13")
    assert round_half_up(Fraction("0.1249999"), 2) == Fraction("0.12")
    assert round_half_up(Fraction("-0.1249999999999"), 2) == Fraction("-0.13")
    assert round_half_up(Fraction(1250), -2) == 1300


@pytest.mark.parametrize(
    ("value", "digits", "unit", "shown"),
    [
        (Fraction(573_564), 0, "万元", "573,564 万元"),
        (Fraction(573_564, 30_341), 1, "万元/亩", "18.9 万元/亩"),
        (Fraction(-1234567, 1000), 2, None, "-1,234.57"),
        (Fraction(-1, 1000), 2, None, "0.00"),
        (Fraction(8), 1, "%", "8.0%"),
        (None, 2, "亩", "缺失"),
        (Fraction(5, 100), 1, "亩", "0.1 亩"),
    ],
)
def test_format(value, digits, unit, shown) -> None:
    assert format_number(value, digits, unit) == shown


def test_a_float_is_the_decimal_it_prints() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(float("nan")) is None
    assert exact(float("inf")) is None
    assert exact(Decimal("NaN")) is None
    assert exact(Decimal("412.60")) == Fraction(4126, 10)
