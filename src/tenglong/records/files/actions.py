"""Writing files and evidence."""

from datetime import date, datetime

from tenglong.core.clocks import china_time
from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set
from tenglong.records.people.rights import By, check_may

from .models import Evidence, File
from .store import keep
from .types import LARGEST, media_type_of

_LONGEST = 200  # of a title, and of the end of a file's name


class CannotAttach(Refused):
    """Evidence cannot be attached."""


def keep_file(*, data: bytes, name: str, by: By, at: datetime, largest: int = LARGEST) -> File:
    """Keep bytes once; the type is told by the content, `name` only stands in the sentence of a refusal."""
    media_type = media_type_of(data, name, largest)
    sha256 = keep(data)
    with change_set(by=by, at=at, action="files.keep_file", summary=f"收下文件 {name}") as trail:
        told = {"size": len(data), "media_type": media_type}
        file, is_new = File.objects.get_or_create(sha256=sha256, defaults=told)
        if is_new:
            trail.created("file", sha256, told)
    return file


def attach_evidence(
    *,
    title: str,
    on: date,
    subject: str,
    region_code: str,
    by: By,
    at: datetime,
    data: bytes | None = None,
    name: str = "",
    step: str = "",
    parcel_code: str = "",
    enterprise_code: str = "",
    unit_key: str = "",
) -> Evidence:
    """Attach a document or a photo to a subject `<kind>:<key>`; without data it records that a paper exists.

    `on` is the paper's own day. Region, parcel, enterprise and unit are the subject's.
    """
    check_may(by, "attach", region=region_code, enterprise=enterprise_code)
    if not title.strip():
        raise CannotAttach("材料没有上传：没有写名称。请写明是什么材料。")
    if len(title.strip()) > _LONGEST:
        raise CannotAttach(f"材料没有上传：名称超过 {_LONGEST} 个字。请写短一些。")
    if on > china_time(at).date():
        raise CannotAttach(f"材料“{title}”没有上传：日期 {on} 在今天之后。请查对材料上的日期。")
    with change_set(by=by, at=at, action="files.attach_evidence", summary=f"上传材料 {title}") as trail:
        file = None if data is None else keep_file(data=data, name=name, by=by, at=at)
        told = {"title": title.strip(), "on": on, "file_name": name[-_LONGEST:], "subject": subject, "step": step}
        ties = {"parcel_code": parcel_code, "enterprise_code": enterprise_code, "region_code": region_code}
        evidence = Evidence.objects.create(
            **told, **ties, unit_key=unit_key, file=file, by=getattr(by, "name", ""), at=at
        )
        trail.created("evidence", evidence.pk, {**told, **ties, "file": file.sha256 if file else None})
    return evidence
