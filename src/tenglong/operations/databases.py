"""Another database beside the county's own, opened for a while."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from tenglong.core.errors import Refused

COUNTY = "default"


@contextmanager
def opened(alias: str, **told: Any) -> Iterator[str]:
    """Reach a database under a name of its own; `told` are Django's settings of it."""
    plain = {"USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}, "CONN_MAX_AGE": 0}
    connections.databases[alias] = {**connections.databases[COUNTY], **plain, **told}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


def opened_file(alias: str, path: Path) -> Any:
    """An SQLite file as such a database."""
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=FULL;"}
    return opened(alias, ENGINE="django.db.backends.sqlite3", NAME=path, OPTIONS=options)


def migrate(alias: str) -> None:
    """Make the tables, or bring them to the newest form."""
    call_command("migrate", database=alias, verbosity=0, interactive=False)


def settle(path: Path) -> None:
    """Bring what is still in the log into an SQLite file and end its log, so that the one file is everything."""
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    if mode != "delete":
        raise Refused(f"没有办成：{path} 正在被别的程序使用。请停下网页服务和其他命令，再来一次。")


def check_file(path: Path) -> None:
    """Refuse a file that is no whole database, or of a newer version of the program."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            (says,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            applied = set(connection.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error as problem:
        raise Refused(f"不能使用：{path.name} 不是腾笼的数据库，或已损坏（{problem}）。请换一份备份。") from None
    if says != "ok":
        raise Refused(f"不能使用：{path.name} 已损坏（{says}）。请换一份备份。")
    known = MigrationLoader(None).disk_migrations.keys()
    if newer := applied - known:
        raise Refused(f"不能使用：{path.name} 来自更新的版本（{min(newer)[1]}）。请先升级程序，再来一次。")


def copy_file(alias: str, target: Path) -> None:
    """An SQLite database as it stands at one moment, while others write: SQLite's own online backup."""
    connections[alias].ensure_connection()
    if connections[alias].in_atomic_block:
        raise RuntimeError("a backup inside a transaction would wait for its own lock")
    with closing(sqlite3.connect(target)) as here:
        connections[alias].connection.backup(here)
    settle(target)
