"""The import centre: handing in, telling what columns mean, deciding, writing, taking back."""

import json
import re
import zipfile
from io import BytesIO
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people import COUNTY
from tests.records.imports.codes import valid_code
from tests.web.county import moment
from tests.workbooks.making import simple_workbook
from tests.workbooks.office import edit_in_file

from tenglong.records.imports.models import Batch
from tenglong.records.imports.queries import counts, guesses_of
from tenglong.records.registry.actions import change_enterprise, register_enterprise
from tenglong.records.registry.models import Enterprise
from tenglong.workbooks import read_table

HEAD = "企业名称,统一社会信用代码,注册日期,规模"
CODES = [valid_code(f"91330802MA0TL70{number:02}") for number in range(12)]


def lines(head: str = HEAD, scale: str = "规上", count: int = 3) -> bytes:
    rows = [f"青禾{number}号有限公司,{CODES[number]},2017-05-31,{scale}" for number in range(count)]
    return "\n".join([head, *rows]).encode()


@pytest.fixture
def hand_in(client, people):
    """Hand a file in as a person; gives the batch and its page."""

    def send(data: bytes, *, who=None, kind: str = "enterprises", name: str = "名录.csv"):
        client.force_login(who or people.officer)
        sent = {"kind": kind, "file": SimpleUploadedFile(name, data)}
        answer = client.post(reverse("imports"), sent, follow=True)
        return Batch.objects.order_by("pk").last(), answer.content.decode()

    return send


@pytest.fixture
def send(client):
    def post(name: str, batch: Batch, **values):
        return client.post(reverse(name, args=(batch.pk,)), values, follow=True).content.decode()

    return post


def test_the_datum_of_outlines_is_asked_on_the_page(client, people):
    client.force_login(people.administrator)
    corners = [[118.8, 28.9], [118.9, 28.9], [118.9, 29.0], [118.8, 28.9]]
    feature = {"properties": {"adcode": 330802}, "geometry": {"type": "Polygon", "coordinates": [corners]}}
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()

    def post(**told: str) -> str:
        sent = {"kind": "region_outlines", "file": SimpleUploadedFile("边界.geojson", data), **told}
        return client.post(reverse("imports"), sent, follow=True).content.decode()

    assert "没有说明坐标系" in post()
    assert not Batch.objects.exists()
    page = post(datum="GCJ02")
    assert "GCJ-02 经纬度" in page
    assert "4 个角的图形" in page


def test_a_file_is_read_and_written_by_jobs(hand_in, send):
    batch, page = hand_in(lines())
    assert (batch.status, counts(batch)["new"]) == ("staged", 3)
    assert "新增 3" in page
    assert "已写入" in send("batch-apply", batch, verdict="new")
    assert Enterprise.objects.filter(code__in=CODES).count() == 3


def test_ask_12_columns_are_told_once_for_an_office(hand_in, send, people):
    data = lines("抬头,统一社会信用代码,开业时间,规模")
    batch, page = hand_in(data)
    assert batch.status == "mapping"
    assert "没有找到列“企业名称”“注册日期”" in page
    places = {header: place for place, header in enumerate(batch.meanings)}
    told = {f"column-{places['抬头']}": "name", f"column-{places['开业时间']}": "registered_on"}
    assert "新增 3" in send("batch-words", batch, **told)
    again, _ = hand_in(data)
    assert (again.status, counts(again)["new"]) == ("staged", 3)
    theirs, _ = hand_in(data, who=people.neighbour)
    assert theirs.status == "mapping"


def test_a_column_that_nobody_knows_is_guessed_and_confirmed(hand_in, send):
    data = lines("主体名称,纳税人识别号,设立日期,行业门类代码")
    batch, page = hand_in(data)
    assert batch.status == "mapping"
    assert "“主体名称”是不是企业名称、“纳税人识别号”是不是统一社会信用代码" in page
    assert page.count("猜的，请核对</small>") == 3
    assert not batch.rows.exists()  # nothing is read by a guess
    options = re.findall(r'name="(column-\d)">.*?</select>', page)
    chosen = re.findall(r'<option value="(\w+)" selected>', page)
    assert (len(options), chosen) == (4, ["name", "code", "registered_on"])
    told = dict(zip(options, ("name", "code", "registered_on", ""), strict=True))
    assert "新增 3" in send("batch-words", batch, **told)


def test_a_guess_on_a_batch_that_can_be_written_is_only_shown(hand_in, send):
    data = lines("企业名称,统一社会信用代码,注册日期,企业规模类型")
    batch, page = hand_in(data)
    assert (batch.status, guesses_of(batch)) == ("staged", {"企业规模类型": "kind"})
    assert "像是“企业类型”，猜的，请核对" in re.sub("<[^>]+>", "", page)
    assert '<option value="kind" selected>' not in page
    send("batch-words", batch)
    assert Batch.objects.get(pk=batch.pk).meanings["企业规模类型"] == ""


def test_ask_12_words_of_a_choice_are_told_once(hand_in, send):
    batch, page = hand_in(lines(scale="四上"))
    assert counts(batch)["refused"] == 3
    assert "不认识的写法" in page
    assert "新增 3" in send("batch-words", batch, **{"word-0": "规上"})
    again, _ = hand_in(lines(scale="四上", count=4))
    assert counts(again)["new"] == 4


