"""Lists and what waits for whom: the right rows in the right order, in a fixed number of queries."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import FIRM_CODE, People
from tests.records.trial import OTHER_FIRM, PARCEL_CODE, finish, moment, open_one

from tenglong.cli.main import main
from tenglong.core.lights import Light
from tenglong.core.procedure import Status
from tenglong.records.cases.queries import (
    cases_of,
    count_by_station,
    count_waiting,
    get_case,
    list_cases,
    list_entries,
    list_waiting,
    rows_of,
)

AT = moment("2022-06-21 10:00")


def queries(call) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


@pytest.fixture
def three(county: People) -> list[str]:
    """Opened on three days, the first of another firm than the others."""
    return [
        open_one(county.officer, f"2022-06-{day} 09:00", 列入日期=f"2022-06-{day}", 企业=firm, 计划面积=area).number
        for day, firm, area in ((13, "石桥包装厂", "10"), (14, OTHER_FIRM, "30"), (15, OTHER_FIRM, "20"))
    ]


def test_what_waits_for_whom_the_soonest_first(county: People, three: list[str]):
    waiting = list_waiting(county.reviewer, at=AT)
    assert [one.case.number for one in waiting] == three
    assert [(one.lit.light, one.lit.words) for one in waiting] == [
        (Light.RED, "超 1 个工作日"),
        (Light.YELLOW, "今天到期"),
        (Light.YELLOW, "剩 1 个工作日"),
    ]
    assert waiting[0].label == "核查"
    for nobody in (county.officer, county.tax_reviewer, county.leader, county.stranger, county.enterprise):
        assert list_waiting(nobody, at=AT) == []
        assert count_waiting(nobody) == 0


def test_after_a_step_it_waits_for_the_next_one(county: People, three: list[str]):
    from tenglong.records.cases.models import Case

    finish(Case.objects.get(number=three[0]), "verify", county.reviewer, "2022-06-20 10:00", ("登记簿",), 权属清楚="是")
    assert [one.case.number for one in list_waiting(county.reviewer, at=AT)] == three[1:]
    assert [one.label for one in list_waiting(county.officer, at=AT)] == ["谈判"]
    assert [one.lit.light for one in list_waiting(county.officer, at=AT)] == [Light.GREY]
    assert list_waiting(county.neighbour, at=AT) == []


@pytest.mark.usefixtures("three")
def test_the_stored_days_light_a_list_as_the_clock_lights_the_case(county: People):
    for day in range(15, 30):
        at = moment(f"2022-06-{day} 10:00")
        rows = rows_of(county.officer, list_cases(county.officer, order="due"), at=at)
        for row in rows:
            assert row.lit == get_case(county.officer, row.case.number, at=at).lit, (day, row.case.number)


def test_a_list_is_filtered_searched_and_ordered(county: People, three: list[str]):
    def numbers(**asked) -> list[str]:
        return [case.number for case in list_cases(county.officer, procedure="trial.settle", **asked)]

    first, second, third = three
    assert numbers() == [third, second, first]
    assert numbers(order="due") == three
    assert numbers(order="planned_mu") == [first, third, second]
    assert numbers(order="-planned_mu") == [second, third, first]
    assert numbers(order="freed_mu") == [first, second, third]  # nobody has a value: as they came
    assert numbers(search="白鹭") == [third, second]
    assert numbers(search=second) == [second]
    assert numbers(filters={"enterprise": FIRM_CODE}) == [first]
    assert numbers(filters={"planned_mu": (15, None)}) == [third, second]
    assert numbers(filters={"planned_mu": (15, 30), "way": "收储"}) == [third]
    assert numbers(status=Status.DONE) == []
    assert numbers(mine=True) == []
    assert [case.number for case in list_cases(county.reviewer, mine=True, order="due")] == three


@pytest.mark.usefixtures("three")
def test_rows_show_what_is_listed_with_references_by_name(county: People):
    row = rows_of(county.officer, list_cases(county.officer, order="due"), at=AT)[0]
    shown = {one.field.label: one.text for one in row.values}
    assert (row.word, row.steps) == ("办理中", ("核查",))
    assert (shown["企业"], shown["地块"], shown["计划面积"]) == ("石桥包装厂", "东坪路12号", "10")
    assert "底价" not in shown


def test_the_number_of_queries_does_not_grow_with_the_cases(county: People, three: list[str]):
    def everything(number: str) -> list[int]:
        return [
            queries(lambda: rows_of(county.reviewer, list_cases(county.reviewer, procedure="trial.settle"), at=AT)),
            queries(lambda: list_waiting(county.reviewer, at=AT)),
            queries(lambda: get_case(county.officer, number, at=AT)),
            queries(lambda: list(cases_of(county.officer, parcel_code=PARCEL_CODE))),
        ]

    everything(three[0])
    few = everything(three[0])
    for day in range(16, 26):
        open_one(county.officer, f"2022-06-{day} 09:00", 列入日期=f"2022-06-{day}")
    assert everything(three[0]) == few
    assert few[1] == 2
    assert max(few) <= 10


def test_a_plot_collects_its_cases_with_their_steps_and_trails(county: People, three: list[str]):
    cases = list(cases_of(county.officer, parcel_code=PARCEL_CODE))
    assert [case.number for case in cases] == three
    assert [run.step for run in cases[0].steps.all()] == ["verify"]
    assert [case.number for case in cases_of(county.officer, enterprise_code=FIRM_CODE)] == three[:1]
    assert [entry.act for entry in list_entries(county.officer, numbers=three)] == ["open"] * 3
    assert not list(cases_of(county.neighbour, parcel_code=PARCEL_CODE))
    assert count_by_station(county.officer) == {"整治": 3}


def test_confidential_values_are_for_those_inside(county: People):
    case = open_one(county.officer, 底价="1200")
    labels = {
        who: "底价" in get_case(getattr(county, who), case.number, at=AT).facts
        for who in ("officer", "reviewer", "leader", "enterprise")
    }
    assert labels == {"officer": True, "reviewer": True, "leader": True, "enterprise": False}


def test_an_export_leaves_out_what_is_confidential(county: People, tmp_path: Path):
    open_one(county.officer, 底价="1200")
    head = {}
    for login in ("wangmin", "zhaoning", "shilei"):
        file = tmp_path / f"{login}.csv"
        assert main(["export", "trial.settle", "-o", str(file), "--as", login]) == 0
        head[login] = "底价" in file.read_text(encoding="utf-8")
    assert head == {"wangmin": True, "zhaoning": True, "shilei": False}
