"""Matches through the row filter of both sides: candidates with their reasons, one pair, what is suggested."""

import pytest
from django.conf import settings
from tests.people import DAY_ONE, FIRM_CODE, SETUP, TOWN, People
from tests.web.county import EMPTY, TENANT_CODE, moment
from tests.web.spaces import MATCH, Spaces, offer, settle_spaces

from tenglong.core.matching import On, Verdict
from tenglong.playbooks import find_folders
from tenglong.records.flows.actions import move_case
from tenglong.records.matches.queries import (
    NoSuchMatch,
    NoSuchPair,
    get_match,
    get_pair,
    get_pool,
    list_matches,
    list_standings,
)
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.people.rights import Program
from tenglong.records.registry.actions import register_enterprise, register_parcel


@pytest.fixture
def spaces(people: People) -> Spaces:
    folders = find_folders(settings.MECHANISMS_ROOT)
    install_folders(folders={name: folders[name] for name in ("needs", "inventory")}, by=SETUP, at=DAY_ONE)
    for code, name in ((FIRM_CODE, "石桥包装厂"), (TENANT_CODE, "白鹭电子材料有限公司")):
        register_enterprise(code=code, name=name, region_code=TOWN, by=SETUP, at=DAY_ONE)
    register_parcel(
        code=EMPTY, name="东坪路16号", region_code=TOWN, area_mu="25.4", use="工业用地", by=SETUP, at=DAY_ONE
    )
    return settle_spaces(people)


def names(standing, verdict: Verdict) -> list[str]:
    return [one.row.title for one in standing.best[verdict]]


def test_a_row_has_its_best_candidates_by_verdict(people, spaces):
    pool = get_pool(people.officer, MATCH)
    (standing,) = list_standings(pool, On.LEFT, [spaces.premises])
    assert standing.row.title == "社区配套用房"
    assert names(standing, Verdict.FITS) == ["康养医院用房"]
    assert names(standing, Verdict.ASK) == ["培训教室"]
    assert names(standing, Verdict.NEAR) == ["养老院"]
    assert dict(standing.counts) == {Verdict.FITS: 1, Verdict.ASK: 1, Verdict.NEAR: 1}
    assert standing.suggested.row.key == spaces.hospital
    (near,) = standing.best[Verdict.NEAR]
    assert [one.hard.reason for one in near.judgement.failed] == ["建筑面积不够"]
    (ask,) = standing.best[Verdict.ASK]
    assert [(one.on, one.name) for one in ask.judgement.asks] == [(On.LEFT, "资源的可分割")]


def test_the_same_seen_from_the_other_side(people, spaces):
    pool = get_pool(people.officer, MATCH)
    (standing,) = list_standings(pool, On.RIGHT, [spaces.firm])
    assert names(standing, Verdict.FITS) == ["东坪路16号厂房"]
    assert standing.suggested.row.key == spaces.plant
    assert list_standings(pool, On.RIGHT, ["2023-9999"]) == []


def test_a_pair_that_no_longer_counts_is_still_told(people, spaces):
    at = moment("2023-04-01 09:00")
    move_case(number=spaces.home, act="cancel", words="不再需要", by=people.officer, at=at)
    assert len(get_pool(people.officer, MATCH).right.keys) == 3  # the pool is that of what was written last
    pair = get_pair(people.officer, MATCH, spaces.premises, spaces.home)
    assert pair.outside == (On.RIGHT,)
    assert pair.judgement.verdict is Verdict.NEAR
    assert not pair.suggested


def test_what_taking_a_pair_up_fills_in(people, spaces):
    pair = get_pair(people.officer, MATCH, spaces.premises, spaces.hospital)
    assert (pair.suggested, pair.outside) == (True, ())
    assert pair.filled() == {"investor": "安和康养医院", "need": spaces.hospital, "result": "有意向"}


def test_rows_outside_the_readers_filter_are_not_there(people, spaces):
    for person in (people.neighbour, people.investor, people.stranger):
        pool = get_pool(person, MATCH)
        assert (pool.left.keys, pool.right.keys, pool.allocation) == ((), (), ())
        with pytest.raises(NoSuchPair):
            get_pair(person, MATCH, spaces.premises, spaces.hospital)


def test_an_enterprise_sees_its_need_and_only_the_space_that_is_its_own(people, spaces):
    pool = get_pool(people.enterprise, MATCH)
    assert pool.right.keys == (spaces.firm,)
    assert pool.left.keys == (spaces.plant,)  # whose holder it is
    assert get_pair(people.enterprise, MATCH, spaces.plant, spaces.firm).judgement.verdict is Verdict.FITS
    with pytest.raises(NoSuchPair):
        get_pair(people.enterprise, MATCH, spaces.premises, spaces.firm)


def test_one_to_one_is_suggested_over_what_the_reader_sees(people, spaces):
    twin = offer(people, "另一处用房", "社区用房", {"建筑面积": "10100", "层高": "4"},
                 {"可作用途": "康养", "挂牌租金": "8"})  # fmt: skip
    pool = get_pool(Program("测试"), MATCH)
    pairs = {(pool.left.keys[one], pool.right.keys[other]) for one, other, _ in pool.allocation}
    assert pairs == {(twin, spaces.hospital), (spaces.plant, spaces.firm)}  # nearer in size, so it scores more


@pytest.mark.usefixtures("spaces")
def test_only_matches_that_are_installed():
    assert [match.key for match in list_matches(station="匹配")] == [MATCH]
    assert [match.key for match in list_matches(over="needs.meet")] == [MATCH]
    assert list_matches(over="cleanup.buyback") == []
    with pytest.raises(NoSuchMatch, match=r"没有叫“inventory\.none”的匹配"):
        get_match("inventory.none")


def test_rows_with_something_to_show_come_first(people, spaces):
    lonely = offer(people, "没人要的地", "净地", {"土地面积": "3"}, {})
    assert get_pool(people.officer, MATCH).in_turn(On.LEFT) == [spaces.plant, spaces.premises, lonely]
