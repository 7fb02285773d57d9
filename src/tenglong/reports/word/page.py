"""The sheet: A4 by GB/T 9704, 156 × 225 mm of text, page numbers — 1 — outside, odd at the right, even at the left."""

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Mm, Pt, RGBColor

from .fonts import LINE_PT, PAGE, PAGE_PT, add_looks

TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
TEXT_MM = 210 - LEFT_MM - RIGHT_MM
_TWIPS = 20  # of a point


def new_sheet(ink: RGBColor) -> Document:
    """An empty paper with its page, its styles and its page numbers; what opens is in that ink."""
    document = docx.Document()
    add_looks(document, ink)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.footer_distance, section.header_distance = Mm(25), Mm(15)
    _grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    _speak_chinese(document)
    return document


def _grid(section: Section) -> None:
    """22 lines on a page."""
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE_PT * _TWIPS)))
    section._sectPr.append(grid)


def _number(footer: _Footer, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character from the edge of the text."""
    paragraph = footer.paragraphs[0]
    paragraph.style = PAGE.name
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Pt(PAGE_PT)
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    shown = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    shown.append(text)
    field.append(shown)
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _speak_chinese(document: Document) -> None:
    """The language that spelling and line breaking go by."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is None:
        return
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    defaults.append(language)
