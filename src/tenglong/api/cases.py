"""Cases: which procedures there are, cases with their steps and trail, opening one, making a move."""

from collections.abc import Iterable
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from tenglong.core.lights import Lit
from tenglong.core.procedure import Act
from tenglong.core.procedure import Status as Standing
from tenglong.records.cases.checks import can_open
from tenglong.records.cases.queries import CaseRow, CaseView, get_case, list_cases, rows_of
from tenglong.records.cases.shown import Shown
from tenglong.records.cases.views import EntryView, StepView
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.rights import By, open_fields
from tenglong.reports.links import case_url

from . import clock
from .doors import answers, door
from .registers import FieldOut, field_out
from .words import Cell, Entered, Most, Name, Number, Sent, Text, Words, cells, cursor

router = Router(tags=["办件"])


class StepSpec(Schema):
    """A step of a procedure."""

    key: str
    label: str
    fields: list[FieldOut] = Field(description="办结时填写的")
    log: list[FieldOut] = Field(description="每记一条时填写的")
    evidence: list[str] = Field(description="办结时要有的材料")
    returns_to: list[str]


class ProcedureOut(Schema):
    """A procedure and what opens a case of it."""

    key: str = Field(examples=["cleanup.buyback"])
    label: str
    station: str
    may_open: bool
    fields: list[FieldOut]
    steps: list[StepSpec]


class Procedures(Schema):
    """All that are installed."""

    procedures: list[ProcedureOut]


class LightOut(Schema):
    """A light and why."""

    light: str = Field(examples=["yellow"])
    words: str = Field(examples=["剩 3 工作日"])


class CaseOut(Schema):
    """A case in a list."""

    number: str = Field(examples=["2026-0001"])
    title: str
    procedure: str
    status: str = Field(examples=["open"])
    steps: list[str] = Field(description="正在办的步骤")
    due_on: str | None
    light: LightOut
    region_code: str
    enterprise_code: str
    parcel_code: str
    version: int
    page: str
    values: dict[str, Cell]


class Cases(Schema):
    """A page."""

    cases: list[CaseOut]
    next: str | None = None


class MoveOut(Schema):
    """What this person may do now."""

    act: str
    step: str
    to: str | None


class EntryOut(Schema):
    """A line of the trail."""

    at: str
    by: str
    act: str
    step: str
    words: str
    values: dict[str, Cell]
    papers: list[str]


class StepOut(Schema):
    """A step as it stands. `missing` is what it cannot be finished without."""

    key: str
    label: str
    status: str
    role: str
    unit: str
    light: LightOut
    values: dict[str, Cell]
    missing: list[str]


class WholeCase(CaseOut):
    """A case with its steps, its trail and what may be done."""

    steps_all: list[StepOut]
    entries: list[EntryOut]
    moves: list[MoveOut]


class Asked(Schema):
    """Which cases."""

    procedure: Words = ""
    status: Literal["", "open", "done", "cancelled"] = ""
    mine: bool = Field(False, description="只要在等我办的")
    search: Words = ""
    after: Words = Field("", description="上一页的 next")
    most: Most = 50


class NewCase(Sent):
    """What a case begins with, by the key or the label of a field."""

    procedure: Words = Field(examples=["requests.handle"])
    values: dict[Name, Entered] = Field(max_length=200, examples=[{"诉求标题": "订单增加，厂房不够"}])


class NewMove(Sent):
    """A move. `to` is the step returned to, `reason` the key of a pause's reason."""

    act: Literal["finish", "note", "pause", "resume", "return", "cancel", "reopen"]
    step: Words = Field("", examples=["talks"])
    values: dict[Name, Entered] = Field({}, max_length=200)
    words: Text = ""
    reason: Words = ""
    to: Words | None = None
    version: Number | None = Field(None, description="读到时的 version；别人办过就 409")
    once: Words = Field("", description="送出方自己的编号；同一编号再送一次不会重复记")


@router.get("/procedures", **door("read"), response=answers(Procedures), summary="列出办理流程")
def procedures(request: HttpRequest) -> object:
    """装了的各种办理，受理时和每一步要填什么。"""
    by = request.auth
    found = [
        ProcedureOut(
            key=one.key,
            label=one.label,
            station=one.station,
            may_open=can_open(one, by),
            fields=_fields(by, mechanism.ledgers[one.ledger].fields),
            steps=[
                StepSpec(
                    key=step.key,
                    label=step.label,
                    fields=_fields(by, step.fields),
                    log=_fields(by, step.log),
                    evidence=list(step.evidence),
                    returns_to=list(step.returns_to),
                )
                for step in one.steps
            ],
        )
        for mechanism in list_current()
        for one in mechanism.procedures.values()
    ]
    return Procedures(procedures=found)


