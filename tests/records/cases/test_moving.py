"""Cases move as core decides; one action is one transaction with one change-set."""

from datetime import UTC, date

import pytest
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, SETUP, People
from tests.records.trial import PARCEL_CODE, VALUES, finish, moment, open_one

from tenglong.core.lights import Light
from tenglong.core.procedure import Act, CannotMove, Status
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.cases.checks import CannotOpen
from tenglong.records.cases.loading import NoSuchCase
from tenglong.records.cases.models import Case, Entry, StepRun, Stop
from tenglong.records.cases.queries import get_case
from tenglong.records.files.models import Evidence
from tenglong.records.files.queries import NoSuchFile, list_evidence, open_file
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.ledgers.models import IndexEntry
from tenglong.records.people.actions import grant_role


def test_a_case_opens_with_its_first_step_its_number_and_its_ties(county: People):
    case = open_one(county.officer)
    assert (case.number, case.title) == ("2022-0001", "石桥包装厂")
    assert (case.region_code, case.parcel_code) == ("330802101", PARCEL_CODE)
    assert open_one(county.officer, 列入日期="2022-06-16").number == "2022-0002"
    view = get_case(county.officer, case.number, at=moment("2022-06-15 10:00"))
    assert [step.spec.key for step in view.open_steps] == ["verify"]
    assert view.open_steps[0].reading.due_on == date(2022, 6, 22)
    assert view.facts["企业"] == FIRM_CODE
    assert view.facts["办件状态"] == "办理中"
    assert view.open_steps[0].missing == ("权属清楚", "登记簿")
    assert view.open_steps[0].unit == "自然资源和规划局"


def test_numbers_count_on_within_a_year_and_begin_again_in_the_next(county: People):
    numbers = [
        open_one(county.officer, at, 列入日期=at[:10]).number
        for at in ("2022-12-30 09:00", "2022-12-31 09:00", "2023-01-01 00:30")
    ]
    assert numbers == ["2022-0001", "2022-0002", "2023-0001"]
    in_london = moment("2024-01-01 00:30").astimezone(UTC)
    values = {**VALUES, "列入日期": "2024-01-01"}
    case = open_case(procedure="trial.settle", values=values, by=county.officer, at=in_london)
    assert case.number == "2024-0001"


def test_finishing_a_step_opens_the_next_and_keeps_its_values(county: People):
    case = open_one(county.officer)
    finish(case, "verify", county.reviewer, "2022-06-17 10:00", ("登记簿",), 权属清楚="是", 有抵押="否")
    view = get_case(county.officer, case.number, at=moment("2022-06-17 11:00"))
    assert [step.spec.key for step in view.open_steps] == ["talks"]
    assert view.facts["权属清楚"] is True
    assert [(entry.word, entry.by) for entry in view.entries] == [("受理", "王敏"), ("办结", "赵宁")]
    assert [shown.text for shown in view.entries[1].values] == ["是", "否"]
    assert [paper.title for paper in view.evidence] == ["登记簿"]


def test_a_unit_with_a_step_opens_the_evidence_of_the_case_and_no_other_unit_does(county: People):
    case, paper = open_one(county.officer), ("登记簿", "登记簿.pdf", b"%PDF-1.7 invented")
    values, at = {"权属清楚": "是"}, moment("2022-06-17 10:00")
    move_case(
        number=case.number, act="finish", step="verify", values=values, evidence=[paper], by=county.reviewer, at=at
    )
    attached = Evidence.objects.get()
    assert attached.unit_key == "zone"
    assert open_file(county.reviewer, attached.pk).name == "登记簿.pdf"
    assert list(list_evidence(county.reviewer)) == [attached]
    assert list(list_evidence(county.tax_reviewer)) == []
    with pytest.raises(NoSuchFile):
        open_file(county.tax_reviewer, attached.pk)


def test_a_role_held_elsewhere_opens_nothing_here(county: People):
    grant_role(person=county.neighbour, role="leader", region_code=COUNTY, by=SETUP, at=DAY_ONE)
    with pytest.raises(CannotOpen, match="由这个区划的园区专员受理"):
        open_one(county.neighbour)
    assert not Case.objects.exists()


