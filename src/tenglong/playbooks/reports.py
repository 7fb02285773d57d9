"""Reports and documents: their blocks, and the figures in them, every name checked."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from tenglong.core.formula import Type
from tenglong.core.ledger import Kind, Ledger
from tenglong.core.procedure import Procedure
from tenglong.core.report.model import (
    DOCUMENT_FACTS,
    REPORT_FACTS,
    Audience,
    Block,
    BlockKind,
    Column,
    Document,
    Piece,
    Report,
    Since,
    Text,
)
from tenglong.core.report.periods import MONTHS
from tenglong.core.report.say import UnknownUnit, check_said

from .formulas import Scope, read_formula, scope_of
from .known import Known
from .placeholders import Filler, fill_document, fill_report, read_figure, read_hole, read_texts
from .problems import listed
from .read import Part, Reading
from .text import Node, Place, Scalar

_SINCE = {since.value: since for since in Since}
_EVERY = {every: every for every in MONTHS}
_OF_REPORTS = frozenset({BlockKind.NUMBERS, BlockKind.GROUPS, BlockKind.ROWS})


def read_report(known: Known, short: str, node: Node) -> Report:
    """A report as declared; what is wrong with it is collected."""
    part = Part(known.reading, "report", node)
    fill = partial(fill_report, known, REPORT_FACTS)
    audiences = tuple(_audience(known.reading, key, one) for key, _, one in part.named("audiences"))
    if part.has("audiences") and not audiences:
        known.reading.problem(part.at("audiences"), "报告至少要有一种对象，例如 {county: 县级}。")
    return Report(
        key=known.own(short),
        label=part.text("label"),
        title=read_texts(known.reading, part.entries.get("title"), fill),
        every=part.choice("every", _EVERY, "month"),
        audiences=audiences,
        blocks=tuple(
            _block(known, one, fill, [audience.key for audience in audiences]) for one in part.items("blocks")
        ),
        signed_by=part.text("signed_by"),
        formal=_formal(part),
        note=part.text("note"),
    )


def read_document(known: Known, short: str, node: Node, procedures: Mapping[str, Procedure]) -> Document:
    """A document as declared, over the facts of its procedure's cases."""
    reading = known.reading
    part = Part(reading, "document", node)
    key = known.procedure(part.text("procedure"), part.at("procedure")) or ""
    if key and key not in procedures:
        reading.problem(part.at("procedure"), "文书要和它的办理流程在同一个机制里。")
    rows = known.rows_of(key) if key in procedures else None
    fill = partial(fill_document, reading, DOCUMENT_FACTS, scope_of(rows) if rows else Scope({}, {}))
    if rows is None:  # its procedure has problems of its own
        fill = partial(_leave, reading)
    return Document(
        key=known.own(short),
        label=part.text("label"),
        procedure=key,
        title=read_texts(reading, part.entries.get("title"), fill),
        blocks=tuple(_block(known, one, fill, (), rows) for one in part.items("blocks")),
        signed_by=tuple(read_texts(reading, one, fill) for one in part.items("signed_by")),
        to=read_texts(reading, part.entries.get("to"), fill),
        formal=_formal(part),
        from_step=_step(part, procedures.get(key)),
    )


def _leave(reading: Reading, hole: object) -> Piece | None:  # noqa: ARG001  a filler gets both
    return None


def _formal(part: Part) -> bool:
    """A red head names who sends the paper."""
    formal = part.truth("formal")
    if formal and not part.has("signed_by"):
        part.reading.problem(part.at("formal"), "写了 formal 就要写 signed_by：红头上是发文的单位。")
    return formal


def _step(part: Part, procedure: Procedure | None) -> str:
    word = part.text("from_step")
    steps = [step.key for step in procedure.steps] if procedure else []
    if word and steps and word not in steps:
        part.reading.unknown(part.at("from_step"), f"没有“{word}”这一步。", word, steps)
    return word


def _audience(reading: Reading, key: str, node: Node) -> Audience:
    if isinstance(node, Scalar):
        return Audience(key, node.text.strip())
    part = Part(reading, "audience", node)
    units = []
    for own, place, unit in part.labelled("units"):
        said = unit.text.strip() if isinstance(unit, Scalar) else ""
        try:
            check_said(own, said)
        except UnknownUnit as problem:
            reading.problem(place, str(problem))
        units.append((own, said))
    return Audience(key, part.text("label"), tuple(units), part.text("to"))


