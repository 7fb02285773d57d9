"""Files and evidence: what is taken, where it is kept, who sees it."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from tests.people import COUNTY, FIRM_CODE, NEXT_COUNTY, ROLES, TOWN, People

from tenglong.records.audit.models import Change
from tenglong.records.files.actions import CannotAttach, attach_evidence, keep_file
from tenglong.records.files.models import Evidence, File
from tenglong.records.files.queries import NoSuchFile, list_evidence, open_file, read_bytes
from tenglong.records.files.types import LARGEST, CannotKeep
from tenglong.records.people.rights import CannotDo

AT = datetime(2023, 9, 14, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PDF = b"%PDF-1.7 invented"


def office(part: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr(f"{part}/document.xml", "<x/>")
    return data.getvalue()


def attach(people: People, **more):
    given = {"title": "收储协议", "on": date(2023, 9, 14), "subject": "case:2022-0007", "region_code": TOWN}
    given |= {"parcel_code": "P1", "enterprise_code": FIRM_CODE, "unit_key": "zone", "data": PDF, "name": "协议.pdf"}
    return attach_evidence(**{**given, "by": people.officer, "at": AT, **more})


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0 photo", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n photo", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (office("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (office("word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("企业名称,代码\n".encode("gb18030"), "text/plain"),
    ],
)
def test_the_content_says_what_a_file_is(people: People, data: bytes, media_type: str):
    file = keep_file(data=data, name="文件.exe", by=people.officer, at=AT)
    assert file.media_type == media_type
    assert read_bytes(file) == data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "是空的"),
        (b"%PDF-" + bytes(LARGEST), "超过 20 MB"),
        (b"<html><script>", "认不出"),
        (b'\xef\xbb\xbf <svg onload="x">', "认不出"),
        (b"MZ\x90\x00", "认不出"),
        (office("evil"), "认不出"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence(people: People, data: bytes, sentence: str):
    with pytest.raises(CannotKeep, match=sentence):
        keep_file(data=data, name="照片.jpg", by=people.officer, at=AT)
    assert not File.objects.exists()


def test_the_same_bytes_are_kept_once(people: People):
    first, second = attach(people), attach(people, title="协议副本")
    assert first.file == second.file
    stored = [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [first.file.sha256]
    assert Change.objects.filter(kind="evidence").count() == Evidence.objects.count() == 2
    assert Change.objects.filter(kind="file").count() == File.objects.count() == 1


def test_a_paper_without_a_file_is_recorded(people: People):
    paper = attach(people, data=None, name="")
    assert list(list_evidence(people.officer, subject="case:2022-0007")) == [paper]
    with pytest.raises(NoSuchFile, match="没有上传"):
        open_file(people.officer, paper.pk)


SEES = dict.fromkeys(ROLES, True) | dict.fromkeys(
    ("reviewer", "tax_reviewer", "investor", "stranger", "neighbour"), False
)


@pytest.mark.parametrize("role", ROLES)
def test_evidence_is_for_those_who_see_its_rows(people: People, role: str):
    evidence = attach(people)
    who = getattr(people, role)
    assert list(list_evidence(who, parcel_code="P1")) == [evidence] * SEES[role]
    if SEES[role]:
        assert open_file(who, evidence.pk).path.read_bytes() == PDF
    else:
        with pytest.raises(NoSuchFile):
            open_file(who, evidence.pk)


def test_a_unit_sees_the_evidence_of_the_registry(people: People):
    evidence = attach(people, subject="parcel:P1", unit_key="")
    assert list(list_evidence(people.tax_reviewer)) == [evidence]


def test_evidence_as_of_a_day(people: People):
    old, new = attach(people, on=date(2022, 6, 15)), attach(people)
    assert list(list_evidence(people.officer, on=date(2023, 9, 13))) == [old]
    assert list(list_evidence(people.officer, enterprise_code=FIRM_CODE)) == [old, new]


def test_attaching_asks_for_the_right_at_the_place(people: People):
    assert attach(people, by=people.enterprise).by == "石磊"
    for who, more in (
        (people.enterprise, {"enterprise_code": "another"}),
        (people.officer, {"region_code": NEXT_COUNTY}),
        (people.clerk, {"region_code": COUNTY}),
        (people.investor, {}),
        (people.stranger, {}),
    ):
        with pytest.raises(CannotDo):
            attach(people, by=who, **more)
    assert Evidence.objects.count() == 1


def test_a_paper_of_tomorrow_or_without_a_name_is_refused(people: People):
    with pytest.raises(CannotAttach, match="在今天之后"):
        attach(people, on=date(2023, 9, 15))
    with pytest.raises(CannotAttach, match="没有写名称"):
        attach(people, title=" ")
    with pytest.raises(CannotAttach, match="名称超过 200 个字"):
        attach(people, title="长" * 201)


def test_of_a_long_file_name_the_end_is_kept(people: People):
    assert attach(people, name="长" * 220 + ".pdf").file_name == "长" * 196 + ".pdf"


@pytest.mark.parametrize(
    ("name", "data", "saved"),
    [
        ("协议.PDF", PDF, "协议.PDF"),
        ("现场.hta", b"new ActiveXObject('x')", "现场.hta.csv"),
        ("报价.xlsm", office("xl"), "报价.xlsm.xlsx"),
        ("", PDF, "收储协议.pdf"),
    ],
)
def test_what_calls_itself_something_else_is_saved_as_what_it_is(people: People, name: str, data: bytes, saved: str):
    paper = attach(people, name=name, data=data)
    assert open_file(people.officer, paper.pk).name == saved
