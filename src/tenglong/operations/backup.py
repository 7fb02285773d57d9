"""A backup of everything while people work."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set
from tenglong.records.audit.sealing import head
from tenglong.records.files.queries import list_digests
from tenglong.records.people.rights import By, check_may

from . import copying
from .databases import COUNTY, copy_file, migrate, opened_file
from .packing import CannotUseBackup, Manifest, digest_of, files_in, look, pack
from .places import DATABASE, KEY, backups, home, keys

SUFFIX = ".tar"


class NoSuchBackup(Refused):
    """There is no backup of that name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the county's folder; `manifest` None: it cannot be read."""

    name: str
    bytes: int
    manifest: Manifest | None


def make_backup(*, by: By, at: datetime, path: Path | None = None) -> tuple[Path, Manifest]:
    """Write a backup to `path`, or among the county's own; that it was made is in the history."""
    check_may(by, "operate")
    path = path or backups() / f"tenglong-{at:%Y%m%d-%H%M%S}{SUFFIX}"
    manifest = write_backup(path, at=at)
    with change_set(by=by, at=at, action="operations.make_backup", summary=f"备份 {path.name}") as trail:
        trail.created("backup", path.name, {"sha256": manifest.database, "files": manifest.files})
    return path, manifest


def write_backup(path: Path, *, at: datetime) -> Manifest:
    """Write a backup; nobody waits meanwhile."""
    try:
        with tempfile.TemporaryDirectory(dir=home(), prefix="backup-") as folder:
            database, key = Path(folder) / DATABASE, Path(folder) / KEY
            copy_county(database)
            files = files_in(Path(settings.FILES_ROOT))  # after the rows: whatever they name is there by now
            key.write_text(keys())
            manifest = describe(database, key, files, at)
            pack(path, manifest, database, key, files)
    except OSError as problem:
        raise Refused(f"没有备份：写不到 {path}（{problem.strerror}）。请查对路径、权限和磁盘空间。") from None
    return manifest


def copy_county(target: Path) -> None:
    """The county's rows at one moment as an SQLite file."""
    if connections[COUNTY].vendor == "sqlite":
        copy_file(COUNTY, target)
        return
    with opened_file("copy", target) as copy:
        migrate(copy)
        with transaction.atomic(), transaction.atomic(using=copy):
            with connections[COUNTY].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            copying.copy_rows(COUNTY, copy)


def describe(database: Path, key: Path, files: Iterable[Path], at: datetime) -> Manifest:
    """What goes into the backup, counted in the copy."""
    there = {path.name: path.stat().st_size for path in files}
    with opened_file("copy", database) as copy:
        tables = {model._meta.db_table: model._base_manager.using(copy).count() for model in copying.kept()}
        newest = head(copy)
        missing = sum(sha256 not in there for sha256 in list_digests(copy))
    return Manifest(
        made_at=at,
        version=program_version(),
        database=digest_of(database),
        key=digest_of(key),
        tables=tables,
        files=len(there),
        file_bytes=sum(there.values()),
        missing=missing,
        seal=(newest.number, newest.digest) if newest else None,
    )


def program_version() -> str:
    """Of this program."""
    try:
        return version("tenglong")
    except PackageNotFoundError:  # a checkout that was never installed
        return "checkout"


def list_backups(by: By) -> list[Kept]:
    """The backups in the county's folder, the newest first."""
    check_may(by, "operate")
    return [_kept(path) for path in sorted(backups().glob(f"*{SUFFIX}"), reverse=True)]


def get_backup(by: By, name: str) -> Path:
    """Where the backup of that name is."""
    check_may(by, "operate")
    for path in backups().glob(f"*{SUFFIX}"):
        if path.name == name:
            return path
    raise NoSuchBackup(f"没有叫“{name}”的备份。请从备份列表里选。")


def _kept(path: Path) -> Kept:
    try:
        return Kept(path.name, path.stat().st_size, look(path))
    except CannotUseBackup:
        return Kept(path.name, path.stat().st_size, None)
