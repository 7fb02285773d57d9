"""What a report says of itself, and how it says a number."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from tenglong.core.measure import Measure, read_period
from tenglong.core.report.model import Audience, Report, Since
from tenglong.core.report.paper import Heading, Note, Paper, Said, Table, level_of, words_of
from tenglong.core.report.periods import (
    CannotDraw,
    counted,
    newest_periods,
    period_asked,
    report_facts,
    year_so_far,
)
from tenglong.core.report.say import UnknownUnit, amount, check_said, measured, unit_said

MONTHLY = Report(
    "b.monthly", "月度汇总", (), "month", (Audience("city", "市级", (("万元", "亿元"),)),), (), "园区管委会"
)
FREED = Measure("c.freed", "腾出土地", (), None, "亩", 1)


def test_a_report_says_its_period_its_end_its_day_and_its_unit() -> None:
    facts = report_facts(MONTHLY, read_period("2022-07"), date(2022, 8, 3))
    assert facts == {"期间": "2022年7月", "期末": "2022年7月底", "日期": "2022年8月3日", "单位": "园区管委会"}
    assert report_facts(MONTHLY, read_period("2022Q4"), date(2023, 1, 4))["期末"] == "2022年底"


def test_a_report_is_asked_for_by_a_period_of_its_own_length() -> None:
    assert period_asked(MONTHLY, "2022-07").label == "2022年7月"
    for text in ("2022", "2022Q3", "2022-01..07"):
        with pytest.raises(CannotDraw, match=r"按月出.*2022-07"):
            period_asked(MONTHLY, text)
    assert period_asked(replace(MONTHLY, every="half"), "2022H1").label == "2022年上半年"


@pytest.mark.parametrize(
    ("period", "so_far", "label"),
    [
        ("2022-07", "2022-01..07", "2022年1—7月"),
        ("2022Q2", "2022-01..06", "2022年1—6月"),
        ("2022-01", "2022-01", "2022年1月"),
        ("2022-12", "2022", "2022年"),
        ("2022H2", "2022", "2022年"),
    ],
)
def test_the_year_so_far_ends_with_the_period(period: str, so_far: str, label: str) -> None:
    year = year_so_far(read_period(period))
    assert (year.text, year.label, year.since) == (so_far, label, date(2022, 1, 1))
    assert year.until == read_period(period).until


def test_what_a_figure_counts() -> None:
    july = read_period("2022-07")
    assert counted(july, Since.PERIOD) == ("2022-07", None)
    assert counted(july, Since.YEAR) == ("2022-01..07", None)
    assert counted(july, Since.ALWAYS) == (None, date(2022, 7, 31))


def test_the_newest_periods_are_those_that_have_begun() -> None:
    assert [one.text for one in newest_periods("month", date(2022, 2, 1), 3)] == ["2022-02", "2022-01", "2021-12"]
    assert [one.text for one in newest_periods("quarter", date(2022, 3, 31), 2)] == ["2022Q1", "2021Q4"]
    assert [one.text for one in newest_periods("half", date(2022, 8, 3), 2)] == ["2022H2", "2022H1"]
    assert [one.text for one in newest_periods("year", date(2022, 8, 3), 2)] == ["2022", "2021"]


def test_a_number_is_said_in_the_unit_of_its_place_of_its_reader_or_its_own() -> None:
    city = MONTHLY.audience("city")
    assert city is not None
    assert MONTHLY.audience("") is city
    assert MONTHLY.audience("county") is None
    assert [unit_said("万元", asked, city) for asked in ("", "元")] == ["亿元", "元"]
    assert unit_said("亩", "", city) == "亩"
    assert unit_said("万元", "", None) == "万元"


def test_a_number_in_another_unit_has_two_decimals_and_in_its_own_those_of_the_measure() -> None:
    assert measured(FREED, Fraction("25.37"), "亩") == (Fraction("25.4"), "25.4")
    assert measured(FREED, Fraction(1500), "公顷") == (100, "100.00")
    assert measured(FREED, None, "亩") == (None, "—（无数据）")
    share = replace(FREED, unit="%", percent=True)
    assert measured(share, Fraction(70, 91), "%") == (Fraction("76.9"), "76.9")
    assert amount(Fraction("28970.6669"), "万元", "") == (Fraction("28970.6669"), "28,970.6669")
    assert amount(Fraction(223000), "万元", "亿元") == (Fraction("22.3"), "22.30")
    assert amount(Fraction(2897), "万元", "大写")[1] == "贰仟捌佰玖拾柒万元整"


def test_a_unit_that_measures_something_else_is_refused() -> None:
    check_said("万元", "亿元")
    check_said("万元", "大写")
    for own, unit in (("亩", "大写"), ("亩", "亿元"), ("", "亿元")):
        with pytest.raises(UnknownUnit):
            check_said(own, unit)


def test_headings_have_the_level_of_their_number() -> None:
    levels = {"一、腾出空间": 1, "十二、其他": 1, "（三）谈判": 2, "2.踏勘": 3, "附记": 1}
    assert {text: level_of(text) for text in levels} == levels


def test_a_paper_is_read_as_words() -> None:
    table = Table("表1", (), ((Said("腾出土地"), Said("25.4")),))
    parts = (Heading((Said("一、腾出空间"),), 1), table, Note((Said("共 9 行"),)))
    paper = Paper("月报", (Said("汇总"),), (), parts, (), ((Said("管委会"),),), date(2022, 8, 3), False)
    assert words_of(paper).splitlines() == ["汇总", "一、腾出空间", "表1", "腾出土地 25.4", "共 9 行", "管委会"]
    assert paper.tables == (table,)
