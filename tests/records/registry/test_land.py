"""Land under the county's rules: from occupancies to rows that an evaluation reads."""

from datetime import date
from decimal import Decimal

import pytest
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, SETUP, TOWN, People
from tests.records.trial import HEAD

from tenglong.records.ledgers.sources import get_source
from tenglong.records.measures.queries import figure
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.registry.actions import (
    begin_occupancy,
    record_observation,
    register_enterprise,
    register_parcel,
)
from tenglong.records.registry.land import THRESHOLD, get_land

TENANT, LARGE, SECOND = "91330802MA0TL9002J", "91330802MA0TL9003M", "91330802MA0TL0002H"
ON = date(2023, 1, 1)
WHO = {"by": SETUP, "at": DAY_ONE}


def use(parcel: str, firm: str, tenure: str, area: str, let_by: str | None = None) -> None:
    began = {"from_on": date(2020, 1, 1), "source": "不动产登记簿", **WHO}
    begin_occupancy(parcel=parcel, enterprise=firm, tenure=tenure, area_mu=Decimal(area), let_by=let_by, **began)


@pytest.fixture
def county(people: People) -> People:
    """A firm with two tenants on its parcel, and a parcel of two owners with one tenant."""
    for code, name in ((FIRM_CODE, "石桥包装厂"), (TENANT, "白鹭电子"), (LARGE, "青禾五金"), (SECOND, "望山门业")):
        register_enterprise(code=code, name=name, region_code=COUNTY, **WHO)
    for code in ("A", "B"):
        register_parcel(code=code, name=f"{code}地块", region_code=TOWN, area_mu=Decimal(25), use="工业用地", **WHO)
    use("A", FIRM_CODE, "自有", "25")
    use("A", TENANT, "租用", "2")
    use("A", LARGE, "租用", "10")
    use("B", FIRM_CODE, "自有", "15")
    use("B", SECOND, "自有", "10")
    return people


def land(people: People, on: date | None = ON) -> dict[str, tuple]:
    return {
        row["enterprise"]: (row["owned_mu"], row["actual_mu"], row["merged_mu"], row["counted_with"])
        for row in get_source("land").rows(people.officer, on=on)
    }


def say(value: str, period: str = "") -> None:
    record_observation(
        subject=f"region:{COUNTY}", metric=THRESHOLD, period=period, value=Decimal(value), unit="亩",
        source="演示县办法", **WHO,
    )  # fmt: skip


def test_without_the_countys_word_nobody_is_merged(county: People):
    assert land(county) == {
        FIRM_CODE: (40, 28, None, None),
        TENANT: (0, 2, None, None),
        LARGE: (0, 10, None, None),
        SECOND: (10, 10, None, None),
    }


def test_small_tenants_are_counted_with_the_holder_and_large_ones_stand_alone(county: People):
    say("3")
    assert land(county) == {
        FIRM_CODE: (40, 28, 30, FIRM_CODE),
        TENANT: (0, 2, 0, FIRM_CODE),
        LARGE: (0, 10, 10, LARGE),
        SECOND: (10, 10, 10, SECOND),
    }
    say("11", period="2024")
    assert land(county)[LARGE][3] == LARGE  # the new size holds from its year on
    assert land(county, date(2024, 1, 1))[LARGE] == (0, 10, 0, FIRM_CODE)


def test_who_lets_land_of_several_owners_is_said_with_the_tenancy(county: People):
    use("B", TENANT, "租用", "4", let_by=SECOND)
    holding = get_land(county.officer, SECOND, on=ON)
    assert (holding.area_mu, [row.area_mu for row in holding.let]) == (6, [4])
    assert get_land(county.officer, FIRM_CODE, on=ON).area_mu == 28
    use("B", LARGE, "租用", "1")
    unclear = get_land(county.officer, LARGE, on=ON)
    assert (unclear.area_mu, unclear.land.unclear_mu) == (10, 1)


def test_figures_of_a_merged_tenant_are_its_holders(county: People):
    say("3")
    for firm, value in ((FIRM_CODE, "50"), (TENANT, "8"), (LARGE, "30")):
        record_observation(
            subject=f"enterprise:{firm}", metric="评价税收", period="2022", value=Decimal(value), unit="万元",
            source="税务局", **WHO,
        )  # fmt: skip
    told = [
        (row["counted_with"], row["value"])
        for row in get_source("shared_observation").rows(county.officer, on=ON)
        if row["metric"] == "评价税收"
    ]
    assert sorted(told) == sorted([(FIRM_CODE, 50), (FIRM_CODE, 8), (LARGE, 30)])


def test_land_is_seen_through_the_one_row_filter(county: People):
    say("3")
    assert list(get_source("land").rows(county.neighbour, on=ON)) == []
    assert list(get_source("land").rows(county.stranger, on=ON)) == []
    seen = {row["enterprise"] for row in get_source("land").rows(county.enterprise, on=ON)}
    assert FIRM_CODE in seen


MEASURE = """format: 1
measures:
  used:
    label: 实际用地
    unit: 亩
    digits: 1
    terms:
      用地: {over: land, sum: 实际用地面积}
  small:
    label: 并入的租户
    unit: 家
    digits: 0
    terms:
      租户: {over: land, count: true, where: 合并用地面积 = 0}
"""


def test_measures_read_land_as_of_the_day(county: People):
    files = {"mechanism.yaml": HEAD, "measures.yaml": MEASURE}
    install_mechanism(files=files, by=SETUP, at=DAY_ONE)
    say("3")
    assert figure("trial.used", by=county.officer, on=ON).value == 50  # what is owned of both parcels
    assert figure("trial.small", by=county.officer, on=ON).value == 1
    assert figure("trial.used", by=county.officer, on=date(2019, 1, 1)).value == 0
