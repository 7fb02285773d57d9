"""How this program uses SQLite: durable, with one checkpoint that never overlaps a write (docs/decisions/0002).

Libraries from 3.7.0 to 3.51.2 can lose a commit when a checkpoint overlaps the write that starts the log again.
So no connection checkpoints by itself; one thread does, and it holds the write lock while it works.
"""

import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

EVERY_S = 2.0
ANALYSED_EVERY_S, GROWN = 86_400, 1.25  # plans are chosen anew each day, and when the database has grown so much
SAMPLE = 1000  # rows of each index
KEEP_LOG_BYTES = 64 << 20
FIXED_IN = ((3, 44, 6), (3, 50, 7), (3, 51, 3))

OPTIONS: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        f" PRAGMA journal_size_limit={KEEP_LOG_BYTES};"
    ),
}


def is_fixed(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the WAL-reset race."""
    return version >= FIXED_IN[-1] or any(version[:2] == fixed[:2] and version >= fixed for fixed in FIXED_IN)


def linked() -> str:
    """The sentence said at start-up: which SQLite is linked, and how it is kept safe."""
    a, b, c = sqlite3.sqlite_version_info[:3]
    race = "不受 WAL 重置缺陷影响" if is_fixed((a, b, c)) else "在 WAL 重置缺陷范围内，由单一检查点避开"
    return f"SQLite {a}.{b}.{c}（{race}）"


def checkpoint(guard: sqlite3.Connection, worker: sqlite3.Connection) -> bool:
    """Copy the log into the database while `guard` keeps every writer out; False when it must be tried again."""
    try:
        guard.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:  # a long write holds the lock
        return False
    try:
        busy, _, _ = worker.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return bool(busy == 0)
    finally:
        guard.execute("ROLLBACK")


def analyse(worker: sqlite3.Connection) -> bool:
    """Let SQLite count a sample of every index, by which new connections choose their plans; False: try again."""
    try:
        worker.execute(f"PRAGMA analysis_limit={SAMPLE}")
        worker.execute("ANALYZE")
    except sqlite3.OperationalError:  # somebody else writes
        return False
    return True


def checkpoint_forever(database: Path, stop: threading.Event) -> None:
    """Checkpoint whenever the log has changed, and count what the tables hold, until told to stop."""
    log = database.with_name(database.name + "-wal")
    guard, worker = (sqlite3.connect(database, timeout=1, isolation_level=None) for _ in range(2))
    worker.execute("PRAGMA wal_autocheckpoint=0")
    done: float = 0
    analysed, size = time.monotonic() - ANALYSED_EVERY_S, 0
    while not stop.wait(EVERY_S):
        changed = log.stat().st_mtime_ns if log.exists() else done
        if changed != done and checkpoint(guard, worker):
            done = changed
        now, grown = time.monotonic(), database.stat().st_size
        if (now - analysed >= ANALYSED_EVERY_S or grown > size * GROWN) and analyse(worker):
            analysed, size = now, grown
    worker.close()
    guard.close()


def start_checkpoints(database: str | Path) -> threading.Event:
    """Start the one checkpointing thread of the serving process; set the returned event to end it."""
    stop = threading.Event()
    threading.Thread(target=checkpoint_forever, args=(Path(database), stop), name="checkpoint", daemon=True).start()
    return stop
