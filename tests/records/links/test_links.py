"""Bureaus' rolls linked to enterprises: without asking where it is sure, by people where it is not, and undone."""

import pytest
from stdnum.cn.uscc import calc_check_digit
from tests.people import COUNTY, SETUP, People
from tests.records.links.rolls import AT, BOXES, FIRMS, MACHINES, PAPER, TAX, register_firms, take

from tenglong.core.linking import Mention
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.ledgers.merging import merge_rows, part_rows
from tenglong.records.links.actions import compare_roll, decide, put_off, undo_decision, undo_last
from tenglong.records.links.models import Decision, Line, Roll
from tenglong.records.links.queries import (
    NoSuchRoll,
    count_standings,
    get_roll,
    list_decisions,
    list_lines,
    list_merges,
    next_pairs,
    resolve,
)
from tenglong.records.links.reading import CannotLink
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.actions import register_enterprise


@pytest.fixture
def roll(people: People) -> Roll:
    register_firms()
    return take(people.officer, TAX)


def standings(people: People, roll: Roll) -> list[tuple[str, str]]:
    return [
        (line.standing, line.entity.code if line.entity else "") for line in list_lines(people.officer, roll_id=roll.pk)
    ]


def test_what_is_sure_is_linked_what_is_not_is_asked_and_the_rest_is_a_firm_of_its_own(people: People, roll: Roll):
    found = standings(people, roll)
    assert found == [("linked", PAPER), ("linked", MACHINES), ("asked", ""), ("new", ""), ("new", "")]
    food = list_lines(people.officer, roll_id=roll.pk, standing="new")
    assert len({line.entity_id for line in food}) == 1  # the same unregistered firm, written in two ways
    (pair,) = next_pairs(people.officer)
    assert (pair.firm.code, pair.firm.name) == (BOXES, FIRMS[BOXES][0])
    assert {one.feature for one in pair.judged.evidence} == {"code", "name", "place", "branch", "address"}


def test_ask_17_new_files_are_added_to_what_is_known_and_a_decided_name_is_exact_next_time(people: People, roll: Roll):
    (pair,) = next_pairs(people.officer)
    decide(line_id=pair.line.pk, entity_id=pair.firm.entity, same=True, by=people.officer, at=AT)
    before = {line.text: line.entity_id for line in list_lines(people.officer, roll_id=roll.pk)}
    power = take(people.officer, "户名,用电地址\n皓榆包装材料厂,\n柯城栀桐食品有限公司,栀桐路7号\n", "供电.csv")
    lines = list_lines(people.officer, roll_id=power.pk)
    assert [line.standing for line in lines] == ["linked", "linked"]
    assert {line.text: line.entity_id for line in lines}.items() <= before.items()
    assert Decision.objects.filter(line__roll=power, levels={"memory": "decided"}).count() == 1
    assert standings(people, roll)[2] == ("linked", BOXES)
    assert next_pairs(people.officer) == []


def test_who_was_said_not_to_be_that_firm_is_not_asked_about_again(people: People, roll: Roll):
    (pair,) = next_pairs(people.officer)
    decide(line_id=pair.line.pk, entity_id=pair.firm.entity, same=False, by=people.officer, at=AT)
    assert standings(people, roll)[2] == ("new", "")
    again = take(people.officer, "单位名称,地址\n皓榆包装材料厂,云溪路3号\n", "社保.csv")
    (line,) = list_lines(people.officer, roll_id=again.pk)
    assert line.entity_id == Line.objects.get(pk=pair.line.pk).entity_id
    with pytest.raises(CannotLink, match="已经有了结论"):
        decide(line_id=pair.line.pk, entity_id=pair.firm.entity, same=True, by=people.officer, at=AT)


def test_ask_16_every_link_says_why_and_by_whom_and_can_be_undone(people: People, roll: Roll):
    (pair,) = next_pairs(people.officer)
    decide(line_id=pair.line.pk, entity_id=pair.firm.entity, same=True, by=people.officer, at=AT)
    newest = list_decisions(people.officer).first()
    assert newest is not None
    assert (newest.by, newest.levels["address"], newest.automatic) == ("王敏（wangmin）", "spot", False)
    assert undo_last(by=people.officer, at=AT).pk == pair.line.pk
    assert standings(people, roll)[2] == ("asked", "")
    with pytest.raises(CannotLink, match="还没有判定过"):
        undo_last(by=people.officer, at=AT)
    automatic = list_decisions(people.officer).get(line__number=2)
    undo_decision(decision_id=automatic.pk, by=people.officer, at=AT)
    assert standings(people, roll)[0] == ("asked", "")
    with pytest.raises(CannotLink, match="已由王敏"):
        undo_decision(decision_id=automatic.pk, by=people.officer, at=AT)
    assert Change.objects.filter(kind="link").count() == 3


