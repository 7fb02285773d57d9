"""What an investor sees: the space on offer with its listed facts, and nothing else of the county."""

import pytest
from django.urls import reverse
from tests.web.county import EMPTY, PNG, moment

from tenglong.records.flows.actions import move_case, open_case

SECRET = "一家想买地的企业"


@pytest.fixture
def offered(county) -> str:
    """A plot that is on offer, with a talk noted."""
    people = county.people
    case = open_case(
        procedure="inventory.revive",
        values={"名称": "东坪路16号净地", "资源类型": "净地", "地块": EMPTY, "摸排日期": "2022-07-01"},
        by=people.officer,
        at=moment("2022-07-01 10:00"),
    )
    for step, values, by, papers in (
        ("survey", {"土地面积": "25.4", "闲置原因": "企业腾退", "联系人": "王敏"}, people.clerk, ("现场照片",)),
        ("offer", {"挂出日期": "2022-07-08"}, people.officer, ()),
    ):
        move_case(
            number=case.number, act="finish", step=step, values=values, by=by, at=moment("2022-07-08 10:00"),
            evidence=[(title, "现场.png", PNG) for title in papers],
        )  # fmt: skip
    move_case(
        number=case.number, act="note", step="match", by=people.officer, at=moment("2022-07-09 10:00"),
        values={"对接客商": SECRET, "对接情况": "两千平方米", "对接结果": "再对接"},
    )  # fmt: skip
    return case.number


def test_an_investor_sees_what_is_on_offer_and_whom_to_ask(county, client, offered):
    client.force_login(county.people.investor)
    answer = client.get(reverse("today"), follow=True)
    shown = answer.content.decode()
    assert answer.redirect_chain == [(reverse("offers"), 302)]
    for words in ("东坪路16号净地", "25.4 亩", "2022-07-08", "联系"):
        assert words in shown
    assert offered not in shown
    assert SECRET not in shown


def test_an_investor_opens_neither_the_case_nor_a_list(county, client, offered):
    client.force_login(county.people.investor)
    assert client.get(reverse("case", args=["inventory", "revive", offered])).status_code == 404
    for name, args in (("cases", ("inventory", "revive")), ("search", ()), ("plots", ())):
        shown = client.get(reverse(name, args=args), {"q": "东坪路"}).content.decode()
        assert "东坪路16号净地" not in shown, name
        assert SECRET not in shown, name


def test_what_is_not_on_offer_is_not_listed(county, client, offered):
    client.force_login(county.people.officer)
    assert "东坪路16号净地" in client.get(reverse("offers")).content.decode()
    move_case(
        number=offered, act="finish", step="match", values={"承接方": "望山智造"}, by=county.people.officer,
        at=moment("2022-08-01 10:00"),
    )  # fmt: skip
    assert "现在没有挂出的空间" in client.get(reverse("offers")).content.decode()


@pytest.mark.usefixtures("offered")
def test_another_countys_people_and_strangers_see_no_offer(county, client):
    for person in (county.people.neighbour, county.people.stranger):
        client.force_login(person)
        assert "东坪路16号净地" not in client.get(reverse("offers")).content.decode()
