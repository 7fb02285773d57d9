"""Tables from the files that offices send."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.workbooks.making import new_workbook, old_workbook, simple_workbook

from tenglong.core.ledger import CannotRead
from tenglong.workbooks import Table, read_table
from tenglong.workbooks.package import look_into, open_package

TWIN = Path(__file__).parents[1] / "data" / "enterprises_twin.csv"
HEADERS = ("企业名称", "用地面积", "备注")


def skipped(table: Table) -> list[tuple[int, str]]:
    return [(row.number, row.why) for row in table.skipped]


def test_a_title_totals_notes_and_blank_rows_are_no_data_but_are_accounted_for() -> None:
    data = simple_workbook(
        ("某县工业用地一览表",),
        ("填表日期：2023年9月14日",),
        HEADERS,
        ("澜樾", 12.5, None),
        (),
        HEADERS,
        ("合 计", 12.5, None),
        ("合计数科技", 3, None),
        (None, "小计", 15.5),
        ("注：面积以亩计",),
    )
    table = read_table(data, "一览表.xlsx")
    assert table.headers == HEADERS
    assert (table.header_row, table.first_row_number, table.sheet) == (3, 4, "表")
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("澜樾", 12.5, None)),
        (8, ("合计数科技", 3.0, None)),
    ]
    assert skipped(table) == [(5, "空行"), (6, "重复的表头"), (7, "合计行"), (9, "合计行"), (10, "说明行")]
    assert [row.cells[0] for row in table.above] == ["某县工业用地一览表", "填表日期：2023年9月14日"]


def test_expected_words_find_the_header_among_other_texts() -> None:
    data = simple_workbook(("单位", "某镇", "联系人"), ("企业名称", 2022, 2023), ("澜樾", 1, 2))
    assert read_table(data, "a.xlsx", expected=["企业名称（全称）"]).headers == ("企业名称", "2022", "2023")


def test_repeated_and_missing_headers_become_distinct() -> None:
    data = simple_workbook(("名称", "产值", "产值", None, None), ("澜樾", 1, 2, None, 5))
    table = read_table(data, "a.xlsx")
    assert table.headers == ("名称", "产值", "产值（2）", "第5列")
    assert next(table.records()) == (2, {"名称": "澜樾", "产值": 1, "产值（2）": 2, "第5列": 5})


def test_merged_headers_and_merged_names() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:D1", "亩均效益表")
        sheet.merge_range("A2:A3", "乡镇")
        sheet.merge_range("B2:B3", "企业名称")
        sheet.merge_range("C2:D2", "2022年")
        sheet.write_row("C3", ["产值", "税收"])
        sheet.merge_range("A4:A5", "霁川镇")
        sheet.write_row("B4", ["澜樾", 10])
        sheet.merge_range("D4:D5", 7)
        sheet.write_row("B5", ["汐岭", 20])

    table = read_table(new_workbook(fill), "a.xlsx")
    assert table.headers == ("乡镇", "企业名称", "2022年/产值", "2022年/税收")
    assert [row.cells for row in table.rows] == [("霁川镇", "澜樾", 10, 7), ("霁川镇", "汐岭", 20, None)]


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_percentages_errors_and_formulas(date_1904: bool) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.write_row(0, 0, ["日期", "时刻", "占比", "错", "和", "真"])
        sheet.write_datetime(1, 0, datetime(2017, 5, 31), day)
        sheet.write_datetime(1, 1, datetime(2017, 5, 31, 12, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        sheet.write(1, 2, 0.572, book.add_format({"num_format": "0.0%"}))
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 4, "=1+1", None, 2)
        sheet.write_boolean(1, 5, True)
        sheet.write(2, 2, 0.1, book.add_format({"num_format": 10}))

    table = read_table(new_workbook(fill, date_1904=date_1904), "a.xlsx")
    assert table.rows[0].cells == (date(2017, 5, 31), datetime(2017, 5, 31, 12, 30), "57.2%", "#DIV/0!", 2, True)
    assert table.rows[1].cells[2] == "10%"


def test_formatted_blank_rows_far_below_are_not_rows() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        border = book.add_format({"border": 1})
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, ["澜樾", 1, "好"])
        sheet.write_blank(900_000, 2, None, border)

    table = read_table(new_workbook(fill), "a.xlsx")
    assert len(table.rows) == 1
    assert table.skipped == ()


def test_the_first_visible_sheet_with_content_or_the_one_named() -> None:
    def fill(book: Any) -> None:
        hidden = book.add_worksheet("参数")
        hidden.write_row(0, 0, ["甲", "乙"])
        book.add_worksheet("空")
        for name in ("一", "二"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["名称", "表"])
            sheet.write_row(1, 0, ["澜樾", name])
        book.get_worksheet_by_name("一").activate()
        hidden.hide()

    data = new_workbook(fill)
    table = read_table(data, "a.xlsx")
    assert (table.sheet, table.other_sheets) == ("一", ("空", "二"))
    assert read_table(data, "a.xlsx", sheet="二").rows[0].cells == ("澜樾", "二")
    with pytest.raises(CannotRead, match="没有名为“三”的工作表，有的是：空、一、二"):
        read_table(data, "a.xlsx", sheet="三")


def test_an_old_workbook() -> None:
    table = read_table(old_workbook(("企业名称", "面积"), ("澜樾", 12.5), ("汐岭", 3.0)), "旧.xls")
    assert table.headers == ("企业名称", "面积")
    assert [row.cells for row in table.rows] == [("澜樾", 12.5), ("汐岭", 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separated_text_in_every_usual_encoding(encoding: str, separator: str) -> None:
    text = f'企业名称,代码,备注\r\n澜樾,0012,"一{separator}二\n三"\r\n\r\n汐岭,="007",'.replace(",", separator)
    table = read_table(text.encode(encoding), "a.csv")
    assert table.headers == ("企业名称", "代码", "备注")
    assert [row.cells for row in table.rows] == [("澜樾", "0012", f"一{separator}二\n三"), ("汐岭", "007", None)]
    assert skipped(table) == [(3, "空行")]
    assert table.encoding == encoding


def test_the_twin_is_read_whole() -> None:
    table = read_table(TWIN.read_bytes(), TWIN.name)
    assert len(table.rows) == 60
    assert table.headers[:5] == ("企业名称", "统一社会信用代码", "注册日期", "企业类型", "注册资金")
    assert [row.number for row in table.rows] == list(range(2, 62))
    assert table.rows[0].cells[4] == "8,000(万元人民币)"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空文件"),
        (b" \n\n", "空文件"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"PK\x03\x04 broken", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (b"\x00\x01\x02\x03 nothing", "不是表格文件"),
        ("名称,面积\n".encode(), "没有数据行"),
        ('名称,面积\n"澜樾,3\n'.encode(), "引号不成对"),
        (b"1,2,3\n4,5,6\n", "没有找到表头"),
    ],
)
def test_what_is_no_table_is_said(data: bytes, why: str) -> None:
    with pytest.raises(CannotRead, match=why) as problem:
        read_table(data, "报来的文件")
    assert "报来的文件" in str(problem.value)


def test_a_zip_that_is_no_workbook_and_a_workbook_without_content() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(CannotRead, match=r"“a\.docx”是 Word 文档，不是 Excel 工作簿。请"):
        read_table(buffer.getvalue(), "a.docx")
    locked = buffer.getvalue().replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0")
    with pytest.raises(CannotRead, match="加了密码"):
        read_table(locked, "a.zip")
    with pytest.raises(CannotRead, match="没有内容"):
        read_table(simple_workbook(), "a.xlsx")


def test_half_a_workbook_and_a_text_with_the_name_of_one() -> None:
    whole = simple_workbook(("名称", "面积"), ("澜樾", 1))
    with pytest.raises(CannotRead, match="打不开：文件不完整或已损坏，可能没有传完。请重新取一份"):
        read_table(whole[: len(whole) // 2], "a.xlsx")
    with pytest.raises(CannotRead, match="不是 Excel 工作簿：里面是一段文字，没有表格"):
        read_table("请见附件".encode(), "a.xlsx")
    assert len(read_table(whole, "a.xls").rows) == len(read_table("名称,面积\n澜樾,1\n".encode(), "a.xls").rows) == 1


def test_one_stray_cell_in_the_far_corner_is_refused_before_it_takes_all_memory() -> None:
    for row, column in ((1_048_575, 700), (150_000, 700), (9, 16_383)):
        rows = [HEADERS, ("澜樾", 1, None)]

        def fill(book: Any, row: int = row, column: int = column, rows: list[Any] = rows) -> None:
            sheet = book.add_worksheet()
            for place, cells in enumerate(rows):
                sheet.write_row(place, 0, cells)
            sheet.write(row, column, 1)

        if row * column < 5_000_000:
            assert len(read_table(new_workbook(fill), "a.xlsx").rows) == 2
        else:
            with pytest.raises(CannotRead, match=r"超过 250,000 行|表格范围太大"):
                read_table(new_workbook(fill), "a.xlsx")


@pytest.mark.parametrize("hidden", [b'r = "ZZ199999"', b'a=">" r="ZZ199999"', b"r='ZZ199999' a='/>'", b'r="zz199999"'])
def test_a_stray_cell_cannot_hide(hidden: bytes) -> None:
    data = repacked(simple_workbook(("名称", "数"), ("澜樾", 1)), b'r="B2"', hidden)
    with pytest.raises(CannotRead, match="表格范围太大"):
        look_into(open_package(data, "a.xlsx"), "表")  # before the cells are laid out


def test_a_panic_of_the_reader_is_a_sentence() -> None:
    data = bytearray(old_workbook(("企业名称", "面积"), ("澜樾", 12.5)))
    data[1536 + 2] = 1  # the first record claims to be one byte long
    with pytest.raises(CannotRead, match="文件可能损坏"):
        read_table(bytes(data), "旧.xls")


def test_formulas_that_were_never_calculated_are_refused_with_their_place() -> None:
    data = repacked(
        simple_workbook(("名称", "和"), ("澜樾", 1)),
        b"<v>1</v></c></row></sheetData>",
        b"<f>1+1</f></c></row></sheetData>",
    )
    with pytest.raises(CannotRead, match="B2 格有公式但没有结果"):
        read_table(data, "a.xlsx")


def test_too_many_rows() -> None:
    with pytest.raises(CannotRead, match="超过 250,000 行"):
        read_table(b"a,b\n" + b"1,2\n" * 250_001, "a.csv")


def repacked(data: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with one passage of its sheet replaced."""
    source, buffer = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                assert old in content
                content = content.replace(old, new)
            target.writestr(part, content)
    return buffer.getvalue()
