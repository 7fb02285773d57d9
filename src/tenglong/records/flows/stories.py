"""Plays a story through the same actions that the doors use, and checks what it expects."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.core.measure import scaled
from tenglong.core.procedure import Act
from tenglong.playbooks.story import (
    Do,
    Event,
    ExpectCase,
    ExpectDocument,
    ExpectMatch,
    ExpectMeasure,
    ExpectParcel,
    ExpectReport,
    ExpectScore,
    Happening,
    Open,
    Publish,
    Register,
    Story,
)
from tenglong.records.cases.frames import Frame, current_frame
from tenglong.records.cases.models import Case
from tenglong.records.cases.queries import get_case
from tenglong.records.ledgers.registers import get_register
from tenglong.records.measures.queries import figure
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, Program
from tenglong.records.registry.actions import (
    begin_occupancy,
    record_observation,
    register_enterprise,
    register_parcel,
    register_plant,
)
from tenglong.records.registry.kinds import KINDS
from tenglong.records.registry.queries import list_occupancies

from .actions import Paper, move_case, open_case
from .drawn import Draw, draws_nothing, expect_drawn
from .paired import expect_match
from .scored import expect_score, open_from_list, publish

NARRATOR = Program("故事")
REGISTER: Mapping[str, Callable[..., Any]] = {
    "enterprise": register_enterprise,
    "parcel": register_parcel,
    "plant": register_plant,
    "occupancy": begin_occupancy,
    "observation": record_observation,
}
BLANK = {"observation": {"period": "", "value": None}}  # what a source may leave open
DERIVED = {"plant": ("region_code",), "occupancy": ("region_code",)}  # follows from the parcel


@dataclass(frozen=True, slots=True)
class Played:
    """One event as it came out; `words` say what happened, or what was expected and what was found."""

    event: Event
    ok: bool
    words: str


Printer = Callable[[str, datetime], Paper]  # the document of that title, as of that moment


def on_paper(title: str, at: datetime) -> Paper:  # noqa: ARG001  a printer gets both
    """The document is said to exist, its file is not kept."""
    return title, "", None


@dataclass(slots=True)
class Stage:
    """A story on its way: who acts, where documents come from, each case by its alias, the procedures met by key."""

    story: Story
    person: Callable[[str], Person]
    printer: Printer
    draw: Draw
    numbers: dict[str, str] = field(default_factory=dict)
    procedures: dict[str, str] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)

    def frame(self, procedure: str) -> Frame:
        """What new cases of the procedure run in: one version for the whole story."""
        if procedure not in self.frames:
            self.frames[procedure] = current_frame(procedure)
        return self.frames[procedure]

    def enter(self, alias: str, case: Case) -> None:
        """From here on events call the case so."""
        self.numbers[alias], self.procedures[alias] = case.number, case.procedure


def play(
    story: Story, person: Callable[[str], Person], printer: Printer = on_paper, draw: Draw = draws_nothing
) -> Iterator[Played]:
    """Play the events in order; `person` gives who is called by a name, `draw` what a paper says.

    Nothing is rolled back.
    """
    stage = Stage(story, person, printer, draw)
    for event in story.events:
        yield _play(stage, event)


def _play(stage: Stage, event: Event) -> Played:
    at = event.at.replace(tzinfo=CHINA)
    by = stage.person(event.by) if event.by else NARRATOR
    try:
        words, ok = _happen(stage, event, by, at)
    except Refused as refusal:
        expected = bool(event.refused) and event.refused in str(refusal)
        return Played(event, expected, f"不能办：{refusal}")
    if event.refused:
        return Played(event, False, f"应当不能办（{event.refused}），却办成了：{words}")
    return Played(event, ok, words)


def _happen(stage: Stage, event: Event, by: By, at: datetime) -> tuple[str, bool]:
    match event.does:
        case Register() as row if row.kind not in REGISTER:
            register = get_register(row.kind)
            kept = register.save(key=None, values=row.values, version=None, by=by, at=at)
            return f"登记{register.ledger.label} {kept.title}", True
        case Register() as row:
            given = {**BLANK.get(row.kind, {}), **row.values}
            values = {key: value for key, value in given.items() if key not in DERIVED.get(row.kind, ())}
            REGISTER[row.kind](**values, by=by, at=at)
            return f"登记{KINDS[row.kind].label}", True
        case Open() as opening:
            values = _opened(stage, opening)
            if opening.listed is not None:
                case = open_from_list(opening.listed, values, by=by, at=at)
            else:
                case = open_case(procedure=opening.procedure, values=values, by=by, at=at)
            stage.enter(opening.alias, case)
            return f"{by.name}受理 {opening.alias}（{case.number}）", True
        case Publish() as publication:
            return publish(publication, region=stage.story.region, by=by, at=at), True
        case Do() as move:
            return _move(stage, move, by, at), True
        case expectation:
            return _expect(stage, expectation, by, at)


def _expect(stage: Stage, expectation: Happening, by: By, at: datetime) -> tuple[str, bool]:
    match expectation:
        case ExpectMeasure() as expected:
            return _expect_measure(expected, by)
        case ExpectCase() as expected:
            return _expect_case(stage, expected, at)
        case ExpectParcel() as expected:
            return _expect_parcel(expected)
        case ExpectMatch() as expected:
            return expect_match(expected, stage.numbers, by)
        case ExpectScore() as expected:
            return expect_score(expected, by)
        case ExpectReport() | ExpectDocument() as expected:
            return expect_drawn(stage.draw, expected, stage.numbers, by, at)
    raise Refused("这个版本还不会演这种预期；请升级程序。")


def _opened(stage: Stage, opening: Open) -> dict[str, Any]:
    fields = {one.key: one for one in stage.frame(opening.procedure).ledger.fields}
    return {key: _value(stage, fields[key].refers_to, value) for key, value in opening.values.items()}


def _value(stage: Stage, refers_to: str | None, value: Any) -> Any:
    """A value to enter; an alias of a case as its number."""
    if refers_to is None or refers_to in KINDS:
        return list(value) if isinstance(value, tuple) else value
    if isinstance(value, str):
        return stage.numbers.get(value, value)
    return [stage.numbers.get(alias, alias) for alias in value]


def _move(stage: Stage, move: Do, by: By, at: datetime) -> str:
    if not isinstance(by, Person):
        raise Refused(f"“{move.alias}”没有写明是谁办的，不能办；请写上 by。")
    number = stage.numbers[move.alias]
    procedure = stage.frame(stage.procedures[move.alias]).procedure
    step = procedure.step(move.step) if move.step else None
    fields = {one.key: one for one in ((*step.fields, *step.log) if step else ())}
    paused = move.act is Act.PAUSE
    moved = move_case(
        number=number,
        act=move.act,
        step=move.step,
        values={key: _value(stage, fields[key].refers_to, value) for key, value in move.values.items()},
        reason=move.reason if paused else "",
        words="" if paused else move.reason,
        to=move.to,
        evidence=[stage.printer(title, at) for title in move.evidence],
        by=by,
        at=at,
    )
    for opened, alias in move.opens_as.items():
        found = moved.opened.filter(procedure=opened).last()
        if found is None:
            raise Refused(f"“{move.alias}”办结后没有开出“{alias}”（{opened}）；请核对开出的条件。")
        stage.enter(alias, found)
    return f"{by.name}办理 {move.alias} {step.label if step else ''}".rstrip()


def _expect_measure(expected: ExpectMeasure, by: By) -> tuple[str, bool]:
    found = figure(expected.measure, by=by, period=expected.period or None, on=expected.on)
    words = f"{found.label}（{found.span.label}）：{found.refused or f'{found.shown} {found.unit}'}"
    if expected.refused:
        return words, expected.refused in found.refused
    value = scaled(found.measure, found.value)
    if expected.value is None:
        return words, value is None and not found.refused
    return f"{words}，应为 {expected.value}", value == Fraction(expected.value)


def _expect_case(stage: Stage, expected: ExpectCase, at: datetime) -> tuple[str, bool]:
    view = get_case(NARRATOR, stage.numbers[expected.alias], at=at)
    in_hand = tuple(step.spec.key for step in view.open_steps)
    step = next((one for one in view.steps if one.spec.key == expected.step), None)
    lit, reading = (step.lit, step.reading) if step else (view.lit, view.reading)
    due_on = reading.due_on if reading else (None if step else view.case.due_on)
    found = {"status": view.state.status.value, "light": lit.light.value, "due_on": due_on}
    wanted = {"status": expected.status, "light": expected.light, "due_on": expected.due_on}
    differ = {key: value for key, value in wanted.items() if value and value != found[key]}
    wrong = [f"{key} 应为 {value}，现在是 {found[key]}" for key, value in differ.items()]
    if expected.open is not None and set(expected.open) != set(in_hand):
        wrong.append(f"在办的步骤应为 {'、'.join(expected.open) or '无'}，现在是 {'、'.join(in_hand) or '无'}")
    return f"{expected.alias}：{'；'.join(wrong) or f'{view.word} {lit.words}'}", not wrong


def _expect_parcel(expected: ExpectParcel) -> tuple[str, bool]:
    using = list_occupancies(NARRATOR, parcel_code=expected.parcel, on=expected.on)
    found = set(using.values_list("enterprise__code", flat=True))
    names = "、".join(using.values_list("enterprise__name", flat=True)) or "没有人"
    return f"{expected.parcel} 在 {expected.on} 由{names}使用", found == set(expected.occupants)
