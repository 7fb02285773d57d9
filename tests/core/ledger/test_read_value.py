"""Cells and form texts become typed values, or a sentence about why not."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tenglong.core.ledger import CannotRead, Field, Kind, read_value

AREA = Field("area_mu", "用地面积", Kind.NUMBER, unit="亩")
TAX = Field("tax_wan", "税收", Kind.NUMBER, unit="万元")
SHARE = Field("share", "占比", Kind.NUMBER)
PERCENT = Field("rate", "研发占比", Kind.NUMBER, unit="%")
PEOPLE = Field("people", "职工人数", Kind.WHOLE, unit="人")
BEGUN = Field("begun_on", "开工日期", Kind.DATE)
ENDING = Field("ending", "结局", Kind.CHOICE, choices=("腾空土地", "现房移交"))
CLEARED = Field("cleared", "已腾空", Kind.TRUTH)
NAME = Field("name", "企业名称", required=True)
NOTE = Field("note", "备注", Kind.LONG_TEXT)
CHAIN = Field("chains", "产业链", Kind.REFERENCES, refers_to="chain")


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (AREA, "25.4亩", "25.4"),
        (AREA, "1.69 公顷", "25.35"),  # 1 公顷 is 15 亩
        (AREA, "1000㎡", "1.5"),
        (AREA, "１，２３４.５０", "1234.5"),
        (AREA, 25.4, "25.4"),
        (AREA, 0.1 + 0.2, "0.3"),  # a workbook shows fifteen digits
        (AREA, "-3", "-3"),
        (TAX, "1.2亿元", "12000"),
        (TAX, "3,850(万)", "3850"),
        (TAX, "5千元", "0.5"),
        (TAX, "3百万元", "300"),
        (TAX, "28,970.6669（万元人民币）", "28970.6669"),
        (SHARE, "12%", "0.12"),
        (PERCENT, "12%", "12"),
    ],
)
def test_a_number_comes_in_the_fields_unit(field: Field, raw: object, value: str) -> None:
    assert read_value(field, raw) == Decimal(value)


def test_a_unit_of_the_header_holds_unless_the_cell_says_another() -> None:
    assert read_value(AREA, 2, given_unit="公顷") == 30
    assert read_value(AREA, "2亩", given_unit="公顷") == 2


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("约30亩", "不是数"),
        ("1,5", "不是数"),
        ("5米", "“米”"),
        ("五亩", "不是数"),
        (True, "不是数"),
        ("1e30", "大得不合情理"),
    ],
)
def test_what_is_no_area_is_said_with_field_and_reading(raw: object, found: str) -> None:
    with pytest.raises(CannotRead) as problem:
        read_value(AREA, raw)
    sentence = str(problem.value)
    assert sentence.startswith("用地面积：「")
    assert str(raw) in sentence
    assert found in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize("raw", ["1.2万人", "12,000", 12000.0, "12000 人"])
def test_a_whole_number(raw: object) -> None:
    value = read_value(PEOPLE, raw)
    assert value == 12000
    assert type(value) is int


def test_half_a_person_is_refused() -> None:
    with pytest.raises(CannotRead, match="不是整数"):
        read_value(PEOPLE, "12.5")


@pytest.mark.parametrize(
    "raw",
    [
        "2017-05-31",
        "2017/5/31",
        "2017.5.31",
        "2017年05月31日",
        "2017年5月31日 ",
        "20170531",
        "２０１７－０５－３１",
        "2017-05-31 00:00:00",
        20170531,
        42886,
        42886.75,
        "42886",
        datetime(2017, 5, 31, 12, 30),
        date(2017, 5, 31),
    ],
)
def test_one_day_in_every_form(raw: object) -> None:
    value = read_value(BEGUN, raw)
    assert value == date(2017, 5, 31)
    assert type(value) is date


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("2016-02-30", "不存在"),
        ("2012-13-01", "不存在"),
        ("2017", "没有写到日"),
        (2017, "没有写到日"),
        ("2017年5月", "没有写到日"),
        ("9999-12-31", "年份"),
        ("17/5/31", "不是日期"),
        ("2017/5-31", "不是日期"),
        ("2017-05-31T16:00:00Z", "不是日期"),
        ("近日", "不是日期"),
        (float("nan"), "不是日期"),
    ],
)
def test_what_is_no_day(raw: object, why: str) -> None:
    with pytest.raises(CannotRead, match=why):
        read_value(BEGUN, raw)


def test_a_choice_may_differ_in_width_but_not_in_words() -> None:
    assert read_value(ENDING, " 腾空土地 ") == "腾空土地"
    with pytest.raises(CannotRead, match="是不是“现房移交”？可选：腾空土地、现房移交"):
        read_value(ENDING, "现房转移交")


@pytest.mark.parametrize(
    ("raw", "value"), [("√", True), ("有", True), (1, True), ("否", False), ("×", False), ("无", False)]
)
def test_truth_words(raw: object, value: bool) -> None:
    assert read_value(CLEARED, raw) is value


def test_a_doubtful_truth_is_refused() -> None:
    with pytest.raises(CannotRead, match="看不出是或否"):
        read_value(CLEARED, "部分")


@pytest.mark.parametrize("raw", [None, "", "  ", "N/A", "—", "/", "\u200b"])
def test_nothing_is_none_and_a_required_field_says_so(raw: object) -> None:
    assert read_value(AREA, raw) is None
    assert read_value(CHAIN, raw) is None
    with pytest.raises(CannotRead, match=r"企业名称：没有填，这一项必须填。"):
        read_value(NAME, raw)


def test_a_list_of_references() -> None:
    assert read_value(CHAIN, "光电、特种纸，光电") == ["光电", "特种纸"]
    assert read_value(CHAIN, ["光电"]) == ["光电"]
    assert read_value(CHAIN, "、") is None


def test_text_keeps_what_was_written_and_loses_what_cannot_be_seen() -> None:
    assert read_value(NAME, " 澜樾（衢州）\n齿轮厂\u200b ") == "澜樾（衢州） 齿轮厂"
    assert read_value(NOTE, "一\r\n二") == "一\n二"
    assert read_value(NAME, "0012") == "0012"
    assert read_value(NAME, 12.0) == "12"


@pytest.mark.parametrize("raw", [9.13308001478831865e17, "9.13308E+17", 913308001478831865])
def test_a_code_that_became_a_number_has_lost_its_tail(raw: object) -> None:
    with pytest.raises(CannotRead, match="末几位已经丢失"):
        read_value(NAME, raw)


def test_an_error_of_the_workbook_is_no_value() -> None:
    with pytest.raises(CannotRead, match="表格公式的错误"):
        read_value(AREA, "#DIV/0!")


def test_a_number_lies_between_its_least_and_its_most():
    load = Field("load", "负荷率", Kind.NUMBER, unit="%", least=Decimal(0), most=Decimal(100))
    assert read_value(load, "0") == 0
    assert read_value(load, "100") == 100
    with pytest.raises(CannotRead, match=r"^负荷率：「-0.1」太小，最少填 0%，请查对数字和单位。$"):
        read_value(load, "-0.1")
    with pytest.raises(CannotRead, match=r"^负荷率：「1,200」太大，最多填 100%，请查对数字和单位。$"):
        read_value(load, "1,200")
    assert read_value(load, "") is None
