"""移交: whoever leaves hands over a packet; what is not taken stays where it was."""

import pytest
from tests.people import COUNTY, DAY_ONE, SETUP, People
from tests.web.county import settle_county

from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.cases.queries import list_cases
from tenglong.records.handovers.actions import (
    CannotHandOver,
    accept_items,
    offer_handover,
    refuse_items,
    withdraw_handover,
)
from tenglong.records.handovers.queries import (
    NoSuchHandover,
    count_offered,
    get_handover,
    list_handovers,
    list_to_hand_over,
)
from tenglong.records.people.accounts import deactivate_person
from tenglong.records.people.actions import add_person, grant_role
from tenglong.records.people.queries import list_units
from tenglong.records.people.rights import CannotDo


@pytest.fixture
def people(people: People) -> People:
    settle_county(people)
    return people


@pytest.fixture
def successor(people: People):  # noqa: ARG001  asks for the offices
    """Somebody new in the officer's own office, with the same role."""
    zone = list_units().get(key="zone")
    person = add_person(login="xinren", name="新任", unit=zone, by=SETUP, at=DAY_ONE)
    grant_role(person=person, role="zone_officer", region_code=COUNTY, by=SETUP, at=DAY_ONE)
    return person


def waiting(person) -> set[str]:
    return set(list_cases(person, mine=True).values_list("number", flat=True))


def offer(people: People, taker, **what):
    cases = [case.number for case in list_to_hand_over(people.officer, people.officer)]
    given = {"cases": cases, "promises": ["六月底前答复石磊"], "contacts": ["石磊 13800001234"], "reason": "调走"}
    return offer_handover(giver=people.officer, taker=taker, by=people.officer, at=DAY_ONE, **given | what)


def items(handover, kind: str = "") -> list[int]:
    return [item.pk for item in handover.items.all() if not kind or item.kind == kind]


def test_what_is_taken_waits_for_the_successor_and_no_more_for_who_left(people: People, successor):
    before = waiting(people.officer)
    handover = offer(people, successor)
    assert waiting(people.officer) == before != set()
    assert count_offered(successor) == 1
    assert accept_items(handover=handover, items=items(handover), by=successor, at=DAY_ONE) == {}
    assert waiting(people.officer) == set()
    assert waiting(successor) == before
    assert count_offered(successor) == 0
    assert set(list_cases(people.officer).values_list("number", flat=True)) >= before, "seen, though no more waited for"


def test_what_is_refused_stays_with_who_gave_it(people: People, successor):
    before = waiting(people.officer)
    handover = offer(people, successor)
    with pytest.raises(CannotHandOver, match="没有写为什么不接"):
        refuse_items(handover=handover, items=items(handover), words=" ", by=successor, at=DAY_ONE)
    refuse_items(handover=handover, items=items(handover), words="我还没到岗", by=successor, at=DAY_ONE)
    assert waiting(people.officer) == before
    assert {item.answer for item in handover.items.all()} == {"我还没到岗"}
    again = offer(people, people.administrator)
    assert len(items(again, "case")) == len(before), "they can be offered to another"


def test_items_are_taken_one_by_one(people: People, successor):
    handover = offer(people, successor)
    first, *others = items(handover, "case")
    accept_items(handover=handover, items=[first], by=successor, at=DAY_ONE)
    taken = handover.items.get(pk=first).case
    assert taken not in waiting(people.officer)
    left = {handover.items.get(pk=pk).case for pk in others}
    assert waiting(people.officer) == left
    withdraw_handover(handover=handover, by=people.officer, at=DAY_ONE)
    assert set(handover.items.values_list("state", flat=True)) == {"accepted", "withdrawn"}
    assert accept_items(handover=handover, items=others, by=successor, at=DAY_ONE) == {}
    assert waiting(people.officer) == left, "what was taken back is not taken"


