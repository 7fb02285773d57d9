"""现场: the list, the form, and what a phone sends once or again."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.county import PNG, moment

from tenglong.records.cases.models import Entry
from tenglong.records.files.models import Evidence
from tenglong.records.flows.actions import move_case

GOOD = {"approach": "上门", "answer": "再考虑", "words": "厂长不在", "key": "k1"}


@pytest.fixture
def officer(county, client):
    client.force_login(county.people.officer)
    return client


@pytest.fixture
def address(county) -> str:
    return reverse("field-entry", args=[county.buyback, "talks"])


def sent(client, address: str, **changed: object):
    """As a phone sends it."""
    photos = [SimpleUploadedFile(f"{n}.png", PNG, "image/png") for n in range(2)]
    return client.post(address, GOOD | {"photo": photos} | changed, headers={"Accept": "application/json"})


def notes():
    return Entry.objects.filter(act="note", step="talks", words__startswith="厂长不在")


def test_the_list_shows_my_steps_that_take_entries_and_when_the_last_was_made(officer, county, address):
    shown = officer.get(reverse("field")).content.decode()
    assert address in shown
    assert "上次 2022-12-20" in shown
    officer.post(address, GOOD)
    assert "今天已记" in officer.get(reverse("field")).content.decode()
    officer.force_login(county.people.reviewer)
    assert "现在没有要您在现场记的事" in officer.get(reverse("field")).content.decode()


def test_the_form_has_the_fields_of_the_log_a_camera_and_the_last_entries(officer, address):
    shown = officer.get(address).content.decode()
    for words in ("谈判方式", "企业态度", 'accept="image/*"', 'capture="environment"', "企业一边生产一边出租"):
        assert words in shown
    assert 'name="agreed"' not in shown


def test_an_entry_with_photos_arrives_once_however_often_and_from_wherever_it_is_sent(officer, county, address):
    assert sent(officer, address).json() == {"taken": True}
    again = sent(officer, address).json()
    assert again["taken"]
    assert "没有重复记录" in again["sentence"]
    other = Client()
    other.force_login(county.people.officer)
    assert sent(other, address).json()["taken"]
    assert notes().count() == 1
    assert Evidence.objects.filter(title="现场照片", step="talks").count() == 2


def test_it_may_come_again_when_the_step_is_over(officer, county, address):
    sent(officer, address)
    move_case(
        number=county.buyback, act="finish", step="talks", values={"愿意签约": "是", "处置方式": "净地挂牌"},
        by=county.people.officer, at=moment("2026-01-05 10:00"),
    )  # fmt: skip
    assert sent(officer, address).json()["taken"]
    late = sent(officer, address, key="k2")
    assert late.status_code == 422
    assert "。" in late.json()["sentence"]
    assert notes().count() == 1


def test_a_refusal_says_which_field_and_writes_nothing(officer, address):
    answer = sent(officer, address, answer="")
    assert answer.status_code == 422
    assert "企业态度" in answer.json()["problems"]["answer"]
    bad = sent(officer, address, photo=SimpleUploadedFile("a.png", b"\x00\x01"))
    assert "认不出" in bad.json()["sentence"]
    assert not notes().exists()


def test_what_waited_for_a_network_says_when_it_was_written(officer, address):
    sent(officer, address, written="2022-12-21T01:05:00.000Z")
    assert "12-21 09:05 在现场写，有网络后发出" in notes().get().words
    sent(officer, address, key="k2", written="next week")
    sent(officer, address, key="k3", written="9999-12-31T23:59:59-12:00")
    assert [notes().get(once=key).words for key in ("k2", "k3")] == ["厂长不在"] * 2


def test_without_scripts_the_form_is_sent_as_any_other(officer, address):
    wrong = officer.post(address, GOOD | {"answer": ""})
    assert wrong.status_code == 422
    assert "厂长不在" in wrong.content.decode()
    assert officer.post(address, GOOD)["Location"] == reverse("field")
    assert "没有重复记录" in officer.post(address, GOOD).content.decode()
    assert notes().count() == 1


def test_the_session_says_who_sends_or_that_one_must_sign_in(officer, county):
    assert officer.get(reverse("field-session")).json()["person"] == county.people.officer.login
    out = Client().get(reverse("field-session"))
    assert out.status_code == 401
    assert "请先登录" in json.loads(out.content)["sentence"]


def test_nothing_is_taken_without_the_token(county, address):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(county.people.officer)
    assert sent(strict, address).status_code == 403
    token = strict.get(reverse("field-session")).json()["token"]
    headers = {"Accept": "application/json", "X-CSRFToken": token}
    assert strict.post(address, GOOD, headers=headers).json() == {"taken": True}