def test_a_closed_case_that_had_a_late_step_stays_late(county: People):
    late, fine = open_one(county.officer), open_one(county.officer, 列入日期="2022-06-16")
    for case, at in ((late, "2022-07-01 10:00"), (fine, "2022-06-17 10:00")):
        finish(case, "verify", county.reviewer, at, ("登记簿",), 权属清楚="是")
        move_case(number=case.number, act="cancel", words="不办了", by=county.leader, at=moment("2022-07-04 10:00"))
        case.refresh_from_db()
    assert (late.due_on, fine.due_on) == (date(2022, 6, 22), None)
    assert get_case(county.officer, late.number, at=moment("2022-07-05 10:00")).facts["超期"] is True
    assert get_case(county.officer, fine.number, at=moment("2022-07-05 10:00")).facts["超期"] is False


def test_one_action_writes_one_change_set_and_tells_of_everything_it_wrote(county: People):
    case = open_one(county.officer)
    before = ChangeSet.objects.count()
    finish(case, "verify", county.reviewer, "2022-06-17 10:00", ("登记簿",), 权属清楚="是")
    assert ChangeSet.objects.count() == before + 1
    told = Change.objects.filter(change_set=ChangeSet.objects.first())
    assert sorted(told.values_list("kind", flat=True)) == ["case", "evidence", "trial.matter"]
    assert ChangeSet.objects.first().by == "赵宁（zhaoning）"
    assert Entry.objects.get(act="finish").change_set == ChangeSet.objects.first()


def test_what_is_entered_is_checked_all_at_once_by_field(county: People):
    case = open_one(county.officer)
    finish(case, "verify", county.reviewer, "2022-06-17 10:00", ("登记簿",), 权属清楚="是", 有抵押="否")
    finish(case, "talks", county.officer, "2022-06-20 10:00", 愿意="是", 主办单位="tax")
    with pytest.raises(CannotFill) as caught:
        finish(case, "vacate", county.officer, "2022-07-01 10:00", 腾空日期="去年", 腾出面积="二十五亩多", 多余="1")
    assert set(caught.value.problems) == {"vacated_on", "freed_mu", "多余"}
    assert "腾空日期" in caught.value.problems["vacated_on"]
    assert StepRun.objects.get(step="vacate").status == Status.OPEN


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"企业": "没有这家"}, "enterprise", "没有找到“没有这家”"),
        ({"企业": ""}, "enterprise", "必须填"),
        ({"地块": "东坪路99号"}, "parcel", "没有找到"),
        ({"方式": "搬迁"}, "way", "可选"),
    ],
)
def test_references_name_rows_that_the_person_can_see(county: People, values: dict[str, str], field: str, words: str):
    with pytest.raises(CannotFill) as caught:
        open_one(county.officer, **values)
    assert words in caught.value.problems[field]
    assert not Case.objects.exists()


def test_an_enterprise_is_named_by_code_or_by_its_full_name(county: People):
    by_name = open_one(county.officer)
    by_code = open_one(county.officer, 企业=FIRM_CODE, 列入日期="2022-06-16")
    assert by_name.enterprise_code == by_code.enterprise_code == FIRM_CODE


def test_the_same_matter_is_not_opened_twice_until_the_first_is_cancelled(county: People):
    case = open_one(county.officer)
    with pytest.raises(CannotFill, match=rf"已经登记过（{case.number}）"):
        open_one(county.officer)
    move_case(number=case.number, act=Act.CANCEL, words="列错了", by=county.leader, at=moment("2022-06-16 09:00"))
    assert open_one(county.officer, "2022-06-17 09:00").number == "2022-0002"


def test_a_pause_gives_its_days_back_in_the_stored_due_day(county: People):
    case = open_one(county.officer)
    run = StepRun.objects.get(step="verify")
    assert (run.warn_on, run.due_on) == (date(2022, 6, 20), date(2022, 6, 22))
    move_case(
        number=case.number, act="pause", step="verify", reason="valuation", by=county.reviewer,
        at=moment("2022-06-16 10:00"),
    )  # fmt: skip
    run.refresh_from_db()
    case.refresh_from_db()
    assert (run.status, run.due_on, case.due_on) == ("paused", None, None)
    view = get_case(county.officer, case.number, at=moment("2022-06-21 10:00"))
    assert (view.lit.light, view.open_steps[0].word) == (Light.GREY, "已停钟")
    move_case(number=case.number, act="resume", step="verify", by=county.reviewer, at=moment("2022-06-23 10:00"))
    run.refresh_from_db()
    case.refresh_from_db()
    assert run.due_on == case.due_on == date(2022, 6, 29)
    assert Stop.objects.get().until == moment("2022-06-23 10:00")
    assert Entry.objects.get(act="pause").words == "评估"


