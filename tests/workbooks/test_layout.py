"""Ask 14: header blocks of several merged rows, repeated names, blank and total rows, as offices lay tables out."""

from typing import Any

from tests.workbooks.making import new_workbook, simple_workbook

from tenglong.workbooks import read_table


def block(fill_rows: Any) -> bytes:
    def fill(book: Any) -> None:
        fill_rows(book.add_worksheet("汇总"))

    return new_workbook(fill)


def three_levels(sheet: Any) -> None:
    sheet.merge_range("A1:G1", "二〇二二年度工业企业情况表")
    sheet.write("A2", "填报单位：霁川镇")
    sheet.merge_range("A3:A5", "企业名称")
    sheet.merge_range("B3:E3", "2022年")
    sheet.merge_range("F3:G3", "2023年")
    sheet.merge_range("B4:C4", "规上")
    sheet.merge_range("D4:E4", "规下")
    sheet.merge_range("F4:G4", "规上")
    sheet.write_row("B5", ["产值（万元）", "税收（万元）"] * 3)
    sheet.write_row("A6", ["澜樾", 1, 2, 3, 4, 5, 6])
    sheet.write_row("A8", ["合计", 1, 2, 3, 4, 5, 6])
    sheet.write("A9", "填表人：某某")


THREE = (
    "企业名称",
    "2022年/规上/产值（万元）",
    "2022年/规上/税收（万元）",
    "2022年/规下/产值（万元）",
    "2022年/规下/税收（万元）",
    "2023年/规上/产值（万元）",
    "2023年/规上/税收（万元）",
)


def test_ask_14_three_rows_of_merged_headers() -> None:
    table = read_table(block(three_levels), "a.xlsx")
    assert table.headers == THREE
    assert [row.cells for row in table.rows] == [("澜樾", 1, 2, 3, 4, 5, 6)]
    assert [(row.number, row.why) for row in table.skipped] == [(7, "空行"), (8, "合计行"), (9, "说明行")]
    assert [row.number for row in table.above] == [1, 2]


def test_ask_14_expected_words_in_the_lowest_row_do_not_cut_the_block() -> None:
    table = read_table(block(three_levels), "a.xlsx", expected=["产值", "税收", "企业名称"])
    assert table.headers == THREE


def test_ask_14_names_repeated_under_groups_that_are_not_merged() -> None:
    def fill(sheet: Any) -> None:
        sheet.merge_range("A1:A2", "企业名称")
        sheet.write_row("B1", ["2022年", None, "2023年", None])
        sheet.write_row("B2", ["产值", "税收", "产值", "税收"])
        sheet.write_row("A3", ["澜樾", 1, 2, 3, 4])

    table = read_table(block(fill), "a.xlsx")
    assert table.headers == ("企业名称", "2022年/产值", "2022年/税收", "2023年/产值", "2023年/税收")
    assert [row.cells for row in table.rows] == [("澜樾", 1, 2, 3, 4)]


def test_ask_14_the_header_again_on_every_printed_page_and_totals_between() -> None:
    rows = [("企业名称", "产值", "税收"), ("澜樾", 1, 2), ("小计", 1, 2), ("企业名称", "产值", "税收"), ("汐岭", 3, 4)]
    table = read_table(simple_workbook(*rows), "a.xlsx")
    assert [row.number for row in table.rows] == [2, 5]
    assert [row.why for row in table.skipped] == ["合计行", "重复的表头"]


def test_a_header_merged_over_rows_beside_one_of_a_single_row() -> None:
    def fill(sheet: Any) -> None:
        sheet.merge_range("A1:A2", "名称")
        sheet.merge_range("B1:B2", "面积")
        sheet.write_row("A3", ["澜樾", 12.5])
        sheet.write_row("A4", ["汐岭", 13.5])

    table = read_table(block(fill), "a.xlsx")
    assert (table.headers, len(table.rows)) == (("名称", "面积"), 2)
