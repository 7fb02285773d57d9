"""Runs, links and tables as the XML of Word, written out whole: a table of a thousand cells is parsed once."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls

from tenglong.core.report.paper import Said

from .fonts import FIGURE

_CONTROL = dict.fromkeys(range(32))  # signs that XML cannot hold


class Links:
    """The outside addresses of one document, each told to Word once."""

    def __init__(self, document: Document, address: str) -> None:
        self._part = document.part
        self._address = address.rstrip("/")
        self._ids: dict[str, str] = {}
        self._style = document.styles[FIGURE].style_id

    def run(self, said: Said, properties: str = "") -> str:
        """Words or a figure; a figure is a link, with what it leads to as its hint."""
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{written(line)}</w:t>' for line in said.text.split("\n"))
        if not said.path:
            return f"<w:r>{_properties(properties)}{text}</w:r>"
        run = f"<w:r>{_properties(f'<w:rStyle w:val={quoteattr(self._style)}/>{properties}')}{text}</w:r>"
        hint = f"口径{said.basis}：打开这个数" if said.basis else "打开"
        return f'<w:hyperlink r:id="{self._id(said.path)}" w:tooltip="{hint}" w:history="1">{run}</w:hyperlink>'

    def runs(self, said: Iterable[Said], properties: str = "") -> str:
        """Pieces beside each other."""
        return "".join(self.run(piece, properties) for piece in said)

    def _id(self, path: str) -> str:
        if path not in self._ids:
            self._ids[path] = self._part.relate_to(self._address + path, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self._ids[path]


def clean(text: str) -> str:
    """A text without the signs that XML cannot hold."""
    return text.translate(_CONTROL)


def written(text: str) -> str:
    """A text as XML holds it."""
    return escape(clean(text))


def paragraph(style_id: str, runs: str, properties: str = "", spaces: bool = False) -> str:
    """A paragraph of that style."""
    declared = f" {nsdecls('w', 'r')}" if spaces else ""
    return f"<w:p{declared}><w:pPr><w:pStyle w:val={quoteattr(style_id)}/>{properties}</w:pPr>{runs}</w:p>"


def _properties(properties: str) -> str:
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""
