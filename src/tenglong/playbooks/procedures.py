"""Procedures: first their steps with the fields, then, when every row is known, the formulas and openings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tenglong.core.formula import Checked, Type
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.procedure.model import Explained, LogTotal, Owner, PauseReason, Procedure, Step

from .consequences import read_effects, read_openings
from .entry_rows import ENTRY_SYSTEM, SEPARATOR, entry_rows
from .formulas import Scope, read_conditions, read_formula, scope_of
from .known import Known
from .ledgers import read_fields
from .limits import read_limits
from .mechanism import LANES, STATIONS, DeclaredLedger
from .problems import listed
from .read import Part, Reading
from .rows import case_rows
from .text import Node, Place
from .totals import bound_to_today, read_lights, read_totals, with_entry

STATION_WORDS = {station: station for station in STATIONS}
_LANE_WORDS = {lane: lane for lane in LANES}


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step whose fields are read and whose formulas are not."""

    part: Part
    place: Place
    label: str
    fields: Mapping[str, Field]
    log: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Draft:
    """A procedure whose steps are drafts. `ledger` None: it names none that is known."""

    key: str
    part: Part
    ledger: DeclaredLedger | None
    steps: Mapping[str, StepDraft]
    totals: tuple[LogTotal, ...] = ()


def draft_procedure(known: Known, short: str, node: Node) -> Draft:
    """The procedure's steps and fields; its rows become known."""
    part = Part(known.reading, "procedure", node)
    ledger = _own_ledger(known, part)
    steps = {key: _draft_step(known, place, step) for key, place, step in part.named("steps")}
    if part.has("steps") and not steps:
        known.reading.problem(part.at("steps"), "办理流程至少要有一步。")
    _check_same_fields(known.reading, ledger, steps)
    key = known.own(short)
    known.logs[key] = {name: tuple(step.log.values()) for name, step in steps.items()}
    if ledger is not None:
        filled = [field for step in steps.values() for field in step.fields.values()]
        rows = case_rows(key, part.text("label"), ledger, filled)
        known.record_ledgers[key] = ledger
        logs = {name: _draft_log(known, rows, name, step) for name, step in steps.items() if step.log}
        totals = read_totals(part, rows, logs)
        known.rows |= {log.key: log for log in logs.values()}
        known.rows[key] = case_rows(key, part.text("label"), ledger, filled, [total.field for total in totals])
        return Draft(key, part, ledger, steps, totals)
    return Draft(key, part, ledger, steps)


def read_procedure(known: Known, draft: Draft, station: str) -> Procedure:
    """The procedure with its formulas checked."""
    part, rows = draft.part, known.rows.get(draft.key)
    scope = scope_of(rows) if rows else None
    return Procedure(
        key=draft.key,
        label=part.text("label"),
        ledger=draft.ledger.key if draft.ledger else "",
        steps=tuple(_read_step(known, draft, key, scope) for key in draft.steps),
        opened_by=known.roles(part, "opened_by"),
        station=part.choice("station", STATION_WORDS, station),
        limits=read_limits(part, scope, bound_to_today(draft.totals)),
        pauses=tuple(_pause(known.reading, key, node) for key, _, node in part.named("pauses")),
        cancel_by=known.roles(part, "cancel_by"),
        reopen_by=known.roles(part, "reopen_by"),
        reopen_at=_reopen_at(draft, part),
        warn_before=part.whole("warn_before", 1),
        totals=draft.totals,
        lights=read_lights(part, scope),
    )


def _own_ledger(known: Known, part: Part) -> DeclaredLedger | None:
    short = part.text("ledger")
    if short and short not in known.ledger_keys:
        known.reading.unknown(part.at("ledger"), f"这个机制里没有“{short}”这个台账。", short, known.ledger_keys)
    return known.ledgers.get(known.own(short))


def _draft_step(known: Known, place: Place, node: Node) -> StepDraft:
    part = Part(known.reading, "step", node)
    return StepDraft(
        part, place, part.text("label"), read_fields(known, part, "fields"), read_fields(known, part, "log")
    )


def _draft_log(known: Known, case: Ledger, name: str, step: StepDraft) -> Ledger:
    """The rows of the step's log."""
    taken = {word for field in ENTRY_SYSTEM for word in (field.key, field.label)}
    for field in step.log.values():
        if field.key in taken or field.label in taken:
            known.reading.problem(
                step.part.at("log"), f"“{field.key}（{field.label}）”是每条记录都有的，请换一个名字。"
            )
    return entry_rows(case.key, name, step.label, step.log.values(), case)


def _check_same_fields(reading: Reading, ledger: DeclaredLedger | None, steps: Mapping[str, StepDraft]) -> None:
    """A field filled in at a step may stand in the record or an earlier step too: then it must be the same field."""
    seen = {field.key: field for field in ledger.fields} if ledger else {}
    labels = {field.label: field.key for field in seen.values()}
    for step in steps.values():
        for key, field in step.fields.items():
            place = _field_place(step, key)
            same = seen.setdefault(key, field)
            if (same.label, same.kind, same.unit, same.refers_to) != (
                field.label, field.kind, field.unit, field.refers_to
            ):  # fmt: skip
                reading.problem(place, f"字段“{key}”前面写的是“{_said(same)}”，这里是“{_said(field)}”，两处要一样。")
            elif field.kind is Kind.CHOICE and same.choices != field.choices:
                reading.problem(place, f"字段“{key}”的选项和前面写的不一样：{listed(same.choices)}。")
            elif labels.setdefault(field.label, key) != key:
                reading.problem(place, f"名称“{field.label}”已经是字段“{labels[field.label]}”的，请换一个。")