def _block(
    known: Known, node: Node, fill: Filler, audiences: list[str] | tuple[()], facts: Ledger | None = None
) -> Block:
    reading = known.reading
    part = Part(reading, "block", node)
    kinds = [kind for kind in BlockKind if part.has(kind)]
    if part.entries and len(kinds) != 1:
        reading.problem(part.place, f"一块只写一种内容：{listed(BlockKind)} 之一。")
    kind = kinds[0] if kinds else BlockKind.TEXT
    if bool(audiences) != (kind in _OF_REPORTS) and kind not in (BlockKind.HEADING, BlockKind.TEXT):
        reading.problem(part.at(kind), f"“{kind}”只能写在{'报告' if kind in _OF_REPORTS else '文书'}里。")
    only = part.placed_texts("only")
    for word, place in only:
        if word not in audiences:
            reading.unknown(place, f"没有“{word}”这种对象。", word, audiences)
    block = _content(known, part, kind, fill, facts)
    return replace(block, caption=part.text("caption"), only=tuple(word for word, _ in only))


def _content(known: Known, part: Part, kind: BlockKind, fill: Filler, facts: Ledger | None) -> Block:
    """What a block of that kind holds."""
    match kind:
        case BlockKind.HEADING | BlockKind.TEXT:
            return Block(kind, pieces=read_texts(known.reading, part.entries.get(kind), fill))
        case BlockKind.NUMBERS:
            return _numbers(known, part)
        case BlockKind.GROUPS:
            return Block(kind, measures=_groups(known, part))
        case BlockKind.ROWS:
            return _rows(known, part)
        case BlockKind.FACTS:
            return Block(kind, columns=_columns(part, "facts", facts))


def _numbers(known: Known, part: Part) -> Block:
    pieces: list[Piece] = []
    for word, place in part.placed_texts("numbers"):
        hole = read_hole(word, place)
        if hole.since and part.has("since"):
            known.reading.problem(place, "表里写了 since，指标后面就不写 @。")
        pieces += [piece for piece in read_figure(known, hole)[:1] if piece]
    return Block(BlockKind.NUMBERS, measures=tuple(pieces), since=tuple(_since(known.reading, part)))


def _since(reading: Reading, part: Part) -> list[Since]:
    found = part.placed_texts("since")
    for word, place in found:
        if word not in _SINCE:
            reading.unknown(place, f"不认识“{word}”，可以写 {listed(_SINCE)}。", word, _SINCE)
    return [_SINCE[word] for word, _ in found if word in _SINCE]


def _groups(known: Known, part: Part) -> Text:
    place = part.at("groups")
    piece, measure = read_figure(known, read_hole(part.text("groups"), place))
    if measure and not measure.group:
        known.reading.problem(place, f"指标“{measure.label}”没有写 group，分不出组。")
    return (piece,) if piece else ()


def _rows(known: Known, block: Part) -> Block:
    part = Part(known.reading, "report rows", block.entries["rows"])
    over = known.reference(part.text("over"), part.at("over"), scored=True)
    rows = known.rows_of(over) if over else None
    return Block(
        BlockKind.ROWS,
        over=over or "",
        where=read_formula(known.reading, part.entries.get("where"), scope_of(rows) if rows else None, Type.TRUTH),
        dated=_label(part, "dated", rows, Kind.DATE),
        order=_label(part, "order", rows),
        columns=_columns(part, "columns", rows),
    )


def _label(part: Part, name: str, rows: Ledger | None, kind: Kind | None = None) -> str:
    written = part.text(name)
    labels = [field.label for field in rows.fields if kind in (None, field.kind)] if rows else []
    if written and rows and written.removeprefix("-") not in labels:
        what = "日期字段" if kind is Kind.DATE else "字段"
        part.reading.unknown(part.at(name), f"没有叫“{written}”的{what}。", written, labels)
    return written


def _columns(part: Part, name: str, rows: Ledger | None) -> tuple[Column, ...]:
    columns = []
    for word, place in part.placed_texts(name):
        label, _, unit = word.partition("|")
        columns.append(Column(label.strip(), unit.strip()))
        if rows:
            _check_column(part.reading, columns[-1], place, rows)
    return tuple(columns)


def _check_column(reading: Reading, column: Column, place: Place, rows: Ledger) -> None:
    fields = {field.label: field for field in rows.fields}
    if column.label not in fields:
        reading.unknown(place, f"“{rows.label}”没有叫“{column.label}”的字段。", column.label, fields)
        return
    try:
        check_said(fields[column.label].unit or "", column.unit)
    except UnknownUnit as problem:
        reading.problem(place, str(problem))
