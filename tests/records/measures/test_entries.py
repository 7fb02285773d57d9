"""Entries of a log are rows: they are counted, opened down to the case's page, and seen by whom the case is seen."""

from datetime import date
from fractions import Fraction

import pytest
from tests.people import People
from tests.records.cases.works import install, note, open_project
from tests.records.trial import moment

from tenglong.records.cases.models import Entry
from tenglong.records.flows.actions import move_case
from tenglong.records.ledgers.sources import CannotRead, get_source
from tenglong.records.measures.queries import figure, open_term
from tenglong.records.people.rights import open_fields


@pytest.fixture
def works(people: People) -> People:
    install()
    first = open_project(people.officer)
    note(first, people.officer, "2023-03-03 18:00", 120, 形象进度="基坑", 内部估价=90)
    note(first, people.officer, "2023-04-03 18:00", 80)
    second = open_project(people.officer, "二号厂房", 区划="330802102")
    note(second, people.officer, "2023-04-04 18:00", 30)
    return people


def test_a_number_over_the_entries_of_a_period(works: People):
    assert figure("works.spent", by=works.officer, period="2023-04").value == 110
    assert figure("works.spent", by=works.officer, period="2023").value == 230
    assert figure("works.days_noted", by=works.officer).value == 2
    groups = figure("works.spent", by=works.officer, period="2023").groups
    assert {group.key: group.value for group in groups} == {"一号厂房": 200, "二号厂房": 30}


def test_it_opens_down_to_each_entry(works: People):
    opened = open_term("works.spent", "完成投资", by=works.officer, period="2023-04")
    last = Entry.objects.filter(act="note").order_by("pk").last()
    assert last is not None
    assert [row.key for row in opened.rows][-1] == f"{last.case.number}/{last.pk}"
    assert [row.taken for row in opened.rows] == [Fraction(80), Fraction(30)]
    assert opened.rows[-1].origin == f"办件 {last.case.number} 的记录，2023-04-04 18:00 王敏"
    shown = {field.label: value for field, value in zip(opened.columns, opened.rows[0].values, strict=True)}
    assert (shown["办件名称"], shown["记录日期"], shown["记录人"]) == ("一号厂房", date(2023, 4, 3), "王敏")
    assert (shown["项目名称"], shown["办件状态"], shown["形象进度"]) == ("一号厂房", "办理中", None)


def test_whoever_does_not_see_the_case_does_not_see_its_entries(works: People):
    assert figure("works.spent", by=works.clerk, period="2023").value == 200
    assert figure("works.spent", by=works.stranger, period="2023").value == 0


def test_what_is_confidential_in_a_log_is_left_out(works: People):
    fields = get_source("works.deliver/build").ledger.fields
    hidden = {field.label for field in fields} - {field.label for field in open_fields(works.enterprise, fields)}
    assert hidden == {"内部估价"}


def test_a_log_of_another_round_counts_and_a_cancelled_case_says_so(works: People):
    case = Entry.objects.filter(act="note").order_by("pk")[0].case
    move_case(number=case.number, act="cancel", words="不建了", by=works.leader, at=moment("2023-05-01 09:00"))
    source = get_source("works.deliver/build")
    states = [row["entry_status"] for row in source.rows(works.officer)]
    assert states == ["已取消", "已取消", "办理中"]


@pytest.mark.usefixtures("works")
@pytest.mark.parametrize("key", ["works.deliver/permit", "works.deliver/none", "works.none/build", "none.deliver/x"])
def test_what_is_no_log_has_no_rows(key: str):
    with pytest.raises(CannotRead):
        get_source(key)
