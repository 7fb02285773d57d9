"""The workbook of a report: numbers that are numbers, links, and the rows behind."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from tests.reports.conftest import Yards

from tenglong.reports import draw_report, write_workbook

ADDRESS = "https://county.example"
Sheet = list[list[object]]


@pytest.fixture
def data(yards: Yards) -> bytes:
    paper = draw_report("probe.monthly", period="2022-07", by=yards.people.officer, on=date(2022, 8, 3))
    return write_workbook(paper, ADDRESS, yards.people.officer)


@pytest.fixture
def sheets(data: bytes) -> dict[str, Sheet]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_report_comes_with_its_sources_and_its_rows(sheets: dict[str, Sheet]):
    assert list(sheets) == ["报告", "口径与来源", "明细"]
    assert sheets["报告"][0][0] == "园区服务中心2022年7月清退情况"


def test_numbers_are_numbers(sheets: dict[str, Sheet]):
    row = next(row for row in sheets["报告"] if row[:2] == ["清出面积", "亩"])
    assert row[2:5] == [3.0, 15.5, "90"]
    share = next(row for row in sheets["口径与来源"] if row[1] == "清退率" and row[4] == "2022年1—7月")
    assert share[2] == pytest.approx(66.7)
    assert share[5:10] == ["分子 / 分母", "分子", "2", "", 2.0]


def test_figures_and_rows_are_links(data: bytes, yards: Yards):
    files = ZipFile(BytesIO(data))
    links = {
        name: files.read(name).decode() for name in files.namelist() if name.endswith(".xml.rels") and "sheet" in name
    }
    targets = [
        set(re.findall(r'Target="([^"]+)"', text)) for _, text in sorted(links.items()) if "county.example" in text
    ]
    assert len(targets) == 3, "each sheet has its own"
    assert f"{ADDRESS}/m/probe/number/freed/?period=2022-07" in targets[0] & targets[1]
    assert f"{ADDRESS}/m/probe/clear/{yards.numbers['西坪堆场']}/" in targets[2]


def test_the_rows_behind_every_term_are_there(sheets: dict[str, Sheet], yards: Yards):
    rows = [row for row in sheets["明细"] if row[:3] == ["清出面积", "2022年1—7月", "面积"]]
    assert [(row[3], row[4]) for row in rows] == [
        (yards.numbers["东坪堆场"], 12.5),
        (yards.numbers["西坪堆场"], 3.0),
    ]
    assert "场名：东坪堆场" in str(rows[0][6])


def test_who_may_not_open_rows_gets_none(yards: Yards):
    paper = draw_report("probe.monthly", period="2022-07", by=yards.people.enterprise, on=date(2022, 8, 3))
    book = CalamineWorkbook.from_filelike(BytesIO(write_workbook(paper, ADDRESS, yards.people.enterprise)))
    assert book.sheet_names == ["报告", "口径与来源"]
