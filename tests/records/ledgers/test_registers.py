"""A ledger that no procedure handles is a register: found, entered, changed and removed by whoever may."""

from datetime import date
from decimal import Decimal

import pytest
from tests.people import COUNTY, TOWN, People
from tests.records.ledgers.licences import AT, FIRMS, KEY, enter, settle

from tenglong.core.errors import Refused
from tenglong.records.audit.actions import change_set
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.ledgers.finding import CannotFind
from tenglong.records.ledgers.registers import (
    CannotRemove,
    CannotSave,
    Condition,
    MovedOn,
    NoSuchRegister,
    NoSuchRow,
    Register,
    get_register,
    list_registers,
)
from tenglong.records.people.rights import CannotDo


@pytest.fixture
def licences(people: People) -> Register:
    return settle(people)


def keys(found) -> list[str]:
    return [row.key for row in found.each()]


def test_what_a_mechanism_declares_is_a_register_at_once(people: People):
    settle(people)
    assert {KEY, "trial.session"} <= set(list_registers())
    assert get_register(KEY).dated
    assert not get_register("trial.session").dated
    with pytest.raises(NoSuchRegister):
        get_register("trial.nothing")


def test_a_row_is_entered_with_its_references_its_ties_and_its_history(licences: Register, people: People):
    row = enter(licences, people, "330802-0001", land="东坪路12号", contact="石磊")
    assert (row.key, row.title, row.version) == ("330802-0001", "石桥包装厂", 1)
    assert row.values["firm"] == "91330802MA0TL9001F"
    assert row.values["flow"] == Decimal("12.5")
    assert (row.region_code, row.parcel_code) == (TOWN, "330802-101-0112")
    change = Change.objects.get(kind=KEY, key="330802-0001")
    assert change.change_set.by == "王敏（wangmin）"
    assert "91330802MA0TL9001F" in change.after


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_written(licences: Register, people: People):
    written = ChangeSet.objects.count()
    with pytest.raises(CannotSave) as refused:
        enter(licences, people, "1", firm="没有这家", flow="-3", standing="作废")
    assert refused.value.problems["flow"] == "日排水量：「-3」太小，最少填 0立方米，请查对数字和单位。"
    assert set(refused.value.problems) == {"flow", "standing"}
    with pytest.raises(CannotSave) as refused:
        enter(licences, people, "a/b", firm="没有这家", through_on="2022-01-01")
    assert set(refused.value.problems) == {"firm", "through_on", "number"}
    with pytest.raises(CannotSave, match="没有“flows”这一项"):
        enter(licences, people, "1", flows="3")
    assert ChangeSet.objects.count() == written


def test_the_same_identity_is_not_entered_twice(licences: Register, people: People):
    enter(licences, people, "1")
    with pytest.raises(CannotSave, match="和已经登记的 1 相同"):
        enter(licences, people, "1", firm="白鹭电子厂")


def test_a_change_names_its_fields_and_must_know_the_version(licences: Register, people: People):
    enter(licences, people, "1", note="旧")
    row = licences.save(key="1", values={"日排水量": "20"}, version=1, by=people.officer, at=AT)
    assert (row.version, row.values["flow"], row.values["note"]) == (2, 20, "旧")
    same = licences.save(key="1", values={"flow": "20.0"}, version=2, by=people.officer, at=AT)
    assert same.version == 2
    with pytest.raises(MovedOn) as moved:
        licences.save(key="1", values={"flow": "30"}, version=1, by=people.officer, at=AT)
    assert moved.value.now.values["flow"] == 20
    with pytest.raises(CannotSave, match="登记后不能改"):
        licences.save(key="1", values={"number": "2"}, version=2, by=people.officer, at=AT)
    assert licences.get(people.officer, "1").version == 2


