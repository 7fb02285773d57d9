"""机构人员: what an administrator does about people, offices and roles, and where their reach ends."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, NEXT_COUNTY, SETUP, TOWN, People
from tests.web.county import register

from tenglong.records.people.actions import grant_role
from tenglong.records.people.queries import get_anybody, get_person


@pytest.fixture
def signed(people: People, client):
    client.force_login(people.administrator)
    return client


def send(client, door: str, login: str, **what: str):
    return client.post(reverse(door, args=[login]), what)


def test_somebody_new_gets_a_password_that_is_told_once(signed):
    new = {"login": "xinren", "name": "新任", "unit": "zone", "post": "科员"}
    answer = signed.post(reverse("person-new"), new, follow=True)
    page = answer.content.decode()
    assert "一次性密码，只显示这一次" in page
    once = page.partition('<b class="mono">')[2].partition("</b>")[0]
    person = get_person("xinren")
    assert person.check_password(once)
    assert person.must_change_password
    assert once not in signed.get(reverse("person", args=["xinren"])).content.decode()
    assert "已经有人使用" in signed.post(reverse("person-new"), new).content.decode()


def test_a_role_is_given_until_a_day_and_taken_away(signed):
    assert send(signed, "person-grant", "guoke", role="town_clerk", region=TOWN, until="2999-01-01").status_code == 302
    page = signed.get(reverse("person", args=["guoke"])).content.decode()
    assert "镇街干事" in page
    assert "2999-01-01" in page
    (held,) = get_person("guoke").grants.all()
    assert send(signed, "person-revoke", "guoke", grant=str(held.pk)).status_code == 302
    assert not get_person("guoke").grants.all()
    assert "已经收回" in send(signed, "person-revoke", "guoke", grant=str(held.pk)).content.decode()


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"role": "leader", "region": NEXT_COUNTY}, "不在您的授权范围内"),
        ({"role": "leader", "region": "3308"}, "不在您的授权范围内"),
        ({"role": "emperor", "region": COUNTY}, "没有“emperor”这个岗位"),
        ({"role": "leader", "region": "999999"}, "没有找到“999999”"),
        ({"role": "leader", "region": COUNTY, "until": "2020-01-01"}, "已经到了"),
        ({"role": "leader", "region": COUNTY, "until": "soon"}, "看不懂"),
        ({"role": "enterprise", "enterprise": "91330802MA0TL9999X"}, "没有找到“91330802MA0TL9999X”"),
    ],
)
def test_a_role_is_given_only_where_one_governs(signed, what, why):
    answer = send(signed, "person-grant", "guoke", **what)
    assert answer.status_code in {403, 404, 422}
    assert why in answer.content.decode()
    assert not get_person("guoke").grants.all()


def test_ask_11_two_towns_are_not_the_county(people: People, signed):
    for town in (TOWN, "330802100"):
        assert send(signed, "person-grant", "guoke", role="administrator", region=town).status_code in {302, 404}
    signed.force_login(people.stranger)
    login = "chenli"  # the leader of the county
    assert signed.get(reverse("person", args=[login])).status_code == 404
    assert send(signed, "person-switch", login, act="off").status_code == 404
    assert send(signed, "person-grant", "liqing", role="leader", region=COUNTY).status_code in {403, 422}
    assert get_anybody(login).is_active


def test_an_enterprise_gets_its_person_from_who_governs_its_region(people: People, signed):
    register()
    assert send(signed, "person-grant", "guoke", role="enterprise", enterprise=FIRM_CODE).status_code == 302
    grant_role(person=people.neighbour, role="administrator", region_code=NEXT_COUNTY, by=SETUP, at=DAY_ONE)
    signed.force_login(people.neighbour)
    assert signed.get(reverse("person", args=["guoke"])).status_code == 404
    listed = signed.get(reverse("people")).content.decode()
    assert "冯雪" in listed
    assert "石磊" not in listed
    assert "王敏" not in listed


def test_somebody_is_kept_out_and_let_in_and_their_phone_forgotten(signed):
    assert send(signed, "person-switch", "wangmin", act="off").status_code == 302
    assert "停用" in signed.get(reverse("people"), {"state": "off"}).content.decode()
    assert not get_anybody("wangmin").is_active
    assert send(signed, "person-switch", "wangmin", act="on").status_code == 302
    assert send(signed, "person-switch", "wangmin", act="code").status_code == 302
    assert "一次性密码" in signed.post(
        reverse("person-switch", args=["wangmin"]), {"act": "password"}, follow=True
    ).content.decode()  # fmt: skip
    assert send(signed, "person-switch", "guanli", act="off").status_code == 422, "not oneself"
    assert send(signed, "person-switch", "wangmin", act="fly").status_code == 422
    assert send(signed, "person-switch", "fengxue", act="off").status_code == 404, "of the next county"


def test_somebody_moves_to_another_office(signed):
    assert send(signed, "person-change", "wangmin", name="王敏", unit="tax", post="科长").status_code == 302
    assert (get_person("wangmin").unit.key, get_person("wangmin").post) == ("tax", "科长")
    assert send(signed, "person-change", "wangmin", name="王敏", unit="next-zone").status_code == 422
    assert send(signed, "person-change", "wangmin", name="王敏", unit="nowhere").status_code == 422


def test_offices_stand_under_the_one_above(signed):
    new = {"key": "tax-one", "name": "税务一所", "region_code": TOWN, "parent": "tax"}
    assert signed.post(reverse("people-units"), new).status_code == 302
    page = signed.get(reverse("people-units")).content.decode()
    assert '<span style="padding-left:1em">税务一所</span>' in page
    assert "已经有了" in signed.post(reverse("people-units"), new).content.decode()
    stray = new | {"key": "stray", "parent": "nobody"}
    assert "没有代号为“nobody”的上级单位" in signed.post(reverse("people-units"), stray).content.decode()


def test_who_sees_what_is_a_workbook_for_who_audits(people: People, signed):
    signed.force_login(people.auditor)
    answer = signed.get(reverse("people-table"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    heads = next(row for row in rows if row[0] == "登录名")
    told = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert "收储底价" in told["wangmin"]["能看的保密内容"]
    assert "收储底价" not in told["zhengzhi"]["能看的保密内容"]


def test_everybody_sees_what_they_may(people: People, signed):
    signed.force_login(people.clerk)
    page = signed.get(reverse("me")).content.decode()
    assert "镇街干事" in page
    assert "区域内的全部" in page
    assert "收储底价" not in page


def test_a_handover_is_made_and_answered_on_the_page(people: People, signed):
    send(signed, "person-grant", "guoke", role="zone_officer", region=COUNTY)
    signed.force_login(people.officer)
    what = {"taker": "guoke", "reason": "调走", "promises": "月底前答复", "contacts": "石磊 13800001234\n\n"}
    assert "没有登录名为“nobody”" in signed.post(reverse("handover-new"), what | {"taker": "nobody"}).content.decode()
    where = signed.post(reverse("handover-new"), what)["Location"]
    assert "月底前答复" in signed.get(where).content.decode()
    assert signed.post(f"{where}answer/", {"act": "accept_all"}).status_code == 422
    signed.force_login(get_person("guoke"))
    assert signed.post(f"{where}answer/", {"act": "accept_all"}).status_code == 302
    assert "已接收" in signed.get(where).content.decode()
    assert "调走" in signed.get(reverse("handovers")).content.decode()