def test_who_could_do_nothing_with_a_case_does_not_take_it(people: People):
    before = waiting(people.officer)
    handover = offer(people, people.leader)
    stopped = accept_items(handover=handover, items=items(handover), by=people.leader, at=DAY_ONE)
    assert stopped.keys() == before
    assert all("请管理员先授予岗位" in sentence for sentence in stopped.values())
    assert waiting(people.officer) == before
    states = dict(handover.items.values_list("kind", "state"))
    assert states == {"case": "offered", "promise": "accepted", "contact": "accepted"}


def test_a_case_that_comes_back_waits_again(people: People, successor):
    before = waiting(people.officer)
    there = offer(people, successor)
    accept_items(handover=there, items=items(there), by=successor, at=DAY_ONE)
    back = offer_handover(
        giver=successor, taker=people.officer, reason="回来了", cases=before, by=successor, at=DAY_ONE
    )
    accept_items(handover=back, items=items(back), by=people.officer, at=DAY_ONE)
    assert (waiting(people.officer), waiting(successor)) == (before, set())


def test_when_the_successor_is_kept_out_the_case_still_waits_for_the_role(people: People, successor):
    other = add_person(login="laoren", name="老任", unit=successor.unit, by=SETUP, at=DAY_ONE)
    grant_role(person=other, role="zone_officer", region_code=COUNTY, by=SETUP, at=DAY_ONE)
    handover = offer(people, successor)
    accept_items(handover=handover, items=items(handover), by=successor, at=DAY_ONE)
    deactivate_person(person=successor, by=people.administrator, at=DAY_ONE)
    assert waiting(other), "nothing is in nobody's hands"


def test_for_who_is_gone_already_an_administrator_hands_over(people: People, successor):
    before = waiting(people.officer)
    deactivate_person(person=people.officer, by=people.administrator, at=DAY_ONE)
    found = list_to_hand_over(people.administrator, people.officer)
    assert {case.number for case in found} == before
    handover = offer_handover(
        giver=people.officer, taker=successor, reason="已离岗", cases=before, by=people.administrator, at=DAY_ONE
    )
    with pytest.raises(CannotDo):
        offer_handover(
            giver=people.leader, taker=successor, reason="不归我管", promises=["甲"], by=people.clerk, at=DAY_ONE
        )
    assert accept_items(handover=handover, items=items(handover), by=successor, at=DAY_ONE) == {}


def test_a_packet_is_the_matter_of_those_two_and_who_governs_them(people: People, successor):
    handover = offer(people, successor)
    for person in (people.officer, successor, people.administrator):
        assert get_handover(person, handover.pk).size == len(items(handover))
    for person in (people.leader, people.neighbour, people.enterprise, people.stranger, people.auditor):
        assert not list_handovers(person).exists()
        with pytest.raises(NoSuchHandover):
            get_handover(person, handover.pk)
    with pytest.raises(CannotDo, match="要由新任来接"):
        accept_items(handover=handover, items=items(handover), by=people.clerk, at=DAY_ONE)


def test_what_makes_no_packet_is_refused(people: People, successor):
    for what, why in (
        ({"cases": ["no such"]}, "不在王敏手上"),
        ({"cases": [], "promises": [], "contacts": []}, "要有 1 到"),
        ({"reason": " "}, "没有写原因"),
    ):
        with pytest.raises(CannotHandOver, match=why):
            offer(people, successor, **what)
    with pytest.raises(CannotHandOver, match="不能移交给自己"):
        offer(people, people.officer)
    offer(people, successor)
    with pytest.raises(CannotHandOver, match="已经在移交"):
        offer(people, successor, cases=waiting(people.officer))


def test_the_audit_tells_of_it_and_keeps_contacts_apart(people: People, successor):
    handover = offer(people, successor)
    accept_items(handover=handover, items=items(handover), by=successor, at=DAY_ONE)
    acts = ChangeSet.objects.filter(action__startswith="handovers.").values_list("action", "by")
    assert set(acts) == {("handovers.offer", "王敏（wangmin）"), ("handovers.accept", "新任（xinren）")}
    assert "13800001234" not in "".join(Change.objects.filter(kind="handover_item").values_list("after", flat=True))
    assert Change.objects.filter(kind="handed_on").count() == len(items(handover, "case"))
