"""The form of a backup: one tar with a manifest first, the database as an SQLite file, the signing key and the files.

It is the same whether the county runs on SQLite or PostgreSQL. It holds everything, personal data and the key too:
it is written for its owner only, and belongs where strangers cannot read.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from tenglong.core.errors import Refused

from .places import DATABASE, KEY

FORMAT = 1
MANIFEST = "manifest.json"
_FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_MOST_MANIFEST = 10 << 20


class CannotUseBackup(Refused):
    """A file is no backup of this program, or is not whole."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `tables`: rows by table; `seal`: number and digest of the newest; `missing`: files lost."""

    made_at: datetime
    version: str
    database: str  # SHA-256
    key: str  # SHA-256 of the signing key
    tables: Mapping[str, int]
    files: int
    file_bytes: int
    missing: int
    seal: tuple[int, str] | None

    def text(self) -> bytes:
        told = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({"format": FORMAT, **told, "made_at": self.made_at.isoformat()}, indent=1).encode()


def read_manifest(data: bytes, name: str) -> Manifest:
    """What a backup says of itself."""
    try:
        told: dict[str, Any] = json.loads(data)
        if told.pop("format") != FORMAT:
            raise CannotUseBackup(f"不能使用“{name}”：备份的格式不认识，可能来自更新的版本。请先升级程序。")
        seal = tuple(told["seal"]) if told["seal"] else None
        return Manifest(**{**told, "made_at": datetime.fromisoformat(told["made_at"]), "seal": seal})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CannotUseBackup(f"不能使用“{name}”：不是腾笼的备份，或已损坏。请换一份。") from None


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_in(folder: Path) -> list[Path]:
    """The files of evidence, named by what they hold; they are only ever added."""
    return sorted(path for path in folder.glob("??/*") if _FILE.fullmatch(f"files/{path.parent.name}/{path.name}"))


def pack(target: Path, manifest: Manifest, database: Path, key: Path, files: Iterable[Path]) -> None:
    """Write a backup whole, or not at all."""
    part = target.with_name(target.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            heading = tarfile.TarInfo(MANIFEST)
            heading.size = len(text := manifest.text())
            tar.addfile(heading, io.BytesIO(text))
            tar.add(database, DATABASE)
            tar.add(key, KEY)
            for path in files:
                tar.add(path, f"files/{path.parent.name}/{path.name}")
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)


def look(source: Path) -> Manifest:
    """What a backup says of itself, without unpacking it."""
    try:
        with tarfile.open(source, "r:") as tar:
            return _manifest(tar, source)
    except (OSError, tarfile.TarError):
        raise CannotUseBackup(f"不能使用“{source.name}”：不是腾笼的备份，或已损坏。请换一份。") from None


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack a backup into an empty folder, comparing everything with its digest on the way."""
    look(source)
    try:
        with tarfile.open(source, "r:") as tar:
            manifest = _manifest(tar, source)
            wanted = {DATABASE: manifest.database, KEY: manifest.key}
            files = 0
            for member in islice(tar, 1, None):
                found = _FILE.fullmatch(member.name)
                digest = found[2] if found else wanted.pop(member.name, "")
                if not member.isfile() or not digest:
                    raise CannotUseBackup(f"不能使用“{source.name}”：里面有不认识的内容 {member.name}。请换一份。")
                files += found is not None
                _save(tar, member, folder / member.name, digest, source.name)
    except (OSError, tarfile.TarError) as problem:
        raise CannotUseBackup(f"不能使用“{source.name}”：读不完整（{problem}）。请换一份。") from None
    if wanted or files != manifest.files:
        raise CannotUseBackup(f"不能使用“{source.name}”：内容不全，可能没有写完。请换一份。")
    return manifest


def _manifest(tar: tarfile.TarFile, source: Path) -> Manifest:
    first = tar.next()
    data = tar.extractfile(first) if first and first.name == MANIFEST and first.size < _MOST_MANIFEST else None
    if data is None:
        raise CannotUseBackup(f"不能使用“{source.name}”：不是腾笼的备份，或已损坏。请换一份。")
    return read_manifest(data.read(), source.name)


def _save(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path, digest: str, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data, seen = tar.extractfile(member), hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while data and (piece := data.read(1 << 20)):
            seen.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if seen.hexdigest() != digest:
        raise CannotUseBackup(f"不能使用“{name}”：里面的 {member.name} 与清单不符，已损坏。请换一份。")
