"""Enterprises, parcels, plants, who uses what, and figures."""

from datetime import date
from decimal import Decimal

import pytest
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, NEXT_COUNTY, ROLES, TOWN, People

from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.ledgers.sources import get_source
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.actions import (
    begin_occupancy,
    change_enterprise,
    end_occupancies,
    record_observation,
    register_enterprise,
    register_parcel,
    register_plant,
)
from tenglong.records.registry.checks import CannotRegister
from tenglong.records.registry.land import get_land
from tenglong.records.registry.queries import (
    NotFound,
    get_enterprise,
    get_parcel,
    list_enterprises,
    list_observations,
    list_occupancies,
    list_parcels,
    list_plants,
    search,
)

TENANT_CODE = "91330802MA0TL9002J"
PARCEL = "330802-101-0412"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[118.7, 28.9], [118.71, 28.9], [118.71, 28.91], [118.7, 28.91], [118.7, 28.9]]],
}


def codes(rows) -> set[str]:
    return {row.code for row in rows}


@pytest.fixture
def county(people: People) -> People:
    """A firm that owns a parcel, another that will rent a part of it."""
    who = {"by": people.officer, "at": DAY_ONE}
    register_enterprise(code=FIRM_CODE, name="石桥包装厂", region_code=TOWN, **who)
    register_enterprise(code=TENANT_CODE, name="白鹭电子材料有限公司", region_code=COUNTY, **who)
    register_parcel(
        code=PARCEL, name="东坪路12号", region_code=TOWN, area_mu=Decimal("25.4"), use="工业用地", shape=SQUARE, **who
    )
    register_plant(code=f"{PARCEL}-1", name="一号厂房", parcel=PARCEL, floor_area_sqm=Decimal(9000), **who)
    return people


def use(people: People, code: str, tenure: str, area: str, from_on: date, **more):
    return begin_occupancy(
        parcel=PARCEL,
        enterprise=code,
        tenure=tenure,
        area_mu=Decimal(area),
        from_on=from_on,
        source="不动产登记簿",
        by=people.officer,
        at=DAY_ONE,
        **more,
    )


SEES = {role: {FIRM_CODE, TENANT_CODE} for role in ROLES} | {
    "clerk": {FIRM_CODE},
    "enterprise": {FIRM_CODE},
    "investor": set(),
    "stranger": set(),
    "neighbour": set(),
}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_reads_their_own_part(county: People, role: str):
    use(county, FIRM_CODE, "自有", "25.4", date(2011, 3, 1))
    use(county, TENANT_CODE, "租用", "12.3", date(2022, 12, 1))
    who = getattr(county, role)
    land = {PARCEL} if SEES[role] else set()
    assert codes(list_enterprises(who)) == SEES[role]
    assert codes(list_parcels(who)) == codes(row.parcel for row in list_plants(who)) == land
    assert codes(row.enterprise for row in list_occupancies(who)) == ({FIRM_CODE, TENANT_CODE} if land else set())
    assert {code for _, code, _ in search(who, "91330802")} == SEES[role]


def test_a_tenant_sees_its_own_use_and_not_the_owners(county: People):
    from tests.people import SETUP

    from tenglong.records.people.actions import grant_role

    use(county, FIRM_CODE, "自有", "25.4", date(2011, 3, 1))
    use(county, TENANT_CODE, "租用", "12.3", date(2022, 12, 1))
    tenant = county.stranger
    grant_role(person=tenant, role="enterprise", enterprise_code=TENANT_CODE, by=SETUP, at=DAY_ONE)
    assert codes(row.enterprise for row in list_occupancies(tenant)) == {TENANT_CODE}
    assert codes(list_parcels(tenant)) == {PARCEL}
    with pytest.raises(NotFound, match="不在您的数据范围内"):
        get_enterprise(tenant, FIRM_CODE)


@pytest.mark.parametrize("words", ["石桥", "sqbzc", "SQB", "91330802MA0TL9001", "包装 石桥"])
def test_search_by_name_code_and_initials(county: People, words: str):
    assert [row.name for row in list_enterprises(county.officer, search=words)] == ["石桥包装厂"]
    assert ("enterprise", FIRM_CODE, "石桥包装厂") in search(county.officer, words)
    assert search(county.stranger, words) == []


