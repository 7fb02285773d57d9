"""The looks of a paper, by name. Fonts are those every office has; who has 方正小标宋 sets it in one place, the style.

Sizes and lines by GB/T 9704-2012: 二号 title, 三号 body, 22 lines on a page of 225 mm.
"""

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

SONG, HEI, FANG, KAI, LATIN = "宋体", "黑体", "仿宋", "楷体", "Times New Roman"
TITLE_PT, BODY_PT, TABLE_PT, SMALL_PT, PAGE_PT, HEAD_PT = 22, 16, 12, 10.5, 14, 40
LINE_PT = 28.95  # 225 mm in 22 lines
RED, INK, BLACK = RGBColor(0xC8, 0x10, 0x1E), RGBColor(0x1F, 0x38, 0x64), RGBColor(0, 0, 0)
FIGURE = "可点开的数"  # the character style of what opens

_AFTER_GRID = ("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl")
_CENTRE, _LEFT, _RIGHT, _BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """A style of paragraphs: `indent` are characters before the first line, `line_pt` None a single line."""

    name: str
    font: str
    size_pt: float
    align: WD_ALIGN_PARAGRAPH
    indent: int = 0
    line_pt: float | None = LINE_PT
    bold: bool = False
    keep: bool = False  # with what follows
    colour: RGBColor = BLACK


TITLE = Look("Title", SONG, TITLE_PT, _CENTRE, bold=True, line_pt=35, keep=True)
BODY = Look("Normal", FANG, BODY_PT, _BOTH, indent=2)
HEADINGS = (
    Look("Heading 1", HEI, BODY_PT, _BOTH, indent=2, keep=True),
    Look("Heading 2", KAI, BODY_PT, _BOTH, indent=2, keep=True),
    Look("Heading 3", FANG, BODY_PT, _BOTH, indent=2, keep=True, bold=True),
)
TO = Look("主送", FANG, BODY_PT, _BOTH)
CAPTION = Look("Caption", HEI, TABLE_PT, _CENTRE, line_pt=24, keep=True)
NOTE = Look("注", FANG, TABLE_PT, _BOTH, line_pt=20)
SIGNED = Look("落款", FANG, BODY_PT, _RIGHT)
ANNEX = Look("附件标识", HEI, BODY_PT, _LEFT, keep=True)
ORGAN = Look("发文机关标志", SONG, HEAD_PT, _CENTRE, bold=True, line_pt=56, colour=RED)
SERIAL = Look("发文字号", FANG, BODY_PT, _CENTRE)
PAGE = Look("页码", SONG, PAGE_PT, _RIGHT, line_pt=None)
PARTY = Look("签署", FANG, PAGE_PT, _LEFT, line_pt=26)
CELL = Look("表内文字", FANG, TABLE_PT, _LEFT, line_pt=None)
SMALL = Look("表内小字", FANG, SMALL_PT, _LEFT, line_pt=None)
LOOKS = (BODY, TITLE, *HEADINGS, TO, CAPTION, NOTE, SIGNED, ANNEX, ORGAN, SERIAL, PAGE, PARTY, CELL, SMALL)


def add_looks(document: Document, ink: RGBColor) -> None:
    """Put every style into the document; what opens is in that ink."""
    for look in LOOKS:
        _set(_style(document, look.name), look)
    figure = document.styles.add_style(FIGURE, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(figure, CharacterStyle)
    figure.font.color.rgb = ink


def _style(document: Document, name: str) -> ParagraphStyle:
    styles = document.styles
    known = {style.name for style in styles}
    style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    return style


def _set(style: ParagraphStyle, look: Look) -> None:
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = LATIN, Pt(look.size_pt), look.bold, False
    font.color.rgb = look.colour
    _name_fonts(style, look.font)
    form.alignment, form.keep_with_next, form.widow_control = look.align, look.keep, False
    form.space_before = form.space_after = Pt(0)
    if look.line_pt:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line_pt)
    else:
        form.line_spacing = 1.0
    _indent(style, look)
    if look.line_pt is None or look.line_pt < LINE_PT:  # closer than the lines of the page
        style.element.get_or_add_pPr().insert_element_before(_off("w:snapToGrid"), *_AFTER_GRID)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):  # the line under Word's own title
        border.getparent().remove(border)


def _off(name: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    element.set(qn("w:val"), "0")
    return element


def _name_fonts(style: ParagraphStyle, east_asian: str) -> None:
    """Chinese in one font, letters and digits in another; punctuation that both have is Chinese."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[theme]
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")


def _indent(style: ParagraphStyle, look: Look) -> None:
    """In characters, so that it stays two of them when the size is changed; others inherit none."""
    form = style.element.get_or_add_pPr()
    for old in form.findall(qn("w:ind")):
        form.remove(old)
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), str(100 * look.indent))
    indent.set(qn("w:firstLine"), str(int(look.indent * look.size_pt * 20)))
    form.insert_element_before(indent, "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl")
