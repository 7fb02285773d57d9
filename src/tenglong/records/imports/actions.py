"""A workbook handed in: staged with a verdict on every row, decided, applied or dropped, undone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

from tenglong.geo import Datum
from tenglong.records.audit.actions import change_set
from tenglong.records.files.actions import keep_file
from tenglong.records.files.types import LARGEST_TABLE
from tenglong.records.people.rights import By, Program, check_may, roles

from . import reading, writing
from .importer import CannotImport, Conflict
from .importers import get_importer
from .models import Batch, Row
from .pieces import to_write
from .queries import get_batch
from .staged import LEAVE, WRITTEN, ways_in
from .status import check_regions, lock, set_status
from .wording import remember

__all__ = [
    "CannotImport",
    "Conflict",
    "apply",
    "begin_apply",
    "begin_undo",
    "decide_rows",
    "drop",
    "go_on",
    "receive",
    "say_why",
    "stage",
    "tell_words",
    "undo",
]

Decision = Literal["keep", "force"]
_LONGEST_NAME = 200
_UNDER_WAY = (Batch.Status.READING, Batch.Status.APPLYING, Batch.Status.REVERSING)


def receive(
    *, kind: str, data: bytes, name: str, by: By, at: datetime, datum: str = "", meridian: int | None = None
) -> Batch:
    """Take a workbook in; `go_on` reads it.

    `datum` (a name or value of `geo.Datum`) is what the coordinates of shapes are in, `meridian` the central one of
    zone coordinates without a zone number. Where there are shapes it must be told.
    """
    check_may(by, "import")
    spec = get_importer(kind)
    told = datum_of(datum, drawn=spec.drawn, name=name)
    if not data.strip():
        raise CannotImport(f"不能导入：“{name}”是空文件，请查对。")
    with change_set(by=by, at=at, action="imports.receive", summary=f"交来{spec.label} {name}") as trail:
        batch = Batch.objects.create(
            kind=kind,
            file=keep_file(data=data, name=name, by=by, at=at, largest=LARGEST_TABLE),
            file_name=name[-_LONGEST_NAME:],  # the end says what kind of file it is
            status=Batch.Status.READING,
            region_code=_region_of(by),
            unit_key=by.unit.key if not isinstance(by, Program) and by.unit else "",
            by=by.name,
            login=_login(by),
            at=at,
            datum=told,
            meridian=meridian if told else None,
        )
        trail.created("import", batch.pk, {"kind": kind, "file": batch.file.sha256})
    return batch


def stage(
    *, kind: str, data: bytes, name: str, by: By, at: datetime, datum: str = "", meridian: int | None = None
) -> Batch:
    """Read a workbook and say of every row what it would do. Nothing of it is written. CannotImport as a whole."""
    batch = receive(kind=kind, data=data, name=name, by=by, at=at, datum=datum, meridian=meridian)
    go_on(batch_id=batch.pk, by=by, at=at)
    batch = get_batch(by, batch.pk)
    if batch.status != Batch.Status.STAGED:
        raise CannotImport(batch.sentence)
    return batch


def tell_words(
    *,
    batch_id: int,
    columns: Mapping[str, str],
    words: Mapping[tuple[str, str], str],
    by: By,
    at: datetime,
) -> Batch:
    """Say what headers (header → field key, empty for none) and words ((field key, word) → choice) mean.

    It is remembered for the office and the kind of table, and the workbook is read anew by `go_on`.
    """
    batch = _mine(by, batch_id)
    fields = {field.key: field for field in get_importer(batch.kind).fields}
    if wrong := sorted({*columns.values(), *(key for key, _ in words)} - {"", *fields}):
        raise CannotImport(f"没有记下：没有“{wrong[0]}”这一项。请从列出的各项里选。")
    allowed = {key: field.choices for key, field in fields.items() if field.choices}
    if wrong := [value for (key, _), value in words.items() if value not in allowed.get(key, (value,))]:
        raise CannotImport(f"没有记下：“{wrong[0]}”不在可选的内容里。请从列出的内容里选。")
    with change_set(by=by, at=at, action="imports.tell_words", summary=f"说明 {batch.file_name} 的列和写法") as trail:
        batch = lock(batch)
        if batch.status not in {Batch.Status.STAGED, Batch.Status.MAPPING}:
            raise CannotImport(f"不能重新读取“{batch.file_name}”：这一批{batch.get_status_display()}。请重新上传。")
        remember(trail, kind=batch.kind, unit_key=batch.unit_key, columns=columns, words=words)
        batch.login, batch.work_done, batch.work_total = _login(by), 0, 0
        batch.save()
        set_status(batch, Batch.Status.READING, trail)
    return batch


def decide_rows(
    *, batch_id: int, way: str, by: By, at: datetime, numbers: Collection[int] = (), verdict: str = ""
) -> int:
    """Decide rows, by their numbers or all of a verdict: by one of their ways, `leave` out, or empty for not decided.

    Gives how many rows have that way. `as` is the first row that it may be.
    """
    batch = _mine(by, batch_id)
    summary = f"决定导入 {batch.file_name} 的行"
    with change_set(by=by, at=at, action="imports.decide_rows", summary=summary) as trail:
        batch = lock(batch)
        if batch.status != Batch.Status.STAGED:
            raise CannotImport(f"不能再决定“{batch.file_name}”的行：这一批{batch.get_status_display()}。")
        rows = batch.rows.filter(verdict__in=WRITTEN)
        rows = rows.filter(verdict=verdict) if verdict else rows.filter(number__in=list(numbers))
        decided = [row for row in rows if _decide(row, way)]
        Row.objects.bulk_update(decided, ("way", "before", "after"), batch_size=500)
        trail.changed("import", batch.pk, {"decided": ""}, {"decided": f"{way}: {len(decided)}"})
    return len(decided)


def begin_apply(*, batch_id: int, by: By, at: datetime, verdicts: Collection[str] = ()) -> Batch:
    """Begin to write what was staged, all or only rows of these verdicts; `go_on` does it. Doubtful rows nobody decided
    are left out."""
    batch = _mine(by, batch_id)
    if batch.status in {Batch.Status.APPLIED, Batch.Status.APPLYING}:
        return batch
    if wrong := set(verdicts) - set(WRITTEN):
        raise CannotImport(f"不能写入“{batch.file_name}”：没有“{min(wrong)}”这一类可写入的行。")
    summary = f"开始导入 {batch.file_name}"
    with change_set(by=by, at=at, action="imports.begin_apply", summary=summary) as trail:
        batch = lock(batch)
        if batch.status != Batch.Status.STAGED:
            raise CannotImport(f"不能写入“{batch.file_name}”：这一批{batch.get_status_display()}。请重新上传。")
        batch.accepted = ",".join(sorted(verdicts or WRITTEN))
        check_regions(by, "import", _regions(batch))
        batch.login, batch.done_to, batch.work_done, batch.work_total = _login(by), 0, 0, len(to_write(batch))
        batch.save()
        set_status(batch, Batch.Status.APPLYING, trail)
    return batch


def apply(*, batch_id: int, by: By, at: datetime, verdicts: Collection[str] = ()) -> Batch:
    """Write what was staged to the end; once applied it does nothing.

    A row whose facts were changed since it was staged is handed back instead.
    """
    begin_apply(batch_id=batch_id, by=by, at=at, verdicts=verdicts)
    go_on(batch_id=batch_id, by=by, at=at)
    return get_batch(by, batch_id)


def go_on(*, batch_id: int, by: By, at: datetime) -> tuple[Conflict, ...]:
    """Go on with what is under way, from where it stands; gives the conflicts of an undo. Nothing when nothing is."""
    batch = get_batch(by, batch_id)
    if batch.status in _UNDER_WAY:
        check_may(by, "undo_import" if batch.status == Batch.Status.REVERSING else "import", region=batch.region_code)
    match batch.status:
        case Batch.Status.READING:
            reading.read(batch, by=by, at=at)
        case Batch.Status.APPLYING:
            writing.write(batch, by=by, at=at)
        case Batch.Status.REVERSING:
            return writing.put_back(batch, by=by, at=at)
    return ()


def say_why(*, batch_id: int, sentence: str, by: By, at: datetime) -> None:
    """Keep why a batch cannot go on, for whoever looks at it."""
    batch = get_batch(by, batch_id)
    with change_set(by=by, at=at, action="imports.say_why", summary=f"导入 {batch.file_name} 停下了") as trail:
        trail.changed("import", batch.pk, {"sentence": batch.sentence}, {"sentence": sentence})
        batch.sentence = sentence
        batch.save(update_fields=("sentence",))


def begin_undo(*, batch_id: int, by: By, at: datetime, conflicts: Decision | None = None) -> Batch:
    """Begin to put back what a batch has written, all of it or as far as it came; `go_on` does it."""
    batch = get_batch(by, batch_id)
    check_may(by, "undo_import", region=batch.region_code)
    if batch.status in {Batch.Status.REVERSED, Batch.Status.REVERSING}:
        return batch
    with change_set(by=by, at=at, action="imports.begin_undo", summary=f"开始撤销导入 {batch.file_name}") as trail:
        batch = lock(batch)
        if batch.status not in {Batch.Status.APPLIED, Batch.Status.APPLYING}:
            raise CannotImport(f"不能撤销“{batch.file_name}”：这一批{batch.get_status_display()}，不是已写入。")
        check_regions(by, "undo_import", _regions(batch))
        batch.login, batch.decision, batch.work_done = _login(by), conflicts or "", 0
        batch.save()
        set_status(batch, Batch.Status.REVERSING, trail)
    return batch


def undo(*, batch_id: int, by: By, at: datetime, conflicts: Decision | None = None) -> tuple[Conflict, ...]:
    """Put back what a batch changed. Gives the conflicts; with any of them and no decision nothing is done.

    keep: what was edited since stays as it is now. force: it is put back too; what others use stays in any case.
    """
    begin_undo(batch_id=batch_id, by=by, at=at, conflicts=conflicts)
    return go_on(batch_id=batch_id, by=by, at=at)


def drop(*, batch_id: int, by: By, at: datetime) -> Batch:
    """Give up a batch of which nothing is written; what it would have done stays readable."""
    batch = _mine(by, batch_id)
    if batch.status == Batch.Status.DROPPED:
        return batch
    with change_set(by=by, at=at, action="imports.drop", summary=f"放弃导入 {batch.file_name}") as trail:
        batch = lock(batch)
        if batch.status not in {Batch.Status.STAGED, Batch.Status.MAPPING, Batch.Status.READING}:
            raise CannotImport(f"不能放弃“{batch.file_name}”：这一批{batch.get_status_display()}。要退回请用撤销。")
        set_status(batch, Batch.Status.DROPPED, trail)
    return batch


def datum_of(word: str, *, drawn: bool, name: str) -> str:
    """The datum that was told, as it is kept; CannotImport where it must be told and is not, or is none."""
    if not drawn:
        return ""
    found = next((one for one in Datum if word in (one.name, one.value)), None)
    if found is None:
        choices = "、".join(Datum)
        why = f"没有“{word}”这种坐标系" if word else "没有说明坐标系"
        raise CannotImport(f"不能导入“{name}”：{why}。坐标系选错，图形会偏几百米，所以每次都要说明：{choices}。")
    return found.value


def _mine(by: By, batch_id: int) -> Batch:
    batch = get_batch(by, batch_id)
    check_may(by, "import", region=batch.region_code)
    return batch


def _decide(row: Row, way: str) -> bool:
    ways = ways_in(row.ways)
    chosen = next((key for key in ways if way == key or (way == "as" and key.startswith("as:"))), "")
    if way not in {"", LEAVE} and not chosen:
        return False
    row.way = chosen or way
    if chosen:
        _, row.before, row.after = ways[chosen]
    elif not way and ways:
        row.before, row.after = ways["theirs"][1:] if "theirs" in ways else ("", "")
    return True


def _regions(batch: Batch) -> set[str]:
    rows = batch.rows.filter(verdict__in=batch.accepted.split(",")).exclude(region_code="").order_by()
    return set(rows.values_list("region_code", flat=True).distinct())


def _login(by: By) -> str:
    return "" if isinstance(by, Program) else by.login


def _region_of(by: By) -> str:
    """The area that a batch belongs to: that of the grant by which it is imported."""
    if isinstance(by, Program):
        return ""
    importing = {role.key for role in roles().values() if "import" in role.may}
    return next(grant.region_code for grant in by.grants.all() if grant.role in importing)
