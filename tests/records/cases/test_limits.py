"""Due days that follow what is filled in: from a day, until a day, none while it is not known."""

import pytest
from tests.people import SETUP, People
from tests.records.cases.works import day, finish, install, open_project
from tests.records.trial import moment

from tenglong.core.lights import Light
from tenglong.records.audit.actions import change_set
from tenglong.records.cases.models import Case, StepRun
from tenglong.records.cases.queries import get_case, list_cases, list_waiting, rows_of
from tenglong.records.cases.recomputing import recompute_dues
from tenglong.records.flows.actions import move_case

NOON = moment("2023-03-06 12:00")


@pytest.fixture
def works(people: People) -> People:
    install()
    return people


def stored(case: Case, step: str) -> StepRun:
    return StepRun.objects.filter(case=case, step=step).latest("round")


def test_without_the_day_it_starts_from_there_is_none_and_lists_say_so(works: People):
    case = open_project(works.officer, 快批=False)
    assert stored(case, "permit").due_on is None
    [row] = rows_of(works.officer, list_cases(works.officer), at=NOON)
    assert (row.lit.light, row.lit.words) == (Light.GREY, "还不计时，等“摘牌日期”")
    waiting = {one.step: one.lit.words for one in list_waiting(works.officer, at=NOON)}
    assert waiting == {"permit": "还不计时，等“摘牌日期”", "build": "无时限"}
    view = get_case(works.officer, case.number, at=NOON)
    assert view.steps[0].lit.words == "还不计时，等“摘牌日期”"


def test_it_starts_on_that_day(works: People):
    case = open_project(works.officer, 快批=False, 摘牌日期="2023-02-20")
    assert (stored(case, "permit").warn_on, stored(case, "permit").due_on) == (day("2023-03-05"), day("2023-03-07"))
    assert Case.objects.get().due_on == day("2023-03-07")


def test_no_days_at_all_is_the_day_it_opens(works: People):
    case = open_project(works.officer, 快批=True)
    assert stored(case, "permit").due_on == day("2023-03-01")
    [row] = rows_of(works.officer, list_cases(works.officer), at=moment("2023-03-01 15:00"))
    assert row.lit.words == "今天到期"
    [row] = rows_of(works.officer, list_cases(works.officer), at=moment("2023-03-02 15:00"))
    assert row.lit.words == "超 1 个工作日"


def test_another_plan_moves_the_due_day(works: People):
    case = open_project(works.officer, 快批=True)
    finish(case, "build", works.officer, "2023-03-02 09:00", 计划完工日期="2023-05-20")
    assert (stored(case, "finish").warn_on, stored(case, "finish").due_on) == (day("2023-05-18"), day("2023-05-20"))
    back = {"number": case.number, "act": "return", "step": "finish", "to": "build", "words": "改期"}
    move_case(**back, by=works.officer, at=moment("2023-04-01 09:00"))
    finish(case, "build", works.officer, "2023-04-02 09:00", 计划完工日期="2023-08-31")
    assert stored(case, "finish").due_on == day("2023-08-31")
    view = get_case(works.officer, case.number, at=moment("2023-08-30 09:00"))
    assert view.steps[2].lit.words == "剩 1 天"


def test_a_paused_step_keeps_its_planned_day(works: People):
    case = open_project(works.officer, 快批=False)
    finish(case, "build", works.officer, "2023-03-02 09:00", 计划完工日期="2023-05-20")
    finish(case, "permit", works.officer, "2023-03-02 09:30")
    pause = {"number": case.number, "act": "pause", "step": "finish", "reason": "weather"}
    move_case(**pause, by=works.officer, at=moment("2023-04-01 09:00"))
    assert stored(case, "finish").due_on == day("2023-05-20")
    late = moment("2023-05-22 09:00")
    [row] = rows_of(works.officer, list_cases(works.officer), at=late)
    assert row.lit == get_case(works.officer, case.number, at=late).steps[2].lit
    assert row.lit.words == "超 2 天"


def test_computed_again_they_are_the_same(works: People):
    open_project(works.officer, 快批=False, 摘牌日期="2023-02-20")
    case = open_project(works.officer, "二号厂房", 快批=True)
    finish(case, "build", works.officer, "2023-03-02 09:00", 计划完工日期="2023-05-20")
    assert recompute_dues(by=SETUP, at=NOON) == (2, 0)
    with change_set(by=SETUP, at=NOON, action="test", summary="as another plan had it"):
        StepRun.objects.filter(step="finish").update(due_on=None, warn_on=None)
    assert recompute_dues(by=SETUP, at=NOON) == (2, 1)
    assert stored(case, "finish").due_on == day("2023-05-20")
