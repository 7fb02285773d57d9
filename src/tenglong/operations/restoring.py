"""A backup put in the county's place: verified first, swapped in one step, what was there before kept.

On SQLite the step is one rename of the database file; files of evidence are only ever added, so that those of both are
kept. On PostgreSQL it is one transaction. Around the step the keys of both counties hold. Ended at any moment, the
county is as it was, or as in the backup.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from tenglong.core.errors import Refused
from tenglong.records.audit.points import reached

from . import copying
from .backup import write_backup
from .databases import COUNTY, check_file, migrate, opened_file, settle
from .packing import CannotUseBackup, Manifest, unpack
from .places import DATABASE, KEY, alone, backups, home, keys

_HALF_HOUR_S = 1800
_PREFIX = "restore-"  # of the folder into which it unpacks


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that can be used: what it holds, and how many change-sets were compared with their seals."""

    manifest: Manifest
    sealed: int


@contextmanager
def checked(source: Path, prefix: str = "check-") -> Iterator[tuple[Path, Checked]]:
    """Unpack a backup beside the county and try it: digests, the database, the form of its tables, counts, seals."""
    with tempfile.TemporaryDirectory(dir=home(), prefix=prefix) as name:
        folder = Path(name)
        manifest = unpack(source, folder)
        check_file(folder / DATABASE)
        _check_counts(folder / DATABASE, manifest, source.name)
        sealed = _check_seals(folder, source.name)
        yield folder, Checked(manifest, sealed)


def check_backup(source: Path) -> Checked:
    """Whether a backup could be restored; CannotUseBackup says why not. Nothing is changed."""
    with checked(source) as (_, told):
        return told


def restore(source: Path, *, at: datetime) -> tuple[Checked, Path]:
    """Put a backup in the county's place; gives what it holds, and where what was there before is kept.

    Nobody may be served meanwhile. Everybody signs in again afterwards.
    """
    with alone("恢复"), _swept(), checked(source, _PREFIX) as (folder, told):
        _add_files(folder / "files")
        reached("restore.files")
        before = backups() / f"before-restore-{at:%Y%m%d-%H%M%S}"
        if connections[COUNTY].vendor == "sqlite":
            _keep_file(before)
            _hold_both_keys(folder)
            _swap_file(folder)
        else:
            before = before.with_suffix(".tar")
            write_backup(before, at=at)
            _hold_both_keys(folder)
            _swap_rows(folder / DATABASE)
        _replace(folder / KEY, home() / KEY)
    return told, before


@contextmanager
def _swept() -> Iterator[None]:
    """Without what a restore that was ended half way has unpacked."""
    for left in home().glob(f"{_PREFIX}*"):
        shutil.rmtree(left)
    yield


def _hold_both_keys(folder: Path) -> None:
    """Second factors and subscriptions are sealed by a county's key: those of either can be read from now on."""
    theirs = (folder / KEY).read_text().split("\n")
    both = folder / "both-keys"
    both.touch(mode=0o600)
    both.write_text("\n".join(dict.fromkeys([*keys().split("\n"), *theirs])))
    _replace(both, home() / KEY)


def _check_counts(database: Path, manifest: Manifest, name: str) -> None:
    with opened_file("restore", database) as alias:
        there = set(connections[alias].introspection.table_names())
        tables = {model._meta.db_table: model for model in copying.kept() if model._meta.db_table in there}
        for table, count in manifest.tables.items():
            if table in tables and tables[table]._base_manager.using(alias).count() != count:
                raise CannotUseBackup(f"不能使用“{name}”：表 {table} 的行数与清单不符。请换一份。")


def _check_seals(folder: Path, name: str) -> int:
    """Compare the copy with its seals, in a process whose county it is; its tables become the newest form."""
    env = {**os.environ, "TENGLONG_HOME": str(folder)}
    env.pop("TENGLONG_DATABASE_URL", None)
    command = (sys.executable, "-m", "tenglong.cli.main", "audit", "verify", "--json")
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=_HALF_HOUR_S)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        raise Refused(f"不能使用“{name}”：核对封存没有做完。\n{done.stderr.strip()}") from None
    if not told["holds"]:
        raise CannotUseBackup(f"不能使用“{name}”：{told['findings'][0]['says']}请换一份。")
    return int(told["sealed"])


def _add_files(files: Path) -> None:
    for path in files.glob("??/*"):
        target = Path(settings.FILES_ROOT) / path.parent.name / path.name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)


def _keep_file(before: Path) -> None:
    connections[COUNTY].close()
    database = Path(connections[COUNTY].settings_dict["NAME"])
    before.mkdir(mode=0o700)
    if database.exists():
        _set_aside(database, before)
    if (home() / KEY).exists():
        shutil.copy2(home() / KEY, before / KEY)
    reached("restore.aside")


def _swap_file(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as copy:
        copy.execute("DELETE FROM django_session")
    settle(folder / DATABASE)
    reached("restore.swap")
    _replace(folder / DATABASE, Path(connections[COUNTY].settings_dict["NAME"]))
    reached("restore.swapped")


def _set_aside(database: Path, before: Path) -> None:
    """Keep what is there under another name too; a damaged one together with its log."""
    try:
        settle(database)
    except sqlite3.OperationalError as problem:
        raise Refused(f"没有恢复：现在的数据库正在使用（{problem}）。请停下网页服务和其他命令，再来一次。") from None
    except sqlite3.DatabaseError:
        for ending in ("-wal", "-shm"):
            if (log := database.with_name(database.name + ending)).exists():
                log.replace(before / log.name)
    os.link(database, before / DATABASE)


def _swap_rows(database: Path) -> None:
    migrate(COUNTY)
    with opened_file("restore", database) as source:
        with transaction.atomic(), transaction.atomic(using=source):
            copying.copy_rows(source, COUNTY)
            reached("restore.swap")
        reached("restore.swapped")


def _replace(source: Path, target: Path) -> None:
    """One rename, on disk when it returns."""
    source.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
