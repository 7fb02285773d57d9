"""The loop's own kinds as registers: entered, found, as of a day, merged and taken away, one row or many."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, NEXT_COUNTY, SETUP, TOWN, People

from tenglong.records.audit.actions import change_set
from tenglong.records.audit.models import Change
from tenglong.records.ledgers.finding import CannotFind
from tenglong.records.ledgers.pointers import list_pointers
from tenglong.records.ledgers.registers import (
    CannotRemove,
    CannotSave,
    Condition,
    Kept,
    MovedOn,
    NoSuchRow,
    get_register,
)
from tenglong.records.ledgers.sources import get_source
from tenglong.records.people.rights import By, CannotDo
from tenglong.records.registry.actions import record_observation
from tenglong.records.registry.queries import list_enterprises
from tenglong.records.registry.registers import REGISTERS

TENANT = "91330802MA0TL9002J"
FIRM = {"code": FIRM_CODE, "name": "石桥包装厂", "region_code": TOWN, "scale": "规上", "status": "存续"}
PARCEL = {"code": "A", "name": "东坪路12号", "region_code": TOWN, "area_mu": Decimal("25.4"), "use": "工业用地"}
PLANT = {"code": "A-1", "name": "一号厂房", "parcel": "A", "floor_area_sqm": Decimal(9000)}
FLOOR = {"code": "A-1-2F", "name": "二层", "plant": "A-1", "storey": 2, "area_sqm": Decimal(3000)}
SPACE = {"code": "A-1-201", "name": "二层东", "plant": "A-1", "floor": "A-1-2F", "area_sqm": Decimal(1200)}
OWNED = {"parcel": "A", "enterprise": FIRM_CODE, "tenure": "自有", "area_mu": Decimal("25.4")}
LET = {"parcel": "A", "space": "A-1-201", "enterprise": TENANT, "tenure": "租用", "area_mu": Decimal(2)}
SINCE = {"from_on": date(2020, 1, 1), "source": "租赁合同"}


def save(
    kind: str, values: dict[str, Any], *, by: By = SETUP, key: str | None = None, version: int | None = None
) -> Kept:
    return get_register(kind).save(key=key, values=values, version=version, by=by, at=DAY_ONE)


def refusal(kind: str, values: dict[str, Any], *, key: str | None = None) -> dict[str, str]:
    with pytest.raises(CannotSave) as refused:
        save(kind, values, key=key)
    return refused.value.problems


def keys(kind: str, by: By, **asked: Any) -> list[str]:
    return [row.key for row in get_register(kind).find(by, **asked)[0:50]]


@pytest.fixture
def county(people: People) -> People:
    """A firm with a building of one floor and one space, which it lets to another."""
    save("enterprise", FIRM)
    save("enterprise", {**FIRM, "code": TENANT, "name": "白鹭电子材料有限公司", "scale": "规下"})
    for kind, values in (("parcel", PARCEL), ("plant", PLANT), ("floor", FLOOR), ("space", SPACE)):
        save(kind, values)
    save("occupancy", {**OWNED, **SINCE})
    save("occupancy", {**LET, **SINCE})
    return people


@pytest.mark.usefixtures("county")
def test_every_kind_is_a_register_whose_rows_are_named_by_their_key():
    title = {"enterprise": FIRM_CODE, "title": "专精特新中小企业"}
    save("title", {**title, "from_on": date(2021, 1, 1), "source": "公告"})
    save("industry", {"edition": "2017", "code": "2231", "name": "纸和纸板容器制造"})
    save("term", {"parcel": "A", "indicator": "亩均税收", "bound": "不低于", "value": 25, "unit": "万元/亩",
                  "signed_on": date(2020, 1, 1), "source": "出让合同"})  # fmt: skip
    save("past", {"enterprise": FIRM_CODE, "matter": "名称", "value": "石桥纸箱厂", "until_on": date(2021, 1, 1),
                  "source": "执照"})  # fmt: skip
    save(
        "observation", {"subject": f"enterprise:{FIRM_CODE}", "metric": "评价税收", "unit": "万元", "source": "税务局"}
    )
    for kind, register in REGISTERS.items():
        rows = list(register.find(SETUP).each())
        assert rows, kind
        assert {row.key for row in rows} == set(register.current([row.key for row in rows]))
        for row in rows:
            assert register.get(SETUP, row.key) == row
            assert register.key_of(row.values) == row.key
            assert not any(register.check([row.values], by=SETUP, on=DAY_ONE.date())), kind


@pytest.mark.usefixtures("county")
def test_spaces_are_entered_by_names_and_lie_on_their_floor():
    space = save("space", {**SPACE, "code": "A-1-202", "name": "二层西", "plant": "一号厂房", "height_m": "4.5"})
    assert (space.values["plant"], space.values["height_m"], space.region_code) == ("A-1", Decimal("4.5"), TOWN)
    assert space.parcel_code == "A"
    save("plant", {**PLANT, "code": "A-2", "name": "二号厂房"})
    assert "不在厂房 A-2 里" in refusal("space", {**SPACE, "code": "x", "plant": "A-2"})["floor"]
    assert "已经登记为 A-1-2F" in refusal("floor", {**FLOOR, "code": "x"})["storey"]
    assert "应大于 0" in refusal("floor", {**FLOOR, "code": "x", "storey": 3, "area_sqm": 0})["area_sqm"]


@pytest.mark.usefixtures("county")
def test_who_uses_a_space_is_told_once_for_each():
    save("space", {**SPACE, "code": "A-1-202", "name": "二层西"})
    save("occupancy", {**LET, **SINCE, "space": "A-1-202"})
    assert "相同" in refusal("occupancy", {**LET, **SINCE})["parcel"]
    assert "25.4 亩" in refusal("occupancy", {**LET, **SINCE, "space": None, "area_mu": 22})["area_mu"]
    assert "只有租用" in refusal("occupancy", {**OWNED, **SINCE, "let_by": TENANT, "enterprise": FIRM_CODE})["let_by"]
    assert "不能租给自己" in refusal("occupancy", {**LET, **SINCE, "space": None, "let_by": TENANT})["let_by"]


def test_a_change_counts_and_meets_what_changed_since(county: People):
    first = get_register("enterprise").get(county.officer, FIRM_CODE)
    second = save("enterprise", {"scale": "规下"}, key=FIRM_CODE, version=first.version, by=county.officer)
    assert (second.values["scale"], second.version) == ("规下", first.version + 1)
    assert second.values["name"] == first.values["name"]
    with pytest.raises(MovedOn) as moved:
        save("enterprise", {"scale": "规上"}, key=FIRM_CODE, version=first.version, by=county.officer)
    assert moved.value.now.values["scale"] == "规下"
    assert "登记后不能改" in refusal("enterprise", {"code": "91330802MA0TL9003M"}, key=FIRM_CODE)["code"]
    assert Change.objects.filter(kind="enterprise", key=FIRM_CODE).count() == 2


def test_writing_asks_for_the_right_at_the_place(county: People):
    new = {**FIRM, "code": "91330802MA0TL9003M", "name": "青禾五金"}
    for by in (county.reviewer, county.investor, county.stranger, county.enterprise, county.leader):
        with pytest.raises((CannotDo, NoSuchRow)):
            save("enterprise", new, by=by)
        with pytest.raises((CannotDo, NoSuchRow)):
            save("enterprise", {"scale": "规下"}, key=FIRM_CODE, by=by)
    with pytest.raises(CannotDo, match=NEXT_COUNTY):
        save("enterprise", {**new, "region_code": NEXT_COUNTY}, by=county.officer)
    with pytest.raises(NoSuchRow):
        save("parcel", {"name": "改名"}, key="A", by=county.neighbour)
    with pytest.raises(CannotDo):
        save("region", {"code": "330802998", "name": "新镇", "parent": COUNTY}, by=county.officer)


@pytest.mark.usefixtures("county")
def test_all_that_is_wrong_is_said_at_once():
    problems = refusal("enterprise", {**FIRM, "code": "91330802MA0TL9001X", "region_code": "999", "parent": "无此企业"})
    assert problems.keys() == {"code", "region_code", "parent"}
    assert "是不是" in problems["code"] or "校验" in problems["code"]
    assert "绕回了它自己" in refusal("enterprise", {"parent": FIRM_CODE}, key=FIRM_CODE)["parent"]
    save("enterprise", {"parent": FIRM_CODE}, key=TENANT)
    assert "绕回了它自己" in refusal("enterprise", {"parent": TENANT}, key=FIRM_CODE)["parent"]


@pytest.mark.usefixtures("county")
def test_a_natural_person_has_a_code_of_the_county_and_one_identity_number():
    person = {"name": "章三", "region_code": COUNTY, "subject_kind": "自然人", "id_number": "330802199001010011"}
    assert "ZR 加八位数字" in refusal("enterprise", {**person, "code": FIRM_CODE})["code"]
    save("enterprise", {**person, "code": "ZR00000001"})
    assert "另一个自然人" in refusal("enterprise", {**person, "code": "ZR00000002"})["id_number"]
    assert "只有自然人写" in refusal("enterprise", {"id_number": "330802199001010038"}, key=FIRM_CODE)["id_number"]
    assert get_register("enterprise").ledger.field("id_number").personal
    told = Change.objects.get(kind="enterprise", key="ZR00000001").after
    assert "章三" in told
    assert person["id_number"] not in told  # it stands apart, where it can be erased


def test_rows_are_found_filtered_and_sorted_in_the_database(county: People):
    firms = get_register("enterprise")
    assert keys("enterprise", county.officer, search="石桥") == [FIRM_CODE]
    assert keys("enterprise", county.officer, search="sqbz") == [FIRM_CODE]
    assert keys("enterprise", county.officer, search="91330802MA0TL9002") == [TENANT]
    assert keys("enterprise", county.officer, conditions=[Condition("scale", "is", "规下")]) == [TENANT]
    assert (
        keys("enterprise", county.officer, conditions=[Condition("region_code", "is", COUNTY)], order="-name")
        == (keys("enterprise", county.officer, order="name")[::-1])
    )
    assert keys("enterprise", county.officer, conditions=[Condition("industry", "empty")]) == [FIRM_CODE, TENANT]
    assert keys("occupancy", county.officer, conditions=[Condition("enterprise", "has", "白鹭")]) == [
        f"A|{TENANT}|租用|2020-01-01|A-1-201"
    ]
    found = firms.find(county.officer, keys=("name",))
    assert (found.count(), found[0:1][0].values) == (2, {"name": "石桥包装厂"})
    assert [row.key for row in found.after(FIRM_CODE, 10)] == [TENANT]
    with pytest.raises(CannotFind, match="没有这一项"):
        firms.find(county.officer, order="nothing")[0:1]
    for by in (county.neighbour, county.stranger):
        assert firms.find(by).count() == 0
        with pytest.raises(NoSuchRow):
            firms.get(by, FIRM_CODE)


def test_a_row_is_told_as_it_was_on_a_day(county: People):
    stretches = (
        ("名称", "石桥纸箱厂", None, date(2021, 3, 1)),
        ("规模", "规下", date(2019, 1, 1), date(2020, 1, 1)),
        ("规模", "规上", date(2020, 1, 1), date(2021, 1, 1)),
        ("别名", "石桥厂", None, None),
    )
    for matter, value, since, until in stretches:
        save("past", {"enterprise": FIRM_CODE, "matter": matter, "value": value, "from_on": since, "until_on": until,
                      "source": "登记档案"})  # fmt: skip
    save("enterprise", {"scale": "规下"}, key=FIRM_CODE)
    firms = get_register("enterprise")

    def then(on: date | None) -> tuple[str, Any]:
        row = firms.get(county.officer, FIRM_CODE, on=on)
        return row.title, row.values["scale"]

    assert then(date(2018, 6, 1)) == ("石桥纸箱厂", None)  # of that year nothing is told
    assert then(date(2019, 6, 1)) == ("石桥纸箱厂", "规下")
    assert then(date(2020, 6, 1)) == ("石桥纸箱厂", "规上")
    assert then(date(2021, 2, 28)) == ("石桥纸箱厂", "规下")
    assert then(date(2021, 3, 1)) == then(None) == ("石桥包装厂", "规下")
    above = [Condition("scale", "is", "规上")]
    assert keys("enterprise", county.officer, conditions=above, on=date(2020, 6, 1)) == [FIRM_CODE]
    assert keys("enterprise", county.officer, conditions=above, on=date(2021, 6, 1)) == []
    for words in ("纸箱", "石桥厂"):  # former and other names find it too
        assert keys("enterprise", county.officer, search=words) == [FIRM_CODE]
        assert [row.code for row in list_enterprises(county.officer, search=words)] == [FIRM_CODE]
    rows = get_source("enterprise").rows(county.officer, on=date(2020, 6, 1), keys=("scale",))
    assert sorted(str(row["scale"]) for row in rows) == ["规上", "规下"]


@pytest.mark.usefixtures("county")
def test_what_is_past_is_over_told_once_and_in_the_words_of_its_field():
    told = {"enterprise": FIRM_CODE, "matter": "规模", "value": "规下", "from_on": date(2019, 1, 1), "source": "名录"}
    assert "现在还是这样" in refusal("past", told)["until_on"]
    assert "还没有到" in refusal("past", {**told, "until_on": date(2030, 1, 1)})["until_on"]
    assert "规上、规下" in refusal("past", {**told, "until_on": date(2020, 1, 1), "value": "中"})["value"]
    assert "只填这一项" in refusal("past", {**told, "until_on": date(2020, 1, 1), "parcel": "A"})["enterprise"]
    save("past", {**told, "until_on": date(2020, 1, 1)})
    again = {**told, "value": "规上", "from_on": date(2019, 6, 1), "until_on": date(2021, 1, 1)}
    assert "重叠" in refusal("past", again)["from_on"]


def test_titles_and_tenancies_hold_on_their_days(county: People):
    title = {"enterprise": "石桥包装厂", "title": "专精特新中小企业", "from_on": date(2021, 1, 1), "source": "公告"}
    kept = save("title", {**title, "until_on": date(2024, 1, 1)})
    assert keys("title", county.officer, on=date(2023, 12, 31)) == [kept.key]
    assert keys("title", county.officer, on=date(2024, 1, 1)) == []
    assert keys("title", county.enterprise) == [kept.key]
    assert keys("occupancy", county.officer, on=date(2019, 12, 31)) == []


def test_two_areas_may_keep_what_is_said_of_one_subject(county: People):
    figure = {"subject": "zone:生态工业园", "metric": "产值", "period": "2021", "unit": "亿元", "source": "公报"}
    for region, value in ((COUNTY, 3), (NEXT_COUNTY, 4)):
        record_observation(**figure, value=Decimal(value), region_code=region, by=SETUP, at=DAY_ONE)
    assert [row["value"] for row in get_source("observation").rows(county.officer)] == [3]
    assert [row["value"] for row in get_source("observation").rows(county.neighbour)] == [4]
    (row,) = get_source("observation").rows(county.officer)
    assert row["entered_on"] == DAY_ONE.date()


def test_nothing_is_taken_away_on_which_something_hangs(county: People):
    who = {"by": county.officer, "at": DAY_ONE}
    for kind, key, words in (("parcel", "A", "厂房"), ("space", "A-1-201", "用地"), ("enterprise", TENANT, "用地")):
        with pytest.raises(CannotRemove, match=words):
            get_register(kind).remove(key=key, **who)
    get_register("occupancy").remove(key=f"A|{TENANT}|租用|2020-01-01|A-1-201", **who)
    get_register("space").remove(key="A-1-201", **who)
    get_register("enterprise").remove(key=TENANT, **who)
    assert keys("enterprise", county.officer) == [FIRM_CODE]


def test_what_lies_on_a_parcel_goes_with_it_into_another_region(county: People):
    save("parcel", {"region_code": "330802013"}, key="A")
    for kind in ("plant", "space", "occupancy"):
        assert {row.region_code for row in get_register(kind).find(SETUP).each()} == {"330802013"}
        assert get_register(kind).find(county.clerk).count() == 0  # of the other town


@pytest.mark.usefixtures("county")
def test_what_names_a_row_is_turned_to_another_and_back():
    pointers = {one.name: one for one in list_pointers()}
    before = {row.key: row.values for row in get_register("occupancy").find(SETUP).each()}
    with change_set(by=SETUP, at=DAY_ONE, action="test.turn", summary="合并") as trail:
        turned = pointers["registry"].turn("enterprise", TENANT, FIRM_CODE, only=None, trail=trail)
    assert {row.values["enterprise"] for row in get_register("occupancy").find(SETUP).each()} == {FIRM_CODE}
    with change_set(by=SETUP, at=DAY_ONE, action="test.turn", summary="拆开") as trail:
        pointers["registry"].turn("enterprise", FIRM_CODE, TENANT, only=turned, trail=trail)
    assert {row.key: row.values for row in get_register("occupancy").find(SETUP).each()} == before


@pytest.mark.usefixtures("county")
def test_abolished_regions_resolve_to_what_holds():
    save("region", {"code": "330821", "name": "衢县", "parent": "3308", "last_edition": "GB/T 2260-1999",
                    "successor": "330803"})  # fmt: skip
    assert "已经撤销" in refusal("enterprise", {"region_code": "330821"}, key=FIRM_CODE)["region_code"]
    assert "以上级的代码开头" in refusal("region", {"code": "330821001", "name": "x", "parent": "3307"})["parent"]
    kept = save("region", {"code": "330802-W1", "name": "一网格", "kind": "网格", "parent": TOWN[:6]})
    assert kept.values["kind"] == "网格"