def test_ask_11_rows_of_a_register_are_seen_and_written_only_where_one_may(licences: Register, people: People):
    enter(licences, people, "1")
    for stranger in (people.neighbour, people.investor, people.stranger):
        assert licences.find(stranger).count() == 0
        with pytest.raises(NoSuchRow):
            licences.get(stranger, "1")
    assert keys(licences.find(people.enterprise)) == ["1"]
    assert keys(licences.find(people.leader)) == ["1"]
    for reader in (people.leader, people.enterprise):
        with pytest.raises(CannotDo):
            licences.save(key="1", values={"flow": "1"}, version=None, by=reader, at=AT)
        with pytest.raises(CannotDo):
            licences.remove(key="1", by=reader, at=AT)
    assert licences.get(people.officer, "1").values["flow"] == Decimal("12.5")


def test_keepers_named_by_the_ledger_write_it_and_nobody_else(people: People):
    settle(people)
    sessions = get_register("trial.session")
    given = {"topic": "危废管理", "held_on": "2023-06-01", "area": TOWN, "firms": "石桥包装厂、白鹭电子厂"}
    with pytest.raises(CannotDo, match="由部门审核人登记"):
        sessions.save(key=None, values=given, version=None, by=people.officer, at=AT)
    row = sessions.save(key=None, values=given, version=None, by=people.reviewer, at=AT)
    assert (row.key, row.region_code) == ("000001", TOWN)
    assert sorted(row.values["firms"]) == sorted(FIRMS)
    assert keys(sessions.find(people.tax_reviewer)) == []  # another office's rows
    second = sessions.save(key=None, values=given | {"held_on": "2023-07-01"}, version=None, by=people.reviewer, at=AT)
    assert second.key == "000002"
    with pytest.raises(CannotSave, match="专题、日期：和已经登记的 000001 相同"):
        sessions.save(key="000002", values={"held_on": "2023-06-01"}, version=None, by=people.reviewer, at=AT)
    elsewhere = given | {"held_on": "2023-08-01", "area": "999999"}
    with pytest.raises(CannotSave, match="没有代码为“999999”的区划"):
        sessions.save(key=None, values=elsewhere, version=None, by=people.reviewer, at=AT)


def test_a_list_is_filtered_sorted_searched_and_cut(licences: Register, people: People):
    for number in range(7):
        firm = "白鹭电子厂" if number % 2 else "石桥包装厂"
        flow = None if number == 6 else str(10 - number)
        enter(licences, people, f"{number}", firm=firm, flow=flow, urgent=number == 3)
    by = people.officer

    def found(*conditions: Condition, **asked) -> list[str]:
        return keys(licences.find(by, conditions=conditions, **asked))

    assert found() == list("0123456")
    assert found(order="flow") == list("5432106")
    assert found(order="-flow") == list("0123456")
    assert [row.key for row in licences.find(by, order="flow")[4:7]] == list("106")
    assert [row.key for row in licences.find(by, order="flow")[6:9]] == ["6"]
    assert found(Condition("firm", "is", "91330802MA0TL9002J")) == list("135")
    assert found(Condition("firm", "has", "白鹭")) == list("135")
    assert found(Condition("flow", "since", 8), Condition("flow", "until", Decimal(10))) == list("12")
    assert found(Condition("flow", "empty"), order="number") == ["6"]
    assert found(Condition("flow", "filled"), Condition("firm", "has", "白鹭"), order="-flow") == list("135")
    assert found(Condition("urgent", "is", True)) == ["3"]
    assert found(search="白鹭") == list("135")
    assert found(search="sqbz") == list("0246")  # 石桥包装
    assert found(search="白鹭 5") == ["5"]
    assert licences.find(by, conditions=[Condition("standing", "is", "有效")]).count() == 7
    with pytest.raises(CannotFind, match="不能按“note”查找"):
        found(Condition("note", "has", "x"))
    with pytest.raises(CannotFind):
        found(order="contact")


def test_paging_by_key_stays_right_while_rows_come_and_go(licences: Register, people: People):
    for number in range(6):
        enter(licences, people, f"{number}")
    rows = licences.find(people.officer, keys=["flow"])
    assert [row.key for row in rows.after("", 3)] == list("012")
    licences.remove(key="1", by=people.officer, at=AT)
    enter(licences, people, "00")
    assert [row.key for row in rows.after("2", 3)] == list("345")
    assert set(rows.after("2", 1)[0].values) == {"record_key", "flow"}