def test_ask_12_doubtful_rows_are_decided_one_by_one_or_all_at_once(hand_in, send, people):
    register_enterprise(
        code=CODES[9], name="青禾0号有限公司", region_code=COUNTY, by=people.officer, at=moment("2023-01-05 09:00")
    )
    batch, page = hand_in(lines())
    assert "疑似 1" in page
    assert f"就是 {CODES[9]}，更新它" in page
    page = send("batch-decide", batch, one="2|leave")
    assert "不写" in page
    send("batch-decide", batch, all="as", verdict="doubtful")
    send("batch-decide", batch, one="3|leave")
    send("batch-apply", batch)
    kept = Enterprise.objects.filter(code__in=CODES)
    assert set(kept.values_list("code", flat=True)) == {CODES[2], CODES[9]}
    assert Enterprise.objects.get(code=CODES[9]).scale == "规上"
    send("batch-undo", batch)
    assert list(Enterprise.objects.filter(code__in=CODES).values_list("code", "scale")) == [(CODES[9], "")]


def test_ask_12_only_the_ticked_verdicts_are_written(hand_in, send):
    batch, _ = hand_in(lines(count=2))
    send("batch-apply", batch)
    batch, page = hand_in(lines(scale="规下", count=5))
    assert "变更 2" in page
    send("batch-apply", batch, verdict="new")
    kept = Enterprise.objects.filter(code__in=CODES)
    assert sorted(kept.values_list("scale", flat=True)) == ["规上", "规上", "规下", "规下", "规下"]


def test_both_sides_of_a_conflict_stand_beside_each_other(hand_in, send, people, client):
    batch, _ = hand_in(lines())
    send("batch-apply", batch)
    data = b"".join(client.get(reverse("register-export", args=("enterprise",)), {"format": "edit"}))
    table = read_table(data, "企业.xlsx")
    (row,) = (row.number for row in table.rows if CODES[0] in row.cells)
    place = f"{'ABCDEFGHIJKLMNOPQRST'[table.headers.index('规模')]}{row}"
    change_enterprise(code=CODES[0], scale="规下", by=people.officer, at=moment("2023-02-03 09:00"))
    batch, page = hand_in(edit_in_file(data, {place: ""}), kind="enterprise", name="企业.xlsx")
    assert "冲突 1" in page
    assert re.search(r"<td>规上</td><td>规下</td><td>（空）</td>", page)
    send("batch-decide", batch, all="mine", verdict="conflict")
    send("batch-apply", batch)
    assert Enterprise.objects.get(code=CODES[0]).scale == ""


def test_what_was_edited_since_is_shown_before_an_undo(hand_in, send, people):
    batch, _ = hand_in(lines())
    send("batch-apply", batch)
    change_enterprise(code=CODES[0], scale="规下", by=people.officer, at=moment("2023-02-03 09:00"))
    page = send("batch-undo", batch)
    assert "写入之后又有变动的 1 处" in page
    assert "已撤销" in send("batch-undo", batch, conflicts="keep")


def test_progress_is_a_piece_of_a_page_until_the_work_is_done(hand_in, client):
    batch, _ = hand_in(lines())
    done = client.get(reverse("batch-progress", args=(batch.pk,)))
    assert done["HX-Refresh"] == "true"
    from tenglong.records.audit.actions import change_set

    with change_set(by="测试", at=moment("2023-02-03 09:00"), action="test.stop", summary="停在半路"):
        Batch.objects.filter(pk=batch.pk).update(status="applying", accepted="new", work_total=3, work_done=1)
    piece = client.get(reverse("batch-progress", args=(batch.pk,))).content.decode()
    assert "写入中：1 / 3 行" in piece
    assert "every 1s" in piece
    page = client.post(reverse("batch-go-on", args=(batch.pk,)), follow=True).content.decode()
    assert "已写入" in page


def test_what_is_no_table_is_given_up_with_a_sentence(hand_in):
    batch, page = hand_in(b"%PDF-1.7 what", name="名录.pdf")
    assert batch.status == "dropped"
    assert "是PDF 文件，不是表格文件" in page


def test_whatever_bytes_are_handed_in_the_door_answers_in_a_sentence(hand_in, client):
    """Damaged packages and texts; the doors of what comes out of them, too."""
    good = simple_workbook(("企业名称", "统一社会信用代码", "注册日期"), ("青禾", CODES[0], "2017-05-31"))
    draw = Random(20221122)
    for _ in range(25):
        data = damaged(good, draw)
        _, page = hand_in(data, name="坏.xlsx")
        assert "。" in page or "新增" in page
        batch = Batch.objects.order_by("pk").last()
        assert client.get(reverse("batch", args=(batch.pk,))).status_code == 200
        if batch.rows_read:
            assert client.get(reverse("marked", args=(batch.pk,))).status_code == 200


def damaged(good: bytes, draw: Random) -> bytes:
    """A package with some bytes of one part, or of itself, changed."""
    if draw.random() < 0.3:
        whole = bytearray(good)
        for _ in range(draw.randint(1, 9)):
            whole[draw.randrange(len(whole))] = draw.randrange(256)
        return bytes(whole)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = draw.choice(old.namelist())
        for name in old.namelist():
            part = bytearray(old.read(name))
            for _ in range(draw.randint(1, 6) if name == chosen else 0):
                part[draw.randrange(len(part))] = draw.choice(b"<>&\"'=0A\x00\xff ")
            new.writestr(name, bytes(part))
    return out.getvalue()
