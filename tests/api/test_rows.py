"""Rows of registers through the API: found, entered, changed, under the person's own rights."""

from itertools import count

import pytest
from stdnum.cn.uscc import calc_check_digit
from tests.api.clients import Client, key_for
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, NEXT_COUNTY, SETUP, TOWN
from tests.web.county import TENANT_CODE

from tenglong.records.audit.models import ChangeSet, Reading
from tenglong.records.registry.actions import register_enterprise

ENTERPRISES = "registers/enterprise/rows"


@pytest.fixture
def officer(firms) -> Client:
    return Client(key_for(firms.officer, "read", "write"))


def test_registers_tell_their_fields(officer):
    told = {one["key"]: one for one in officer.get("registers").json()["registers"]}
    assert told["enterprise"]["may_write"] is True
    scale = next(one for one in told["enterprise"]["fields"] if one["key"] == "scale")
    assert (scale["label"], scale["choices"]) == ("规模", ["规上", "规下"])


def test_rows_are_found_by_words_and_conditions(officer):
    assert [row["key"] for row in officer.get(f"{ENTERPRISES}?search=石桥").json()["rows"]] == [FIRM_CODE]
    assert [row["key"] for row in officer.get(f"{ENTERPRISES}?where=scale:is:规下").json()["rows"]] == [TENANT_CODE]
    parcels = officer.get("registers/parcel/rows?where=面积:since:30&count=true").json()
    assert parcels == {"rows": [], "next": None, "count": 0}


