"""A drawn paper as a Word file that an office can go on editing."""

from datetime import datetime
from io import BytesIO

from docx.document import Document
from docx.oxml import parse_xml

from tenglong.core.report.paper import Heading, Note, Paper, Paragraph, Said, Table, plain

from .ending import ANNEX_TITLE, add_annex, add_head, add_signature
from .fonts import BLACK, BODY, CAPTION, CELL, HEADINGS, INK, NOTE, TITLE, TO, Look
from .page import new_sheet
from .tables import table_xml
from .xml import Links, clean, paragraph

_LONGEST = 255  # signs of a property of a file


def write_word(paper: Paper, address: str) -> bytes:
    """The file; figures are links to their pages under `address`."""
    document = new_sheet(INK if paper.bases and not paper.formal else BLACK)
    links = Links(document, address)
    setter = _Setter(document, links)
    if paper.formal:
        add_head(document, paper)
    setter.add(TITLE, paper.title)
    setter.blank()
    if paper.to:
        setter.add(TO, paper.to)
    for place, part in enumerate(paper.parts, start=1):
        setter.set(part, keep=place == len(paper.parts))
    if paper.bases:
        setter.add(BODY, (), keep=True)
        setter.add(BODY, (Said(f"附件：{ANNEX_TITLE}"),), keep=True)
    add_signature(document, paper)
    if paper.bases:
        add_annex(document, paper, links)
    _describe(document, paper)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


class _Setter:
    """Sets the parts of a paper one under the other."""

    def __init__(self, document: Document, links: Links) -> None:
        self._body = document.element.body
        self._links = links
        self._ids = {style.name: style.style_id for style in document.styles}

    def set(self, part: Heading | Paragraph | Table | Note, keep: bool) -> None:
        """One part; `keep` it on the page of what follows, so that no signature stands on a page alone."""
        match part:
            case Heading():
                self.add(HEADINGS[part.level - 1], part.said)
            case Paragraph():
                self.add(BODY, part.said, keep)
            case Note():
                self.add(NOTE, part.said, keep)
            case Table():
                self._table(part)

    def add(self, look: Look, said: tuple[Said, ...], keep: bool = False) -> None:
        """A paragraph of that look."""
        kept = "<w:keepNext/><w:keepLines/>" if keep else ""
        self._append(paragraph(self._ids[look.name], self._links.runs(said), kept, spaces=True))

    def blank(self) -> None:
        """An empty line."""
        self.add(BODY, ())

    def _table(self, table: Table) -> None:
        if table.caption:
            self.add(CAPTION, (Said(table.caption),))
        self._append(table_xml(table, self._links, self._ids[CELL.name]))
        self.add(NOTE, ())

    def _append(self, xml: str) -> None:
        self._body.insert_element_before(parse_xml(xml), "w:sectPr")


def _describe(document: Document, paper: Paper) -> None:
    """What the file says of itself."""
    told = document.core_properties
    told.title, told.subject = clean(paper.name)[:_LONGEST], paper.label
    told.author = clean(plain(paper.signed_by[0]))[:_LONGEST] if paper.signed_by else ""
    told.comments = ""
    told.created = told.modified = datetime(paper.drawn_on.year, paper.drawn_on.month, paper.drawn_on.day)  # noqa: DTZ001
    told.language = "zh-CN"
