"""What finishing a step brings: documents, dated facts of the registry, other cases; all of it or nothing."""

from datetime import date

import pytest
from tests.people import People
from tests.records.trial import PARCEL, PARCEL_CODE, finish, moment, open_one

from tenglong.core.errors import Refused
from tenglong.core.procedure import Status
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.cases.models import Case, Entry, StepRun
from tenglong.records.cases.queries import get_case
from tenglong.records.files.models import Evidence
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.flows.stories import NARRATOR
from tenglong.records.registry.queries import list_occupancies

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def ready_to_vacate(county: People) -> Case:
    case = open_one(county.officer)
    finish(case, "verify", county.reviewer, "2022-06-17 10:00", ("登记簿",), 权属清楚="是", 有抵押="否")
    return finish(case, "talks", county.officer, "2022-06-20 10:00", 愿意="是", 主办单位="tax")


def vacate(case: Case, county: People, on: str = "2022-07-01") -> Case:
    return finish(case, "vacate", county.officer, "2022-07-01 10:00", 腾空日期=on, 腾出面积="25.4")


def test_a_finished_step_ends_the_use_of_the_land_and_opens_the_next_case(county: People):
    case = ready_to_vacate(county)
    before = ChangeSet.objects.count()
    vacate(case, county)
    assert ChangeSet.objects.count() == before + 1
    assert not list_occupancies(NARRATOR, parcel_code=PARCEL_CODE, on=date(2022, 7, 1)).exists()
    assert list_occupancies(NARRATOR, parcel_code=PARCEL_CODE, on=date(2022, 6, 30)).exists()
    opened = Case.objects.get(procedure="trial.follow_up")
    assert opened.opened_from == Case.objects.get(number=case.number)
    assert opened.record.data == {
        "name": PARCEL,
        "parcel": PARCEL_CODE,
        "land_mu": "25.4",
        "source_case": case.number,
    }
    kinds = set(Change.objects.filter(change_set=ChangeSet.objects.first()).values_list("kind", flat=True))
    assert kinds == {"case", "trial.matter", "trial.follow", "occupancy"}
    view = get_case(county.clerk, opened.number, at=moment("2022-07-01 11:00"))
    assert [(step.spec.key, len(step.moves)) for step in view.open_steps] == [("look", 2)]
    assert [one.number for one in get_case(county.officer, case.number, at=moment("2022-07-02 09:00")).opened] == [
        opened.number
    ]


def test_without_its_condition_nothing_follows(county: People):
    case = open_one(county.officer, 地块="")
    finish(case, "verify", county.reviewer, "2022-06-17 10:00", ("登记簿",), 权属清楚="是", 有抵押="否")
    finish(case, "talks", county.officer, "2022-06-20 10:00", 愿意="是", 主办单位="tax")
    vacate(case, county)
    assert not Case.objects.filter(procedure="trial.follow_up").exists()
    assert Case.objects.get(number=case.number).status == Status.DONE


@pytest.mark.parametrize("paper", [("登记簿", "登记簿.exe", b"MZ\x90\x00"), ("  ", "a.png", PNG)])
def test_what_fails_halfway_leaves_nothing(county: People, paper: tuple[str, str, bytes]):
    case = open_one(county.officer)
    counts = [model.objects.count() for model in (ChangeSet, Change, Entry, StepRun, Evidence)]
    papers = [("登记簿", "登记簿.png", PNG), paper]
    with pytest.raises(Refused):
        move_case(
            number=case.number, act="finish", step="verify", values={"clear": "是"}, evidence=papers,
            by=county.reviewer, at=moment("2022-06-17 10:00"),
        )  # fmt: skip
    assert [model.objects.count() for model in (ChangeSet, Change, Entry, StepRun, Evidence)] == counts
    assert StepRun.objects.get().status == Status.OPEN
    assert Case.objects.get().version == 1


def test_documents_belong_to_the_case_its_step_its_land_and_its_firm(county: People):
    case = open_one(county.officer)
    move_case(
        number=case.number, act="finish", step="verify", values={"权属清楚": "是"},
        evidence=[("登记簿", "登记簿.png", PNG)], by=county.reviewer, at=moment("2022-06-17 10:00"),
    )  # fmt: skip
    paper = Evidence.objects.get()
    assert (paper.subject, paper.step, paper.parcel_code, paper.by) == (
        f"case:{case.number}",
        "verify",
        PARCEL_CODE,
        "赵宁",
    )
    assert paper.file.media_type == "image/png"


def test_a_case_that_another_gave_rise_to_knows_it(county: People):
    case = open_one(county.officer)
    follow = open_case(
        procedure="trial.follow_up", values={"名称": "再看一次"}, by=county.officer, at=moment("2022-07-01 09:00"),
        opened_from=case.number,
    )  # fmt: skip
    assert follow.opened_from_id == case.pk
