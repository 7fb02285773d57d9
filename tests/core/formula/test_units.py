from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenglong.core.formula.units import PURE, UnknownUnit, convert, known_units, read_unit


@pytest.mark.parametrize(
    ("value", "given", "wanted", "expected"),
    [
        (1, "公顷", "亩", 15),
        (1, "亩", "平方米", Fraction(10_000, 15)),
        (1, "平方公里", "亩", 1500),
        (2, "万㎡", "平方米", 20_000),
        (3, "亿元", "万元", 30_000),
        (5, "万美元", "美元", 50_000),
        (15, "万元/亩", "亿元/平方公里", Fraction(9, 4)),
        (2, "年", "个月", 24),
        (1, "周", "天", 7),
        (8, "%", None, Fraction(8, 100)),
        (Fraction(3, 100), "", "%", 3),
        (1, "万度", "千瓦时", 10_000),
        (1, "吨标准煤", "吨标煤", 1),
        (7, "日", "天", 7),
    ],
)
def test_convert_is_exact(value, given, wanted, expected) -> None:
    assert convert(Fraction(value), given, wanted) == expected


@pytest.mark.parametrize(
    ("given", "wanted", "said"),
    [
        ("亩", "万元", "“亩”换算不了“万元”"),
        ("个工作日", "天", "“个工作日”换算不了“天”"),
        ("万元", "万美元", "换算不了"),
        ("亩", None, "换算不了“无单位”"),
        ("平方厘迷", "亩", "不认识单位“平方厘迷”。"),
        ("公倾", "亩", "是不是 “公顷”？"),
    ],
)
def test_refusals_say_why(given, wanted, said) -> None:
    with pytest.raises(UnknownUnit) as refused:
        convert(Fraction(1), given, wanted)
    assert said in str(refused.value)


def test_products_cancel_and_read_back() -> None:
    tax, land = read_unit("万元"), read_unit("亩")
    assert str(tax / land) == "万元/亩"
    assert tax / land * land == tax
    assert tax / tax == PURE
    assert str(PURE / land) == "1/亩"
    assert read_unit(str(PURE / land)) == PURE / land
    assert read_unit("㎡") == read_unit("平方米")


WORDS = st.sampled_from([word for words in known_units().values() for word in words])


@given(WORDS, st.sampled_from(["", "万", "亿"]), WORDS, st.fractions())
def test_there_and_back_changes_nothing(word: str, multiple: str, other: str, value: Fraction) -> None:
    unit = f"{multiple}{word}/{other}"
    assert convert(convert(value, unit, f"{word}/{other}"), f"{word}/{other}", unit) == value
