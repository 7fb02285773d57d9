"""Units that bureaus write, in the header or in the cell, and both usual forms of a date."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tenglong.core.ledger import Field, Kind, match_headers, read_row, read_value


@pytest.mark.parametrize(
    ("unit", "given", "raw", "kept"),
    [
        ("亩", "公顷", 2, "30"),
        ("亩", "平方米", 2000, "3"),
        ("亩", "㎡", "2,000", "3"),
        ("亩", "m2", 2000, "3"),
        ("亩", "平方公里", "0.2", "300"),
        ("平方米", "万平方米", "1.5", "15000"),
        ("万元", "元", "1,234,500", "123.45"),
        ("万元", "千元", 1234.5, "123.45"),
        ("万元", "亿元", "1.2", "12000"),
        ("万元", "百万元", 3, "300"),
        ("元", "万元", "0.5", "5000"),
        ("吨标煤", "万吨标准煤", "1.2", "12000"),
        ("吨标煤", "tce", 12, "12"),
        ("千瓦时", "万千瓦时", 3, "30000"),
        ("千瓦时", "度", 3, "3"),
        ("吨", "公斤", 1500, "1.5"),
        ("%", "‰", 15, "1.5"),
    ],
)
def test_a_unit_in_the_header_or_in_the_cell(unit: str, given: str, raw: object, kept: str) -> None:
    field = Field("x", "数", Kind.NUMBER, unit=unit)
    assert read_value(field, raw, given) == Decimal(kept)
    assert read_value(field, f"{raw}{given}") == Decimal(kept)
    columns = match_headers((field,), (f"数（{given}）",))
    assert read_row((field,), columns.pick({f"数（{given}）": raw}), columns.units).values == {"x": Decimal(kept)}


@pytest.mark.parametrize(
    "raw", ["2017-05-31", "2017/5/31", "2017.5.31", "2017年5月31日", "20170531", 20170531, 42886, datetime(2017, 5, 31)]
)
def test_a_date_in_every_usual_form(raw: object) -> None:
    assert read_value(Field("d", "日期", Kind.DATE), raw) == date(2017, 5, 31)


def test_a_column_that_a_person_told_goes_before_its_word() -> None:
    fields = (Field("area", "面积", Kind.NUMBER, unit="亩"), Field("sum", "总价", Kind.NUMBER, unit="万元"))
    told = {"面积(公顷)": "sum", "总价": "area", "备注": ""}
    columns = match_headers(fields, ("面积（公顷）", "总价", "备注"), chosen=told)
    assert {header: field.key for header, field in columns.fields.items()} == {"面积（公顷）": "sum", "总价": "area"}
    assert columns.unknown == ("备注",)
