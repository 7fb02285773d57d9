"""Tables of a paper: the width of the text, a header that is repeated on every page, numbers at the right."""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from docx.oxml.ns import nsdecls

from tenglong.core.report.paper import Head, Said, Table

from .fonts import HEI
from .page import TEXT_MM
from .xml import Links, paragraph

_TWIPS_PER_MM = 56.6929
_NARROWEST, _WIDEST, _ROOM = 4, 36, 2  # letters that count for a column's width
_SAMPLED = 60  # rows that decide the widths
_BOLD = f'<w:rFonts w:eastAsia="{HEI}" w:hint="eastAsia"/>'
_KEEP = "<w:keepNext/>"  # a row of one cell says what the rows below it are of
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_xml(table: Table, links: Links, style_id: str) -> str:
    """The table; a form has no header row."""
    widths = column_widths(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f"<w:tbl {nsdecls('w', 'r')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{_borders()}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(table, widths, links, style_id))}</w:tbl>"
    )


def _borders() -> str:
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def _rows(table: Table, widths: Sequence[int], links: Links, style_id: str) -> Iterator[str]:
    if not table.form:
        cells = (
            _cell(width, paragraph(style_id, links.run(Said(head.text), _BOLD), _align("center")))
            for head, width in zip(table.heads, widths, strict=True)
        )
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"
    for place, row in enumerate(table.cells, start=1):
        total = table.sums and place == len(table.rows)
        cells = (
            _cell(
                sum(widths[column : column + span]),
                paragraph(
                    style_id,
                    links.run(said, _BOLD if total or (table.form and not column) else ""),
                    _KEEP * (len(row) == 1) + _align(_side(table, head, said, column)),
                ),
                span,
            )
            for column, (head, said, span) in enumerate(row)
        )
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, content: str, span: int = 1) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    )


def _side(table: Table, head: Head, said: Said, column: int) -> str:
    """Numbers and what stands for them at the right; short columns of words in the middle."""
    if said.reason:
        return "left"
    if head.number:
        return "right"
    return "center" if head.label in ("序号", "单位") or (table.form and not column) else "left"


def _align(side: str) -> str:
    return f'<w:spacing w:before="40" w:after="40"/><w:jc w:val="{side}"/>'


def column_widths(table: Table) -> list[int]:
    """Twips for each column, by the text in it, together as wide as the text of the page.

    A cell that reaches over several columns decides none of them.
    """
    counted = [min(_WIDEST, max(_NARROWEST, _letters(head.text)) + _ROOM) for head in table.heads]
    for row in table.rows[:_SAMPLED]:
        for column, said in enumerate(row):
            if column < len(row) - 1 or len(row) == len(table.heads):
                counted[column] = min(_WIDEST, max(counted[column], _letters(said.text) + _ROOM))
    whole = TEXT_MM * _TWIPS_PER_MM
    return [int(whole * letters / sum(counted)) for letters in counted]


def _letters(text: str) -> int:
    """How wide a text is, in narrow letters."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)
