"""Reading evidence, through the row filter."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Count, Q, QuerySet, Sum

from tenglong.core.errors import Refused
from tenglong.records.people.rights import By, within

from .models import Evidence, File
from .store import path_of
from .types import saved_name

Reach = Callable[[str], Q]

_reaches: list[Reach] = []


class NoSuchFile(Refused):
    """The evidence is not there, has no file, or is not for this person."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of evidence, ready to be sent: what it is called, of which type, where its bytes are."""

    name: str
    media_type: str
    path: Path


def register_reach(reach: Reach) -> None:
    """A unit that takes part in a subject also sees its evidence: `reach` gives the condition by the unit's key."""
    if reach not in _reaches:
        _reaches.append(reach)


def seen_by(by: By | None) -> Q:
    """Which evidence `by` may see: a unit that of its own, that of the registry and that of what it takes part in."""

    def of_unit(key: str) -> Q:
        seen = Q(unit_key__in=("", key))
        for reach in _reaches:
            seen |= reach(key)
        return seen

    return within(by, unit=of_unit, enterprise="enterprise_code")


def list_evidence(
    by: By | None, *, subject: str = "", parcel_code: str = "", enterprise_code: str = "", on: date | None = None
) -> QuerySet[Evidence]:
    """Evidence in order of its day; `on`: what was there by the end of that day."""
    given = {"subject": subject, "parcel_code": parcel_code, "enterprise_code": enterprise_code}
    found = Evidence.objects.filter(seen_by(by)).select_related("file")
    found = found.filter(**{field: value for field, value in given.items() if value})
    return found.filter(on__lte=on) if on else found


def open_file(by: By | None, evidence_id: int) -> Opened:
    """The file of a piece of evidence."""
    evidence = Evidence.objects.filter(seen_by(by), pk=evidence_id).select_related("file").first()
    if evidence is None or evidence.file is None:
        raise NoSuchFile("没有找到这份材料的文件：没有上传，或不在您的数据范围内。请向上传的同事核实。")
    path = path_of(evidence.file.sha256)
    if not path.exists():
        raise NoSuchFile(f"材料“{evidence.title}”的文件不在存放处了。请联系管理员从备份恢复。")
    media_type = evidence.file.media_type
    return Opened(saved_name(evidence.file_name or evidence.title, media_type), media_type, path)


def read_bytes(file: File) -> bytes:
    """The bytes of a file that belongs to a row already seen."""
    return path_of(file.sha256).read_bytes()


def list_digests(database: str = "default") -> Iterator[str]:
    """The SHA-256 of every file that is kept; `database` is another than the county's own where a copy is looked at."""
    return File.objects.using(database).values_list("sha256", flat=True).iterator()


def list_sizes() -> list[tuple[str, int, int]]:
    """By type how many files there are, and how many bytes in all; the largest first."""
    rows = File.objects.values_list("media_type").annotate(count=Count("pk"), bytes=Sum("size"))
    return list(rows.order_by("-bytes"))
