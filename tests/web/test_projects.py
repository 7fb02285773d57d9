"""Projects: the list with light, start and investment, and the page of one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.county import moment
from tests.web.projects import LATE, settle_projects

from tenglong.records.flows.actions import open_case
from tenglong.web.loop import delivery
from tenglong.web.panels.investment_curve import draw_curve

MOST_QUERIES = 28


@pytest.fixture
def numbers(county) -> tuple[str, str]:
    return settle_projects(county.people)


@pytest.fixture
def officer(county, client):
    client.force_login(county.people.officer)
    return client


def listed(client, **question: str) -> str:
    return client.get(reverse("projects"), question).content.decode()


def page(client, number: str) -> str:
    return client.get(reverse("project", args=[number])).content.decode()


@pytest.mark.usefixtures("numbers")
def test_the_list_says_which_start_it_shows_and_who_has_not_begun(officer):
    shown = listed(officer)
    assert "开工按“施工许可开工日期”" in shown
    assert "2026-01-20" in shown
    assert "没有开工" in shown
    entered = listed(officer, start="entered_on")
    assert "开工按“统计入库日期”" in entered
    assert "2026-01-20" not in entered


@pytest.mark.usefixtures("numbers")
def test_the_list_is_filtered(officer):
    assert "青禾冷链中心" not in listed(officer, kind="工业")
    assert "望山智造产业园" not in listed(officer, begun="late")
    assert "青禾冷链中心" in listed(officer, begun="late")
    assert "没有符合这些条件的项目" in listed(officer, q="没有这个名字")
    assert "青禾冷链中心" in listed(officer, leader="方芷")


def test_the_page_of_a_project_has_its_days_months_milestones_and_problems(officer, numbers):
    shown = page(officer, numbers[0])
    for words in (
        "望山智造产业园", "晚 4 天", "一号楼绑筋", "塔吊两台", "临时用电容量不够", "汇总到 2026-03-31",
        "5.51", "土地合同动工日期", "现场照片", 'class="curve"',
    ):  # fmt: skip
        assert words in shown, words
    assert shown.count('class="made') == 0  # the last entry is older than eight weeks
    late = page(officer, numbers[1])
    assert "还没有现场记录" in late
    assert "还没有定节点" in late


def test_the_case_leads_to_the_page_made_for_it(officer, numbers):
    case = officer.get(reverse("case", args=["projects", "deliver", numbers[0]])).content.decode()
    assert reverse("project", args=[numbers[0]]) in case


def test_who_sees_nothing_of_the_county_finds_no_project(county, client, numbers):
    for person in (county.people.neighbour, county.people.stranger):
        client.force_login(person)
        assert "望山智造产业园" not in listed(client)
        assert client.get(reverse("project", args=[numbers[0]])).status_code == 404


def test_a_case_that_is_no_project_is_refused(officer, county):
    answer = officer.get(reverse("project", args=[county.buyback]))
    assert answer.status_code == 404
    assert "不是项目" in answer.content.decode()


def test_pages_of_projects_are_small_and_quick(officer, county, numbers):
    counted = []
    for _ in range(2):
        for address in (reverse("projects"), reverse("project", args=[numbers[0]])):
            officer.get(address)
            with CaptureQueriesContext(connection) as queries:
                answer = officer.get(address)
            assert len(answer.content) < 100_000
            assert len(queries) <= MOST_QUERIES
            counted.append(len(queries))
        if len(counted) == 2:
            more(county)
    assert counted[:2] == counted[2:]


def more(county) -> None:

    for place in range(5):
        values = LATE | {"项目名称": f"{LATE['项目名称']} {place} 期"}
        open_case(procedure="projects.deliver", values=values, by=county.people.officer, at=moment("2026-01-07 09:00"))


def test_the_year_counts_its_own_months_and_the_newest_plan():
    months = [
        {"until_on": date(2025, 12, 31), "month_wan": 100},
        {"until_on": date(2026, 1, 31), "month_wan": 30},
        {"until_on": date(2026, 2, 28), "month_wan": 20, "year_wan_new": 400},
        {"until_on": date(2026, 4, 30), "month_wan": 999},
    ]
    project = {"total_wan": 1000, "invested_before_wan": 50, "year_wan": 300, "listed_on": date(2026, 1, 4)}
    found = delivery.investing(project, months, date(2026, 3, 31))
    assert (found.done, found.year_done, found.year_plan, found.until_on) == (200, 50, 400, date(2026, 2, 28))
    assert found.percent == 12.5
    assert found.passed == 24.7
    earlier = delivery.investing({**project, "listed_on": date(2025, 1, 4)}, months[:2], date(2026, 1, 31))
    assert earlier.year_plan is None
    assert earlier.percent is None


def test_the_curve_rises_with_what_was_done_and_needs_something_to_draw():
    assert draw_curve([], [], on=date(2026, 3, 31)) is None
    done = [(date(2026, 1, 31), 10), (date(2026, 2, 28), 30)]
    curve = draw_curve(done, [(date(2026, 1, 1), 0), (date(2026, 12, 31), 100)], on=date(2026, 3, 31))
    first, last = curve.points
    assert (first.shown, last.shown) == (10, 40)
    assert last.y < first.y
    assert curve.rules[-1][1] == 100
    assert curve.plan.startswith(f"M{curve.left}")
