"""Rows: all problems at once, headers with units, differences by value, one canonical text."""

from datetime import date
from decimal import Decimal

from tenglong.core.formula import Type
from tenglong.core.ledger import (
    Field,
    Kind,
    Ledger,
    canonical,
    differences,
    from_canonical,
    match_headers,
    name_specs,
    read_row,
    show_value,
)

NAME = Field("name", "地块名称", required=True)
AREA = Field("area_mu", "用地面积", Kind.NUMBER, unit="亩")
BEGUN = Field("begun_on", "开工日期", Kind.DATE)
CLEARED = Field("cleared", "已腾空", Kind.TRUTH)
PEOPLE = Field("people", "职工人数", Kind.WHOLE, unit="人")
YEAR = Field("year", "年度", Kind.WHOLE)
USERS = Field("users", "使用企业", Kind.REFERENCES, refers_to="enterprise")
FIELDS = (NAME, AREA, BEGUN, CLEARED, PEOPLE, YEAR, USERS)
PARCELS = Ledger("parcel", "地块", FIELDS, title="name", identity=("name",))


def test_every_problem_of_a_row_at_once() -> None:
    row = read_row(PARCELS, {"地块名称": "", "用地面积": "一大片", "开工日期": "2016-02-30", "已腾空": "是"})
    assert row.values == {"cleared": True}
    assert set(row.problems) == {"name", "area_mu", "begun_on"}
    assert all(sentence.startswith(PARCELS.field(key).label) for key, sentence in row.problems.items())


def test_a_missing_column_empties_nothing_but_a_required_one_is_missed() -> None:
    row = read_row(FIELDS, {"area_mu": "3"})
    assert row.values == {"area_mu": 3}
    assert set(row.problems) == {"name"}
    assert read_row(FIELDS, {"name": "甲", "开工日期": ""}).values == {"name": "甲", "begun_on": None}


def test_headers_find_their_fields_and_say_their_units() -> None:
    columns = match_headers(
        FIELDS, ["地 块\n名称", "用地面积（公顷）", "开工日期*", "村", "地块名称"], {"村民": "users"}
    )
    assert {header: field.key for header, field in columns.fields.items()} == {
        "地 块\n名称": "name",
        "用地面积（公顷）": "area_mu",
        "开工日期*": "begun_on",
    }
    assert columns.unknown == ("村", "地块名称")
    assert [field.key for field in columns.missing] == ["cleared", "people", "year", "users"]
    raw = columns.pick({"地 块\n名称": "甲", "用地面积（公顷）": 2, "开工日期*": "2017/1/3", "村": "乙"})
    assert read_row(FIELDS, raw, columns.units).values == {
        "name": "甲",
        "area_mu": Decimal(30),
        "begun_on": date(2017, 1, 3),
    }


def test_an_alias_is_another_word_for_a_field() -> None:
    columns = match_headers(FIELDS, ["宗地", "亩数"], {"宗地": "name", "亩数": "area_mu", "旧词": "gone"})
    assert [field.key for field in columns.fields.values()] == ["name", "area_mu"]


def test_a_bracket_that_is_not_a_unit_is_no_unit() -> None:
    columns = match_headers(FIELDS, ["地块名称（全称）"])
    assert columns.units == {}
    assert list(columns.fields) == ["地块名称（全称）"]


def test_differences_are_of_value_not_of_writing() -> None:
    old = {"name": "甲", "area_mu": Decimal("1.00"), "users": ["a", "b"], "people": None}
    same = {"name": "甲 ", "area_mu": Decimal("1.0"), "users": ["b", "a"], "people": None}
    assert differences(FIELDS, old, same) == ()
    assert differences(FIELDS, old, {}) == ()
    changed = differences(FIELDS, old, {"area_mu": Decimal("1.01"), "name": None, "cleared": False})
    assert [(each.field.key, each.old, each.new) for each in changed] == [
        ("name", "甲", None),
        ("area_mu", Decimal("1.00"), Decimal("1.01")),
        ("cleared", None, False),
    ]


def test_values_as_people_read_them() -> None:
    assert show_value(AREA, Decimal("28970.66690")) == "28,970.6669"
    assert show_value(AREA, Decimal("1E+4")) == "10,000"
    assert show_value(PEOPLE, 12000) == "12,000"
    assert show_value(YEAR, 2023) == "2023"
    assert show_value(BEGUN, date(2023, 9, 14)) == "2023-09-14"
    assert show_value(CLEARED, False) == "否"
    assert show_value(USERS, ["甲", "乙"]) == "甲、乙"
    assert show_value(AREA, None) == ""


def test_equal_values_have_one_canonical_text() -> None:
    values = {
        "name": "甲",
        "area_mu": Decimal("1.00"),
        "begun_on": date(2023, 9, 14),
        "cleared": True,
        "users": ["b", "a"],
    }
    text = canonical(values)
    assert text == '{"area_mu":"1","begun_on":"2023-09-14","cleared":true,"name":"甲","users":["b","a"]}'
    assert canonical(dict(reversed([*values.items()])) | {"area_mu": Decimal("1.0")}) == text
    assert from_canonical(FIELDS, text) == values


def test_a_value_of_a_field_that_is_gone_is_kept() -> None:
    assert from_canonical((NAME,), '{"name":"甲","old":"1.5"}') == {"name": "甲", "old": "1.5"}


def test_formulas_name_fields_by_their_labels() -> None:
    names = name_specs(FIELDS)
    assert "使用企业" not in names
    area = names["用地面积"]
    assert (area.type, area.unit, area.code) == (Type.NUMBER, "亩", "area_mu")
    assert [names[label].type for label in ("地块名称", "开工日期", "已腾空", "职工人数")] == [
        Type.TEXT,
        Type.DATE,
        Type.TRUTH,
        Type.NUMBER,
    ]
