"""A document of one case: its words with the facts of the case put in."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from tenglong.core.clocks import china_time
from tenglong.core.formula import evaluate
from tenglong.core.procedure import Status
from tenglong.core.report.model import Block, BlockKind, Document, Piece, Text, day_words
from tenglong.core.report.paper import Head, Heading, Paper, Paragraph, Part, Said, Table, level_of
from tenglong.core.report.periods import CannotDraw
from tenglong.core.report.say import amount
from tenglong.records.cases.frames import frame_of
from tenglong.records.cases.queries import CaseView, get_case
from tenglong.records.cases.shown import Shown, show_values
from tenglong.records.people.rights import By, open_fields

from .links import case_url

BLANK = "＿＿＿＿"  # to be filled in by hand
CLOSED = "（不公开）"
_BEGUN = frozenset({Status.OPEN, Status.PAUSED, Status.DONE})


class NoSuchDocument(CannotDraw):
    """The case has no document of that name."""


def list_documents(view: CaseView) -> list[Document]:
    """The documents that can be drawn of a case as it stands."""
    return [one for one in view.mechanism.documents.values() if can_draw(one, view)]


def can_draw(document: Document, view: CaseView) -> bool:
    """Whether the document is of the case's procedure and the case has come far enough."""
    if document.procedure != view.procedure.key:
        return False
    return not document.from_step or view.state.step(document.from_step).status in _BEGUN


def draw_document(key: str, *, number: str, by: By, at: datetime) -> Paper:
    """The document of the case with that number, as `by` may see it, drawn at that moment; `key` may be short."""
    view = get_case(by, number, at=at)
    document = _find(key, view)
    if not can_draw(document, view):
        step = view.procedure.step(document.from_step).label
        raise CannotDraw(f"还不能出“{document.label}”：办件 {number} 还没有走到“{step}”这一步。")
    facts = _Facts(by, view, china_time(at).date())
    return Paper(
        label=document.label,
        title=facts.text(document.title),
        to=facts.text(document.to),
        parts=tuple(facts.part(block) for block in document.blocks),
        bases=(),
        signed_by=tuple(facts.text(one) for one in document.signed_by),
        drawn_on=facts.on,
        formal=document.formal,
    )


def _find(key: str, view: CaseView) -> Document:
    own = {one.key: one for one in view.mechanism.documents.values() if one.procedure == view.procedure.key}
    full = key if "." in key else f"{view.mechanism.key}.{key}"
    if full in own:
        return own[full]
    known = "、".join(f"{one.key}（{one.label}）" for one in own.values())
    raise NoSuchDocument(f"“{view.procedure.label}”的办件没有叫“{key}”的文书；现有：{known or '（没有）'}。")


class _Facts:
    """What a case says of itself, by label."""

    def __init__(self, by: By, view: CaseView, on: date) -> None:
        fields = frame_of(view.case).row.fields
        seen = open_fields(by, fields)
        values = {field.key: view.facts.get(field.label) for field in seen}
        self.on = on
        self.path = case_url(view.procedure.key, view.case.number)
        self.values: Mapping[str, Any] = {field.label: view.facts.get(field.label) for field in fields}
        self.shown = {shown.field.label: shown for shown in show_values(seen, values)}
        self.own = {"日期": day_words(on), "编号": view.case.number}

    def part(self, block: Block) -> Part:
        """A heading, a paragraph or a form."""
        if block.kind is BlockKind.HEADING:
            said = self.text(block.pieces)
            return Heading(said, level_of(said[0].text if said else ""))
        if block.kind is BlockKind.TEXT:
            return Paragraph(self.text(block.pieces))
        return Table(block.caption, (Head("事项"), Head("内容")), tuple(self._lines(block)), form=True)

    def text(self, pieces: Text) -> tuple[Said, ...]:
        """Words with the facts in them."""
        return tuple(self._said(piece) for piece in pieces)

    def _lines(self, block: Block) -> Iterator[tuple[Said, ...]]:
        for column in block.columns:
            said = self._field(Piece(field=column.label, unit=column.unit))
            unit = column.unit or (self.shown[column.label].field.unit if column.label in self.shown else "")
            yield Said(f"{column.label}（{unit}）" if unit else column.label), Said("") if said.text == BLANK else said

    def _said(self, piece: Piece) -> Said:
        if piece.value is not None:
            return self._value(evaluate(piece.value, self.values), piece.value.unit or "", piece.unit)
        if piece.field in self.own:
            return Said(self.own[piece.field])
        return self._field(piece) if piece.field else Said(piece.words)

    def _field(self, piece: Piece) -> Said:
        shown = self.shown.get(piece.field)
        if shown is None:
            return Said(CLOSED)
        return self._of(shown, piece.unit)

    def _of(self, shown: Shown, unit: str) -> Said:
        value = shown.value
        if value is None or value in ("", []):
            return Said(BLANK)
        if isinstance(value, date) or (not isinstance(value, bool) and not isinstance(value, (str, list))):
            return self._value(value, shown.field.unit or "", unit)
        return Said(shown.text)

    def _value(self, value: Any, own: str, unit: str) -> Said:
        if value is None:
            return Said(BLANK)
        if isinstance(value, bool):
            return Said("是" if value else "否")
        if isinstance(value, date):
            return Said(day_words(value), self.path)
        if isinstance(value, str):
            return Said(value)
        exact, text = amount(Fraction(value), own, unit)
        return Said(text, self.path, value=exact)
