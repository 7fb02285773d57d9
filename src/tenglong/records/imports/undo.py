"""Undo of an import: another import that puts back what was there. What happened since are conflicts to decide."""

from datetime import datetime
from typing import Literal

from tenglong.records.audit.actions import change_set
from tenglong.records.people.rights import By, check_may

from .importer import CannotImport, Conflict
from .importers import get_importer
from .models import Batch
from .queries import get_batch
from .status import lock, set_status

Decision = Literal["keep", "force"]


def undo(*, batch_id: int, by: By, at: datetime, conflicts: Decision | None = None) -> tuple[Conflict, ...]:
    """Put back what a batch changed. Gives the conflicts; with any of them and no decision nothing is done.

    keep: what was edited since stays as it is now. force: it is put back too; what others use stays in any case.
    """
    batch = get_batch(by, batch_id)
    check_may(by, "undo_import", region=batch.region_code)
    if batch.status == Batch.Status.REVERSED:
        return ()
    importer = get_importer(batch.kind)
    found = importer.conflicts(batch)
    if found and conflicts is None:
        return found
    with change_set(by=by, at=at, action="imports.undo", summary=f"撤销导入 {batch.file_name}") as trail:
        batch = lock(batch)
        if batch.status != Batch.Status.APPLIED:
            raise CannotImport(f"不能撤销“{batch.file_name}”：这一批{batch.get_status_display()}，不是已写入。")
        found = importer.take_back(batch, force=conflicts == "force", by=by, at=at, trail=trail)
        set_status(batch, Batch.Status.REVERSED, trail)
    return found
