"""Putting rows of a register back as they were before an import. Values edited since are conflicts to decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenglong.core.ledger import show_value
from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.registers import Kept, Register

from .importer import Conflict
from .models import Row
from .staged import Change, load

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


def steps_of(rows: Sequence[Row], target: Register) -> list[Step]:
    """Every change of rows with the row of the register as it is now."""
    changes = [(row, change) for row in rows for change in load(target.ledger.fields, row.before, row.after)]
    current = target.current({change.key for _, change in changes})
    uses = target.uses_of({change.key for _, change in changes if change.before is None})
    return [
        Step(row, change, now, tuple(_found(target, row, change, now, uses.get(change.key, ""))))
        for row, change in changes
        for now in [current.get(change.key)]
    ]


def _found(target: Register, row: Row, change: Change, now: Kept | None, uses: str) -> Iterator[Conflict]:
    """What stands against undoing one change."""
    created = change.before is None
    if now is None:
        if not created:
            yield Conflict(row.number, change.key, "", "", "", "", "这一行已经不在登记簿里", forcible=False)
        return
    for field in target.ledger.fields:
        imported, current = change.after.get(field.key), now.values.get(field.key)
        if (created or field.key in change.after) and imported != current and (imported or current):
            shown = show_value(field, imported), show_value(field, current)
            why = "导入之后又改过"
            yield Conflict(row.number, change.key, field.key, field.label, *shown, why, forcible=True)
    if uses:
        yield Conflict(row.number, change.key, "", "", "", "", f"已经有{uses}，不能移除", forcible=False)


def put_back(target: Register, steps: Sequence[Step], force: bool, trail: Trail) -> None:
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
