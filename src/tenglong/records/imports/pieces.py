"""Long work by pieces: each its own change-set of one batch, with a pause so that others get the lock."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from tenglong.records.audit.actions import Trail, change_set, is_open
from tenglong.records.audit.points import reached
from tenglong.records.people.rights import By

from .models import Batch
from .staged import LEAVE, WRITTEN
from .status import lock

PIECE = 300  # rows of one change-set: the lock is held for a tenth of a second
WORK_S, PAUSE_S = 0.4, 0.1  # who writes by no change-set asks SQLite every tenth of a second, and finds a pause


class Moved(Exception):
    """Somebody else has gone on with the batch meanwhile."""


@dataclass(frozen=True, slots=True)
class Work:
    """Who goes on with a batch, and by which action."""

    by: By
    at: datetime
    action: str
    summary: str
    point: str


def to_write(batch: Batch) -> list[tuple[int, int]]:
    """Id and number of the rows that are written, in their order: of an accepted verdict, and not left out."""
    accepted = batch.accepted.split(",") if batch.accepted else WRITTEN
    rows = batch.rows.filter(verdict__in=accepted).exclude(way=LEAVE).exclude(after="")
    return list(rows.order_by("number").values_list("pk", "number"))


def cut(rows: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """The rows in pieces."""
    for start in range(0, len(rows), PIECE):
        yield rows[start : start + PIECE]


@contextmanager
def piece(batch: Batch, work: Work, status: str, done_to: int) -> Iterator[tuple[Batch, Trail]]:
    """One piece of work on a batch that stands as expected; Moved when it does not."""
    told = f"import:{batch.pk}"
    with change_set(by=work.by, at=work.at, action=work.action, summary=work.summary, batch=told) as trail:
        batch = lock(batch)
        if batch.status != status or batch.done_to != done_to:
            raise Moved
        yield batch, trail
        trail.changed("import", batch.pk, {"done_to": done_to}, {"done_to": batch.done_to})
        batch.save()
        reached(work.point)
    reached(work.point)


class Pauses:
    """Pauses between the pieces of long work, so that others write; inside somebody's transaction nobody could."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def take(self) -> None:
        """Pause, if it is time."""
        if not is_open() and time.monotonic() - self._since > WORK_S:
            time.sleep(PAUSE_S)
            self._since = time.monotonic()
