"""Undo of an import: another import that puts back what was there. Values edited since are conflicts to decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from tenglong.core.ledger import show_value
from tenglong.records.audit.actions import Trail, change_set
from tenglong.records.people.rights import By, check_may
from tenglong.records.registry.kinds import KINDS
from tenglong.records.registry.tables import Table

from .judge import CannotImport
from .kinds import get_kind
from .models import Batch, Row
from .queries import get_batch
from .staged import Change, load
from .status import check_regions, lock, set_status

Decision = Literal["keep", "force"]
_BATCH = 500
_STRENGTH = ("", "done", "forced", "kept")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that cannot simply be put back. `forcible`: it is put back if the person insists.

    `field` is empty where the whole row is meant.
    """

    number: int
    key: str
    field: str
    label: str
    imported: str
    now: str
    why: str
    forcible: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """One change to undo. `current` None: the row is gone."""

    row: Row
    change: Change
    current: Mapping[str, Any] | None
    conflicts: tuple[Conflict, ...]

    def stays(self, force: bool) -> bool:
        """Does something of it stay as it is now?"""
        return any(not (force and conflict.forcible) for conflict in self.conflicts)


def undo(*, batch_id: int, by: By, at: datetime, conflicts: Decision | None = None) -> tuple[Conflict, ...]:
    """Put back what a batch changed. Gives the conflicts; with any of them and no decision nothing is done.

    keep: what was edited since stays as it is now. force: it is put back too; what others use stays in any case.
    """
    batch = get_batch(by, batch_id)
    check_may(by, "undo_import", region=batch.region_code)
    if batch.status == Batch.Status.REVERSED:
        return ()
    found = _conflicts(_steps(batch))
    if found and conflicts is None:
        return found
    with change_set(by=by, at=at, action="imports.undo", summary=f"撤销导入 {batch.file_name}") as trail:
        batch = lock(batch)
        if batch.status != Batch.Status.APPLIED:
            raise CannotImport(f"不能撤销“{batch.file_name}”：这一批{batch.get_status_display()}，不是已写入。")
        steps = _steps(batch)
        check_regions(by, "undo_import", (step.current["region_code"] for step in steps if step.current))
        _put_back(get_kind(batch.kind).table, steps, conflicts == "force", trail)
        set_status(batch, Batch.Status.REVERSED, trail)
    return _conflicts(steps)


def _conflicts(steps: Sequence[_Step]) -> tuple[Conflict, ...]:
    return tuple(conflict for step in steps for conflict in step.conflicts)


def _steps(batch: Batch) -> list[_Step]:
    table = get_kind(batch.kind).table
    fields = KINDS[table.kind].fields
    rows = batch.rows.filter(verdict__in=(Row.Verdict.NEW, Row.Verdict.CHANGED))
    changes = [(row, change) for row in rows for change in load(fields, row.before, row.after)]
    current = table.find(change.key for _, change in changes)
    uses = table.uses(change.key for _, change in changes if change.before is None)
    return [
        _Step(row, change, now, tuple(_found(table, row, change, now, uses.get(change.key, ""))))
        for row, change in changes
        for now in [current.get(change.key)]
    ]


def _found(table: Table, row: Row, change: Change, now: Mapping[str, Any] | None, uses: str) -> Iterator[Conflict]:
    """What stands against undoing one change."""
    created = change.before is None
    if now is None:
        if not created:
            yield Conflict(row.number, change.key, "", "", "", "", "这一行已经不在登记簿里", forcible=False)
        return
    for field in KINDS[table.kind].fields:
        imported, current = change.after.get(field.key), now.get(field.key)
        if (created or field.key in change.after) and imported != current and (imported or current):
            shown = show_value(field, imported), show_value(field, current)
            why = "导入之后又改过"
            yield Conflict(row.number, change.key, field.key, field.label, *shown, why, forcible=True)
    if uses:
        yield Conflict(row.number, change.key, "", "", "", "", f"已经有{uses}，不能移除", forcible=False)


def _put_back(table: Table, steps: Sequence[_Step], force: bool, trail: Trail) -> None:
    removed: list[Mapping[str, Any]] = []
    changed: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    for step in steps:
        if step.current is None:
            continue
        if step.change.before is not None:
            kept = {conflict.field for conflict in step.conflicts if not force}
            back = {key: value for key, value in step.change.before.items() if key not in kept}
            changed.append((step.current, back))
        elif not step.stays(force):
            removed.append(step.current)
    table.change([(now, back) for now, back in changed if back], trail)
    table.remove(removed, trail)
    _mark(steps, force)


def _mark(steps: Sequence[_Step], force: bool) -> None:
    """Say of every row what became of it: the strongest word of its changes."""
    outcomes: dict[int, str] = {}
    for step in steps:
        outcome = "kept" if step.stays(force) else "forced" if step.conflicts else "done"
        outcomes[step.row.pk] = max(outcomes.get(step.row.pk, ""), outcome, key=_STRENGTH.index)
    for outcome in set(outcomes.values()):
        rows = [pk for pk, word in outcomes.items() if word == outcome]
        for start in range(0, len(rows), _BATCH):
            Row.objects.filter(pk__in=rows[start : start + _BATCH]).update(undo=outcome)
