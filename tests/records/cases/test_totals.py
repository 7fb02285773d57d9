"""Totals over a log are columns of the case: on its page, in lists, in numbers; rules over them light it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import SETUP, People
from tests.records.cases.works import day, finish, install, note, open_project
from tests.records.trial import moment

from tenglong.core.lights import Light
from tenglong.core.procedure import CannotMove
from tenglong.records.cases.lit import asked_lights
from tenglong.records.cases.models import Case, StepRun
from tenglong.records.cases.queries import get_case, list_cases, list_waiting, rows_of
from tenglong.records.cases.recomputing import recompute_dues
from tenglong.records.flows.actions import move_case
from tenglong.records.ledgers.sources import get_source
from tenglong.records.measures.queries import figure

LATE = moment("2023-08-15 12:00")


@pytest.fixture
def works(people: People) -> People:
    install()
    return people


def project(people: People, name: str = "一号厂房", **values: object) -> Case:
    at = moment("2022-03-01 09:00")
    return open_project(people.officer, name, at, 年度计划投资=1200, 计划开工日期="2023-05-20", **values)


def start(case: Case, people: People) -> None:
    finish(case, "permit", people.officer, "2023-05-10 09:00", 开工日期="2023-05-10")


def move_plan(case: Case, people: People, to: str) -> Case:
    values = {"新计划日期": to, "改期原因": "雨季"}
    at = moment("2023-05-15 09:00")
    return move_case(number=case.number, act="note", step="finish", values=values, by=people.officer, at=at)


def test_one_value_per_case_of_everything_that_was_noted(works: People):
    case = project(works)
    note(case, works.officer, "2022-12-30 18:00", 100, 形象进度="基坑", 内部估价=90)
    note(case, works.officer, "2023-03-03 18:00", 120, 形象进度="地下室")
    note(case, works.officer, "2023-06-03 18:00", 80)
    facts = get_case(works.officer, case.number, at=LATE).facts
    assert (facts["累计完成投资"], facts["本年完成投资"], facts["记录条数"]) == (300, 200, 3)
    assert (facts["最大一笔"], facts["最近形象"], facts["改定日期"]) == (120, None, None)
    before = get_case(works.officer, case.number, at=moment("2023-04-01 09:00")).facts
    assert (before["累计完成投资"], before["最近形象"]) == (220, "地下室")


def test_what_is_made_of_something_confidential_is_confidential(works: People):
    case = project(works)
    fields = {field.label: field for field in get_source("works.deliver").ledger.fields}
    assert (fields["最高估价"].confidential, fields["累计完成投资"].confidential) == ("inside", "")
    assert "最高估价" in get_case(works.officer, case.number, at=LATE).facts


def test_without_entries_a_sum_is_nothing_and_the_rest_is_missing(works: People):
    view = get_case(works.officer, project(works).number, at=LATE)
    assert [view.facts[label] for label in ("累计完成投资", "记录条数", "最大一笔")] == [0, 0, None]
    shown = {one.field.label: one.text for one in view.totals}
    assert (shown["累计完成投资"], shown["最近形象"]) == ("0", "")


def test_lists_numbers_and_exports_have_them(works: People):
    first, second = project(works), project(works, "二号厂房")
    note(first, works.officer, "2023-03-03 18:00", 120)
    note(second, works.officer, "2022-04-03 18:00", 80)
    listed = {
        row.case.title: {one.field.label: one.value for one in row.values}
        for row in rows_of(works.officer, list_cases(works.officer), at=LATE)
    }
    assert listed["一号厂房"]["累计完成投资"] == Decimal(120)
    assert "记录条数" not in listed["一号厂房"]
    assert figure("works.spent_by_case", by=works.officer).value == 200
    assert figure("works.this_year", by=works.officer, on=day("2023-12-31")).value == 120
    assert figure("works.this_year", by=works.officer, on=day("2022-12-31")).value == 80
    rows = list(get_source("works.deliver").rows(works.officer, on=day("2022-12-31")))
    assert [row["case_total_1"] for row in rows] == [0, 80]


def test_the_worst_of_clock_and_rules_lights_the_case(works: People):
    case = project(works)
    start(case, works)
    note(case, works.officer, "2023-08-01 18:00", 700)
    lit = get_case(works.officer, case.number, at=LATE).lit  # 8/12 − 700/1200 = 8.3 points
    assert (lit.light, lit.words) == (Light.GREEN, "各项正常")
    assert get_case(works.officer, case.number, at=moment("2023-09-15 09:00")).lit.light is Light.YELLOW
    view = get_case(works.officer, case.number, at=moment("2023-11-15 09:00"))
    assert (view.lit.light, view.lit.words.partition("：")[0]) == (Light.RED, "投资进度")
    assert (view.rules[1].rule.source, view.rules[0].lit.words) == ("某市做法", "开工：正常")
    assert view.rules[1].sentences[0].endswith("本年完成投资 700 万元 ÷ 年度计划投资 1,200 万元 > 30%，成立")


def test_not_started_as_planned_is_yellow_and_red_in_the_third_month(works: People):
    case = open_project(works.officer, 计划开工日期="2023-05-20")
    lights = [
        get_case(works.officer, case.number, at=moment(f"2023-{at} 09:00")).lit for at in ("05-19", "05-20", "07-01")
    ]
    assert [lit.light for lit in lights] == [Light.GREEN, Light.YELLOW, Light.RED]
    assert lights[2].words == "开工：到计划的月份还没有开工"
    start(case, works)
    assert get_case(works.officer, case.number, at=LATE).lit.words == "各项正常"


def test_lists_and_the_day_show_what_the_page_shows(works: People):
    for number in range(4):
        case = project(works, f"{number}号厂房")
        if number:
            start(case, works)
        note(case, works.officer, "2023-06-03 18:00", 300 * number + 1)
    for row in rows_of(works.officer, list_cases(works.officer), at=LATE):
        assert row.lit == get_case(works.officer, row.case.number, at=LATE).lit
    waiting = {(one.case.title, one.lit.light) for one in list_waiting(works.officer, at=LATE)}
    assert waiting == {("0号厂房", "red"), ("1号厂房", "red"), ("2号厂房", "yellow"), ("3号厂房", "green")}


def test_whoever_asks_for_red_or_yellow_gets_those_of_the_rules_too(works: People):
    for number in range(4):
        case = project(works, f"{number}号厂房")
        start(case, works)
        note(case, works.officer, "2023-06-03 18:00", 300 * number + 1)
    open_project(works.officer, "快批", 快批=True)
    asked = asked_lights(works.officer, LATE.date())
    red = list_cases(works.officer).filter(asked.red).values_list("title", flat=True)
    yellow = list_cases(works.officer).filter(asked.yellow).values_list("title", flat=True)
    assert (set(red), set(yellow)) == ({"0号厂房", "1号厂房", "快批"}, {"2号厂房"})
    assert not list_cases(works.officer).filter(
        asked_lights(works.officer, LATE.date(), "works.reach").red & ~asked.red
    )


def test_what_is_noted_moves_the_planned_day_and_keeps_the_first_plan(works: People):
    case = project(works)
    finish(case, "build", works.officer, "2023-05-02 09:00", 计划完工日期="2023-08-31")
    move_plan(case, works, "2023-10-31")
    assert StepRun.objects.get(case=case, step="finish").due_on == day("2023-10-31")
    assert Case.objects.get().due_on == day("2023-10-31")
    facts = get_case(works.officer, case.number, at=LATE).facts
    assert (facts["计划完工日期"], facts["改定日期"]) == (day("2023-08-31"), day("2023-10-31"))
    assert recompute_dues(by=SETUP, at=LATE) == (1, 0)


@pytest.mark.parametrize(("to", "why"), [("2023-05-01", "新的日子要在今天以后"), ("2023-08-01", "只能往后改")])
def test_what_may_not_be_noted_is_refused_and_leaves_nothing(works: People, to: str, why: str):
    case = project(works)
    finish(case, "build", works.officer, "2023-05-02 09:00", 计划完工日期="2023-08-31")
    with pytest.raises(CannotMove, match=why):
        move_plan(case, works, to)
    assert not case.entries.filter(act="note").exists()


def test_queries_do_not_grow_with_the_cases(works: People):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows_of(works.officer, list_cases(works.officer), at=LATE)
            list(get_source("works.deliver").rows(works.officer))
        return len(queries)

    note(project(works), works.officer, "2023-06-03 18:00", 1)
    one = count()
    for number in range(5):
        note(project(works, f"{number}"), works.officer, "2023-06-03 18:00", 1)
    assert count() == one
