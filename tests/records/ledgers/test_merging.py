"""Two rows made one: what hangs on the one that goes is turned, both histories stay, and all of it can be undone."""

from decimal import Decimal

import pytest
from tests.people import People
from tests.records.ledgers.licences import AT, KEY, enter, settle

from tenglong.records.audit.models import Change
from tenglong.records.ledgers.merging import CannotMerge, find_stayed, list_merges, merge_rows, part_rows
from tenglong.records.ledgers.registers import Condition, NoSuchRow, Register
from tenglong.records.people.rights import CannotDo


@pytest.fixture
def licences(people: People) -> Register:
    """1 and 2 are the same licence entered twice; 3 names 2 as the one before it, 4 both."""
    register = settle(people)
    enter(register, people, "1", flow=10, note="先登记的")
    enter(register, people, "2", flow=12, firm="白鹭电子厂")
    enter(register, people, "3", before="2")
    enter(register, people, "4", before="1、2")
    return register


def merge(people: People, **values):
    return merge_rows(register=KEY, stays="1", went="2", values=values, why="重复登记", by=people.officer, at=AT)


def test_what_hangs_on_the_one_that_goes_is_turned_to_the_one_that_stays(licences: Register, people: People):
    merge(people, flow=Decimal(12))
    stays = licences.get(people.officer, "1")
    assert (stays.values["flow"], stays.values["note"], stays.version) == (12, "先登记的", 2)
    assert licences.get(people.officer, "3").values["before"] == ["1"]
    with pytest.raises(NoSuchRow):
        licences.get(people.officer, "2")
    assert find_stayed(KEY, "2") == "1"
    assert [one.went_title for one in list_merges(people.leader, KEY, "1")] == ["白鹭电子厂"]
    assert Change.objects.filter(kind=KEY, key="2").count() == 2  # entered, gone: its history stays


def test_ask_16_a_merge_is_undone_value_by_value(licences: Register, people: People):
    before = licences.current("1234")
    merged = merge(people, flow=Decimal(12), firm="91330802MA0TL9002J")
    assert part_rows(merge_id=merged.pk, by=people.officer, at=AT) == ()
    after = licences.current("1234")
    assert {key: row.values for key, row in after.items()} == {key: row.values for key, row in before.items()}
    assert {key: row.title for key, row in after.items()} == {key: row.title for key, row in before.items()}
    found = licences.find(people.officer, conditions=[Condition("flow", "is", 12)], search="白鹭")
    assert [row.key for row in found.each()] == ["2"]
    assert find_stayed(KEY, "2") == ""
    with pytest.raises(CannotMerge, match="已经分出来了"):
        part_rows(merge_id=merged.pk, by=people.officer, at=AT)


def test_what_was_changed_since_stays_and_is_given_back_as_a_conflict(licences: Register, people: People):
    merged = merge(people, flow=Decimal(12), standing="注销")
    licences.save(key="1", values={"flow": 15}, version=None, by=people.officer, at=AT)
    licences.save(key="3", values={"before": ""}, version=None, by=people.officer, at=AT)
    (conflict,) = part_rows(merge_id=merged.pk, by=people.officer, at=AT)
    assert (conflict.field.key, conflict.old, conflict.new) == ("flow", 15, 10)
    stays = licences.get(people.officer, "1").values
    assert (stays["flow"], stays["standing"]) == (15, "有效")
    assert licences.get(people.officer, "3").values["before"] is None  # nobody's hand is turned back


@pytest.mark.usefixtures("licences")
def test_only_who_may_write_both_merges_them_and_a_row_is_not_merged_into_itself(people: People):
    for person in (people.leader, people.enterprise):
        with pytest.raises(CannotDo):
            merge_rows(register=KEY, stays="1", went="2", values={}, by=person, at=AT)
    with pytest.raises(NoSuchRow):
        merge_rows(register=KEY, stays="1", went="2", values={}, by=people.neighbour, at=AT)
    with pytest.raises(CannotMerge, match="同一行"):
        merge_rows(register=KEY, stays="1", went="1", values={}, by=people.officer, at=AT)
    with pytest.raises(CannotMerge, match="number 不能从另一行取"):
        merge(people, number="2")
    merged = merge(people)
    with pytest.raises(NoSuchRow):
        part_rows(merge_id=merged.pk, by=people.neighbour, at=AT)
    with pytest.raises(CannotDo):
        part_rows(merge_id=merged.pk, by=people.leader, at=AT)


def test_a_chain_of_merges_leads_to_the_row_that_stands(licences: Register, people: People):
    merge(people)
    merge_rows(register=KEY, stays="3", went="1", values={}, by=people.officer, at=AT)
    assert find_stayed(KEY, "2") == "3"
    assert licences.get(people.officer, "3").values["before"] == ["3"]
