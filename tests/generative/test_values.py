"""Whatever a cell holds is read as a value of its field or refused in a sentence; what was read can be kept."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenglong.core.identity import read_capital, read_company_name, read_credit_code, read_places
from tenglong.core.ledger import (
    CannotRead,
    Field,
    Kind,
    canonical,
    differences,
    from_canonical,
    read_row,
    read_value,
    show_value,
)

QUZHOU = read_places([("衢州市", "3308")])
FIELDS = tuple(
    Field(kind.value, f"栏{kind.value}", kind, unit="亩" if kind is Kind.NUMBER else None, choices=("甲", "乙"))
    for kind in Kind
)
TYPES = {
    Kind.TEXT: str,
    Kind.LONG_TEXT: str,
    Kind.NUMBER: Decimal,
    Kind.WHOLE: int,
    Kind.DATE: date,
    Kind.CHOICE: str,
    Kind.TRUTH: bool,
    Kind.REFERENCE: str,
    Kind.REFERENCES: list,
}
LIKELY = st.text(alphabet="0123456789.,-+/eE年月日亩公顷万亿元()（）%是否甲乙、 \n\u3000０１，", max_size=24)
CELLS = st.one_of(
    LIKELY,
    st.text(max_size=20),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.decimals(),
    st.lists(LIKELY, max_size=3),
)


@settings(deadline=None)
@given(st.sampled_from(FIELDS), CELLS, st.none() | st.sampled_from(["公顷", "万元", "怪"]))
def test_any_cell_is_a_value_of_the_field_or_a_sentence(field: Field, cell: object, unit: str | None) -> None:
    row = read_row([field], {field.key: cell}, {field.key: unit} if unit else None)
    if sentence := row.problems.get(field.key):
        assert sentence.startswith(f"{field.label}：")
        assert sentence.endswith("。")
    else:
        value = row.values[field.key]
        assert value is None or type(value) is TYPES[field.kind]
        assert isinstance(show_value(field, value), str)


@settings(deadline=None)
@given(st.fixed_dictionaries({field.key: CELLS for field in FIELDS}))
def test_what_was_read_is_kept_and_read_again(cells: dict[str, object]) -> None:
    row = read_row(FIELDS, cells)
    assert set(row.values) | set(row.problems) == set(cells)
    kept = from_canonical(FIELDS, canonical(row.values))
    assert kept == row.values
    assert canonical(kept) == canonical(row.values)
    assert differences(FIELDS, row.values, kept) == ()


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**11), max_value=10**11))
def test_a_number_shown_is_the_number_read(number: Decimal) -> None:
    area = Field("area_mu", "面积", Kind.NUMBER, unit="亩")
    assert read_value(area, show_value(area, number)) == number
    assert read_value(area, f"{number:f} 亩") == number
    assert read_value(area, f"{number:f}", given_unit="公顷") == number * 15


@settings(deadline=None)
@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)))
def test_a_day_in_any_form_is_that_day(day: date) -> None:
    begun = Field("begun_on", "开工日期", Kind.DATE)
    written = [f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", day.isoformat()]
    assert {read_value(begun, form) for form in written} == {day}
    assert read_value(begun, datetime(day.year, day.month, day.day, 8)) == day
    if day >= date(1920, 1, 1):
        assert read_value(begun, (day - date(1899, 12, 30)).days) == day


@settings(deadline=None)
@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ Ｏ０-'中", max_size=24) | st.text(max_size=24))
def test_a_credit_code_is_valid_or_has_a_problem_and_a_repair_is_valid(raw: str) -> None:
    code = read_credit_code(raw)
    assert code.valid is (code.problem is None)
    if code.repaired is not None:
        assert not code.valid
        assert read_credit_code(code.repaired).valid
    if code.valid:
        assert read_credit_code(code.text) == code


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,()（）万亿元美人民币 N/A整", max_size=16) | st.text(max_size=16))
def test_capital_is_an_amount_with_a_currency_or_none_or_refused(raw: str) -> None:
    try:
        capital = read_capital(raw)
    except CannotRead:
        return
    assert capital is None or (capital.amount_wan >= 0 and capital.currency)


@settings(deadline=None)
@given(st.text(max_size=30) | st.text(alphabet="衢州澜樾（）()有限公司分厂 ;:从属名称", max_size=24))
def test_a_name_in_normal_form_stays_as_it_is(raw: str) -> None:
    name = read_company_name(raw, QUZHOU)
    assert read_company_name(name.text, QUZHOU) == name
    assert read_company_name(raw).place == ""


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_kind_of_field_is_read(field: Field) -> None:
    written = {Kind.NUMBER: "1", Kind.WHOLE: "1", Kind.DATE: "2023-09-14", Kind.TRUTH: "是"}.get(field.kind, "甲")
    assert type(read_value(field, written)) is TYPES[field.kind]