def test_a_return_begins_a_new_round_and_ends_the_one_it_came_from(county: People):
    case = open_one(county.officer)
    finish(case, "verify", county.reviewer, "2022-06-17 10:00", ("登记簿",), 权属清楚="是", 有抵押="否")
    move_case(
        number=case.number, act="return", step="talks", to="verify", words="面积对不上", by=county.officer,
        at=moment("2022-06-20 10:00"),
    )  # fmt: skip
    rounds = {(run.step, run.round): run.status for run in StepRun.objects.all()}
    assert rounds == {("verify", 1): "done", ("talks", 1): "cancelled", ("verify", 2): "open", ("talks", 2): "waiting"}
    assert StepRun.objects.get(step="verify", round=2).due_on == date(2022, 6, 27)
    finish(case, "verify", county.reviewer, "2022-06-21 10:00")  # what was filled in and attached still stands
    view = get_case(county.officer, case.number, at=moment("2022-06-21 11:00"))
    assert [(run.round, run.status) for run in view.steps[0].rounds] == [(1, "done"), (2, "done")]
    assert [entry.words for entry in view.entries if entry.act == "return"] == ["退回到“核查”：面积对不上"]


def test_a_step_of_a_unit_named_in_the_case_belongs_to_that_unit(county: People):
    case = open_one(county.officer)
    finish(case, "verify", county.reviewer, "2022-06-17 10:00", ("登记簿",), 权属清楚="是", 有抵押="是")
    finish(case, "talks", county.officer, "2022-06-20 10:00", 愿意="是", 主办单位="税务局")
    assert StepRun.objects.get(step="release").unit_key == "tax"
    with pytest.raises(CannotMove, match="税务局"):
        finish(case, "release", county.reviewer, "2022-06-21 10:00")
    finish(case, "release", county.tax_reviewer, "2022-06-21 10:00")


def test_listed_fields_have_index_rows_that_follow_their_values(county: People):
    open_one(county.officer)
    entries = {entry.field: (entry.text, entry.number, entry.day) for entry in IndexEntry.objects.all()}
    assert entries["way"] == ("收储", None, None)
    assert entries["listed_on"] == (None, None, date(2022, 6, 15))
    assert str(entries["planned_mu"][1]) == "25.400000"
    assert "floor_price_wan" not in entries


ALLOWED = {  # who may make which move on a case that stands at its first step
    "open": {"officer"},
    "finish": {"reviewer"},
    "note": {"reviewer"},
    "pause": {"reviewer"},
    "cancel": {"leader"},
}
SEES = {"officer", "reviewer", "clerk", "leader", "supervisor", "auditor", "administrator", "enterprise"}


@pytest.mark.parametrize("move", ALLOWED)
@pytest.mark.parametrize(
    "who",
    ["officer", "clerk", "reviewer", "tax_reviewer", "leader", "supervisor", "auditor", "administrator", "enterprise",
     "investor", "stranger", "neighbour"],
)  # fmt: skip
def test_each_role_and_each_move(county: People, who: str, move: str):
    person, at = getattr(county, who), moment("2022-06-16 09:00")
    case = open_one(county.officer)

    def make() -> None:
        if move == "open":
            open_one(person, 列入日期="2022-06-16")
        elif move == "finish":
            finish(case, "verify", person, "2022-06-16 09:00", ("登记簿",), 权属清楚="是")
        elif move == "pause":
            move_case(number=case.number, act=move, step="verify", reason="valuation", by=person, at=at)
        else:
            step = "" if move == "cancel" else "verify"
            move_case(number=case.number, act=move, step=step, words="说明", by=person, at=at)

    if who in ALLOWED[move]:
        make()
    elif move == "open":
        with pytest.raises((CannotOpen, CannotFill)):
            make()
    else:
        with pytest.raises(CannotMove if who in SEES else NoSuchCase):
            make()


def test_a_running_case_keeps_its_version_and_a_new_one_begins_under_the_new(county: People):
    from tests.records.trial import FILES, PROCEDURE, install

    old = open_one(county.officer)
    shorter = PROCEDURE.replace("limit: {amount: 5, unit: workday", "limit: {amount: 2, unit: workday")
    install({**FILES, "procedure.yaml": shorter}, moment("2022-06-16 09:00"))
    new = open_one(county.officer, 列入日期="2022-06-16")
    at = moment("2022-06-15 10:00")
    dues = [get_case(county.officer, case.number, at=at).open_steps[0].reading.due_on for case in (old, new)]
    assert dues == [date(2022, 6, 22), date(2022, 6, 17)]
    assert old.mechanism_id != new.mechanism_id
