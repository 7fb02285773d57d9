"""The case page shows who names it and where to add one; rules and totals stand beside its clock."""

import pytest
from django.urls import reverse
from tests.people import People
from tests.records.cases.works import finish, install, note, open_project
from tests.records.trial import moment

from tenglong.records.cases.models import Case
from tenglong.records.flows.actions import open_case


@pytest.fixture
def works(people: People) -> People:
    install()
    return people


@pytest.fixture
def project(works: People) -> Case:
    case = open_project(works.officer, 年度计划投资=1200, 计划开工日期="2023-05-20")
    note(case, works.officer, "2023-06-03 18:00", 120, 形象进度="基坑")
    return case


def milestone(people: People, project: Case, what: str, plan: str) -> Case:
    values = {"节点名称": what, "项目": project.number, "计划日期": plan}
    return open_case(procedure="works.reach", values=values, by=people.officer, at=moment("2023-03-02 09:00"))


def page(case: Case) -> str:
    return reverse("case", args=[*case.procedure.split("."), case.number])


def shown(client, person, url: str) -> str:
    client.force_login(person)
    return client.get(url).content.decode()


def test_milestones_stand_on_the_page_of_their_project_the_newest_first(client, works: People, project: Case):
    done = milestone(works, project, "基坑完成", "2023-04-30")
    finish(done, "done", works.officer, "2023-05-08 09:00", 实际日期="2023-05-06")
    milestone(works, project, "结顶", "2023-09-30")
    other = open_project(works.officer, "二号厂房")
    milestone(works, other, "别家的节点", "2023-09-30")
    text = shown(client, works.officer, page(project))
    panel = text[text.index('id="referring-1"') : text.index("经过")]
    assert panel.index("结顶") < panel.index("基坑完成")
    assert "2023-04-30" in panel
    assert "2023-05-06" in panel
    assert "超" in panel
    assert "2 件" in panel
    assert "别家的节点" not in panel


def test_the_form_of_another_one_is_filled_with_the_number(client, works: People, project: Case):
    add = f"{reverse('new', args=['works', 'reach'])}?project={project.number}"
    assert add in shown(client, works.officer, page(project))
    assert f'value="{project.number}"' in shown(client, works.officer, add)
    sent = {"what": "结顶", "project": project.number, "plan_on": "2023-09-30"}
    answer = client.post(add, sent)
    case = Case.objects.get(procedure="works.reach")
    assert answer.url == page(case)
    assert f'href="{page(project)}"' in shown(client, works.officer, page(case))


def test_who_may_not_open_one_and_has_none_sees_no_panel(client, works: People, project: Case):
    assert 'id="referring-1"' not in shown(client, works.leader, page(project))


def test_rules_are_told_with_their_numbers_and_source(client, works: People, project: Case):
    text = shown(client, works.officer, page(project))
    assert "到计划的月份还没有开工" in text
    assert "依据：某市做法" in text
    assert "累计完成投资" in text
    assert "还不计时" in text or "许可" in text


def test_an_entry_is_an_anchor_with_its_papers(client, works: People, project: Case):
    entry = project.entries.get(act="note")
    assert f'id="entry-{entry.pk}"' in shown(client, works.officer, page(project))
    number = reverse("number", args=["works", "spent"])
    assert f"{page(project)}#entry-{entry.pk}" in shown(client, works.officer, f"{number}?period=2023")


@pytest.mark.usefixtures("project")
def test_the_list_is_filtered_by_what_it_shows(client, works: People):
    url = reverse("cases", args=["works", "deliver"])
    assert "一号厂房" in shown(client, works.officer, f"{url}?light=red")
    assert "一号厂房" not in shown(client, works.officer, f"{url}?light=yellow")
    text = shown(client, works.officer, url)
    assert "累计完成投资" in text
    assert "亮红" in text
    assert "sort=case_total_1" not in text
    assert "亮红" in shown(client, works.officer, reverse("today"))


def test_a_limit_of_no_days_is_a_promise_like_any_other(client, works: People):
    case = open_project(works.officer, "快批", 快批=True)
    text = shown(client, works.officer, page(case))
    assert "没有定时限" not in text
    assert "已超" in text
