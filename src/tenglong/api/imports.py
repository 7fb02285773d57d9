"""Imports: hand a workbook in, see every row's verdict, write, take back. Long work goes on after the answer."""

from datetime import datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from tenglong.jobs.queue import enqueue
from tenglong.records.imports import actions
from tenglong.records.imports.importers import list_importers
from tenglong.records.imports.marked import marked
from tenglong.records.imports.queries import changes_in, counts, get_batch, guesses_of, list_batches, list_rows, reasons

from . import clock
from .doors import answers, door, file_door
from .files import bytes_of, sent_file
from .words import Most, Name, Number, Sent, Words, cursor

router = Router(tags=["导入"])
Verdict = Literal["new", "changed", "doubtful", "conflict", "unchanged", "refused"]


class KindOut(Schema):
    """A kind of table that is imported."""

    key: str = Field(examples=["enterprises"])
    label: str


class Kinds(Schema):
    """Those that this person may import."""

    kinds: list[KindOut]


class DatumOf(Schema):
    """What the coordinates of outlines are in; other kinds need none."""

    datum: Literal["CGCS2000", "ZONES", "WGS84", "GCJ02"] | None = Field(None, description="边界图形的坐标系，必须写明")
    meridian: int | None = Field(None, ge=75, le=135, description="三度分带、东坐标前没有带号时的中央子午线")


class BatchOut(Schema):
    """A workbook handed in. `status`: reading mapping staged applying applied reversing reversed dropped."""

    id: int
    kind: str
    file_name: str
    status: str = Field(examples=["staged"])
    sentence: str = Field(description="为什么停下")
    by: str
    at: str
    rows_read: int
    work_done: int
    work_total: int


class Batches(Schema):
    """A page, as they came."""

    batches: list[BatchOut]
    next: str | None = None


class WholeBatch(BatchOut):
    """A batch with its sums. `conflicts`: how many values stand against an undo that nobody decided yet."""

    counts: dict[str, int] = Field(description="各种结论几行")
    reasons: dict[str, int] = Field(description="各种退回原因几行")
    columns: dict[str, str] = Field(description="每一列是哪个字段；空的没有读入")
    guesses: dict[str, str] = Field(description="没有读入的列像是哪个字段：猜的，核对后用 columns 说明")
    unknown_words: int
    conflicts: int


class ChangedOut(Schema):
    """One value that a row changes."""

    key: str
    label: str
    old: str
    new: str


class ImportRow(Schema):
    """A row with its verdict."""

    number: int = Field(description="表里第几行")
    verdict: str
    sentence: str
    key: str
    way: str
    changes: list[ChangedOut]


class ImportRows(Schema):
    """A page."""

    rows: list[ImportRow]
    next: str | None = None


class Asked(Schema):
    """Which batches."""

    after: Words = Field("", description="上一页的 next")
    most: Most = 50


class AskedRows(Asked):
    """Which rows of a batch."""

    verdict: Verdict | None = None


class Applying(Sent):
    """Which rows to write; none named: all that can be."""

    verdicts: list[Literal["new", "changed", "doubtful", "conflict"]] = Field([])


class Undoing(Sent):
    """What to do with values edited since: keep them, or put them back too. Null: only say which they are."""

    conflicts: Literal["keep", "force"] | None = None


class Deciding(Sent):
    """ImportRows by their numbers, or all of a verdict; `way` is one of theirs, `leave`, or empty for undecided."""

    numbers: list[Number] = Field([], max_length=1000)
    verdict: Verdict | None = None
    way: Name = Field("", examples=["as", "new", "mine", "theirs", "leave"])


class Telling(Sent):
    """What headers mean (header → field key, empty: not read)."""

    columns: dict[Name, Words] = Field(max_length=200, examples=[{"单位名称": "name"}])


@router.get("/import-kinds", **door("import", "import"), response=answers(Kinds), summary="能导入哪些表")
def kinds(request: HttpRequest) -> object:
    """各部门自己的表、各台账、各办理。"""
    return Kinds(kinds=[KindOut(key=one.key, label=one.label) for one in list_importers(request.auth)])


@router.get("/imports", **door("import", "import"), response=answers(Batches), summary="列出导入")
def imports(request: HttpRequest, asked: Query[Asked]) -> object:
    """按交来的先后。"""
    found = list_batches(request.auth).filter(pk__gt=cursor(asked.after)).order_by("pk")
    page = list(found[: asked.most + 1])
    more, page = len(page) > asked.most, page[: asked.most]
    return Batches(batches=[BatchOut(**_about(one)) for one in page], next=str(page[-1].pk) if more else None)


@router.post("/imports", **door("import", "import"), response=answers(WholeBatch, 202), summary="交一份表")
def receive(request: HttpRequest, kind: Form[Words], file: File[UploadedFile], drawn: Form[DatumOf]) -> object:
    """xlsx、xls、csv，边界用 GeoJSON。先逐行给出结论，什么都不写；读完 status 是 staged。"""
    name, data = sent_file(file)
    told = {"datum": drawn.datum or "", "meridian": drawn.meridian}
    received = actions.receive(kind=kind, data=data, name=name, by=request.auth, at=clock.now(), **told)
    return Status(202, _set_going(request, received.pk, clock.now()))