def _field_place(step: StepDraft, key: str) -> Place:
    return next((place for name, place, _ in step.part.labelled("fields") if name == key), step.place)


def _said(field: Field) -> str:
    return " ".join(filter(None, (field.label, field.kind, field.unit or "", field.refers_to or "")))


def _read_step(known: Known, draft: Draft, key: str, scope: Scope | None) -> Step:
    step = draft.steps[key]
    part = step.part
    return Step(
        key=key,
        label=step.label,
        owner=_owner(known, part, scope),
        after=_steps(draft, part, "after"),
        when=read_formula(known.reading, part.entries.get("when"), scope, Type.TRUTH),
        limits=read_limits(part, scope, bound_to_today(draft.totals)),
        fields=tuple(step.fields.values()),
        log=tuple(step.log.values()),
        evidence=part.texts("evidence"),
        check=read_conditions(known.reading, part, "check", scope),
        explain=tuple(_explained(known, part, step.fields, scope)),
        log_check=_log_check(known, draft, key, scope),
        returns_to=_steps(draft, part, "returns_to"),
        opens=read_openings(known, part, scope),
        effects=read_effects(known.reading, part, scope),
        lane=part.choice("lane", _LANE_WORDS, ""),
        help=part.text("help"),
        offered=part.truth("offered"),
    )


def _log_check(known: Known, draft: Draft, key: str, scope: Scope | None) -> tuple[tuple[Checked, str], ...]:
    part = draft.steps[key].part
    entry = known.rows.get(f"{draft.key}{SEPARATOR}{key}")
    if part.has("log_check") and not part.has("log"):
        known.reading.problem(part.at("log_check"), "这一步没有 log，不能写 log_check。")
    return read_conditions(known.reading, part, "log_check", with_entry(scope, entry))


def _explained(known: Known, part: Part, fields: Mapping[str, Field], scope: Scope | None) -> Iterator[Explained]:
    """What asks for words where it does not hold, and in which text field of the step."""
    labels = [field.label for field in fields.values() if field.kind in (Kind.TEXT, Kind.LONG_TEXT)]
    for node in part.items("explain"):
        one = Part(known.reading, "explained check", node)
        label = one.text("in")
        if label and label not in labels:
            known.reading.unknown(one.at("in"), f"这一步没有叫“{label}”的文字字段。", label, labels)
        that = read_formula(known.reading, one.entries.get("that"), scope, Type.TRUTH)
        if that is not None:
            yield Explained(that, one.text("else"), label)


def _reopen_at(draft: Draft, part: Part) -> str:
    """The step that a finished case is taken up at; nothing after it may reach beyond the case a second time."""
    key = part.text("reopen_at")
    if part.has("reopen_by") != part.has("reopen_at"):
        part.reading.problem(part.place, "“reopen_by”和“reopen_at”要一起写：谁可以重开，从哪一步重开。")
    if key and key not in draft.steps:
        part.reading.unknown(part.at("reopen_at"), f"没有“{key}”这一步。", key, draft.steps)
    for word in ("opens", "effects"):
        for step in draft.steps.values() if key else ():
            if step.part.has(word):
                message = f"“{step.label}”办结时会开出别的办件或改动登记，这样的办理不能重开。"
                part.reading.problem(part.at("reopen_at"), message)
    return key


def _steps(draft: Draft, part: Part, name: str) -> tuple[str, ...]:
    found = part.placed_texts(name)
    for key, place in found:
        if key not in draft.steps:
            part.reading.unknown(place, f"没有“{key}”这一步。", key, draft.steps)
    return tuple(key for key, _ in found)


def _owner(known: Known, part: Part, scope: Scope | None) -> Owner:
    if not part.has("owner"):
        return Owner("")
    owner = Part(known.reading, "owner", part.entries["owner"])
    role = known.role(owner.text("role"), owner.at("role"))
    unit, unit_from = owner.text("unit") or None, owner.text("unit_from") or None
    if unit and unit_from:
        known.reading.problem(owner.at("unit_from"), "“unit”和“unit_from”只能写一个。")
    if unit_from and scope:
        field = scope.fields.get(unit_from)
        if field is None:
            known.reading.unknown(owner.at("unit_from"), f"没有叫“{unit_from}”的字段。", unit_from, scope.fields)
        elif field.refers_to != "unit":
            known.reading.problem(owner.at("unit_from"), f"“{unit_from}”不是单位，应当写 kind: reference, to: unit。")
    return Owner(role, unit, unit_from)


def _pause(reading: Reading, key: str, node: Node) -> PauseReason:
    part = Part(reading, "pause", node)
    return PauseReason(key, part.text("label"), part.text("source"), part.truth("needs_evidence"))
