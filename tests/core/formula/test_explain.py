from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tenglong.core.formula import NameSpec, Type, WrongValue, check, evaluate, explain, parse

NAMES = {
    spec.name: spec
    for spec in [
        NameSpec("评价税收", Type.NUMBER, "万元"),
        NameSpec("用地面积", Type.NUMBER, "亩"),
        NameSpec("产值", Type.NUMBER, "亿元"),
        NameSpec("增速", Type.NUMBER, "%"),
        NameSpec("行业", Type.TEXT),
        NameSpec("注册日", Type.DATE),
        NameSpec("规上", Type.TRUTH),
    ]
}
ROW: dict[str, object] = {
    "评价税收": 412.6,
    "用地面积": Decimal("24.85"),
    "产值": 3,
    "增速": Fraction(8),
    "行业": "制造业",
    "注册日": date(2020, 2, 29),
}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("评价税收 / 用地面积", "亩均税收 = 评价税收 412.6 万元 ÷ 用地面积 24.85 亩 = 16.60 万元/亩"),
        (
            "(评价税收 - 换算(产值, 万元)) / (用地面积 * 2)",
            "亩均税收 = （评价税收 412.6 万元 − 产值 3 亿元（合 30,000 万元）） ÷ （用地面积 24.85 亩 × 2）"
            " = -595.32 万元/亩",
        ),
        ("评价税收 / 用地面积 < 5", "亩均税收：评价税收 412.6 万元 ÷ 用地面积 24.85 亩 < 5，不成立"),
        (
            "评价税收 / (用地面积 - 用地面积)",
            "亩均税收 = 评价税收 412.6 万元 ÷ （用地面积 24.85 亩 − 用地面积 24.85 亩）"
            " = 缺失（除数“用地面积 - 用地面积”是 0）",
        ),
        ("规上 或 增速 >= 8%", "亩均税收：规上 缺失 或 增速 8% ≥ 8%，成立"),
        ("规上 且 增速 >= 8%", "亩均税收：规上 缺失 且 增速 8% ≥ 8%，无法判断（“规上”缺失）"),
        (
            "如果(用地面积 >= 3, 评价税收, 0)",
            "亩均税收 = 如果 用地面积 24.85 亩 ≥ 3，成立，取 评价税收 412.6 万元 = 412.60 万元",
        ),
        ("行业 属于 (“制造业”)", "亩均税收：行业 “制造业” 属于（“制造业”），成立"),
        ("满年数(注册日, 2023-02-28)", "亩均税收 = 满年数（注册日 2020-02-29，2023-02-28） = 2 年"),
        ("非 (规上 有值)", "亩均税收：非 规上 有值，成立"),
    ],
)
def test_the_sentence(text: str, sentence: str) -> None:
    assert explain(check(parse(text), NAMES), ROW, "亩均税收").sentence == sentence


def test_the_tree_opens_part_by_part() -> None:
    whole = explain(check(parse("四舍五入(评价税收 / 用地面积, 1) >= 16.6"), NAMES), ROW)
    rounded, bar = whole.children
    ratio = rounded.children[0]
    tax, land = ratio.children
    assert (whole.value, rounded.value, bar.value) == (True, Fraction("16.6"), Fraction("16.6"))
    assert (ratio.text, ratio.unit) == ("评价税收 / 用地面积", "万元/亩")
    assert (tax.text, tax.value, tax.unit, tax.sentence) == (
        "评价税收",
        Fraction("412.6"),
        "万元",
        "评价税收 412.6 万元",
    )
    assert land.children == ()
    assert len(list(whole.sentences())) == 7


def test_a_silent_conversion_is_not_shown() -> None:
    whole = explain(check(parse("评价税收 * 增速"), NAMES), ROW)
    assert [child.text for child in whole.children] == ["评价税收", "增速"]
    assert whole.sentence == "评价税收 412.6 万元 × 增速 8% = 33.01 万元"


def test_a_key_that_is_absent_is_missing() -> None:
    assert evaluate(check(parse("规上 缺失"), NAMES), {}) is True


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("评价税收", "多", "“评价税收”应是数"),
        ("规上", 1, "应是是或否"),
        ("注册日", "2020", "应是日期"),
        ("评价税收", True, "应是数"),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, value: object, said: str) -> None:
    with pytest.raises(WrongValue, match=said):
        evaluate(check(parse(f"{name} 有值"), NAMES), {name: value})
