"""Rows of registers: found, entered, changed, with their history."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from tenglong.core.ledger import Field as LedgerField
from tenglong.records.audit.reading import note
from tenglong.records.ledgers.history import changes_of
from tenglong.records.ledgers.registers import Kept, MovedOn, Register, Since, get_register
from tenglong.records.ledgers.told import Line
from tenglong.records.people.masking import in_full
from tenglong.records.people.rights import By, open_fields
from tenglong.reports.links import row_url

from . import clock
from .conditions import conditions
from .doors import answers, door
from .words import MASK, CannotAsk, Cell, Day, Entered, Most, Name, Number, Sent, Start, Words, cells

router = Router(tags=["台账"])


class RowOut(Schema):
    """A row as it stands. Numbers are exact text in the field's unit, days 2023-01-31."""

    key: str = Field(examples=["91330802MA0TL0003L"])
    title: str = Field(examples=["青禾五金有限公司"])
    version: int = Field(description="每改一次加一；修改时带回来")
    region_code: str
    page: str = Field(description="网页地址；没有网页的为空")
    values: dict[str, Cell] = Field(examples=[{"name": "青禾五金有限公司", "scale": "规上"}])


class Rows(Schema):
    """A page. `next` goes into `after` for the following page; null: there is none."""

    rows: list[RowOut]
    next: str | None = None
    count: int | None = Field(None, description="共多少行；问了 count=true 才数")


class Asked(Schema):
    """What of a register is asked for."""

    search: Words = Field("", description="名称、代码或拼音首字母，空格隔开的都要有")
    where: list[Name] = Field(
        [], max_length=10, description="条件，写成 字段:比较:值；比较是 is has since until filled empty",
        examples=[["scale:is:规上", "area_mu:since:10"]],
    )  # fmt: skip
    order: Words = Field("", description="按哪个字段排，前面加 - 反过来；这时用 start 翻页")
    on: Day | None = Field(None, description="某一天的，只有 dated 的台账")
    after: Name = Field("", description="上一页的 next；不写从头")
    start: Start = 0
    most: Most = 50
    count: bool = False
    reason: Name = Field("", description="取完整个人信息的事由，另要有这项权限")


class NewRow(Sent):
    """Values by the key or the label of a field."""

    values: dict[Name, Entered] = Field(max_length=200, examples=[{"名称": "青禾五金有限公司", "area_mu": "25.4"}])


class ChangedRow(NewRow):
    """What is to change; what is not named stays. `version` as it was read."""

    version: Number = Field(examples=[3])
    since: Day | None = Field(
        None, description="自哪天起这样，只用于按日期记的内容（名称、规模、权利人等），以前的留在历史沿革；不写是更正"
    )
    source: Name = Field("", description="写了 since 的，写依据")


class LineOut(Schema):
    """One value that changed, in words."""

    label: str
    before: str
    after: str


class ChangeOut(Schema):
    """What somebody did to the row."""

    at: str = Field(examples=["2026-01-31T09:30:00+08:00"])
    by: str
    summary: str
    verb: str = Field(description="created changed removed")
    lines: list[LineOut]


class History(Schema):
    """The newest first."""

    changes: list[ChangeOut]


@router.get("/registers/{kind}/rows", **door("read"), response=answers(Rows), summary="找行")
def rows(request: HttpRequest, kind: Name, asked: Query[Asked]) -> object:
    """您数据范围内的行。不写 order 时按代号用 after 翻页：其间有人增删改，也不会漏行、不会重复。"""
    found = get_register(kind)
    fields = open_fields(request.auth, found.ledger.fields)
    if asked.order and asked.after:
        raise CannotAsk("不能列出：排了序就不能用 after。请用 start 翻页，或去掉 order。")
    if asked.on and not found.dated:
        raise CannotAsk(f"不能列出：“{found.ledger.label}”没有某一天的说法。请去掉 on。")
    these = found.find(
        request.auth,
        search=asked.search,
        conditions=conditions(fields, asked.where),
        order=asked.order,
        on=asked.on,
    )
    kept = _page(these, asked)
    more, kept = len(kept) > asked.most, kept[: asked.most]
    by_cursor = not asked.order and not asked.start
    return Rows(
        rows=_told(request.auth, found, kept, asked.reason),
        next=kept[-1].key if more and by_cursor else None,
        count=these.count() if asked.count else None,
    )


