"""Writers of one process take turns in the order in which they come, and processes among themselves.

SQLite has one writer at a time, and lets in whoever asks at the right moment: beside a long import somebody may ask in
vain for seconds. PostgreSQL needs no turns.
"""

import fcntl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection

_ASK_EVERY_S = 0.002
_LONGEST_S = 20  # as long as SQLite itself waits; then whoever waits asks SQLite


class Turns:
    """A lock that is handed on to whoever has waited longest."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for the turn, and hand it on at the end."""
        mine = self._ask()
        try:
            yield
        finally:
            if mine:
                self._hand_on()

    def _ask(self) -> bool:
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(_LONGEST_S):
            return True
        with self._guard:
            if called.is_set():
                return True
            self._waiting.remove(called)
            return False

    def _hand_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class Between:
    """Turns of processes that write into one folder's database. The system lets a lock go when its process ends.

    Whoever is next keeps the others from asking: who has just written cannot be quicker than who waits.
    """

    def __init__(self, folder: Path) -> None:
        self._next, self._turn = folder / "writing-next.lock", folder / "writing.lock"

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for the turn, and hold it."""
        until = time.monotonic() + _LONGEST_S
        with self._turn.open("w") as turn:
            with self._next.open("w") as following:
                _take(following, until)
                _take(turn, until)
            yield


def _take(lock: IO[str], until: float) -> None:
    """Wait for a lock; after that moment go on without it, and ask SQLite."""
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return
            time.sleep(_ASK_EVERY_S)
        else:
            return


_turns = Turns()


@contextmanager
def my_turn() -> Iterator[None]:
    """Hold the turn to write. Whoever is in a transaction already has the lock and waits for nobody."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _turns.one():
        database = connection.settings_dict["NAME"]
        if not isinstance(database, Path):  # in memory, as in tests: no other process writes there
            yield
            return
        with Between(database.parent).one():
            yield
