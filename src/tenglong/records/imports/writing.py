"""Writing what was staged, and putting it back: both by pieces, from where it stands."""

from dataclasses import asdict
from datetime import datetime

from tenglong.records.audit.points import reached
from tenglong.records.people.rights import By

from .importer import Conflict, Importer
from .importers import get_importer
from .models import Batch, Row
from .pieces import Moved, Pauses, Work, cut, piece, to_write
from .status import set_status

MOST_STANDING = 200  # conflicts that are kept to be shown; all are counted


def write(batch: Batch, *, by: By, at: datetime) -> None:
    """Write on from the last row written to the end."""
    spec = get_importer(batch.kind)
    work = Work(by, at, "imports.apply", f"导入{spec.label} {batch.file_name}", "import.batch")
    done_to, status = batch.done_to, Batch.Status.APPLYING
    rows = to_write(batch)
    todo = [row for row in rows if row[1] > done_to]
    pauses = Pauses()
    try:
        for part in cut(todo):
            with piece(batch, work, status, done_to) as (held, trail):
                spec.write(_rows(part), by=by, at=at, trail=trail)
                held.done_to = done_to = part[-1][1]
                held.work_done, held.work_total = held.work_done + len(part), len(rows)
                if part[-1] == todo[-1]:
                    _finish(held, Batch.Status.APPLIED, trail)
            if part[-1] != todo[-1]:
                pauses.take()
        if not todo:
            with piece(batch, work, status, done_to) as (held, trail):
                _finish(held, Batch.Status.APPLIED, trail)
    except Moved:
        return
    reached("import.done")


def put_back(batch: Batch, *, by: By, at: datetime) -> tuple[Conflict, ...]:
    """Put back from the last row written to the first.

    Undecided and with anything against it, nothing is done: the batch stands as it stood, with its conflicts.
    """
    spec = get_importer(batch.kind)
    work = Work(by, at, "imports.undo", f"撤销导入 {batch.file_name}", "undo.batch")
    done_to, status = batch.done_to, Batch.Status.REVERSING
    rows = to_write(batch)
    todo = [row for row in reversed(rows) if row[1] <= done_to]
    try:
        if not batch.decision and (found := _conflicts(spec, todo)):
            _stand(batch, work, found, finished=len(todo) == len(rows))
            return found
        decided: list[Conflict] = []
        pauses = Pauses()
        for part in cut(todo):
            pauses.take()
            with piece(batch, work, status, done_to) as (held, trail):
                force = held.decision == "force"
                decided += spec.take_back(_rows(part), force=force, by=by, at=at, trail=trail)
                held.done_to = done_to = part[-1][1] - 1
                held.work_done, held.work_total = held.work_done + len(part), len(rows)
                if part[-1] == todo[-1]:
                    _finish(held, Batch.Status.REVERSED, trail)
        if not todo:
            with piece(batch, work, status, done_to) as (held, trail):
                _finish(held, Batch.Status.REVERSED, trail)
    except Moved:
        return ()
    return tuple(decided)


def _rows(part: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> list[Row]:
    return list(Row.objects.filter(pk__in=[pk for pk, _ in part]).order_by("number"))


def _conflicts(spec: Importer, todo: list[tuple[int, int]]) -> tuple[Conflict, ...]:
    found = spec.conflicts(_rows(part) for part in cut(todo))
    return tuple(sorted(found, key=lambda conflict: conflict.number))


def _stand(batch: Batch, work: Work, found: tuple[Conflict, ...], *, finished: bool) -> None:
    with piece(batch, work, Batch.Status.REVERSING, batch.done_to) as (held, trail):
        held.standing, held.standing_count = [asdict(conflict) for conflict in found[:MOST_STANDING]], len(found)
        held.work_done = 0
        set_status(held, Batch.Status.APPLIED if finished else Batch.Status.APPLYING, trail)


def _finish(batch: Batch, status: str, trail) -> None:
    batch.standing, batch.standing_count = [], 0
    set_status(batch, status, trail)
