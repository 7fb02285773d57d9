"""Who sees which rows, who may do what, and where."""

import pytest
from django.db.models import Q
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, NEXT_COUNTY, ROLES, SETUP, TOWN, People

from tenglong.core.ledger import Field
from tenglong.records.audit.actions import change_set
from tenglong.records.audit.models import Change
from tenglong.records.people.actions import CannotAddPerson, add_person, add_unit, grant_role
from tenglong.records.people.queries import NoSuchPerson, get_person, list_people, list_units
from tenglong.records.people.rights import (
    CannotDo,
    Program,
    actor_of,
    below,
    can,
    check_may,
    open_fields,
    roles_of,
    within,
)
from tenglong.records.regions.models import Region
from tenglong.records.registry.models import Enterprise

FIRMS = {FIRM_CODE: TOWN, "B": COUNTY, "C": NEXT_COUNTY, "D": "3308", "E": "330802005"}


@pytest.fixture
def firms(people: People) -> People:
    with change_set(by=SETUP, at=DAY_ONE, action="test", summary="企业"):
        Enterprise.objects.bulk_create(
            Enterprise(code=code, name=code, region_code=region) for code, region in FIRMS.items()
        )
    return people


def seen(person: object, **how: object) -> set[str]:
    return set(Enterprise.objects.filter(within(person, **how)).values_list("code", flat=True))


SEES = {
    "officer": {FIRM_CODE, "B", "E"},
    "clerk": {FIRM_CODE},
    "reviewer": {FIRM_CODE, "B", "E"},
    "tax_reviewer": {FIRM_CODE, "B", "E"},
    "leader": {FIRM_CODE, "B", "E"},
    "supervisor": {FIRM_CODE, "B", "E"},
    "auditor": {FIRM_CODE, "B", "E"},
    "administrator": {FIRM_CODE, "B", "E"},
    "enterprise": {FIRM_CODE},
    "investor": set(),
    "stranger": set(),
    "neighbour": {"C"},
}


@pytest.mark.usefixtures("firms")
@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_their_own_part_of_the_registry(people: People, role: str):
    assert seen(getattr(people, role), enterprise="code") == SEES[role]


@pytest.mark.usefixtures("firms")
def test_nobody_sees_nothing_and_the_program_everything(people: People):
    from django.contrib.auth.models import AnonymousUser

    assert seen(None) == seen(AnonymousUser()) == set()
    assert seen(Program("夜间任务")) == set(FIRMS)
    people.officer.is_active = False
    assert seen(people.officer) == set()


@pytest.mark.usefixtures("firms")
def test_a_unit_sees_its_own_rows_and_only_in_its_region(people: People):
    unit_is = {"unit": lambda key: Q(name="B") if key == "tax" else Q(name__in=("C", "E"))}
    assert seen(people.tax_reviewer, **unit_is) == {"B"}
    assert seen(people.reviewer, **unit_is) == {"E"}
    assert seen(people.reviewer, unit="name") == set()
    assert seen(people.leader, **unit_is) == SEES["leader"]


@pytest.mark.usefixtures("firms")
def test_an_investor_sees_what_is_on_offer_in_the_region(people: People):
    assert seen(people.investor, listed=Q(code__in=("B", "C"))) == {"B"}
    assert seen(people.stranger, listed=Q(code="B")) == set()
    grant_role(person=people.stranger, role="investor", by=SETUP, at=DAY_ONE)
    assert seen(people.stranger, listed=Q(code__in=("B", "C"))) == {"B", "C"}


@pytest.mark.usefixtures("firms")
def test_two_children_do_not_give_the_parent(people: People):
    for town in (TOWN, "330802005"):
        grant_role(person=people.stranger, role="town_clerk", region_code=town, by=SETUP, at=DAY_ONE)
    assert seen(people.stranger) == {FIRM_CODE, "E"}


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("3308", ["3308", "330802", "3308ZZ"], ["3307", "3309", "33", "330"]),
        ("3309", ["3309", "330999999"], ["3308", "331", "3310", "33"]),
        ("99", ["99", "99-1"], ["98", "9"]),
        ("330802-01", ["330802-01", "330802-013"], ["330802-02", "330802"]),
        ("", [], ["", "33"]),
    ],
)
@pytest.mark.django_db
def test_below_is_exactly_the_prefix(code: str, inside: list[str], outside: list[str]):
    with change_set(by="测试", at=DAY_ONE, action="test", summary="区划"):
        Region.objects.bulk_create(Region(code=c, name=c, level="zone") for c in inside + outside)
    assert set(Region.objects.filter(below("code", code)).values_list("code", flat=True)) == set(inside)


def test_a_right_and_its_place_come_from_the_same_grant(people: People):
    grant_role(person=people.officer, role="leader", region_code=NEXT_COUNTY, by=SETUP, at=DAY_ONE)
    check_may(people.officer, "register", region=TOWN)
    with pytest.raises(CannotDo, match="区划 330803 不在您的授权范围内"):
        check_may(people.officer, "register", region=NEXT_COUNTY)
    with pytest.raises(CannotDo, match="未填"):
        check_may(people.officer, "register", region="")
    with pytest.raises(CannotDo, match="您的岗位没有这项权限"):
        check_may(people.leader, "register", region=COUNTY)
    assert not can(people.clerk, "register", region=COUNTY)
    assert not can(people.stranger, "attach")


