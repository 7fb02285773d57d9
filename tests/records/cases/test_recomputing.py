"""Stored due days follow from the facts, and can be computed again."""

from datetime import date

import pytest
from tests.people import SETUP, People
from tests.records.trial import moment, open_one

from tenglong.records.audit.actions import change_set
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.cases.models import Case, StepRun
from tenglong.records.cases.recomputing import recompute_dues
from tenglong.records.people.rights import CannotDo

AT = moment("2022-06-16 10:00")


def test_due_days_are_computed_again_and_only_what_changed_is_told(county: People):
    cases = [open_one(county.officer, 列入日期=f"2022-06-0{day}") for day in (1, 2, 3)]
    assert recompute_dues(by=SETUP, at=AT) == (3, 0)
    with change_set(by=SETUP, at=AT, action="test", summary="as an older calendar had it"):
        StepRun.objects.filter(case=cases[1]).update(due_on=date(2022, 6, 24), warn_on=date(2022, 6, 22))
        Case.objects.filter(pk=cases[1].pk).update(due_on=date(2022, 6, 24), warn_on=date(2022, 6, 22))
    assert recompute_dues(by=SETUP, at=AT) == (3, 1)
    assert set(StepRun.objects.values_list("due_on", flat=True)) == {date(2022, 6, 22)}
    assert set(Case.objects.values_list("due_on", flat=True)) == {date(2022, 6, 22)}
    told = Change.objects.get(change_set=ChangeSet.objects.first())
    assert (told.key, told.before, told.after) == (
        cases[1].number,
        '{"due_on":"2022-06-24"}',
        '{"due_on":"2022-06-22"}',
    )


def test_only_who_sets_up_may_do_it(county: People):
    with pytest.raises(CannotDo):
        recompute_dues(by=county.officer, at=AT)
