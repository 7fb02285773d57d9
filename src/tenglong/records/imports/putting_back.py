"""Putting rows of a register back as they were before an import. Values edited since are conflicts to decide."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.registers import Kept

from .hanging import hanging_on
from .importer import Conflict
from .models import Row
from .staged import Change, load, show
from .targets import Target

_STRENGTH = ("", "done", "forced", "kept")


@dataclass(frozen=True, slots=True)
class Step:
    """One change to undo. `current` None: the row is gone."""

    row: Row
    change: Change
    current: Kept | None
    conflicts: tuple[Conflict, ...]

    def stays(self, force: bool) -> bool:
        """Does something of it stay as it is now?"""
        return any(not (force and conflict.forcible) for conflict in self.conflicts)


def conflicts_of(steps: Sequence[Step]) -> tuple[Conflict, ...]:
    """Everything that stands against it."""
    return tuple(conflict for step in steps for conflict in step.conflicts)


def created_with(rows: Sequence[Row]) -> set[str]:
    """The keys of everything that the batch of these rows has created."""
    befores = Row.objects.filter(batch=rows[0].batch_id).exclude(before="").order_by().values_list("before", flat=True)
    return {key for text in befores for key, before in json.loads(text).items() if before is None}


def steps_of(rows: Sequence[Row], target: Target, *, force: bool = False, going: Collection[str] = ()) -> list[Step]:
    """Every change of rows with the row of the register as it is now. `going` are keys of rows that go as well."""
    changes = [(row, change) for row in rows for change in load(target.ledger.fields, row.before, row.after)]
    current = target.current({change.key for _, change in changes})
    steps = [
        Step(row, change, now, tuple(_found(target, row, change, now)))
        for row, change in changes
        for now in [current.get(change.key)]
    ]
    uses = _uses(target, steps, force, going)
    return [replace(step, conflicts=(*step.conflicts, *_used(step, uses))) for step in steps]


def _uses(target: Target, steps: Sequence[Step], force: bool, going: Collection[str]) -> dict[str, str]:
    """What hangs on rows that were created, and stays. What stays holds what it hangs on."""
    created = {step.change.key: step for step in steps if step.change.before is None and step.current}
    leaving = {key for key, step in created.items() if not step.stays(force)} | set(going)
    while held := leaving & (uses := hanging_on(target, created, leaving)).keys():
        leaving -= held
    return uses


def _used(step: Step, uses: Mapping[str, str]) -> Iterator[Conflict]:
    if step.change.before is None and (words := uses.get(step.change.key)):
        yield Conflict(step.row.number, step.change.key, "", "", "", "", f"已经有{words}，不能移除", forcible=False)


def _found(target: Target, row: Row, change: Change, now: Kept | None) -> Iterator[Conflict]:
    """What was done since to a row."""
    created = change.before is None
    if now is None:
        if not created:
            yield Conflict(row.number, change.key, "", "", "", "", "这一行已经不在登记簿里", forcible=False)
        return
    for field in target.ledger.fields:
        imported, current = change.after.get(field.key), now.values.get(field.key)
        if (created or field.key in change.after) and imported != current and (imported or current):
            shown = show(field, imported), show(field, current)
            why = "导入之后又改过"
            yield Conflict(row.number, change.key, field.key, field.label, *shown, why, forcible=True)


def put_back(target: Target, steps: Sequence[Step], force: bool, trail: Trail) -> None:
    """Put back every change that nothing stands against; with `force` also what was edited since."""
    removed: list[Mapping[str, Any]] = []
    changed: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    for step in steps:
        if step.current is None:
            continue
        now = step.current.values
        if step.change.before is not None:
            kept = {conflict.field for conflict in step.conflicts if not force}
            back = {key: value for key, value in step.change.before.items() if key not in kept}
            changed.append((now, back))
        elif not step.stays(force):
            removed.append(now)
    target.change([(now, back) for now, back in changed if back], trail)
    target.drop(removed, trail)
    _mark(steps, force)


def _mark(steps: Sequence[Step], force: bool) -> None:
    """Say of every row what became of it: the strongest word of its changes."""
    outcomes: dict[int, str] = {}
    for step in steps:
        outcome = "kept" if step.stays(force) else "forced" if step.conflicts else "done"
        outcomes[step.row.pk] = max(outcomes.get(step.row.pk, ""), outcome, key=_STRENGTH.index)
    for outcome in set(outcomes.values()):
        rows = [pk for pk, word in outcomes.items() if word == outcome]
        Row.objects.filter(pk__in=rows).update(undo=outcome)