def test_a_parcel_is_found_by_its_place(county: People):
    assert codes(list_parcels(county.officer, bounds=(118.705, 28.905, 119, 29))) == {PARCEL}
    assert codes(list_parcels(county.officer, bounds=(118.72, 28.9, 119, 29))) == set()
    assert codes(list_parcels(county.officer, search="dpl")) == {PARCEL}


def test_the_land_of_an_enterprise_is_owned_and_rented_less_let(county: People):
    use(county, FIRM_CODE, "自有", "25.4", date(2011, 3, 1))
    use(county, TENANT_CODE, "租用", "12.3", date(2022, 12, 1))
    assert get_land(county.officer, FIRM_CODE, on=date(2022, 11, 30)).area_mu == Decimal("25.4")
    for who in (county.officer, county.enterprise):
        land = get_land(who, FIRM_CODE, on=date(2022, 12, 1))
        assert (land.area_mu, [row.area_mu for row in land.let]) == (Decimal("13.1"), [Decimal("12.3")])
        assert [row.enterprise.name for row in land.let] == ["白鹭电子材料有限公司"]
    assert get_land(county.officer, TENANT_CODE, on=date(2022, 12, 1)).area_mu == Decimal("12.3")


def test_an_occupancy_ends_on_the_day_from_which_nobody_uses_the_land(county: People):
    use(county, FIRM_CODE, "自有", "25.4", date(2011, 3, 1))
    use(county, TENANT_CODE, "租用", "12.3", date(2022, 12, 1))
    end = {"parcel": PARCEL, "by": county.officer, "at": DAY_ONE}
    assert end_occupancies(**end, on=date(2023, 11, 1), enterprise=TENANT_CODE) == 1
    assert end_occupancies(**end, on=date(2024, 1, 10)) == 1
    assert end_occupancies(**end, on=date(2024, 1, 10)) == 0

    def users(on: date) -> list[str]:
        return sorted(row.enterprise.name[:2] for row in list_occupancies(county.officer, parcel_code=PARCEL, on=on))

    assert users(date(2023, 10, 31)) == ["白鹭", "石桥"]
    assert users(date(2023, 11, 1)) == ["石桥"]
    assert users(date(2024, 1, 9)) == ["石桥"]
    assert users(date(2024, 1, 10)) == []


def test_no_more_land_is_used_than_there_is_on_any_day(county: People):
    use(county, FIRM_CODE, "自有", "25.4", date(2011, 3, 1))
    use(county, TENANT_CODE, "租用", "20", date(2023, 6, 1), until_on=date(2023, 9, 1))
    with pytest.raises(CannotRegister, match=r"东坪路12号共 25\.4 亩，到 2023-06-01 租用将达 26 亩"):
        use(county, FIRM_CODE, "租用", "6", date(2022, 1, 1))
    use(county, FIRM_CODE, "租用", "6", date(2023, 9, 1))
    with pytest.raises(CannotRegister, match=r"自有将达 25\.5 亩"):
        use(county, TENANT_CODE, "自有", "0.1", date(2024, 1, 1))
    with pytest.raises(CannotRegister, match="不晚于起始日期"):
        use(county, TENANT_CODE, "租用", "1", date(2024, 1, 1), until_on=date(2024, 1, 1))
    with pytest.raises(CannotFill, match="自有、租用"):
        use(county, TENANT_CODE, "借用", "1", date(2024, 1, 1))


