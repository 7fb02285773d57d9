"""A change that holds from a day on: pages of days before it show what was, and one change-set tells of both."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.people import DAY_ONE, FIRM_CODE, SETUP, TOWN, People

from tenglong.records.audit.models import Change
from tenglong.records.ledgers.registers import CannotSave, Kept, Since, get_register

FIRM = {"code": FIRM_CODE, "name": "石桥包装厂", "region_code": TOWN, "scale": "规下"}
PARCEL = {"code": "A", "name": "东坪路12号", "region_code": TOWN, "area_mu": Decimal(25), "use": "工业用地"}
MAY, JULY = date(2021, 5, 1), date(2021, 7, 1)


def turn(kind: str, key: str | None, since: date | None, source: str = "变更登记", **values: Any) -> Kept:
    told = Since(since, source) if since else None
    return get_register(kind).save(key=key, values=values, version=None, since=told, by=SETUP, at=DAY_ONE)


def then(kind: str, key: str, on: date) -> dict[str, Any]:
    return dict(get_register(kind).get(SETUP, key, on=on).values)


def refused(kind: str, key: str | None, since: date, source: str = "变更登记", **values: Any) -> str:
    with pytest.raises(CannotSave) as refusal:
        turn(kind, key, since, source, **values)
    return str(refusal.value)


@pytest.fixture(autouse=True)
def firm(people: People) -> None:  # noqa: ARG001  asks for the county
    turn("enterprise", None, None, **FIRM)


def test_what_was_before_the_day_stays_told():
    turn("enterprise", FIRM_CODE, MAY, name="石桥包装有限公司", scale="规上", address="东坪路12号")
    assert (then("enterprise", FIRM_CODE, date(2021, 4, 30))["name"], then("enterprise", FIRM_CODE, MAY)["name"]) == (
        "石桥包装厂",
        "石桥包装有限公司",
    )
    turn("enterprise", FIRM_CODE, JULY, scale="规下")
    days = (date(2021, 4, 30), MAY, date(2021, 6, 30), JULY)
    assert [then("enterprise", FIRM_CODE, on)["scale"] for on in days] == ["规下", "规上", "规上", "规下"]
    (one,) = Change.objects.filter(kind="past").order_by("pk")[:1]
    assert one.change_set.changes.filter(kind="enterprise", key=FIRM_CODE).exists()


def test_a_parcel_changes_hands_and_use_from_a_day_on():
    turn("parcel", None, None, **PARCEL)
    turn("parcel", "A", MAY, holder=FIRM_CODE, use="仓储用地")
    assert then("parcel", "A", date(2021, 4, 30))["use"] == "工业用地"
    assert then("parcel", "A", MAY)["use"] == "仓储用地"


def test_without_a_day_a_change_puts_right_what_was_wrong():
    turn("enterprise", FIRM_CODE, None, scale="规上")
    assert then("enterprise", FIRM_CODE, date(2020, 1, 1))["scale"] == "规上"


def test_what_was_so_for_no_day_is_not_told():
    turn("enterprise", FIRM_CODE, MAY, scale="规上")
    turn("enterprise", FIRM_CODE, MAY, scale="规下")
    assert then("enterprise", FIRM_CODE, date(2021, 4, 30))["scale"] == "规下"
    assert get_register("past").find(SETUP).count() == 1


def test_what_cannot_be_is_refused_and_changes_nothing():
    assert "还没有到" in refused("enterprise", FIRM_CODE, date(2030, 1, 1), scale="规上")
    assert "请写依据" in refused("enterprise", FIRM_CODE, MAY, source=" ", scale="规上")
    assert "没有改企业名称、登记状态、规模" in refused("enterprise", FIRM_CODE, MAY, address="东坪路12号")
    assert "不记自哪天起" in refused("enterprise", None, MAY, **FIRM)
    assert "不记自哪天起" in refused("unit", "zone", MAY, name="园区")
    turn("enterprise", FIRM_CODE, JULY, scale="规上")
    assert "重叠" in refused("enterprise", FIRM_CODE, MAY, scale="规下")
    assert get_register("enterprise").current([FIRM_CODE])[FIRM_CODE].values["scale"] == "规上"
