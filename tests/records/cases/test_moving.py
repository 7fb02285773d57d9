"""Cases move as core decides; one action is one transaction with one change-set."""

from datetime import date

import pytest
from tests.people import People
from tests.records.trial import finish, install, moment, open_one, register

from tenglong.core.procedure import Status
from tenglong.records.cases.models import StepRun
from tenglong.records.cases.queries import get_case


@pytest.fixture
def county(people: People) -> People:
    install()
    register()
    return people


def test_a_case_opens_with_its_first_step_its_number_and_its_ties(county: People):
    case = open_one(county.officer)
    assert (case.number, case.title, case.region_code, case.parcel_code) == (
        "2022-0001",
        "石桥包装厂",
        "330802101",
        "330802-101-0112",
    )
    assert open_one(county.officer, 列入日期="2022-06-16").number == "2022-0002"
    view = get_case(county.officer, case.number, at=moment("2022-06-15 10:00"))
    assert [step.spec.key for step in view.open_steps] == ["verify"]
    assert view.open_steps[0].reading.due_on == date(2022, 6, 22)
    assert view.facts["企业"] == "91330802MA0TL9001F"
    assert view.facts["办件状态"] == "办理中"


def test_finishing_a_step_opens_the_next_and_keeps_its_values(county: People):
    case = open_one(county.officer)
    finish(case, "verify", county.reviewer, "2022-06-17 10:00", ("登记簿",), 权属清楚="是", 有抵押="否")
    view = get_case(county.officer, case.number, at=moment("2022-06-17 11:00"))
    assert [step.spec.key for step in view.open_steps] == ["talks"]
    assert view.facts["权属清楚"] is True
    assert [(entry.word, entry.by) for entry in view.entries] == [("受理", "王敏"), ("办结", "赵宁")]
    assert StepRun.objects.get(step="verify").status == Status.DONE
