"""Collections: whom a template asks and when, what it hands on, and the tables it fills, every name checked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenglong.core.collection import ABOUT, Asks, Collection, Column, Deadline, Outward, addressee_ledger
from tenglong.core.formula import Checked, Type
from tenglong.core.formula.units import UnknownUnit
from tenglong.core.ledger import Kind, Ledger
from tenglong.core.procedure import Owner, Procedure, Unit
from tenglong.core.procedure.graph import reached, successors
from tenglong.core.report.periods import MONTHS
from tenglong.core.report.say import check_said

from .consequences import read_carry
from .formulas import Scope, read_formula, scope_of
from .known import Known
from .mechanism import DeclaredLedger
from .problems import listed
from .read import Part
from .rows import SYSTEM_KEYS
from .text import Node, Scalar

_ASKS = {one.value: one for one in Asks}
_EVERY = {every: every for every in MONTHS}
_UNITS = {unit.value: unit for unit in Unit}
DIGITS_LIMIT = 6
_DAY = re.compile(r"-?[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class _Scopes:
    """What formulas may use: of the addressee, of an answer; None where those rows have problems of their own."""

    addressee: Scope | None
    answer: Scope | None


def read_collection(known: Known, short: str, node: Node, procedures: Mapping[str, Procedure]) -> Collection:
    """A collection as declared; what is wrong with it is collected."""
    reading, part = known.reading, Part(known.reading, "collection", node)
    key = known.procedure(part.text("procedure"), part.at("procedure")) or ""
    if key and key not in procedures:
        reading.problem(part.at("procedure"), "填报要和它的办理流程在同一个机制里。")
    procedure, ledger = procedures.get(key), known.record_ledgers.get(key)
    asks = part.choice("asks", _ASKS, Asks.UNIT)
    among = addressee_ledger(asks, known.county.ledgers["enterprise"])
    rows = known.rows.get(key)
    scopes = _Scopes(scope_of(among), scope_of(answer_rows(rows)) if rows else None)
    figures = {name: _label(part, one) for name, _, one in part.named("figures")}
    collection = Collection(
        key=known.own(short),
        label=part.text("label"),
        procedure=key,
        owner=_owner(known, part),
        asks=asks,
        where=read_formula(reading, part.entries.get("where"), scopes.addressee, Type.TRUTH),
        every=part.choice("every", _EVERY, "month"),
        due=_deadline(part, "due"),
        remind=_days(part, "remind"),
        addressee=_field(part, "addressee", ledger, Kind.REFERENCE, asks.value),
        period=_field(part, "period", ledger, Kind.TEXT),
        due_on=_field(part, "due_on", ledger, Kind.DATE),
        title=_field(part, "title", ledger, Kind.TEXT),
        signed=_step(part, "signed", procedure),
        merged=_merged(part, procedure),
        about=_carry(part, "about", ledger, scopes.addressee),
        last=_carry(part, "last", ledger, scopes.answer),
        year_before=_carry(part, "year_before", ledger, scopes.answer),
        figures=figures,
        tables={name: _table(known, name, one, scopes.answer, figures) for name, _, one in part.named("tables")},
    )
    _check_filled(part, collection, ledger)
    return collection


def _check_filled(part: Part, collection: Collection, ledger: DeclaredLedger | None) -> None:
    """What the record requires must be known of every addressee, also in the first round."""
    known = {collection.addressee, collection.period, collection.due_on, collection.title, *collection.about}
    missing = [field.label for field in ledger.fields if field.required and field.key not in known] if ledger else []
    if ledger and missing:
        part.reading.problem(part.place, f"“{ledger.label}”必填的，分发时没有值：{listed(missing)}。请写进 about。")


def answer_rows(rows: Ledger) -> Ledger:
    """What formulas see of an answer: the record and what was filled in, and whose answer it is; not how it stands."""
    own = tuple(field for field in rows.fields if field.key not in SYSTEM_KEYS)
    return Ledger(rows.key, rows.label, (*own, *ABOUT), rows.title, rows.identity)


def _label(part: Part, node: Node) -> str:
    if isinstance(node, Scalar) and node.text.strip():
        return node.text.strip()
    part.reading.problem(node.place, "这里应当是一个名称，例如 工业总产值。")
    return ""


def _owner(known: Known, part: Part) -> Owner:
    if not part.has("owner"):
        return Owner("")
    owner = Part(known.reading, "owner", part.entries["owner"])
    if owner.has("unit_from"):
        known.reading.problem(owner.at("unit_from"), "填报由一个固定的单位组织，请写 unit，不写 unit_from。")
    return Owner(known.role(owner.text("role"), owner.at("role")), owner.text("unit") or None)


def _deadline(part: Part, name: str) -> Deadline:
    if not part.has(name):
        return Deadline(0, Unit.DAY, "")
    one = Part(part.reading, "deadline", part.entries[name])
    return Deadline(one.whole("amount"), one.choice("unit", _UNITS, Unit.DAY), one.text("source"))


def _days(part: Part, name: str) -> tuple[int, ...]:
    """Days before (negative) and after one that is told elsewhere, in order."""
    days = []
    for text, place in part.placed_texts(name):
        if _DAY.fullmatch(text):
            days.append(int(text))
        else:
            part.reading.problem(place, f"“{text}”应当是离截止日期的天数，例如 -3、0、1。")
    return tuple(sorted(days))


def _field(part: Part, name: str, ledger: DeclaredLedger | None, kind: Kind, refers_to: str = "") -> str:
    """The key of a field of the record, which must be of that kind."""
    key = part.text(name)
    fields = {field.key: field for field in ledger.fields} if ledger else {}
    if key and ledger and key not in fields:
        part.reading.unknown(part.at(name), f"“{ledger.label}”没有“{key}”这个字段。", key, fields)
    elif key in fields and (fields[key].kind is not kind or (refers_to and fields[key].refers_to != refers_to)):
        wanted = f"kind: reference, to: {refers_to}" if refers_to else f"kind: {kind}"
        part.reading.problem(part.at(name), f"字段“{key}”应当写 {wanted}。")
    return key


def _step(part: Part, name: str, procedure: Procedure | None) -> str:
    key = part.text(name)
    steps = [step.key for step in procedure.steps] if procedure else []
    if key and procedure and key not in steps:
        part.reading.unknown(part.at(name), f"没有“{key}”这一步。", key, steps)
    return key


def _merged(part: Part, procedure: Procedure | None) -> str:
    """The step that merging finishes: nothing comes after it, and it asks for nothing."""
    key = _step(part, "merged", procedure)
    step = next((one for one in procedure.steps if one.key == key), None) if procedure else None
    if procedure and step:
        if reached([key], successors(procedure)) - {key}:
            part.reading.problem(part.at("merged"), f"汇总办结的要是最后一步，“{step.label}”后面还有步骤。")
        if step.evidence or any(field.required for field in step.fields):
            part.reading.problem(part.at("merged"), f"“{step.label}”有必填的内容，不能由汇总一并办结。")
    return key


def _carry(part: Part, name: str, ledger: DeclaredLedger | None, scope: Scope | None) -> Mapping[str, Checked]:
    return read_carry(part.reading, part, ledger, scope, word=name) if part.has(name) else {}


def _table(known: Known, key: str, node: Node, scope: Scope | None, figures: Mapping[str, str]) -> Outward:
    part = Part(known.reading, "outward table", node)
    columns = tuple(
        _column(Part(known.reading, "outward column", one), scope, figures) for one in part.items("columns")
    )
    told = [column.figure for column in columns if column and column.figure]
    for figure in {one for one in told if told.count(one) > 1}:
        known.reading.problem(part.at("columns"), f"“{figures[figure]}”在一张表里只能说一次。")
    return Outward(
        key=key,
        label=part.text("label"),
        to=part.text("to"),
        why=part.text("why"),
        columns=tuple(column for column in columns if column),
        where=read_formula(known.reading, part.entries.get("where"), scope, Type.TRUTH),
        cut_off=_deadline(part, "cut_off") if part.has("cut_off") else None,
    )


def _column(part: Part, scope: Scope | None, figures: Iterable[str]) -> Column | None:
    of = read_formula(part.reading, part.entries.get("of"), scope)
    figure, unit, digits = part.text("figure"), part.text("unit"), part.whole("digits")
    if figure and figure not in figures:
        part.reading.unknown(part.at("figure"), f"figures 里没有“{figure}”。", figure, figures)
    if digits > DIGITS_LIMIT:
        part.reading.problem(part.at("digits"), f"最多显示 {DIGITS_LIMIT} 位小数。")
    if of is None:
        return None
    if of.type is not Type.NUMBER:
        for word in ("unit", "digits", "figure"):
            if part.has(word):
                part.reading.problem(part.at(word), f"这一列不是数，不写 {word}。")
    elif unit and of.unit:
        try:
            check_said(of.unit, unit)
        except UnknownUnit as problem:
            part.reading.problem(part.at("unit"), str(problem))
    return Column(part.text("label"), of, unit or of.unit or "", digits, figure if figure in figures else "")