@pytest.mark.parametrize(
    "asked",
    ["where=nothing:is:1", "where=name:since:1", "where=scale:is:中上", "order=nothing", "order=name&after=1", "most=0",
     "on=二月", "where=name"],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_sentence(officer, asked):
    answer = officer.get(f"{ENTERPRISES}?{asked}")
    assert answer.status_code == 422
    assert answer.json()["error"]["sentence"].endswith("。")


def test_pages_stay_right_while_rows_come_and_go(officer):
    for number in range(6):
        _register(number)
    seen, after = [], ""
    for step in count():
        page = officer.get(f"{ENTERPRISES}?most=2&after={after}").json()
        seen += [row["key"] for row in page["rows"]]
        if step == 1:
            _register(-1)  # before what was read: a page by place would tell a row twice
        if not (after := page["next"] or ""):
            break
    assert len(seen) == len(set(seen)) == 8


def test_a_row_is_entered_and_changed_with_its_history(officer):
    new = {"统一社会信用代码": "91330802MA0TL0003L", "name": "青禾五金有限公司", "区划": TOWN}
    entered = officer.post(ENTERPRISES, {"values": new})
    assert entered.status_code == 201
    key, version = entered.json()["key"], entered.json()["version"]
    changed = officer.patch(f"{ENTERPRISES}/{key}", {"values": {"规模": "规上"}, "version": version})
    assert changed.json()["values"]["scale"] == "规上"
    told = officer.get(f"registers/enterprise/history/{key}").json()["changes"]
    assert told[0]["lines"] == [{"label": "规模", "before": "", "after": "规上"}]
    assert told[0]["by"] == "王敏（wangmin）"


def test_who_comes_second_gets_both_sides(officer):
    first = officer.patch(f"{ENTERPRISES}/{FIRM_CODE}", {"values": {"scale": "规下"}, "version": 1})
    second = officer.patch(f"{ENTERPRISES}/{FIRM_CODE}", {"values": {"scale": None}, "version": 1})
    assert first.status_code == 200
    assert second.status_code == 409
    assert second.json()["now"]["values"]["scale"] == "规下"
    assert second.json()["now"]["version"] == 2
    assert second.json()["yours"] == {"values": {"scale": None}, "version": 1}


def test_every_problem_of_a_row_is_told_at_once(officer):
    answer = officer.post(ENTERPRISES, {"values": {"统一社会信用代码": "91330802MA0TL0003X", "规模": "中上"}})
    assert answer.status_code == 422
    assert {"name", "scale"} <= answer.json()["error"]["problems"].keys()


def test_the_audit_says_by_which_key(officer):
    officer.patch(f"{ENTERPRISES}/{FIRM_CODE}", {"values": {"scale": "规下"}, "version": 1})
    newest = ChangeSet.objects.filter(action="registry.save_row").first()
    assert newest.origin.startswith("接口 127.0.0.1 tl_")
    assert newest.by == "王敏（wangmin）"
    assert not ChangeSet.objects.filter(action__startswith="clients.use").exists()


@pytest.mark.usefixtures("firms")
def test_ask_11_by_a_key_one_sees_and_does_what_its_person_may_and_less(people):
    neighbour = Client(key_for(people.neighbour, "read", "write"))
    assert neighbour.get(f"{ENTERPRISES}/{FIRM_CODE}").status_code == 404
    leader = Client(key_for(people.leader, "read", "write"))
    assert leader.patch(f"{ENTERPRISES}/{FIRM_CODE}", {"values": {"scale": "规下"}, "version": 1}).status_code == 403
    reading = Client(key_for(people.officer, "read"))
    refused = reading.patch(f"{ENTERPRISES}/{FIRM_CODE}", {"values": {"scale": "规下"}, "version": 1})
    assert refused.status_code == 403
    assert "登记和修改台账" in refused.json()["error"]["sentence"]


def test_a_key_of_a_part_of_the_area_sees_that_part(firms):
    register_enterprise(code="91330802MA0TL0003L", name="青禾五金有限公司", region_code=COUNTY, by=SETUP, at=DAY_ONE)
    whole, town, elsewhere = (
        Client(key_for(firms.officer, "read", region=region)) for region in ("", TOWN, NEXT_COUNTY)
    )
    assert len(whole.get(ENTERPRISES).json()["rows"]) == 3
    assert {row["region_code"] for row in town.get(ENTERPRISES).json()["rows"]} == {TOWN}
    assert elsewhere.get(ENTERPRISES).json()["rows"] == []
    assert Client(key_for(firms.clerk, "read", region=COUNTY)).get(ENTERPRISES).json()["rows"] != []


def test_personal_values_are_masked_unless_a_right_and_a_reason_are_given(people, officer):
    officer.patch(f"{ENTERPRISES}/{FIRM_CODE}", {"values": {"法定代表人": "石磊"}, "version": 1})
    assert officer.get(f"{ENTERPRISES}/{FIRM_CODE}?reason=核对").json()["values"]["legal_person"] == "（个人信息）"
    assert "石磊" not in officer.get(f"registers/enterprise/history/{FIRM_CODE}").content.decode()
    administrator = Client(key_for(people.administrator, "read", "personal"))
    assert administrator.get(f"{ENTERPRISES}/{FIRM_CODE}").json()["values"]["legal_person"] == "（个人信息）"
    assert administrator.get(f"{ENTERPRISES}/{FIRM_CODE}?reason=查").json()["values"]["legal_person"] == "（个人信息）"
    full = administrator.get(f"{ENTERPRISES}/{FIRM_CODE}?reason=公安机关调查函")
    assert full.json()["values"]["legal_person"] == "石磊"
    assert Reading.objects.get().reason == "公安机关调查函"


def _register(number: int) -> None:
    """A firm whose code stands after those of the county, in the order of numbers."""
    body = f"91330802MA0T{number + 10:03}01"
    code = body + calc_check_digit(body)
    register_enterprise(code=code, name=f"第{number + 2}厂", region_code=TOWN, by=SETUP, at=DAY_ONE)


def test_a_change_holds_from_the_day_it_says(officer):
    told = {"values": {"规模": "规下"}, "version": 1, "since": "2021-05-01", "source": "名录"}
    assert officer.patch(f"{ENTERPRISES}/{FIRM_CODE}", told).json()["values"]["scale"] == "规下"
    scales = [
        officer.get(f"{ENTERPRISES}/{FIRM_CODE}?on={on}").json()["values"]["scale"]
        for on in ("2021-04-30", "2021-05-01")
    ]
    assert scales == ["规上", "规下"]
    lost = officer.patch(f"{ENTERPRISES}/{FIRM_CODE}", told | {"version": 2, "values": {"address": "东坪路12号"}})
    assert lost.status_code == 422
    assert "没有改企业名称" in lost.json()["error"]["sentence"]
