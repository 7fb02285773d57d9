"""From a list of a run to cases: what is carried over, who may, and that nobody is turned twice."""

import pytest
from tests.people import DAY_ONE, FIRM_CODE, People
from tests.records.scores.conftest import county as county  # noqa: PLC0414  the same county
from tests.web import scored
from tests.web.county import PLOT, SETUP, moment

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set
from tenglong.records.cases.checks import CannotOpen
from tenglong.records.cases.models import Case
from tenglong.records.flows.actions import move_case
from tenglong.records.flows.shortlists import list_candidates, open_listed_case, open_listed_cases
from tenglong.records.registry.actions import begin_occupancy
from tenglong.records.scores.queries import find_origin

AT = moment("2023-10-09 09:00")
FILLED = {"列入日期": "2023-10-09", "整治方式": "回收收储"}
WITHOUT_PLOT, NOT_LISTED = "91330802MA0TE00049", "91330802MA0TE00010"


@pytest.fixture
def run(county: People):
    return scored.publish(county.officer)


def turn(run, subject: str, by, **values: str):
    return open_listed_case(run=run, list="inefficient", subject=subject, values={**FILLED, **values}, by=by, at=AT)


def test_a_case_takes_over_what_the_run_knows_and_keeps_where_it_comes_from(county: People, run):
    case = turn(run, FIRM_CODE, county.officer)
    assert (case.enterprise_code, case.parcel_code) == (FIRM_CODE, PLOT)
    assert case.record.data["planned_mu"] == "25.4"
    origin = find_origin(county.leader, case.number)
    assert (origin.row.run, origin.list, origin.row.subject) == (run, "inefficient", FIRM_CODE)
    assert find_origin(county.neighbour, case.number) is None


def test_what_is_filled_in_stands_before_what_is_carried(county: People, run):
    case = turn(run, FIRM_CODE, county.officer, 计划腾出面积="12.5")
    assert case.record.data["planned_mu"] == "12.5"


def test_who_owns_two_plots_is_evaluated_and_asked_which(county: People):
    own = {"tenure": "自有", "from_on": DAY_ONE.date(), "source": "不动产权证", "by": SETUP, "at": DAY_ONE}
    begin_occupancy(parcel=scored.ESTATE, enterprise=FIRM_CODE, area_mu="4", **own)
    run = scored.publish(county.officer)
    with pytest.raises(Refused, match="地块"):
        turn(run, FIRM_CODE, county.officer)
    case = turn(run, FIRM_CODE, county.officer, 地块=PLOT)
    assert (case.parcel_code, case.record.data["planned_mu"]) == (PLOT, "29.4")


def test_nobody_is_turned_twice_unless_the_first_case_was_given_up(county: People, run):
    case = turn(run, FIRM_CODE, county.officer)
    with pytest.raises(CannotOpen, match=rf"已经有一件在办（办件 {case.number}）"):
        turn(run, FIRM_CODE, county.officer, 列入日期="2023-10-10")
    move_case(number=case.number, act="cancel", words="重了", by=county.leader, at=AT)
    assert turn(run, FIRM_CODE, county.officer, 列入日期="2023-10-10").number != case.number


def test_a_list_turns_nobody_again_whose_case_was_carried_through(county: People, run):
    case = turn(run, FIRM_CODE, county.officer)
    with change_set(by=SETUP, at=AT, action="tests.finish", summary="办结"):
        Case.objects.filter(pk=case.pk).update(status="done", closed_at=AT)
    with pytest.raises(CannotOpen, match=rf"这一期已经转入过（办件 {case.number}，已办结）"):
        turn(run, FIRM_CODE, county.officer, 列入日期="2023-12-01")
    (found,) = list_candidates(county.officer, run, "inefficient", run.rows.filter(subject=FIRM_CODE))
    assert (found.case, found.over) == (case.number, True)
    scored.enter(NOT_LISTED, "评价税收", "1250.5")
    corrected = scored.publish(county.officer, at="2023-11-28 10:00")
    with pytest.raises(CannotOpen, match="已经转入过"):
        turn(corrected, FIRM_CODE, county.officer, 列入日期="2023-12-01")
    scored.settle_figures(period="2023")
    next_year = scored.publish(county.officer, at="2024-09-26 10:00", period="2023")
    assert turn(next_year, FIRM_CODE, county.officer, 列入日期="2024-10-09").number != case.number


def test_only_who_is_on_the_list_of_the_run_that_stands(county: People, run):
    with pytest.raises(CannotOpen, match="不在“低效企业清单”上"):
        turn(run, NOT_LISTED, county.officer)
    scored.enter(FIRM_CODE, "评价税收", "90")
    scored.publish(county.officer, at="2023-09-28 10:00")
    with pytest.raises(CannotOpen, match="已由第 2 次发布更正"):
        turn(run, FIRM_CODE, county.officer)


def test_whoever_may_not_open_such_cases_may_not_turn(county: People, run):
    with pytest.raises(CannotOpen, match="由园区专员受理"):
        turn(run, FIRM_CODE, county.leader)


def test_of_many_those_that_cannot_be_opened_keep_nobody_back(county: People, run):
    turned = open_listed_cases(
        run=run, list="inefficient", subjects=[WITHOUT_PLOT, FIRM_CODE], values=FILLED, by=county.officer, at=AT
    )
    assert list(turned.cases) == [FIRM_CODE]
    assert "地块" in turned.refused["小河纸品有限公司"]
    found = {
        one.row.subject: (one.case, one.listed, one.over)
        for one in list_candidates(county.officer, run, "inefficient", run.rows.filter(listed__contains="inefficient"))
    }
    assert found == {WITHOUT_PLOT: ("", False, False), FIRM_CODE: (turned.cases[FIRM_CODE].number, True, False)}
