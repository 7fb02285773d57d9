"""Totals over entries, and rules that light a case: exact, three-way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tenglong.core.formula import Checked, NameSpec, Type, check, parse
from tenglong.core.ledger import Field, Kind
from tenglong.core.lights import NO_LIMIT, Light, Lit, worst
from tenglong.core.procedure import LightRule, LogTotal, Taken, rule_lit, take

NAMES = {
    "完成投资": NameSpec("完成投资", Type.NUMBER, "万元"),
    "年度计划": NameSpec("年度计划", Type.NUMBER, "万元"),
    "形象": NameSpec("形象", Type.TEXT),
    "记录日期": NameSpec("记录日期", Type.DATE),
    "当日": NameSpec("当日", Type.DATE),
}
FIELD = Field("case_total_1", "累计", Kind.NUMBER)


def formula(text: str) -> Checked:
    return check(parse(text), NAMES)


def total(taken: Taken, of: str | None = "完成投资", where: str | None = None) -> LogTotal:
    return LogTotal(FIELD, "daily", taken, formula(of) if of else None, formula(where) if where else None)


ENTRIES = [
    {"完成投资": Fraction(30), "形象": "基坑", "记录日期": date(2022, 12, 1), "当日": date(2023, 2, 1)},
    {"完成投资": None, "形象": "地下室", "记录日期": date(2023, 1, 5), "当日": date(2023, 2, 1)},
    {"完成投资": Fraction("0.1"), "形象": None, "记录日期": date(2023, 1, 6), "当日": date(2023, 2, 1)},
]
THIS_YEAR = "年份(记录日期) = 年份(当日)"


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        (total(Taken.SUM), Fraction("30.1")),
        (total(Taken.SUM, where=THIS_YEAR), Fraction("0.1")),
        (total(Taken.COUNT, None), 3),
        (total(Taken.COUNT, None, THIS_YEAR), 2),
        (total(Taken.MIN), Fraction("0.1")),
        (total(Taken.MAX, "记录日期"), date(2023, 1, 6)),
        (total(Taken.LAST, "形象"), None),
        (total(Taken.LAST, "形象", "形象 有值"), "地下室"),
    ],
)
def test_each_way_of_taking(wanted: LogTotal, value: object) -> None:
    assert take(wanted, ENTRIES) == value


def test_over_no_entries_a_sum_and_a_count_are_nothing_the_rest_is_missing() -> None:
    found = {taken: take(total(taken, None if taken is Taken.COUNT else "完成投资"), ()) for taken in Taken}
    assert found == {Taken.SUM: 0, Taken.COUNT: 0, Taken.MIN: None, Taken.MAX: None, Taken.LAST: None}


def test_a_sum_of_entries_without_a_value_is_missing_and_an_unknown_condition_selects_nothing() -> None:
    assert take(total(Taken.SUM), ENTRIES[1:2]) is None
    nobody_knows = [{**entry, "当日": None} for entry in ENTRIES]
    assert take(total(Taken.COUNT, None, THIS_YEAR), nobody_knows) == 0


RULE = LightRule(
    "投资进度",
    formula("月份(当日) / 12 - 完成投资 / 年度计划 > 30%"),
    formula("月份(当日) / 12 - 完成投资 / 年度计划 >= 10%"),
    "某市2025",
)


def lit(rule: LightRule, **facts: object) -> Lit:
    row: Mapping[str, object] = {"当日": date(2025, 6, 10), "年度计划": Fraction(100), **facts}
    return rule_lit(rule, row).lit


@pytest.mark.parametrize(
    ("done", "light"), [(19, Light.RED), (20, Light.YELLOW), (40, Light.YELLOW), (41, Light.GREEN), (90, Light.GREEN)]
)
def test_behind_ten_to_thirty_points_is_yellow_both_ends_included(done: int, light: Light) -> None:
    assert lit(RULE, 完成投资=Fraction(done)).light is light


def test_the_words_are_the_label_and_the_reason() -> None:
    assert lit(RULE, 完成投资=Fraction(0)).words == "投资进度：月份(当日) / 12 - 完成投资 / 年度计划 > 30%"
    assert lit(replace(RULE, note="落后时序"), 完成投资=Fraction(0)).words == "投资进度：落后时序"
    assert lit(RULE, 完成投资=Fraction(50)).words == "投资进度：正常"


def test_what_cannot_be_told_lights_nothing_and_says_what_is_missing() -> None:
    assert lit(RULE) == Lit(Light.GREY, "投资进度：还判断不了，缺“完成投资”")
    settled = replace(RULE, yellow=formula("年度计划 > 50"))
    assert lit(settled).light is Light.YELLOW


GREEN, RED, YELLOW = Lit(Light.GREEN, "剩 3 天"), Lit(Light.RED, "超 1 天"), Lit(Light.YELLOW, "今天到期")
FINE, SLOW, BAD = Lit(Light.GREEN, "甲：正常"), Lit(Light.YELLOW, "甲：慢"), Lit(Light.RED, "乙：停")


@pytest.mark.parametrize(
    ("clock", "rules", "shown"),
    [
        (GREEN, [], GREEN),
        (GREEN, [FINE], GREEN),
        (GREEN, [SLOW], SLOW),
        (RED, [SLOW], RED),
        (RED, [SLOW, BAD], Lit(Light.RED, "超 1 天；乙：停")),
        (YELLOW, [SLOW], Lit(Light.YELLOW, "今天到期；甲：慢")),
        (NO_LIMIT, [], NO_LIMIT),
        (NO_LIMIT, [FINE], Lit(Light.GREEN, "各项正常")),
        (NO_LIMIT, [Lit(Light.GREY, "丙：还判断不了")], NO_LIMIT),
        (Lit(Light.GREY, "已停钟"), [FINE], Lit(Light.GREY, "已停钟")),
        (Lit(Light.GREY, "已停钟"), [BAD], BAD),
    ],
)
def test_the_worst_of_clock_and_rules(clock: Lit, rules: list[Lit], shown: Lit) -> None:
    assert worst(clock, rules) == shown
