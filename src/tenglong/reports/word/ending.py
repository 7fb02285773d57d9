"""How a paper begins and ends: the red head, who signs with room for the seal, the annex of where figures come from."""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tenglong.core.report.model import day_words
from tenglong.core.report.paper import Basis, BasisTerm, Head, Paper, Said, Table, plain

from .fonts import ANNEX, BODY_PT, NOTE, ORGAN, PARTY, RED, SERIAL, SIGNED, SMALL, TITLE
from .tables import table_xml
from .xml import Links

ANNEX_TITLE = "口径与来源"
_DATE_INDENT = 4  # characters between the date and the edge of the text
_SEAL_LINES = 2  # empty lines above the unit, for the seal to stand on


def add_head(document: Document, paper: Paper) -> None:
    """The red head: who sends, the number to be given, the line."""
    organ = document.add_paragraph(plain(paper.signed_by[0]), style=ORGAN.name)
    organ.paragraph_format.space_before = Pt(20)
    serial = document.add_paragraph(f"〔{paper.drawn_on.year}〕　　号", style=SERIAL.name)
    line = f'<w:bottom w:val="single" w:sz="18" w:space="8" w:color="{RED}"/>'
    serial._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )
    serial.paragraph_format.space_before = Pt(28)
    serial.paragraph_format.space_after = Pt(BODY_PT * 2)


def add_signature(document: Document, paper: Paper) -> None:
    """One unit with the date under it; or the parties beside each other."""
    if len(paper.signed_by) == 1:
        _sign(document, plain(paper.signed_by[0]), day_words(paper.drawn_on))
    elif paper.signed_by:
        _sign_together(document, [plain(one) for one in paper.signed_by])


def _sign(document: Document, unit: str, day: str) -> None:
    """The unit stands in the middle over its date, which is four characters from the edge."""
    for _ in range(_SEAL_LINES):
        document.add_paragraph(style=SIGNED.name).paragraph_format.keep_with_next = True
    wider = (_characters(unit) - _characters(day)) / 2
    for text, indent in ((unit, _DATE_INDENT - wider), (day, _DATE_INDENT)):
        line = document.add_paragraph(text, style=SIGNED.name)
        line.paragraph_format.right_indent = Pt(BODY_PT * (indent + max(0, wider - _DATE_INDENT)))
        line.paragraph_format.keep_with_next = text is unit


def _sign_together(document: Document, parties: Sequence[str]) -> None:
    document.add_paragraph(style=SIGNED.name).paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(parties))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    for cell, party in zip(table.rows[0].cells, parties, strict=True):
        lines = (f"{party}（盖章）", "", "法定代表人或授权代表", "（签字）：", "", "　　　　年　　月　　日")
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
        for one in cell.paragraphs:
            one.style = PARTY.name


def add_annex(document: Document, paper: Paper, links: Links) -> None:
    """Every figure on a page of its own: its number, how it is made, of what, for when, and the way to its rows."""
    mark = document.add_paragraph(style=ANNEX.name)
    mark.paragraph_format.page_break_before = True
    mark.add_run("附件")
    document.add_paragraph(ANNEX_TITLE, style=TITLE.name).paragraph_format.space_after = Pt(12)
    of = f"按“{paper.scope}”的数据范围" if paper.scope else "按全部数据"
    told = f"{of}汇总，{day_words(paper.drawn_on)}出。点开数值可以看到每一行是谁登记的、写在哪里。"
    document.add_paragraph(told, style=NOTE.name).paragraph_format.space_after = Pt(6)
    heads = (Head("期间"), Head("数值", number=True), Head("由什么得出"))
    alike = enumerate(_by_measure(paper.bases), start=1)
    rows = tuple(row for number, bases in alike for row in _measure_rows(number, bases))
    table = parse_xml(table_xml(Table("", heads, rows), links, document.styles[SMALL.name].style_id))
    document.element.body.insert_element_before(table, "w:sectPr")


def _by_measure(bases: Sequence[Basis]) -> list[list[Basis]]:
    """The figures of each measure together, in the order in which the measures are first said."""
    found: dict[str, list[Basis]] = {}
    for basis in bases:
        found.setdefault(basis.measure, []).append(basis)
    return list(found.values())


def _measure_rows(number: int, bases: Sequence[Basis]) -> Iterator[tuple[Said, ...]]:
    """What the measure means, over the whole width; then each of its figures with the terms it was made of."""
    first = bases[0]
    meant = [f"{number}. {first.label} = {first.formula}", *map(_chosen, first.terms), *first.remarks]
    yield (Said("".join(f"{sentence.rstrip('。')}。" for sentence in meant)),)
    for basis in bases:
        shown = basis.shown if basis.value is None else f"{basis.shown} {basis.unit}"
        terms = "，".join(f"{term.label} {term.shown}{term.unit}（{_rows(term)}）" for term in basis.terms)
        yield Said(basis.span), Said(shown, basis.path, basis.number), Said(terms)


def _chosen(term: BasisTerm) -> str:
    """Of which rows a term is."""
    return f"{term.label}：{term.over}{f'，{term.chosen}' if term.chosen else ''}"


def _rows(term: BasisTerm) -> str:
    return f"{term.rows:,} 行；{term.left}" if term.left else f"{term.rows:,} 行"


def _characters(text: str) -> float:
    """How wide a text is, in Chinese characters."""
    return sum(1 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)
