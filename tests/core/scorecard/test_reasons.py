"""Reasons: every step from the figures to the class, in sentences a person can check by hand."""

from collections.abc import Mapping
from decimal import Decimal

from tests.core.scorecard.cards import at_benchmarks, huangyan

from tenglong.core.scorecard import Parameter, Scorecard, explain, score_rows

LINE = Parameter("低效线", None, "万元/亩", "未公布")
FIRMS = [
    at_benchmarks("甲厂"),
    {**at_benchmarks("乙厂", "0.5"), "emission": None},
    {**at_benchmarks("丙厂"), "tax": None},
]


def told(scorecard: Scorecard, key: str, rows: list[Mapping[str, object]] | None = None) -> dict[str, str]:
    """The sentences of one subject by their titles."""
    firms = rows or FIRMS
    outcome = score_rows(scorecard, firms)
    scored = next(one for one in outcome.subjects if one.key == key)
    row = next(one for one in firms if one["key"] == key)
    return {reason.title: reason.sentence for reason in explain(scorecard, row, scored, outcome.ranked)}


def test_an_indicator_is_told_with_its_values_benchmark_weight_and_points() -> None:
    assert told(huangyan(), "甲厂")["亩均税收"] == (
        "评价税收 240.97 万元 ÷ 用地面积 10 亩 = 24.10 万元/亩；基准 24.097 万元/亩，权重 30，得 30 分"
    )


def test_a_substitution_is_said() -> None:
    sentence = told(huangyan(), "乙厂")["单位排放增加值"]
    assert "“主要污染物排放量”缺失" in sentence
    assert sentence.endswith("没有自己的得分，用全体的平均分 10 分代替")


def test_a_missing_total_says_what_is_missing() -> None:
    found = told(huangyan(), "丙厂")
    assert found["总分"] == "没有总分：缺少“亩均税收”的得分，不参加排名"
    assert found["名次"] == "没有名次；共有 2 个参评"


def test_nobody_with_points_means_no_mean() -> None:
    rows = [{**at_benchmarks("甲厂"), "emission": None}]
    assert told(huangyan(), "甲厂", rows)["单位排放增加值"].endswith("没有平均分可以代替")


def test_the_total_adds_up_before_the_eye() -> None:
    scorecard = huangyan(adjustments=["如果(停产, 3, -5)", "如果(规模 = “没有”, 1, 评价税收 / 评价税收 - 1)"])
    found = told(scorecard, "甲厂")
    assert found["总分"] == "30 + 20 + 20 + 10 + 10 + 10 + （-5） + 0 = 95.00 分"
    assert found["加减分1"] == "如果 停产 否，不成立，取 -5 = -5；计 -5 分"


def test_an_unknown_adjustment_is_said() -> None:
    rows = [{**at_benchmarks("甲厂"), "idle": None}]
    assert told(huangyan(adjustments=["如果(停产, 3, -5)"]), "甲厂", rows)["加减分1"].endswith("无法判断，不加也不减")


def test_rank_class_and_the_way_to_the_next() -> None:
    bands = [("A", "位次 <= 50"), ("B", "总分 >= 60"), ("C", "位次 > 0%")]
    found = told(huangyan(bands=bands), "乙厂")
    assert found["名次"] == "第 2 名，共 2 个参评，位次 100.00%"
    assert found["类别"].startswith("C 类：位次 100%")
    assert found["离上一类"] == "B 类要总分达到 60 分，还差 5 分"
    by_rank = told(huangyan(bands=[("A", "位次 <= 50"), ("B", "位次 > 50")]), "乙厂")
    assert by_rank["离上一类"] == "A 类取前 1 名，还差 1 名"
    assert "离上一类" not in told(huangyan(bands=bands), "甲厂")
    three = [at_benchmarks(name, times) for name, times in (("一厂", "3"), ("二厂", "2"), ("三厂", "1"))]
    assert told(huangyan(bands=[("A", "位次 <= 50"), ("B", "位次 > 50")]), "二厂", three)["离上一类"] == (
        "A 类取前 1 名，还差 1 名"  # half of three is one and a half: one
    )


def test_an_unknown_class_and_list_say_why() -> None:
    scorecard = huangyan(parameters=[LINE], bands=[("A", "亩均税收 >= 低效线")], lists=["亩均税收 < 低效线", "停产"])
    found = told(scorecard, "甲厂")
    assert found["类别"].startswith("还定不了是不是 A 类：")
    assert "“低效线”缺失" in found["名单1"]
    assert found["名单2"].startswith("不在名单里：")
    assert told(huangyan(bands=[("A", "总分 > 500")]), "甲厂")["类别"] == "各类的条件都不成立"


def test_rules_keep_their_source() -> None:
    outcome = score_rows(huangyan(), [at_benchmarks("甲厂", str(Decimal(1)))])
    reasons = explain(huangyan(), at_benchmarks("甲厂"), outcome.subjects[0], outcome.ranked)
    assert {reason.source for reason in reasons if reason.formula} == {"虚构"}