@router.get("/cases", **door("read"), response=answers(Cases), summary="列出办件")
def cases(request: HttpRequest, asked: Query[Asked]) -> object:
    """您数据范围内的办件，按受理先后；用 after 翻页，其间受理的排在后面。"""
    found = list_cases(
        request.auth,
        procedure=asked.procedure or None,
        status=Standing(asked.status) if asked.status else None,
        mine=asked.mine,
        search=asked.search,
    )
    page = list(found.filter(pk__gt=cursor(asked.after)).order_by("pk")[: asked.most + 1])
    more, page = len(page) > asked.most, page[: asked.most]
    rows = rows_of(request.auth, page, at=clock.now())
    return Cases(cases=[_listed(row) for row in rows], next=str(page[-1].pk) if more else None)


@router.get("/cases/{number}", **door("read"), response=answers(WholeCase), summary="一件")
def case(request: HttpRequest, number: Words) -> object:
    """一件的事实、各步、经过，和您现在可以办的。"""
    return _whole(get_case(request.auth, number, at=clock.now()))


@router.post("/cases", **door("cases"), response=answers(WholeCase, 201), summary="受理一件")
def begin(request: HttpRequest, payload: NewCase) -> object:
    """受理一件；要填什么见 /procedures。"""
    now = clock.now()
    opened = open_case(procedure=payload.procedure, values=payload.values, by=request.auth, at=now)
    return Status(201, _whole(get_case(request.auth, opened.number, at=now)))


@router.post("/cases/{number}/moves", **door("cases"), response=answers(WholeCase), summary="办一步")
def move(request: HttpRequest, number: Words, payload: NewMove) -> object:
    """办结、记一条、停钟、恢复、退回、中止或重开。要材料的先用 POST /evidence 上传到这一步。"""
    now = clock.now()
    view = get_case(request.auth, number, at=now)
    act = Act(payload.act)
    move_case(
        number=number,
        act=act,
        step=payload.step,
        values=payload.values,
        reason=payload.reason,
        words=payload.words,
        to=view.procedure.reopen_at if act is Act.REOPEN else payload.to,
        by=request.auth,
        at=now,
        version=payload.version,
        once=payload.once,
    )
    return _whole(get_case(request.auth, number, at=now))


def _fields(by: By, fields: Iterable[object]) -> list[FieldOut]:
    return [field_out(field) for field in open_fields(by, fields)]


def _listed(row: CaseRow) -> CaseOut:
    return CaseOut(**_about(row.case, row.lit), steps=list(row.steps), values=_values(row.values))


def _whole(view: CaseView) -> WholeCase:
    return WholeCase(
        **_about(view.case, view.lit),
        steps=[step.spec.label for step in view.open_steps],
        values=_values(view.fields),
        steps_all=[_step(step) for step in view.steps],
        entries=[_entry(entry) for entry in view.entries],
        moves=[MoveOut(act=move.act.value, step=move.step, to=move.to) for move in view.moves],
    )


def _about(case: object, lit: Lit) -> dict[str, object]:
    alike = ("number", "title", "procedure", "status", "region_code", "enterprise_code", "parcel_code", "version")
    told = {name: getattr(case, name) for name in alike}
    due_on = case.due_on.isoformat() if case.due_on else None
    return {**told, "due_on": due_on, "light": _light(lit), "page": case_url(case.procedure, case.number)}


def _step(step: StepView) -> StepOut:
    return StepOut(
        key=step.spec.key,
        label=step.spec.label,
        status=step.state.status.value,
        role=step.role,
        unit=step.unit,
        light=_light(step.lit),
        values=_values(step.fields),
        missing=list(step.missing),
    )


def _entry(entry: EntryView) -> EntryOut:
    return EntryOut(
        at=clock.told(entry.at),
        by=entry.by,
        act=entry.act,
        step=entry.step,
        words=entry.words,
        values=_values(entry.values),
        papers=[paper.title for paper in entry.papers],
    )


def _values(shown: Iterable[Shown]) -> dict[str, Cell]:
    shown = tuple(shown)
    return cells([one.field for one in shown], {one.field.key: one.value for one in shown})


def _light(lit: Lit) -> LightOut:
    return LightOut(light=lit.light.value, words=lit.words)
