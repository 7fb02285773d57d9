"""Leads and projects: numbers open to the rows they count, tiers lie within each other, a start says which it is."""

from itertools import pairwise

import pytest
from django.conf import settings
from tests.people import DAY_ONE, SETUP

from tenglong.core.measure import Measure
from tenglong.playbooks import find_folders
from tenglong.records.flows.casting import cast
from tenglong.records.flows.stories import play
from tenglong.records.measures.queries import open_term
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import current, list_stories
from tenglong.records.people.models import Person
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows

STARTS = ("施工许可开工日期", "统计入库日期", "土地合同动工日期")
TIERS = ("signed", "signed_1yi", "signed_5yi", "signed_10yi", "signed_20yi")


def told(mechanism: str, story: str, reader: str) -> Person:
    """The county of a story, as one of its people sees it."""
    add_regions(rows=seed_rows(), by=SETUP, at=DAY_ONE)
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=SETUP, at=DAY_ONE)
    one = next(one for owner, one in list_stories() if (owner.key, one.key) == (mechanism, story))
    people = cast(one, by=SETUP, at=DAY_ONE)
    assert [played.words for played in play(one, people) if not played.ok] == []
    return people(reader)


@pytest.mark.django_db
def test_seventy_of_ninety_one_opens_to_seventy_and_to_ninety_one_projects():
    officer = told("projects", "ninety_one", "王敏")

    def rows(measure: str, term: str) -> set[str]:
        return {row.key for row in open_term(f"projects.{measure}", term, by=officer, period="2022").rows}

    everything, started = rows("started_share", "分母"), rows("started_share", "分子")
    new, new_started = rows("started_share_new", "分母"), rows("started_share_new", "分子")
    assert (len(everything), len(started), len(new), len(new_started)) == (91, 70, 47, 26)
    assert new_started == started & new
    assert rows("industrial_new", "项目数") | rows("industrial_continued", "项目数") == rows("industrial", "项目数")
    assert rows("entered_share", "分子") < started
    assert rows("started_share_land", "分子") != rows("started_share_entered", "分子")


@pytest.mark.django_db
def test_tiers_of_signed_projects_lie_within_each_other():
    officer = told("investment", "forty_six", "卓然")
    rows = [
        {row.key for row in open_term(f"investment.{tier}", term.label, by=officer, period="2022").rows}
        for tier in TIERS
        for term in current("investment").measures[f"investment.{tier}"].terms
    ]
    assert [len(tier) for tier in rows] == [46, 23, 7, 3, 1]
    assert all(larger < smaller for smaller, larger in pairwise(rows))


@pytest.mark.django_db
def test_a_number_over_a_date_of_starting_says_which_one():
    add_regions(rows=seed_rows(), by=SETUP, at=DAY_ONE)
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=SETUP, at=DAY_ONE)
    measures = [*current("projects").measures.values(), *current("investment").measures.values()]
    over_a_start = [measure for measure in measures if used(measure) & {*STARTS}]
    assert len(over_a_start) > 6
    assert [one.key for one in over_a_start if "口径" not in f"{one.label}{one.note}"] == []


def used(measure: Measure) -> set[str]:
    """The labels of the fields that a measure looks at."""
    formulas = [formula for term in measure.terms for formula in (term.of, term.where) if formula]
    return {spec.name for formula in formulas for spec in formula.names}
