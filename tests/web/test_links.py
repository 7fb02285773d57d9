"""The review desk: pairs side by side, one key each, the next there already; rolls and merges with their reasons."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.records.links.rolls import AT, BOXES, MACHINES, PAPER, TAX, permits, register_firms, take

from tenglong.records.files.queries import read_bytes
from tenglong.records.ledgers.merging import merge_rows
from tenglong.records.links.models import Line
from tenglong.records.links.queries import next_pairs
from tenglong.web.links.marking import marked

HTMX = {"HX-Request": "true"}


@pytest.fixture
def roll(people, client):
    register_firms()
    client.force_login(people.officer)
    return take(people.officer, TAX)


def text(answer) -> str:
    return answer.content.decode()


def sent(pair, verdict: str) -> dict[str, object]:
    return {"line": pair.line.pk, "entity": pair.firm.entity, "verdict": verdict, "there": [pair.line.pk]}


def test_a_roll_is_handed_in_and_says_line_by_line_why(people, client):
    register_firms()
    client.force_login(people.officer)
    answer = client.post(reverse("rolls"), {"file": SimpleUploadedFile("税务.csv", TAX.encode())}, follow=True)
    assert "核对 1 行" in text(answer)
    linked = text(client.get(answer.redirect_chain[-1][0], {"standing": "linked"}))
    assert "统一社会信用代码相同" in linked
    assert "（自动）" in linked


def test_a_register_is_a_roll_of_the_rows_without_an_enterprise(people, client):
    register_firms()
    permits(people.administrator)
    client.force_login(people.administrator)
    page = text(client.get(reverse("rolls")))
    assert re.findall(r'<option value="(water.\w+)">', page) == ["water.permit"]  # rows of visits are no firms
    answer = client.post(reverse("rolls"), {"register": "water.permit"}, follow=True)
    (line,) = Line.objects.all()
    assert (line.name, line.address, line.entity.code) == ("霁川(柯城)机械有限公司", "霁川路12号", MACHINES)
    assert line.roll.file_name.startswith("排水许可 ")
    assert "周岚" not in line.roll.file_name + read_bytes(line.roll.file).decode("utf-8-sig")
    assert "已对上 1" in text(answer)
    answer = client.post(reverse("rolls"), {"register": "water.visit"})
    assert (answer.status_code, "不是以企业名称相称的" in text(answer)) == (422, True)


def test_a_file_that_cannot_be_read_is_a_sentence(people, client):
    client.force_login(people.officer)
    answer = client.post(reverse("rolls"), {"file": SimpleUploadedFile("电量.csv", "用电量,月份\n1,2\n".encode())})
    assert answer.status_code == 422
    assert "没有“企业名称”这一列" in text(answer)


@pytest.mark.usefixtures("roll")
def test_the_desk_shows_both_sides_their_differences_and_the_keys(client):
    page = text(client.get(reverse("desk")))
    for key in "sdlu":
        assert f'data-key="{key}"' in page
    assert "<mark>" in page
    assert "地址到门牌相同" in page
    assert "还没有" not in page


def test_a_decision_answers_with_the_pair_behind_those_on_the_page(people, client, roll):
    take(people.officer, "单位名称,地址\n霁川机械厂,霁川路12号\n", "社保.csv")
    first, second = next_pairs(people.officer, most=2)
    answer = text(client.post(reverse("desk-decide"), sent(first, "same"), headers=HTMX))
    assert "待核对</b>" not in answer
    assert f'value="{second.line.pk}"' in answer
    assert Line.objects.get(pk=first.line.pk).standing == "linked"
    again = client.post(reverse("desk-decide"), sent(first, "same"), headers=HTMX)
    assert again.status_code == 422
    assert again["HX-Retarget"] == "#desk"
    assert "已经有了结论" in text(again)
    client.post(reverse("desk-decide"), sent(second, "later"), headers=HTMX)
    assert "已撤销对" in text(client.post(reverse("desk-undo"), headers=HTMX))
    assert Line.objects.get(pk=first.line.pk).standing == "asked"
    assert roll.lines.filter(standing="asked").count() == 1


@pytest.mark.usefixtures("roll")
def test_without_scripts_the_buttons_lead_back_to_the_desk(people, client):
    (pair,) = next_pairs(people.officer)
    answer = client.post(reverse("desk-decide") + f"?roll={pair.line.roll_id}", sent(pair, "different"), follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('desk')}?roll={pair.line.roll_id}"
    assert "都核对完了" in text(answer)
    assert client.post(reverse("desk-decide"), {"verdict": "perhaps"}).status_code == 422


@pytest.mark.usefixtures("roll")
def test_merges_say_why_and_by_whom_and_are_undone_from_there(people, client):
    merge_rows(register="enterprise", stays=PAPER, went=MACHINES, values={}, why="吸收合并", by=people.officer, at=AT)
    page = text(client.get(reverse("merges")))
    assert "吸收合并" in page
    assert reverse("register-part", args=("enterprise", PAPER)) in page


def test_only_what_differs_is_marked():
    assert marked("砚湖(龙游)纸业", "砚湖（龙游）纸业") == [("砚湖(龙游)纸业", False)]
    assert marked("砚胡纸业", "砚湖纸业") == [("砚", False), ("胡", True), ("纸业", False)]
    assert marked(BOXES, "") == [(BOXES, False)]
    assert marked("", BOXES) == []
