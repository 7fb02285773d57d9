"""The pages of a match and of a pair: candidates with reasons, every condition told, a pair taken up and noted."""

import pytest
from django.urls import reverse
from tests.web.spaces import Spaces, settle_spaces

from tenglong.records.cases.queries import get_case
from tenglong.web import clock

PAGE = ("inventory", "space")


@pytest.fixture
def spaces(county) -> Spaces:
    return settle_spaces(county.people)


@pytest.fixture
def officer(client, county):
    client.force_login(county.people.officer)
    return client


def pair_url(spaces: Spaces, right: str, name: str = "pair") -> str:
    return reverse(name, args=[*PAGE, spaces.premises, right])


def test_each_space_has_its_candidates_with_reasons(officer, spaces):
    shown = officer.get(reverse("match", args=PAGE)).content.decode()
    for words in ("建议分配", "社区配套用房", "康养医院用房", "合适", "待核实：资源的可分割没有填",
                  "建筑面积不够（资源建筑面积 10,600 平方米，需求最小建筑面积 15,000 平方米）"):  # fmt: skip
        assert words in shown
    assert pair_url(spaces, spaces.hospital) in shown


def test_the_page_is_turned_round_and_asked_for_one_row(officer, spaces):
    by_need = officer.get(reverse("match", args=PAGE), {"by": "right"})
    assert [block.title for block in by_need.context["blocks"]] == ["扩产用厂房", "培训教室", "养老院", "康养医院用房"]
    one = officer.get(reverse("match", args=PAGE), {"right": spaces.home})
    assert [block.title for block in one.context["blocks"]] == ["养老院"]
    assert "建议分配" not in one.content.decode()
    none = officer.get(reverse("match", args=PAGE), {"left": "2000-0001"}).content.decode()
    assert "这一处现在不在匹配里" in none


def test_a_pair_tells_every_condition(officer, spaces):
    shown = officer.get(pair_url(spaces, spaces.home)).content.decode()
    for words in ("差一点", "1 条不符", "建筑面积 10,600 平方米", "最小建筑面积 15,000 平方米", "建筑面积不够",
                  "没有提到、不算条件的", "最低层高", "看算式"):  # fmt: skip
        assert words in shown


def test_taking_a_pair_up_is_noted_on_the_spaces_case(officer, county, spaces):
    url = pair_url(spaces, spaces.hospital)
    form = {one.field.label: one for one in officer.get(url).context["inputs"]}
    assert form["对接客商"].text == "安和康养医院"
    assert form["客商需求"].text == spaces.hospital
    sent = {one.name: one.text for one in form.values()} | {form["对接情况"].name: "约好下周看现场"}
    answer = officer.post(pair_url(spaces, spaces.hospital, "pair-up"), sent)
    assert answer.status_code == 302
    assert answer["Location"] == url
    entry = get_case(county.people.officer, spaces.premises, at=clock.now()).entries[-1]
    assert (entry.act, entry.step) == ("note", "match")
    assert {value.field.label: value.text for value in entry.values}["对接情况"] == "约好下周看现场"
    assert "约好下周看现场" in officer.get(url).content.decode()  # 对接过


def test_what_is_left_out_comes_back_beside_its_field(officer, spaces):
    answer = officer.post(pair_url(spaces, spaces.hospital, "pair-up"), {"pair-result": "有意向"})
    assert answer.status_code == 422
    assert "这一项必须填" in answer.content.decode()


def test_who_may_not_note_there_sees_no_form_and_is_refused(client, county, spaces):
    client.force_login(county.people.leader)
    assert client.get(pair_url(spaces, spaces.hospital)).context["inputs"] == ()
    sent = {"pair-investor": "某人", "pair-result": "有意向"}
    answer = client.post(pair_url(spaces, spaces.hospital, "pair-up"), sent)
    assert answer.status_code == 422
    assert "不能" in answer.content.decode()
    assert len(get_case(county.people.leader, spaces.premises, at=clock.now()).entries) == 3  # opened, two steps


def test_both_cases_lead_to_their_matches(officer, spaces):
    for procedure, number, side in (
        ("inventory/revive", spaces.premises, "left"),
        ("needs/meet", spaces.home, "right"),
    ):
        shown = officer.get(f"/m/{procedure}/{number}/").content.decode()
        assert f"{reverse('match', args=PAGE)}?{side}={number}" in shown


def test_an_investor_is_sent_to_the_offers_and_an_enterprise_sees_its_own(client, county, spaces):
    client.force_login(county.people.investor)
    for url in (reverse("match", args=PAGE), pair_url(spaces, spaces.hospital)):
        answer = client.get(url)
        assert answer.status_code == 403
        assert "康养医院" not in answer.content.decode()
    client.force_login(county.people.enterprise)
    shown = client.get(reverse("match", args=PAGE), {"by": "right"}).content.decode()
    assert "扩产用厂房" in shown
    assert "康养医院" not in shown
    assert "社区配套用房" not in shown
    assert client.get(pair_url(spaces, spaces.firm)).status_code == 404


def test_the_station_leads_there(officer, spaces):  # noqa: ARG001  there is something to match
    assert f'href="{reverse("match", args=PAGE)}"' in officer.get(reverse("today")).content.decode()