def test_as_of_a_day_only_what_is_in_force_is_there(licences: Register, people: People):
    enter(licences, people, "old", since_on="2020-01-01", through_on="2022-12-31")
    enter(licences, people, "now", since_on="2022-06-01", through_on="2025-05-31")
    enter(licences, people, "open", since_on="2023-01-01")
    by = people.officer
    assert keys(licences.find(by, on=date(2022, 12, 31))) == ["now", "old"]
    assert keys(licences.find(by, on=date(2023, 1, 1))) == ["now", "open"]
    assert keys(licences.find(by, on=date(2025, 6, 1))) == ["open"]
    with pytest.raises(NoSuchRow):
        licences.get(by, "old", on=date(2023, 1, 1))


def test_a_row_on_which_something_hangs_is_not_removed(licences: Register, people: People):
    enter(licences, people, "1")
    enter(licences, people, "2", before="1")
    with pytest.raises(CannotRemove, match="还有许可证指着它"):
        licences.remove(key="1", by=people.officer, at=AT)
    licences.save(key="2", values={"before": ""}, version=1, by=people.officer, at=AT)
    licences.remove(key="1", by=people.officer, at=AT)
    assert keys(licences.find(people.officer)) == ["2"]
    assert Change.objects.filter(kind=KEY, key="1", after="").count() == 1


def test_rows_are_written_by_the_piece(licences: Register, people: People):
    rows = [
        {"number": f"{n}", "firm": "91330802MA0TL9001F", "standing": "有效", "since_on": date(2023, 1, 1)}
        for n in range(3)
    ]
    assert licences.check([*rows, {**rows[0], "firm": "无此企业"}], by=people.officer, on=AT.date())[:3] == [{}, {}, {}]
    (problem,) = licences.check([{**rows[0], "firm": "无此企业"}], by=people.officer, on=AT.date())
    assert "没有找到“无此企业”" in problem["firm"]
    (problem,) = licences.check(rows[:1], by=people.neighbour, on=AT.date())
    assert problem  # neither the firm nor the place is theirs
    with change_set(by=people.officer, at=AT, action="test", summary="成批登记") as trail:
        licences.create(rows, trail)
    assert [licences.key_of(row) for row in rows] == list("012")
    there = licences.current(["0", "2", "9"])
    assert sorted(there) == ["0", "2"]
    with change_set(by=people.officer, at=AT, action="test", summary="成批修改") as trail:
        licences.change([(row.values, {"flow": Decimal(5)}) for row in there.values()], trail)
    assert keys(licences.find(people.officer, conditions=[Condition("flow", "is", 5)])) == ["0", "2"]
    assert {row.version for row in licences.current("02").values()} == {2}
    with change_set(by=people.officer, at=AT, action="test", summary="成批删除") as trail:
        licences.drop([there["0"].values], trail)
    assert keys(licences.find(people.officer)) == ["1", "2"]


def test_rows_without_an_identity_of_one_field_keep_their_number(people: People):
    settle(people)
    sessions = get_register("trial.session")
    row = {"topic": "危废管理", "held_on": date(2023, 6, 1), "area": TOWN}
    with change_set(by=people.reviewer, at=AT, action="test", summary="成批登记") as trail:
        sessions.create([row, {**row, "topic": "涂装"}], trail)
    assert sessions.key_of({**row, "topic": "涂装"}) == "000002"
    assert keys(sessions.find(people.reviewer)) == ["000001", "000002"]  # the writer's office owns them
    kept = sessions.current(["000001"])["000001"]
    with change_set(by=people.reviewer, at=AT, action="test", summary="撤销") as trail:
        sessions.drop([kept.values], trail)
        sessions.create([kept.values], trail)
    assert sessions.current(["000001"])["000001"].title == "危废管理"


def test_refusals_are_sentences(licences: Register, people: People):
    with pytest.raises(Refused, match="没有找到许可证 77"):
        licences.get(people.officer, "77")
    assert licences.find(people.officer, search="x" * 60).count() == 0
    assert COUNTY in TOWN
