"""The one checkpoint of docs/decisions/0002: nobody writes while it runs, and it gives way to a long write."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from tenglong.project import sqlite


def connect(path: Path, timeout: float = 0) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
    for pragma in sqlite.OPTIONS["init_command"].split(";"):
        connection.execute(pragma)
    return connection


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "county.sqlite3"
    with connect(path) as writer:
        writer.execute("CREATE TABLE plot (code TEXT)")
    return path


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 1), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 0), True),
    ],
)
def test_versions_in_the_race_range(version: tuple[int, int, int], fixed: bool) -> None:
    assert sqlite.is_fixed(version) is fixed


def test_connections_are_durable_and_never_checkpoint_by_themselves(database: Path) -> None:
    writer = connect(database)
    asked = {name: writer.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert asked == {"journal_mode": "wal", "synchronous": 2}
    size = database.stat().st_size
    for n in range(3000):
        writer.execute("INSERT INTO plot VALUES (?)", (f"{n:0200}",))
    assert database.stat().st_size == size
    writer.close()


class Watched(sqlite3.Connection):
    """A checkpointing connection that tries a write of its own just before it checkpoints."""

    rival: sqlite3.Connection
    refused = False

    def execute(self, sql: str, *args: object) -> sqlite3.Cursor:
        try:
            self.rival.execute("INSERT INTO plot VALUES ('rival')")
        except sqlite3.OperationalError:
            self.refused = True
        return super().execute(sql, *args)


def test_nobody_can_write_during_the_checkpoint(database: Path) -> None:
    rival = connect(database)
    rival.execute("INSERT INTO plot VALUES ('1')")
    guard = connect(database)
    worker = sqlite3.connect(database, isolation_level=None, factory=Watched)
    worker.rival = rival
    assert sqlite.checkpoint(guard, worker)
    assert worker.refused
    rival.execute("INSERT INTO plot VALUES ('2')")
    assert guard.execute("SELECT count(*) FROM plot").fetchone() == (2,)
    for connection in (rival, guard, worker):
        connection.close()


def test_a_long_write_is_waited_for_another_time(database: Path) -> None:
    writer, guard, worker = connect(database), connect(database), connect(database)
    writer.execute("BEGIN IMMEDIATE")
    assert not sqlite.checkpoint(guard, worker)
    writer.execute("COMMIT")
    assert sqlite.checkpoint(guard, worker)
    for connection in (writer, guard, worker):
        connection.close()


def test_the_thread_counts_what_the_tables_hold_and_again_when_they_have_grown(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "EVERY_S", 0.005)
    writer = connect(database, timeout=20)
    writer.execute("CREATE INDEX by_code ON plot (code)")
    writer.execute("INSERT INTO plot VALUES ('1')")
    stop = sqlite.start_checkpoints(database)

    def counted() -> str:
        there = writer.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()
        return writer.execute("SELECT stat FROM sqlite_stat1").fetchone()[0] if there else ""

    def wait_for(rows: int) -> None:
        deadline = time.monotonic() + 10
        while not counted().startswith(f"{rows} ") and time.monotonic() < deadline:
            time.sleep(0.01)
        assert counted().startswith(f"{rows} ")

    wait_for(1)
    writer.execute("BEGIN")
    for n in range(500):
        writer.execute("INSERT INTO plot VALUES (?)", (f"{n:01000}",))
    writer.execute("COMMIT")
    wait_for(501)
    stop.set()
    writer.close()


def test_the_thread_empties_the_log_while_others_write(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "EVERY_S", 0.005)
    stop = sqlite.start_checkpoints(database)

    def write() -> None:
        writer = connect(database, timeout=20)
        for n in range(200):
            writer.execute("INSERT INTO plot VALUES (?)", (f"{n:01000}",))
        writer.close()

    reader = connect(database)
    writers = [threading.Thread(target=write) for _ in range(4)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    deadline = time.monotonic() + 10
    while database.stat().st_size < 100_000 and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    assert reader.execute("SELECT count(*) FROM plot").fetchone() == (800,)
    assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.stat().st_size > 100_000
    reader.close()
