"""Heads and archives of the audit as files: what an auditor takes along, and compares without this program's tables.

Nothing is ever taken out of the tables. An archive is a gzip of lines: a heading, then for every seal the line
`{"seal": number, "digest": …, "change_set": …}` followed by the very lines that were sealed.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tenglong.core.errors import Refused

from .models import Seal
from .sealed_text import FIRST, digest_over, texts_of
from .verifying import Finding, Head

FORMAT = 1
_PIECE = 1000


class CannotReadAudit(Refused):
    """A file of the audit cannot be read."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What an archive holds: seals from the first to the last number."""

    seals: int
    head: Head
    findings: tuple[Finding, ...] = ()


def write_head(path: Path, seal: Seal, *, at: datetime) -> None:
    """Keep the newest seal outside: whoever rewrites the whole history later cannot make it fit."""
    told = {"format": FORMAT, "number": seal.number, "digest": seal.digest, "change_set": seal.change_set_id}
    told |= {"sealed_at": seal.at.isoformat(), "exported_at": at.isoformat()}
    path.write_text(json.dumps(told, indent=1) + "\n")


def read_head(path: Path) -> Head:
    """An exported head."""
    try:
        told = json.loads(path.read_text())
        return Head(int(told["number"]), str(told["digest"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise CannotReadAudit(f"不能核对：{path} 不是导出的封存头。请用 audit head 导出的文件。") from None


def write_archive(path: Path, *, until: datetime) -> Archived:
    """Write all that was sealed before that moment; personal values are not in it, only their digests."""
    written, last = 0, Head(0, FIRST)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"format": FORMAT, "until": until.isoformat()}) + "\n")
        while seals := list(Seal.objects.filter(number__gt=last.number, at__lt=until).order_by("number")[:_PIECE]):
            texts = {pk: list(lines) for pk, _, lines in texts_of([seal.change_set_id for seal in seals])}
            for seal in seals:
                told = {"seal": seal.number, "digest": seal.digest, "change_set": seal.change_set_id}
                file.write(json.dumps(told) + "\n")
                file.writelines(texts.get(seal.change_set_id, ()))
            last = Head(seals[-1].number, seals[-1].digest)
            written += len(seals)
    return Archived(written, last)


def verify_archive(path: Path) -> Archived:
    """Compare an archive with its own seals."""
    findings: list[Finding] = []
    previous, seals = Head(0, FIRST), 0
    try:
        for told, lines in _sealed(path):
            seals += 1
            number, pk = int(told["seal"]), int(told["change_set"])
            if number != previous.number + 1 or digest_over(previous.digest, lines) != told["digest"]:
                findings.append(Finding(pk, f"档案里变更集 {pk} 与封存（第 {number} 号）不符。"))
            previous = Head(number, str(told["digest"]))
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        raise CannotReadAudit(f"不能核对：{path} 不是变更档案，或已损坏。请重新导出。") from None
    return Archived(seals, previous, tuple(findings))


def _sealed(path: Path) -> Iterator[tuple[dict[str, object], list[str]]]:
    """Each seal with the lines it is over."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        if json.loads(file.readline())["format"] != FORMAT:
            raise ValueError("another format")
        told, lines = None, []
        for line in file:
            if line.startswith('{"seal"'):
                if told is not None:
                    yield told, lines
                told, lines = json.loads(line), []
            else:
                lines.append(line)
        if told is not None:
            yield told, lines
