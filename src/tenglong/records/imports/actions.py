"""A workbook handed in: staged with a verdict on every row, applied or dropped as a whole, undone."""

from datetime import datetime

from tenglong.core.clocks import china_time
from tenglong.core.ledger import CannotRead
from tenglong.records.audit.actions import change_set
from tenglong.records.files.actions import keep_file
from tenglong.records.people.rights import By, Program, check_may, roles
from tenglong.workbooks import read_table

from .importer import CannotImport, Conflict, Judged
from .importers import get_importer
from .models import Batch, Row
from .queries import get_batch
from .staged import dump
from .status import lock, set_status
from .undo import undo

__all__ = ["CannotImport", "Conflict", "apply", "drop", "stage", "undo"]

_BATCH = 500
_LONGEST_NAME = 200


def stage(*, kind: str, data: bytes, name: str, by: By, at: datetime) -> Batch:
    """Read a workbook and say of every row what it would do. Nothing of it is written."""
    check_may(by, "import")
    spec = get_importer(kind)
    try:
        table = read_table(data, name, expected=[*(field.label for field in spec.fields), *spec.aliases])
    except CannotRead as problem:
        raise CannotImport(f"不能导入：{problem}") from None
    judged = spec.judge(table, by=by, on=china_time(at).date(), name=name)
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
    spec = get_importer(batch.kind)
    summary = f"导入{spec.label} {batch.file_name}"
    with change_set(by=by, at=at, action="imports.apply", summary=summary) as trail:
        batch = lock(batch)
        if batch.status != Batch.Status.STAGED:
            raise CannotImport(f"不能写入“{batch.file_name}”：这一批{batch.get_status_display()}。请重新上传。")
        rows = list(batch.rows.filter(verdict__in=(Row.Verdict.NEW, Row.Verdict.CHANGED)))
        spec.write(rows, by=by, at=at, trail=trail)
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
