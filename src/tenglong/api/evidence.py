"""Evidence: documents and photos of cases, plots and enterprises, down and up."""

from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from tenglong.records.files.actions import attach_evidence
from tenglong.records.files.queries import list_evidence, open_file
from tenglong.records.flows.attaching import ties_of

from . import clock
from .doors import answers, door, file_door
from .files import bytes_of, sent_file
from .words import Day, Most, Name, Number, Words, cursor

router = Router(tags=["材料"])


class PaperOut(Schema):
    """A document. `has_file`: its file is kept here."""

    id: int
    title: str
    on: str
    subject: str = Field(examples=["case:2026-0001", "parcel:330802-101-0112"])
    step: str
    file_name: str
    has_file: bool
    by: str


class Papers(Schema):
    """A page."""

    papers: list[PaperOut]
    next: str | None = None


class Asked(Schema):
    """Whose documents."""

    subject: Name = Field("", description="case:办件号、parcel:地块编号、enterprise:代码；不写是全部")
    after: Words = Field("", description="上一页的 next")
    most: Most = 50


class NewPaper(Schema):
    """A document to attach."""

    title: Name = Field(examples=["不动产登记簿查询结果"])
    on: Day
    subject: Name = Field(examples=["case:2026-0001"])
    step: Words = ""


@router.get("/evidence", **door("read"), response=answers(Papers), summary="列出材料")
def papers(request: HttpRequest, asked: Query[Asked]) -> object:
    """您看得到的材料，按上传先后。"""
    found = list_evidence(request.auth, subject=asked.subject).filter(pk__gt=cursor(asked.after)).order_by("pk")
    page = list(found[: asked.most + 1])
    more, page = len(page) > asked.most, page[: asked.most]
    return Papers(papers=[_paper(one) for one in page], next=str(page[-1].pk) if more else None)


@router.get("/evidence/{paper}/file", **file_door("read"), summary="下载材料")
def download(request: HttpRequest, paper: Number) -> object:
    """材料的文件。"""
    opened = open_file(request.auth, paper)
    data = bytes_of(opened.path.read_bytes())
    return FileResponse(data, content_type="application/octet-stream", filename=opened.name, as_attachment=True)


@router.post("/evidence", **door("files", "attach"), response=answers(PaperOut, 201), summary="上传材料")
def upload(request: HttpRequest, paper: Form[NewPaper], file: File[UploadedFile]) -> object:
    """上传到办件（可写明是哪一步的）、地块或企业。"""
    now = clock.now()
    ties = ties_of(request.auth, paper.subject, now)
    name, data = sent_file(file)
    kept = attach_evidence(
        title=paper.title,
        on=paper.on,
        subject=paper.subject,
        step=paper.step,
        data=data,
        name=name,
        by=request.auth,
        at=now,
        **ties,
    )
    return Status(201, _paper(kept))


def _paper(row: Any) -> PaperOut:
    told = {name: getattr(row, name) for name in ("title", "subject", "step", "file_name", "by")}
    return PaperOut(**told, id=row.pk, on=str(row.on), has_file=row.file_id is not None)