def test_an_enterprise_acts_for_itself_only(people: People):
    assert can(people.enterprise, "attach", region=TOWN, enterprise=FIRM_CODE)
    assert not can(people.enterprise, "attach", region=TOWN, enterprise="B")
    assert not can(people.enterprise, "attach", region=TOWN)


def test_deciding_sees_only_the_roles_held_there(people: People):
    assert actor_of(people.reviewer, region=TOWN).roles == {"bureau_reviewer"}
    assert actor_of(people.reviewer, region=TOWN).unit == "natural-resources"
    assert actor_of(people.reviewer, region=NEXT_COUNTY).roles == frozenset()
    assert actor_of(people.enterprise, region=TOWN, enterprise=FIRM_CODE).roles == {"enterprise"}
    assert actor_of(people.investor, region=TOWN).roles == frozenset()
    assert roles_of(people.officer) == {"zone_officer"}
    assert roles_of(people.stranger) == frozenset()


def test_confidential_fields_are_for_those_inside(people: People):
    fields = (Field("a", "甲"), Field("price", "底价", confidential="inside"))
    assert open_fields(people.officer, fields) == open_fields(people.reviewer, fields) == fields
    for outside in (people.enterprise, people.investor, people.stranger, None):
        assert open_fields(outside, fields) == fields[:1]


def test_each_confidence_has_its_own_readers(people: People):
    fields = tuple(Field(key, key, confidential=key) for key in ("inside", "floor_price", "statistics"))
    told = {role: {one.key for one in open_fields(getattr(people, role), fields)} for role in ROLES}
    assert told["officer"] == told["leader"] == told["auditor"] == {"inside", "floor_price", "statistics"}
    assert told["clerk"] == told["administrator"] == {"inside", "statistics"}
    assert told["supervisor"] == {"inside"}
    assert told["enterprise"] == {"statistics"}, "its own: the row filter shows it no other's"
    assert told["investor"] == told["stranger"] == set()


def test_an_investor_is_named_once_they_have_signed(people: People):
    field = Field("investor", "投资方", confidential="unsigned_investor", open_once="signed_on")
    unsigned, signed = {"investor": "某集团"}, {"investor": "某集团", "signed_on": DAY_ONE.date()}
    for row in (None, unsigned):
        assert open_fields(people.officer, (field,), row)
        assert not open_fields(people.supervisor, (field,), row), "where no row is known it stays closed"
    assert open_fields(people.supervisor, (field,), signed)


@pytest.mark.usefixtures("people")
def test_the_filter_of_a_person_read_from_the_database_asks_nothing_more(django_assert_num_queries):
    person = get_person("wangmin")
    with django_assert_num_queries(0):
        within(person, enterprise="code")
        actor_of(person)
        can(person, "register", region=TOWN)


def test_only_an_administrator_of_the_place_adds_people(people: People):
    who = people.administrator
    unit = add_unit(key="towns", name="乡镇办", region_code=TOWN, by=who, at=DAY_ONE)
    new = add_person(login="new", name="新人", unit=unit, password="秘密-8642-山溪", by=who, at=DAY_ONE)
    grant_role(person=new, role="town_clerk", region_code=TOWN, by=who, at=DAY_ONE)
    assert get_person("new").check_password("秘密-8642-山溪")
    assert "秘密" not in "".join(Change.objects.values_list("after", flat=True))
    assert [(c.kind, c.key) for c in Change.objects.order_by("-id")[:3]] == [
        ("grant", "new:town_clerk:330802101"),
        ("person", "new"),
        ("unit", "towns"),
    ]
    with pytest.raises(CannotDo):
        grant_role(person=new, role="leader", region_code=NEXT_COUNTY, by=who, at=DAY_ONE)
    with pytest.raises(CannotDo):
        add_unit(key="more", name="更多", region_code=COUNTY, by=people.officer, at=DAY_ONE)


def test_what_is_there_is_not_added_twice(people: People):
    for again in (
        lambda: add_unit(key="tax", name="税务局", region_code=COUNTY, by=SETUP, at=DAY_ONE),
        lambda: add_person(login="wangmin", name="另一人", by=SETUP, at=DAY_ONE),
        lambda: grant_role(person=people.leader, role="leader", region_code=COUNTY, by=SETUP, at=DAY_ONE),
        lambda: grant_role(person=people.leader, role="emperor", region_code=COUNTY, by=SETUP, at=DAY_ONE),
    ):
        with pytest.raises(CannotAddPerson):
            again()


def test_reading_people_and_units(people: People):
    assert {person.name for person in list_people()} == {person.name for person in people.everybody()}
    assert list_units().count() == 8
    with pytest.raises(NoSuchPerson, match="nobody"):
        get_person("nobody")
