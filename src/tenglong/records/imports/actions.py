"""A workbook handed in: staged with a verdict on every row, applied or dropped as a whole, undone."""

from datetime import datetime

from tenglong.core.clocks import china_time
from tenglong.core.ledger import CannotRead
from tenglong.records.audit.actions import Trail, change_set
from tenglong.records.files.actions import keep_file
from tenglong.records.people.rights import By, Program, check_may, roles
from tenglong.records.registry.kinds import KINDS
from tenglong.workbooks import read_table

from .judge import CannotImport, Judged, judge
from .kinds import get_kind
from .kinds.spec import ImportKind
from .models import Batch, Row
from .queries import get_batch
from .staged import Change, dump, load
from .status import check_regions, lock, set_status
from .undo import Conflict, undo

__all__ = ["CannotImport", "Conflict", "apply", "drop", "stage", "undo"]

_BATCH = 500
_LONGEST_NAME = 200
_STALE = "预览后又有变动"


def stage(*, kind: str, data: bytes, name: str, by: By, at: datetime) -> Batch:
    """Read a workbook and say of every row what it would do. Nothing is written to the registry."""
    check_may(by, "import")
    spec = get_kind(kind)
    try:
        table = read_table(data, name, expected=[*(field.label for field in spec.fields), *spec.aliases])
    except CannotRead as problem:
        raise CannotImport(f"不能导入：{problem}") from None
    judged = judge(spec, table, by=by, on=china_time(at).date(), name=name)
    with change_set(by=by, at=at, action="imports.stage", summary=f"预览导入{spec.label} {name}") as trail:
        batch = Batch.objects.create(
            kind=kind,
            file=keep_file(data=data, name=name, by=by, at=at),
            file_name=name[-_LONGEST_NAME:],  # the end says what kind of file it is
            status=Batch.Status.STAGED,
            region_code=_region_of(by),
            unit_key=by.unit.key if not isinstance(by, Program) and by.unit else "",
            by=by.name,
            at=at,
            rows_read=len(table.rows),
            rows_skipped=len(table.skipped),
        )
        Row.objects.bulk_create((_row(batch, row) for row in judged), batch_size=_BATCH)
        trail.created("import", batch.pk, {"kind": kind, "file": batch.file.sha256, "rows_read": batch.rows_read})
    return batch


def apply(*, batch_id: int, by: By, at: datetime) -> Batch:
    """Write what was staged, all in one transaction; once applied it does nothing.

    A row whose facts were changed since it was staged is handed back instead.
    """
    batch = get_batch(by, batch_id)
    check_may(by, "import", region=batch.region_code)
    if batch.status == Batch.Status.APPLIED:
        return batch
    spec = get_kind(batch.kind)
    summary = f"导入{spec.label} {batch.file_name}"
    with change_set(by=by, at=at, action="imports.apply", summary=summary) as trail:
        batch = lock(batch)
        if batch.status != Batch.Status.STAGED:
            raise CannotImport(f"不能写入“{batch.file_name}”：这一批{batch.get_status_display()}。请重新上传。")
        rows = list(batch.rows.filter(verdict__in=(Row.Verdict.NEW, Row.Verdict.CHANGED)))
        _write(spec, rows, by, trail)
        set_status(batch, Batch.Status.APPLIED, trail)
    return batch


def drop(*, batch_id: int, by: By, at: datetime) -> Batch:
    """Give up a staged batch; what it would have done stays readable."""
    batch = get_batch(by, batch_id)
    check_may(by, "import", region=batch.region_code)
    if batch.status == Batch.Status.DROPPED:
        return batch
    with change_set(by=by, at=at, action="imports.drop", summary=f"放弃导入 {batch.file_name}") as trail:
        batch = lock(batch)
        if batch.status != Batch.Status.STAGED:
            raise CannotImport(f"不能放弃“{batch.file_name}”：这一批{batch.get_status_display()}。要退回请用撤销。")
        set_status(batch, Batch.Status.DROPPED, trail)
    return batch


def _region_of(by: By) -> str:
    """The area that a batch belongs to: that of the grant by which it is imported."""
    if isinstance(by, Program):
        return ""
    importing = {role.key for role in roles().values() if "import" in role.may}
    return next(grant.region_code for grant in by.grants.all() if grant.role in importing)


def _row(batch: Batch, judged: Judged) -> Row:
    before, after = dump(judged.changes) if judged.changes else ("", "")
    sentences = "".join(problem.sentence for problem in judged.problems)
    return Row(
        batch=batch,
        number=judged.number,
        raw={header: _as_json(cell) for header, cell in judged.raw.items()},
        verdict=judged.verdict,
        reason=judged.problems[0].reason if judged.problems else "",
        sentence=f"第 {judged.number} 行，{sentences}" if sentences else "",
        key=judged.key[:120],
        before=before,
        after=after,
    )


def _as_json(cell: object) -> object:
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)


def _write(spec: ImportKind, rows: list[Row], by: By, trail: Trail) -> None:
    fields = KINDS[spec.table.kind].fields
    staged = [(row, load(fields, row.before, row.after)) for row in rows]
    current = spec.table.find(change.key for _, changes in staged for change in changes)
    stale = [row for row, changes in staged if any(_moved_on(change, current.get(change.key)) for change in changes)]
    unwritten = {row.pk for row in stale}
    good = [change for row, changes in staged if row.pk not in unwritten for change in changes]
    regions = {change.after["region_code"] for change in good if "region_code" in change.after}
    regions |= {current[change.key]["region_code"] for change in good if change.key in current}
    check_regions(by, "import", regions)
    spec.table.create([change.after for change in good if change.before is None], trail)
    spec.table.change([(current[change.key], change.after) for change in good if change.before is not None], trail)
    for row in stale:
        row.verdict, row.reason = Row.Verdict.REFUSED, _STALE
        row.sentence = f"第 {row.number} 行，“{row.key}”在预览之后被别人改动，没有写入。请重新导入，再看一次差别。"
    Row.objects.bulk_update(stale, ("verdict", "reason", "sentence"), batch_size=_BATCH)


def _moved_on(change: Change, current: dict[str, object] | None) -> bool:
    """Has the row changed since it was staged, where it matters?"""
    if change.before is None or current is None:
        return change.before is not None or current is not None
    return any(current.get(key) != value for key, value in change.before.items())