def test_every_write_is_told_row_by_row(county: People):
    use(county, FIRM_CODE, "自有", "25.4", date(2011, 3, 1))
    end_occupancies(parcel=PARCEL, on=date(2024, 1, 10), by=county.officer, at=DAY_ONE)
    change_enterprise(code=FIRM_CODE, scale="规上", address=None, by=county.officer, at=DAY_ONE)
    written = ChangeSet.objects.filter(action__startswith="registry.").order_by("id")
    assert [(s.action.removeprefix("registry."), s.changes.count()) for s in written] == [
        ("register_enterprise", 1),
        ("register_enterprise", 1),
        ("register_parcel", 1),
        ("register_plant", 1),
        ("begin_occupancy", 1),
        ("end_occupancies", 1),
        ("change_enterprise", 1),
    ]
    assert {s.by for s in written} == {"王敏（wangmin）"}
    assert Change.objects.get(change_set=written.last()).after == '{"scale":"规上"}'
    ended = Change.objects.get(change_set__action="registry.end_occupancies")
    assert (ended.before, ended.after) == ('{"until_on":null}', '{"until_on":"2024-01-10"}')


def test_a_change_keeps_what_it_does_not_name(county: People):
    before = get_enterprise(county.officer, FIRM_CODE)
    after = change_enterprise(code=FIRM_CODE, name="石桥包装有限公司", by=county.officer, at=DAY_ONE)
    assert (after.pk, after.region_code, after.pinyin) == (before.pk, TOWN, "sqbzyxgs")
    assert get_enterprise(county.officer, FIRM_CODE).name == "石桥包装有限公司"


def test_writing_asks_for_the_right_at_the_place(county: People):
    new = {"code": "91330802MA0TL9003M", "name": "青禾五金有限公司", "at": DAY_ONE}
    with pytest.raises(CannotDo, match="330803"):
        register_enterprise(**new, region_code=NEXT_COUNTY, by=county.officer)
    with pytest.raises(CannotDo, match="330802"):
        register_enterprise(**new, region_code=COUNTY, by=county.clerk)
    with pytest.raises(CannotDo):
        register_enterprise(**new, region_code=COUNTY, by=county.reviewer)
    with pytest.raises(CannotDo, match="330803"):
        change_enterprise(code=FIRM_CODE, region_code=NEXT_COUNTY, by=county.officer, at=DAY_ONE)
    with pytest.raises(NotFound):
        change_enterprise(code=FIRM_CODE, name="改名", by=county.neighbour, at=DAY_ONE)
    with pytest.raises(CannotDo):
        change_enterprise(code=FIRM_CODE, name="改名", by=county.enterprise, at=DAY_ONE)
    with pytest.raises(NotFound):
        end_occupancies(parcel=PARCEL, on=date(2024, 1, 1), by=county.neighbour, at=DAY_ONE)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"code": "91330802MA0TL9001X"}, "校验位不符"),
        ({"code": FIRM_CODE}, "已经登记过"),
        ({"name": ""}, "企业名称"),
        ({"region_code": "330802999"}, "没有代码为“330802999”的区划"),
        ({"scale": "规中"}, "规上、规下"),
    ],
)
def test_an_enterprise_that_cannot_be_is_refused_in_a_sentence(county: People, values: dict[str, str], sentence: str):
    good = {"code": "91330802MA0TL9003M", "name": "青禾五金有限公司", "region_code": COUNTY}
    with pytest.raises((CannotRegister, CannotFill), match=sentence):
        register_enterprise(**{**good, **values}, by=county.officer, at=DAY_ONE)


def test_a_figure_belongs_to_its_subject_and_is_entered_once(county: People):
    figure = {"unit": "万元", "source": "税务局 2023 年年报", "by": county.officer, "at": DAY_ONE}
    tax = {"subject": f"enterprise:{FIRM_CODE}", "metric": "评价税收", "period": "2023"}
    first = record_observation(**tax, value=Decimal("412.6"), **figure)
    assert (first.region_code, first.enterprise_code) == (TOWN, FIRM_CODE)
    again = record_observation(**tax, value=Decimal("400"), **figure)
    assert (again.pk, again.value) == (first.pk, Decimal(400))
    record_observation(subject=f"parcel:{PARCEL}", metric="地价", period="", value=None, **figure)
    assert [row.value for row in list_observations(county.enterprise)] == [Decimal(400)]
    assert list_observations(county.officer, parcel_code=PARCEL).get().value is None
    assert list_observations(county.neighbour).count() == 0