def test_a_pair_put_off_comes_after_the_others(people: People, roll: Roll):
    take(people.officer, "单位名称,地址\n霁川机械厂,霁川路12号\n", "社保.csv")
    first, second = next_pairs(people.officer, most=2)
    put_off(line_id=first.line.pk, by=people.officer, at=AT)
    assert [pair.line.pk for pair in next_pairs(people.officer, most=2)] == [second.line.pk, first.line.pk]
    assert [pair.line.pk for pair in next_pairs(people.officer, skip=[second.line.pk])] == [first.line.pk]
    assert count_standings(people.officer, roll.pk) == {"waiting": 0, "linked": 2, "asked": 1, "new": 2}


@pytest.mark.usefixtures("roll")
def test_a_firm_that_only_bureaus_knew_keeps_its_id_when_it_is_registered(people: People):
    code = "91330802MA2TLX0J1" + calc_check_digit("91330802MA2TLX0J1")
    told = take(people.officer, f"单位名称,信用代码,地址\n柯城栀桐食品有限公司,{code},栀桐路7号\n", "市监.csv")
    (line,) = list_lines(people.officer, roll_id=told.pk)
    entity = line.entity_id
    register_enterprise(code=code, name="柯城栀桐食品有限公司", region_code=COUNTY, by=SETUP, at=AT)
    later = take(people.officer, f"单位名称,信用代码\n栀桐食品,{code}\n", "供水.csv")
    (line,) = list_lines(people.officer, roll_id=later.pk)
    assert (line.standing, line.entity_id, line.entity.code) == ("linked", entity, code)
    assert {one.entity_id for one in list_lines(people.officer).filter(text__contains="栀桐")} == {entity}


def test_two_enterprises_made_one_take_their_lines_along_and_back(people: People, roll: Roll):
    merged = merge_rows(
        register="enterprise", stays=PAPER, went=MACHINES, values={}, why="吸收合并", by=people.officer, at=AT
    )
    assert standings(people, roll)[:2] == [("linked", PAPER), ("linked", PAPER)]
    assert [(one.went, one.why) for one in list_merges(people.officer)] == [(MACHINES, "吸收合并")]
    part_rows(merge_id=merged.pk, by=people.officer, at=AT)
    assert standings(people, roll)[:2] == [("linked", PAPER), ("linked", MACHINES)]


def test_a_comparison_that_was_cut_short_goes_on_and_twice_does_nothing(people: People, roll: Roll):
    found = standings(people, roll)
    sets = ChangeSet.objects.filter(action="links.compare").count()
    compare_roll(roll_id=roll.pk, by=people.officer, at=AT)
    assert standings(people, roll) == found
    assert ChangeSet.objects.filter(action="links.compare").count() == sets


@pytest.mark.usefixtures("roll")
def test_names_are_resolved_for_whoever_imports(people: People):
    sure, asked, none = resolve(
        people.officer,
        [Mention("砚湖特种纸", PAPER), Mention("皓榆包装厂", "", "云溪路3号"), Mention("珞樟汽车配件有限公司")],
    )
    assert sure.sure
    assert sure.sure.key == (PAPER, 0)
    assert (asked.sure, [fit.key[0] for fit in asked.asked]) == (None, [BOXES])
    assert (none.sure, none.asked) == (None, ())


def test_rolls_are_for_those_inside_and_for_their_area(people: People, roll: Roll):
    with pytest.raises(NoSuchRoll):
        get_roll(people.neighbour, roll.pk)
    assert not list_lines(people.enterprise)
    assert not list_lines(people.investor)
    (pair,) = next_pairs(people.officer)
    for person in (people.leader, people.auditor):
        with pytest.raises(CannotDo):
            decide(line_id=pair.line.pk, entity_id=pair.firm.entity, same=True, by=person, at=AT)
    with pytest.raises(CannotDo):
        take(people.leader, TAX)


def test_a_file_without_names_is_refused_in_a_sentence(people: People):
    with pytest.raises(CannotLink, match="没有“企业名称”这一列"):
        take(people.officer, "用电量,月份\n12,3\n")
