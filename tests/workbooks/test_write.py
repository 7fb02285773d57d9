"""Marked copies and exports: what goes out can be read, and nothing in it runs."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from tests.workbooks.making import simple_workbook

from tenglong.workbooks import (
    Verdict,
    VerdictKind,
    marked_copy,
    read_table,
    write_separated,
    write_table,
)

TWIN = Path(__file__).parents[1] / "data" / "enterprises_twin.csv"
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("x")')


def parts(data: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(BytesIO(data))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_marked_copy_says_for_every_row_what_became_of_it() -> None:
    table = read_table(
        simple_workbook(
            ("一览表",), ("名称", "代码", "面积"), ("澜樾", "0012", 1), ("汐岭", "x", 2), ("合计", None, 3)
        ),
        "a.xlsx",
    )
    verdicts = {
        3: Verdict(VerdictKind.NEW),
        4: Verdict(VerdictKind.REFUSED, "代码：「x」读不出", "请对照执照"),
    }
    copy = marked_copy(table, verdicts)
    raw = re.sub(r"\s+", " ", parts(copy)["xl/worksheets/sheet1.xml"])
    assert [
        word for word in ("结论", "原因", "怎么办", "退回", "请对照执照", "跳过", "合计行") if word not in raw
    ] == []
    assert 'state="frozen"' in raw
    assert 'rgb="FFF8D7D3"' in parts(copy)["xl/styles.xml"]

    again = read_table(copy, "b.xlsx")
    assert again.headers == table.headers
    assert again.rows == table.rows
    assert again.skipped == table.skipped
    assert again.header_row == table.header_row


def test_a_row_without_a_verdict_is_not_passed_off_as_done() -> None:
    table = read_table(simple_workbook(("名称", "面积"), ("澜樾", 1)), "a.xlsx")
    assert "未处理" in parts(marked_copy(table, {}))["xl/worksheets/sheet1.xml"]


def test_the_twin_comes_back_cell_for_cell() -> None:
    table = read_table(TWIN.read_bytes(), TWIN.name)
    again = read_table(marked_copy(table, {47: Verdict(VerdictKind.REFUSED, "校验位不符")}), "b.xlsx")
    assert again.rows == table.rows


def test_equal_tables_give_equal_bytes() -> None:
    data = write_table(["甲"], [[1]])
    assert data == write_table(["甲"], [[1]])
    assert "2000-01-01T00:00:00Z" in parts(data)["docProps/core.xml"]


def test_no_text_becomes_a_formula() -> None:
    table = read_table(simple_workbook(("名称", "甲"), ("澜樾", "好")), "a.xlsx")
    refused = {2: Verdict(VerdictKind.REFUSED, FORMULAS[0], FORMULAS[1])}
    for data in (write_table(FORMULAS, [FORMULAS], title=FORMULAS[0], notes=FORMULAS), marked_copy(table, refused)):
        assert "<f" not in parts(data)["xl/worksheets/sheet1.xml"].replace("<format", "")
    for line in write_separated(["名称"], [[text] for text in FORMULAS]).decode("utf-8-sig").splitlines()[1:]:
        assert line.lstrip('"').startswith("'")


def test_separated_text_comes_back_as_it_was() -> None:
    rows = [("-5", "0012", "a,b"), ("=1+1", "'引", "-"), ("x", "+86", "12%")]
    table = read_table(write_separated(("甲", "乙", "丙"), rows), "a.csv")
    assert table.encoding == "utf-8-sig"
    assert [row.cells for row in table.rows] == rows


def test_an_export_keeps_numbers_dates_and_long_codes() -> None:
    headers = ("名称", "面积", "日期", "时刻", "真", "表", "长码", "古", "无")
    row = (
        "0012",
        Decimal("12.50"),
        date(2023, 9, 14),
        datetime(2023, 9, 14, 8, 5),
        True,
        ["甲", "乙"],
        913308001478831865,
    )
    table = read_table(write_table(headers, [(*row, date(1890, 1, 1), None)], "地块", ["截至 2023-09-14"]), "a.xlsx")
    assert table.headers == headers
    assert table.header_row == 3
    assert table.rows[0].cells == (
        "0012",
        12.5,
        date(2023, 9, 14),
        datetime(2023, 9, 14, 8, 5),
        "是",
        "甲、乙",
        "913308001478831865",
        "1890-01-01",
        None,
    )


def test_rows_are_written_as_they_come() -> None:
    taken: list[int] = []

    def rows() -> Iterator[tuple[int, str]]:
        for number in range(1000):
            taken.append(number)
            yield number, "x" * 40_000 if number == 999 else "x"

    table = read_table(write_table(("号", "文"), rows()), "a.xlsx")
    assert len(table.rows) == len(taken) == 1000
    text = table.rows[-1].cells[1]
    assert isinstance(text, str)
    assert len(text) == 32_767
    assert text.endswith("已截断）")


@pytest.mark.parametrize("rows", [[], [()], [(None, None)]])
def test_an_export_of_nothing_is_still_a_workbook(rows: list[tuple[None, ...]]) -> None:
    assert "xl/worksheets/sheet1.xml" in parts(write_table(("甲", "乙"), rows))