@router.get("/imports/{batch}", **door("import", "import"), response=answers(WholeBatch), summary="一批导入")
def state(request: HttpRequest, batch: Number) -> object:
    """进展、各种结论几行、为什么停下。"""
    return _whole(request, batch)


@router.get("/imports/{batch}/rows", **door("import", "import"), response=answers(ImportRows), summary="逐行结论")
def rows(request: HttpRequest, batch: Number, asked: Query[AskedRows]) -> object:
    """每一行的结论、原因和要改的值；after 用上一页的 next。"""
    found = list_rows(get_batch(request.auth, batch), asked.verdict or "")
    page = list(found.filter(number__gt=cursor(asked.after)).order_by("number")[: asked.most + 1])
    more, page = len(page) > asked.most, page[: asked.most]
    return ImportRows(rows=[_row(one) for one in page], next=str(page[-1].number) if more else None)


@router.get("/imports/{batch}/marked", **file_door("import", "import"), summary="标注过的表")
def marked_copy(request: HttpRequest, batch: Number) -> object:
    """原表，每行旁边写着结论和原因。"""
    found = get_batch(request.auth, batch)
    return FileResponse(bytes_of(marked(found)), as_attachment=True, filename=f"{found.file_name}（标注）.xlsx")


@router.post("/imports/{batch}/columns", **door("import", "import"), response=answers(WholeBatch), summary="说明列")
def columns(request: HttpRequest, batch: Number, payload: Telling) -> object:
    """说明哪一列是哪个字段，本单位以后都记得；随后重新读。"""
    now = clock.now()
    actions.tell_words(batch_id=batch, columns=payload.columns, words={}, by=request.auth, at=now)
    return _set_going(request, batch, now)


@router.post("/imports/{batch}/decisions", **door("import", "import"), response=answers(WholeBatch), summary="决定行")
def decide(request: HttpRequest, batch: Number, payload: Deciding) -> object:
    """决定疑似和冲突的行怎么写。"""
    actions.decide_rows(
        batch_id=batch,
        way=payload.way,
        numbers=payload.numbers,
        verdict=payload.verdict or "",
        by=request.auth,
        at=clock.now(),
    )
    return _whole(request, batch)


@router.post("/imports/{batch}/apply", **door("import", "import"), response=answers(WholeBatch, 202), summary="写入")
def apply(request: HttpRequest, batch: Number, payload: Applying) -> object:
    """写入好的行；写完 status 是 applied。"""
    now = clock.now()
    actions.begin_apply(batch_id=batch, verdicts=payload.verdicts, by=request.auth, at=now)
    return Status(202, _set_going(request, batch, now))


@router.post(
    "/imports/{batch}/undo", **door("import", "undo_import"), response=answers(WholeBatch, 202), summary="撤销"
)
def undo(request: HttpRequest, batch: Number, payload: Undoing) -> object:
    """整批放回；后来改过的值算冲突，conflicts 说怎么办。放完 status 是 reversed。"""
    now = clock.now()
    actions.begin_undo(batch_id=batch, conflicts=payload.conflicts, by=request.auth, at=now)
    return Status(202, _set_going(request, batch, now))


@router.post("/imports/{batch}/drop", **door("import", "import"), response=answers(WholeBatch), summary="放弃")
def drop(request: HttpRequest, batch: Number) -> object:
    """放弃一批还没有写入的。"""
    actions.drop(batch_id=batch, by=request.auth, at=clock.now())
    return _whole(request, batch)


def _set_going(request: HttpRequest, batch: int, at: datetime) -> WholeBatch:
    enqueue("imports.go_on", by=request.auth.login, at=at, batch_id=batch)
    return _whole(request, batch)


def _whole(request: HttpRequest, batch: int) -> WholeBatch:
    found = get_batch(request.auth, batch)
    about = {"columns": found.meanings, "guesses": guesses_of(found)}
    about |= {"unknown_words": len(found.unknown), "conflicts": found.standing_count}
    return WholeBatch(**_about(found), **about, counts=counts(found), reasons=dict(reasons(found)))


def _about(batch: Any) -> dict[str, Any]:
    alike = ("kind", "file_name", "status", "sentence", "by", "rows_read", "work_done", "work_total")
    return {**{name: getattr(batch, name) for name in alike}, "id": batch.pk, "at": clock.told(batch.at)}


def _row(row: Any) -> ImportRow:
    changes = [ChangedOut(key=one.key, label=one.label, old=one.old, new=one.new) for one in changes_in(row)]
    told = {name: getattr(row, name) for name in ("number", "verdict", "sentence", "key", "way")}
    return ImportRow(**told, changes=changes)
