"""Land of enterprises: no square metre is lost and none is counted twice, whoever rents from whom."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tenglong.core.land import Use, actual_land, merged_land

FIRMS = tuple("甲乙丙丁戊")
PARCELS = ("一", "二", "三")
AREAS = st.integers(1, 40).map(lambda tenths: Decimal(tenths) / 10)
USES = st.lists(
    st.builds(
        Use,
        st.sampled_from(PARCELS),
        st.sampled_from(FIRMS),
        st.booleans(),
        AREAS,
        st.none() | st.sampled_from((*FIRMS, "外人")),
    ),
    max_size=14,
)


def owned_of(uses: list[Use], parcel: str) -> Decimal:
    return sum((use.area_mu for use in uses if use.owned and use.parcel == parcel), Decimal(0))


@given(USES)
def test_over_a_parcel_with_owners_areas_add_up_to_what_is_owned(uses: list[Use]):
    for parcel in PARCELS:
        there = [use for use in uses if use.parcel == parcel]
        land = actual_land(there)
        if owned := owned_of(there, parcel):
            assert sum(one.actual_mu for one in land.values()) == owned
        else:
            rented = sum((use.area_mu for use in there), Decimal(0))
            assert sum(one.actual_mu for one in land.values()) <= rented


@given(USES)
def test_nobody_has_less_than_nothing_and_every_use_is_somewhere(uses: list[Use]):
    land = actual_land(uses)
    for firm, one in land.items():
        assert one.actual_mu >= 0
        mine = [use for use in uses if use.enterprise == firm]
        assert one.owned_mu == sum((use.area_mu for use in mine if use.owned), Decimal(0))
        told = sum((use.area_mu for use in mine if not use.owned), Decimal(0))
        assert one.rented_mu + one.unclear_mu == told
    assert sum(one.let_mu for one in land.values()) <= sum(one.rented_mu for one in land.values())


@given(USES, st.integers(0, 50).map(Decimal))
def test_merging_moves_land_and_changes_no_total(uses: list[Use], least: Decimal):
    land = actual_land(uses)
    merged = merged_land(land, least)
    assert merged.keys() == land.keys()
    roots = {one.counted_with for one in merged.values()}
    assert roots <= land.keys()
    assert all(merged[root].counted_with == root for root in roots)
    assert sum(merged[root].area_mu for root in roots) == sum(one.actual_mu for one in land.values())
    for firm, one in merged.items():
        if one.counted_with != firm:
            assert land[firm].rented_mu < least
            assert not land[firm].owned_mu


@given(USES)
def test_without_a_size_nobody_is_merged(uses: list[Use]):
    land = actual_land(uses)
    assert all(one.counted_with == firm for firm, one in merged_land(land, Decimal(0)).items())


def test_an_owner_lets_to_a_small_and_a_large_tenant_who_lets_on():
    land = actual_land(
        [
            Use("一", "甲", True, Decimal(25)),
            Use("一", "乙", False, Decimal(2)),
            Use("一", "丙", False, Decimal(10), "甲"),
            Use("一", "丁", False, Decimal(1), "丙"),
        ]
    )
    assert {firm: one.actual_mu for firm, one in land.items()} == {"甲": 13, "乙": 2, "丙": 9, "丁": 1}
    merged = merged_land(land, Decimal(3))
    assert {firm: (one.counted_with, one.area_mu) for firm, one in merged.items()} == {
        "甲": ("甲", 15),
        "乙": ("甲", 15),
        "丙": ("丙", 10),
        "丁": ("丙", 10),
    }


def test_of_several_owners_nobody_is_charged_until_it_is_said_who_lets():
    owners = [Use("一", "甲", True, Decimal(10)), Use("一", "乙", True, Decimal(5))]
    unsaid = actual_land([*owners, Use("一", "丙", False, Decimal(4))])
    assert (unsaid["甲"].actual_mu, unsaid["乙"].actual_mu, unsaid["丙"].actual_mu) == (10, 5, 0)
    assert unsaid["丙"].unclear_mu == 4
    said = actual_land([*owners, Use("一", "丙", False, Decimal(4), "乙")])
    assert (said["甲"].actual_mu, said["乙"].actual_mu, said["丙"].actual_mu) == (10, 1, 4)


def test_who_lets_more_than_it_has_is_not_charged_below_nothing():
    land = actual_land([Use("一", "甲", True, Decimal(3)), Use("一", "乙", False, Decimal(4))])
    assert (land["甲"].actual_mu, land["乙"].actual_mu, land["乙"].unclear_mu) == (3, 0, 4)