def test_what_has_no_room_in_its_column_is_refused_before_the_database_sees_it(county: People):
    told = {
        "metric": "评价税收",
        "period": "2022",
        "unit": "万元",
        "source": "填报",
        "by": county.officer,
        "at": DAY_ONE,
    }
    subject = f"enterprise:{FIRM_CODE}"
    assert (
        record_observation(subject=subject, value=Decimal(1), **{**told, "metric": " 评价税收 "}).metric == "评价税收"
    )
    with pytest.raises(CannotFill, match="大得不合情理"):
        record_observation(subject=subject, value=Decimal(10) ** 18, **told)
    with pytest.raises(CannotFill, match="来源：写得太长，或数太大"):
        record_observation(subject=subject, value=Decimal(1), **{**told, "source": "长" * 301})
    values = {"name": "大地", "region_code": COUNTY, "area_mu": "1e11", "use": "工业用地"}
    with pytest.raises(CannotFill, match="面积：写得太长，或数太大"):
        register_parcel(code="P9", by=county.officer, at=DAY_ONE, **values)
    with pytest.raises(CannotFill, match="注册资金：写得太长，或数太大"):
        change_enterprise(code=FIRM_CODE, capital_wan="1e13", by=county.officer, at=DAY_ONE)


def test_another_areas_figure_is_kept_by_whoever_quotes_it(county: People):
    figure = {"metric": "产值", "period": "2023H1", "value": 1, "unit": "亿元", "source": "报道", "at": DAY_ONE}
    with pytest.raises(CannotDo):
        record_observation(subject="region:330784", **figure, by=county.officer)
    record_observation(subject="region:330784", region_code=COUNTY, **figure, by=county.officer)
    record_observation(subject="zone:柯城园区", region_code=COUNTY, **figure, by=county.officer)
    assert list_observations(county.leader).count() == 2
    for wrong in ("柯城", "firm:1", "region:", "region:99"):
        with pytest.raises((CannotRegister, Exception), match=r"看不懂|区划"):
            record_observation(subject=wrong, region_code=COUNTY, **figure, by=county.officer)
    with pytest.raises(CannotRegister, match="期间“2023年”看不懂"):
        record_observation(subject="zone:a", region_code=COUNTY, **{**figure, "period": "2023年"}, by=county.officer)


@pytest.mark.parametrize("kind", ["enterprise", "parcel", "plant", "occupancy", "observation", "unit"])
def test_measures_read_the_registry_through_the_filter(county: People, kind: str):
    use(county, FIRM_CODE, "自有", "25.4", date(2011, 3, 1))
    record_observation(
        subject=f"parcel:{PARCEL}",
        metric="地价",
        period="2023",
        value=1,
        unit="万元",
        source="报告",
        by=county.officer,
        at=DAY_ONE,
    )
    source = get_source(kind)
    rows = list(source.rows(county.officer))
    assert rows
    assert all(row.keys() == {field.key for field in source.ledger.fields} for row in rows)
    assert len({row[source.named_by] for row in rows}) == len(rows)
    assert list(source.rows(county.stranger)) == []
    assert all(row.keys() == {source.named_by} for row in source.rows(county.officer, keys=[source.named_by]))


def test_a_source_of_occupancies_knows_the_day(county: People):
    use(county, FIRM_CODE, "自有", "25.4", date(2011, 3, 1))
    rows = get_source("occupancy").rows
    assert list(rows(county.officer, on=date(2011, 2, 28))) == []
    (row,) = rows(county.officer, on=date(2011, 3, 1))
    assert (row["parcel"], row["enterprise"], row["area_mu"], row["plant"]) == (
        PARCEL,
        FIRM_CODE,
        Decimal("25.4"),
        None,
    )


def test_a_shape_that_crosses_itself_is_refused(county: People):
    bow = {
        "type": "Polygon",
        "coordinates": [[[118.7, 28.9], [118.71, 28.91], [118.71, 28.9], [118.7, 28.91], [118.7, 28.9]]],
    }
    with pytest.raises(Exception, match="自相交"):
        register_parcel(
            code="x", name="x", region_code=TOWN, area_mu=1, use="工业", shape=bow, by=county.officer, at=DAY_ONE
        )
    assert get_parcel(county.officer, PARCEL).shape is not None
