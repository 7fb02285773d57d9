"""The queue: a file beside the database, read by threads of the one serving process; elsewhere work is done at once."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from huey import MemoryHuey, SqliteHuey
from huey.consumer import Consumer

from tenglong.core.errors import Refused
from tenglong.records.people.queries import get_person

from .registry import get_job

THREADS = 1  # one long write at a time is as fast as two, and holds up others less
LONGEST_WAIT_S = 0.5  # between two looks at an empty queue
_log = logging.getLogger("tenglong.jobs")
failed: list[str] = []  # the names of jobs that went wrong in this process


class _Threads(Consumer):
    """Threads inside a process that minds its own signals."""

    def _set_signal_handlers(self) -> None:
        pass


def run(name: str, by: str, at: str, arguments: dict[str, Any]) -> None:
    """Do a job now. A refusal is said where the work stands; anything else is a mistake of the program, and logged."""
    try:
        get_job(name).run(by=get_person(by), at=datetime.fromisoformat(at), **arguments)
    except Refused as refusal:
        _log.warning("%s %s: %s", name, arguments, refusal)
    except Exception:
        failed.append(name)
        _log.exception("%s %s", name, arguments)


def _run_in_thread(name: str, by: str, at: str, arguments: dict[str, Any]) -> None:
    """Do a job in a thread of its own, which minds its connection as a request does."""
    close_old_connections()
    try:
        run(name, by, at, arguments)
    finally:
        close_old_connections()


_work = MemoryHuey("tenglong", immediate=True).task(name="work")(run)
_consumer: Consumer | None = None


def enqueue(name: str, *, by: str, at: datetime, **arguments: Any) -> None:
    """Do a job soon, for the person with that login, as asked at that moment; at once where nothing serves."""
    get_job(name)
    _work(name, by, at.isoformat(), arguments)


def start() -> Consumer:
    """Start the threads of the serving process."""
    global _work, _consumer  # noqa: PLW0603  a process decides once
    queue, _work = _queue()
    _consumer = _Threads(queue, workers=THREADS, periodic=False, max_delay=LONGEST_WAIT_S, check_worker_health=False)
    _consumer.start()
    return _consumer


def is_alive() -> bool:
    """Whether the threads of this process work; where none were started, nothing is said against it."""
    return _consumer is None or all(thread.is_alive() for _, thread in _consumer.worker_threads)


def list_waiting() -> list[datetime]:
    """When each job was asked for that nobody has begun."""
    if not _file().exists():
        return []
    queue, _ = _queue()
    try:
        return [datetime.fromisoformat(task.args[2]) for task in queue.pending()]
    finally:
        queue.storage.close()


def _file() -> Path:
    return Path(settings.HOME) / "jobs.db"


def _queue() -> tuple[SqliteHuey, Any]:
    """The queue of the file, and the task that puts work into it."""
    queue = SqliteHuey("tenglong", filename=str(_file()), results=False, fsync=True)
    return queue, queue.task(name="work")(_run_in_thread)
