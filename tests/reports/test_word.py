"""The Word file: its page, its styles, its links, and that an office program opens it."""

import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from tests.reports.conftest import Yards
from tests.web.county import moment

from tenglong.core.report.paper import Head, Note, Paper, Paragraph, Said, Table
from tenglong.reports import draw_document, draw_report, write_word

DAY = date(2022, 8, 3)
ADDRESS = "https://county.example"
SOFFICE = shutil.which("soffice")


def opened(paper: Paper) -> Document:
    return docx.Document(BytesIO(write_word(paper, ADDRESS)))


@pytest.fixture
def monthly(yards: Yards) -> Document:
    return opened(draw_report("probe.monthly", period="2022-07", by=yards.people.officer, on=DAY))


@pytest.fixture
def formal(yards: Yards) -> Document:
    return opened(draw_report("probe.order", period="2022Q3", by=yards.people.officer, on=DAY))


def texts(document: Document) -> list[str]:
    return ["".join(text.text or "" for text in one._p.iter(qn("w:t"))) for one in document.paragraphs]


def east_asian(document: Document, style: str) -> str:
    return document.styles[style].element.rPr.rFonts.get(qn("w:eastAsia"))


def test_the_page_is_that_of_a_paper(monthly: Document):
    (section,) = monthly.sections
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 35]
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (28, 26)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert "PAGE" in line._p.xml
        assert [text.text for text in line._p.iter(qn("w:t"))] == ["— ", "1", " —"]
        assert f'w:jc w:val="{side}"' in line._p.xml


def test_fonts_are_named_for_both_scripts_and_none_is_embedded(monthly: Document):
    fonts = {name: east_asian(monthly, name) for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3")}
    assert fonts == {"Normal": "仿宋", "Title": "宋体", "Heading 1": "黑体", "Heading 2": "楷体", "Heading 3": "仿宋"}
    sizes = {name: monthly.styles[name].font.size.pt for name in fonts}
    assert sizes == {"Normal": 16, "Title": 22, "Heading 1": 16, "Heading 2": 16, "Heading 3": 16}
    assert not [
        part
        for part in monthly.part.package.iter_parts()
        if "font" in str(part.partname).lower() and "odttf" in str(part.partname)
    ]


def test_a_body_has_22_lines_a_page_and_begins_two_characters_in(monthly: Document):
    body = monthly.styles["Normal"]
    assert body.paragraph_format.line_spacing_rule is WD_LINE_SPACING.EXACTLY
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.05)
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert monthly.styles["Title"].element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "0"


def test_headings_are_headings_so_that_the_outline_shows_them(monthly: Document):
    assert [(one.text, one.style.name) for one in monthly.paragraphs if one.style.name.startswith("Heading")] == [
        ("一、清退", "Heading 1"),
        ("（一）分项", "Heading 2"),
    ]
    assert monthly.paragraphs[0].style.name == "Title"


def test_every_figure_is_a_link_to_its_page(monthly: Document):
    addresses = {rel.target_ref for rel in monthly.part.rels.values() if rel.is_external}
    assert f"{ADDRESS}/m/probe/number/freed/?period=2022-07" in addresses
    assert all(address.startswith(f"{ADDRESS}/m/probe/") for address in addresses)
    links = list(monthly.element.body.iter(qn("w:hyperlink")))
    shown = ["".join(text.text or "" for text in link.iter(qn("w:t"))) for link in links]
    assert {"3.0", "15.5", "10,333.33", "西坪堆场", "不予计算：各档是套叠的，不能相加"} <= set(shown)
    assert {link.get(qn("r:id")) for link in links} <= set(monthly.part.rels)


def test_tables_repeat_their_header_and_numbers_stand_right(monthly: Document):
    numbers = monthly.tables[0]
    assert [cell.text for cell in numbers.rows[0].cells][:2] == ["指标", "单位"]
    assert numbers.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    sides = [cell.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) for cell in numbers.rows[1].cells]
    assert sides == ["left", "center", "right", "right", "right"]
    refused = numbers.rows[3]._tr.findall(qn("w:tc"))
    assert len(refused) == 3
    assert refused[2].find(f".//{qn('w:gridSpan')}").get(qn("w:val")) == "3"
    widths = [int(column.get(qn("w:w"))) for column in numbers._tbl.tblGrid]
    assert 8700 < sum(widths) <= 8845, "as wide as the text, 156 mm"
    assert "表1　主要指标" in texts(monthly)


def test_who_signs_stands_at_the_right_with_the_day_and_the_annex_follows(monthly: Document):
    said = texts(monthly)
    signed = said.index("园区服务中心")
    assert said[signed + 1] == "2022年8月3日"
    assert said[signed - 2 : signed] == ["", ""], "room for the seal"
    last = monthly.paragraphs[said.index("附件：口径与来源")]
    assert last.paragraph_format.keep_with_next, "no signature on a page alone"
    assert said.index("附件：口径与来源") < signed < said.index("附件") < said.index("口径与来源")
    annex = monthly.tables[-1]
    assert "清退率 = 分子 / 分母。" in "\n".join(cell.text for row in annex.rows for cell in row.cells)


def test_only_a_formal_paper_has_a_red_head(monthly: Document, formal: Document):
    assert "发文机关标志" not in {one.style.name for one in monthly.paragraphs}
    assert [one.style.name for one in formal.paragraphs][:3] == ["发文机关标志", "发文字号", "Title"]
    assert texts(formal)[:2] == ["园区服务中心", "〔2022〕　　号"]
    assert str(formal.styles["发文机关标志"].font.color.rgb) == "C8101E"
    assert formal.paragraphs[1]._p.find(f".//{qn('w:pBdr')}") is not None


def test_parties_sign_beside_each_other(yards: Yards):
    number, by = yards.numbers["东坪堆场"], yards.people.officer
    deed = opened(draw_document("deed", number=number, by=by, at=moment("2022-08-03 15:00")))
    places = deed.tables[-1].rows[0].cells
    assert [cell.paragraphs[0].text for cell in places] == ["甲方：园区服务中心（盖章）", "乙方：石桥包装厂（盖章）"]
    assert "口径与来源" not in texts(deed)


def test_whatever_was_typed_is_text(tmp_path: Path):
    """Signs of XML, of controls and of several lines; a row shorter than its header."""
    said = (Said('<w:p> & "甲" ]]>\x07'), Said("一\n二", "/m/?a=1&b=<2>"))
    parts = (Paragraph(said), Note(said), Table("<表>", (Head("甲", "<亩>"), Head("乙")), ((Said("&"),), (said))))
    document = opened(Paper("", said, (), parts, (), (), DAY, False))
    assert texts(document)[0] == '<w:p> & "甲" ]]>一二'
    assert document.tables[0].rows[0].cells[0].text == "甲（<亩>）"
    assert tmp_path.exists()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")
def test_an_office_program_opens_it(yards: Yards, tmp_path: Path):
    paper = draw_report("probe.monthly", period="2022-07", by=yards.people.officer, on=DAY)
    (tmp_path / "monthly.docx").write_bytes(write_word(paper, ADDRESS))
    command = [
        SOFFICE,
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "monthly.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "monthly.pdf").read_bytes().startswith(b"%PDF")
