"""History on the screen: of a row for who sees it, of everything for who reads the audit; personal values erased."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people import DAY_ONE, FIRM_CODE, NEXT_COUNTY, SETUP, TOWN

from tenglong.records.audit import personal
from tenglong.records.audit.actions import change_set
from tenglong.records.audit.models import ChangeSet, PersonalValue, Reading
from tenglong.records.audit.sealing import seal
from tenglong.records.audit.verifying import verify
from tenglong.records.people.actions import grant_role
from tenglong.records.registry.actions import change_enterprise, register_enterprise

LATER = DAY_ONE + timedelta(days=30)
WHY = "本人申请，个人信息保护法第四十七条"


@pytest.fixture
def firm(people):
    """A firm that the officer has corrected."""
    register_enterprise(code=FIRM_CODE, name="石桥包装厂", region_code=TOWN, address="东坪路1号", by=SETUP, at=DAY_ONE)
    change_enterprise(code=FIRM_CODE, address="东坪路12号", by=people.officer, at=LATER)
    return FIRM_CODE


def text(client, name: str, *arguments: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=arguments), asked)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_the_history_of_a_row_says_who_when_from_where_and_what(firm, people, client):
    client.force_login(people.clerk)
    page = text(client, "row-history", "enterprise", firm)
    assert "王敏" in page
    assert "2022-02-03 09:00" in page
    assert "东坪路1号</s> → <b>东坪路12号" in page
    assert "住所" in page or "地址" in page
    client.force_login(people.neighbour)
    assert client.get(reverse("row-history", args=("enterprise", firm))).status_code == 404


def test_what_comes_by_the_web_says_from_which_address(people, client, settings):
    client.force_login(people.administrator)
    sent = {"reason": WHY}
    settings.HTTPS = True
    personal_row(people)
    client.post(
        reverse("row-erase", args=("contact", "7")), sent, headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}, secure=True
    )
    assert ChangeSet.objects.first().origin == "网页 10.1.2.3"


@pytest.mark.usefixtures("firm")
def test_the_auditor_asks_by_day_by_person_and_by_action(people, client):
    client.force_login(people.auditor)
    every = text(client, "changes")
    assert "修改企业 石桥包装厂" in every
    assert "登记企业 石桥包装厂" in every
    one = text(client, "changes", by="王敏")
    assert "修改企业 石桥包装厂" in one
    assert "登记企业 石桥包装厂" not in one
    assert "登记企业 石桥包装厂" not in text(client, "changes", since="2022-02-01")
    assert "修改企业 石桥包装厂" not in text(client, "changes", until="2022-02-01")
    assert "修改企业 石桥包装厂" not in text(client, "changes", action="registry.register_enterprise")


def test_the_auditor_of_one_county_reads_nothing_of_the_next(people, client):
    with change_set(by=people.neighbour, at=LATER, action="test.write", summary="邻县的事"):
        pass
    theirs = ChangeSet.objects.first()
    assert theirs.region_code == NEXT_COUNTY
    client.force_login(people.auditor)
    assert "邻县的事" not in text(client, "changes")
    assert client.get(reverse("change-set", args=(theirs.pk,))).status_code == 404
    assert "邻县的事" not in text(client, "history-export")


def test_a_long_write_in_pieces_is_one_line_with_all_its_rows(people, client):
    for piece in range(3):
        with change_set(
            by=people.officer, at=LATER, action="imports.apply", summary="写入导入 名录.xlsx", batch="import:7"
        ) as trail:
            for n in range(30):
                trail.created("enterprise", f"{piece}-{n}", {"name": f"厂{piece}-{n}"})
    client.force_login(people.auditor)
    page = text(client, "changes")
    assert page.count("写入导入 名录.xlsx</a>") == 1
    assert "分 3 批写入" in page
    assert ">90<" in page
    first = text(client, "change-set", ChangeSet.objects.first().pk)
    assert "厂0-0" in first
    assert "厂1-29" not in first
    last = ChangeSet.objects.filter(batch="import:7").order_by("pk")[1].changes.order_by("pk")[19].pk
    assert "厂2-29" in text(client, "change-set", ChangeSet.objects.first().pk, after=str(last))


def test_more_change_sets_cost_no_more_queries(people, client):
    client.force_login(people.auditor)
    counts = []
    for n in (3, 80):
        for _ in range(n):
            with change_set(by=people.officer, at=LATER, action="test.write", summary="又一次") as trail:
                trail.created("enterprise", n, {"name": "甲"})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = text(client, "changes")
        counts.append(len(queries))
    assert counts[1] <= counts[0] < 12
    assert "更早的" in page
    assert len(page) < 100_000


def personal_row(people) -> None:
    """A row of a kind with somebody's telephone."""
    with change_set(by=people.officer, at=LATER, action="test.write", summary="联系人") as trail:
        trail.created("contact", "7", {"phone": "13905700000", "post": "厂长"})


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A kind with a telephone of a person."""
    monkeypatch.setattr(personal, "_kinds", {"contact": frozenset({"phone"})})


def test_personal_values_are_read_with_a_note_left_out_of_exports_and_erased_by_law(people, client):
    personal_row(people)
    seal(at=LATER)
    client.force_login(people.auditor)
    assert "13905700000" in text(client, "row-history", "contact", "7")
    assert [(one.kind, one.key, one.by) for one in Reading.objects.all()] == [("contact", "7", "钱慎（qianshen）")]
    exported = text(client, "history-export")
    assert "13905700000" not in exported
    assert "（个人信息）" in exported
    assert client.post(reverse("row-erase", args=("contact", "7")), {"reason": WHY}).status_code == 403
    client.force_login(people.administrator)
    refused = client.post(reverse("row-erase", args=("contact", "7")), {"reason": "不"})
    assert refused.status_code == 422
    assert PersonalValue.objects.exists()
    client.post(reverse("row-erase", args=("contact", "7")), {"reason": WHY})
    page = text(client, "row-history", "contact", "7")
    assert "已依法删除" in page
    assert "13905700000" not in page
    seal(at=LATER)
    assert verify().holds
    client.force_login(people.auditor)
    assert "phone" in text(client, "readings")


def test_who_reads_no_audit_finds_no_history_of_what_has_no_page(people, client):
    personal_row(people)
    client.force_login(people.officer)
    assert client.get(reverse("row-history", args=("contact", "7"))).status_code == 404


def test_two_grants_see_two_areas(people, client):
    with change_set(by=people.neighbour, at=LATER, action="test.write", summary="邻县的事"):
        pass
    grant_role(person=people.auditor, role="auditor", region_code=NEXT_COUNTY, by=SETUP, at=DAY_ONE)
    client.force_login(people.auditor)
    assert "邻县的事" in text(client, "changes")