@router.get("/registers/{kind}/rows/{path:row}", **door("read"), response=answers(RowOut), summary="一行")
def row(request: HttpRequest, kind: Name, row: Name, on: Day | None = None, reason: Name = "") -> object:
    """一行现在的内容，或它在某一天的。"""
    found = get_register(kind)
    return _told(request.auth, found, [found.get(request.auth, row, on=on)], reason)[0]


@router.post("/registers/{kind}/rows", **door("write"), response=answers(RowOut, 201), summary="登记一行")
def enter(request: HttpRequest, kind: Name, payload: NewRow) -> object:
    """登记一行；不对的地方一次全部说明。"""
    found = get_register(kind)
    kept = found.save(key=None, values=payload.values, version=None, by=request.auth, at=clock.now())
    return Status(201, _told(request.auth, found, [kept], "")[0])


@router.patch("/registers/{kind}/rows/{path:row}", **door("write"), response=answers(RowOut), summary="修改一行")
def change(request: HttpRequest, kind: Name, row: Name, payload: ChangedRow) -> object:
    """只改写明的字段。别人已经改过的（version 不同）不写入，409 给出两边：now 是现在的，yours 是您送来的。"""
    found = get_register(kind)
    since = Since(payload.since, payload.source) if payload.since else None
    who = {"by": request.auth, "at": clock.now()}
    try:
        kept = found.save(key=row, values=payload.values, version=payload.version, since=since, **who)
    except MovedOn as refusal:
        now = _told(request.auth, found, [refusal.now], "")[0]
        request.both_sides = {"now": now.dict(), "yours": payload.dict(exclude_unset=True)}
        raise
    return _told(request.auth, found, [kept], "")[0]


@router.get("/registers/{kind}/history/{path:row}", **door("read"), response=answers(History), summary="一行的变更")
def history(request: HttpRequest, kind: Name, row: Name) -> object:
    """谁在什么时候把什么改成了什么，最近的五十次。保密的不显示。"""
    found = get_register(kind).get(request.auth, row)
    told = changes_of(request.auth, kind, found.key)
    return History(
        changes=[
            ChangeOut(
                at=clock.told(one.change_set.at),
                by=one.change_set.by,
                summary=one.change_set.summary,
                verb=one.verb,
                lines=[_line(line) for line in one.lines],
            )
            for one in told
        ]
    )


def _line(line: Line) -> LineOut:
    """What tells of a person is masked, as in every export."""
    before, after = (MASK if line.personal and text else str(text) for text in (line.before, line.after))
    return LineOut(label=line.label, before=before, after=after)


def _page(these: Any, asked: Asked) -> Sequence[Kept]:
    """One more than asked for, so that it is known whether there are more."""
    if asked.order or asked.start:
        return these[asked.start : asked.start + asked.most + 1]
    return these.after(asked.after, asked.most + 1)


def _told(by: By, register: Register, kept: Sequence[Kept], reason: str) -> list[RowOut]:
    """Rows as this person sees them; what tells of a person only with the right and a reason. Both is noted."""
    ledger = register.ledger
    full = in_full(by, reason)
    shown = [_row(by, ledger.key, ledger.fields, one, full=full) for one in kept]
    fields = [field for field in open_fields(by, ledger.fields) if field.confidential or (field.personal and full)]
    if fields and kept:
        key = kept[0].key if len(kept) == 1 else ""
        read = [field.key for field in fields]
        note(by=by, at=clock.now(), kind=ledger.key, key=key, fields=read, reason=reason, rows=len(kept))
    return shown


def _row(by: By, ledger: str, fields: Iterable[LedgerField], kept: Kept, *, full: bool) -> RowOut:
    values = cells(open_fields(by, fields, kept.values), kept.values, full=full)
    about = {"key": kept.key, "title": kept.title, "version": kept.version, "region_code": kept.region_code}
    return RowOut(**about, page=row_url(ledger, kept.key), values=values)
