"""Ask 15: an export that is edited and imported changes what was changed in it, and nothing else."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.people import COUNTY
from tests.records.imports.codes import valid_code
from tests.workbooks.office import OFFICE, edit_in_file, edit_in_office

from tenglong.records.imports.actions import apply, decide_rows, stage, undo
from tenglong.records.imports.queries import choices_of, clashes_of, counts
from tenglong.records.imports.round_trip import editable_workbook
from tenglong.records.ledgers.exporting import export_rows
from tenglong.records.ledgers.registers import get_register
from tenglong.records.registry.actions import change_enterprise, register_enterprise
from tenglong.records.registry.models import Enterprise
from tenglong.workbooks import read_table

AT = datetime(2023, 3, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = datetime(2023, 3, 8, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
CODES = sorted(valid_code(f"91330802MA0TL800{number}") for number in range(7))


def text_of(number: int) -> str:
    """Long and short, with lines and signs that formulas begin with."""
    return ["", "机械加工；\n塑料制品", "=1+1", "+86 制造", "五金" * 400, " 前后 ", "0012"][number]


@pytest.fixture(scope="module")
def office_home(tmp_path_factory):
    """Where LibreOffice keeps what it needs."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture
def firms(people):
    for number, code in enumerate(CODES):
        register_enterprise(
            code=code, name=f"青禾{'甲乙丙丁戊己庚'[number]}有限公司", region_code=COUNTY,
            scope=text_of(number), capital_wan=Decimal("0.1") * 3**number * 1000, currency="人民币",
            registered_on=datetime(2010 + number, 5, 27).date(), by=people.officer, at=AT,
        )  # fmt: skip
    return people


def exported(by) -> bytes:
    register = get_register("enterprise")
    found = register.find(by, order="code")
    return editable_workbook("enterprise", export_rows(found, register.ledger.fields))


def column(data: bytes, label: str) -> str:
    headers = read_table(data, "a").headers
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[headers.index(label)]


def hand_in(by, data: bytes):
    return stage(kind="enterprise", data=data, name="企业.xlsx", by=by, at=LATER)


def state() -> dict[tuple[str, str], object]:
    """Every value of every firm."""
    kept = (row for row in Enterprise.objects.values())
    return {(row["code"], key): value for row in kept for key, value in row.items() if key not in {"version", "pinyin"}}


def ten_edits(data: bytes) -> dict[str, str]:
    """Ten cells in seven rows, of text, number, date and choice; one is emptied."""
    address, capital, day, scale, scope = (
        column(data, label) for label in ("注册地址", "注册资金", "注册日期", "规模", "经营范围")
    )
    return {
        f"{address}2": "东坪路1号", f"{address}3": "东坪路2号", f"{address}4": "东坪路3号", f"{capital}2": "1234.5",
        f"{capital}5": "77", f"{day}6": "2011-06-01", f"{scale}7": "规上", f"{scale}8": "规下", f"{scope}3": "",
        f"{capital}8": "5",
    }  # fmt: skip


def edited(data: bytes, edits: dict[str, str], how: str, office_home) -> bytes:
    return edit_in_office(data, edits, office_home) if how == "office" else edit_in_file(data, edits)


HOWS = ["file", pytest.param("office", marks=pytest.mark.skipif(not OFFICE, reason="no LibreOffice here"))]


@pytest.mark.parametrize("how", HOWS)
def test_ask_15_only_real_changes(firms, office_home, how: str):
    data = exported(firms.officer)
    untouched = hand_in(firms.officer, data)
    assert {verdict: rows for verdict, rows in counts(untouched).items() if rows} == {"unchanged": 7}
    before = state()
    saved = edited(data, ten_edits(data), how, office_home)
    batch = apply(batch_id=hand_in(firms.officer, saved).pk, by=firms.officer, at=LATER)
    after = state()
    assert len({place for place in after if after[place] != before[place]}) == 10
    assert Enterprise.objects.get(code=CODES[0]).capital_wan == Decimal("1234.5")
    assert undo(batch_id=batch.pk, by=firms.officer, at=LATER) == ()
    assert state() == before


@pytest.mark.parametrize("how", HOWS)
def test_ask_15_what_somebody_else_changed_meanwhile_is_a_conflict_side_by_side(firms, office_home, how: str):
    data = exported(firms.officer)
    first = CODES[0]
    change_enterprise(code=first, address="别人写的路9号", by=firms.officer, at=AT)
    before = state()
    staged = hand_in(firms.officer, edited(data, ten_edits(data), how, office_home))
    row = staged.rows.get(verdict="conflict")
    assert [(side.base, side.theirs, side.mine) for side in clashes_of(row)] == [("", "别人写的路9号", "东坪路1号")]
    assert [way for way, _ in choices_of(row)] == ["theirs", "mine"]
    batch = apply(batch_id=staged.pk, by=firms.officer, at=LATER)
    after = state()
    assert len({place for place in after if after[place] != before[place]}) == 9
    assert Enterprise.objects.get(code=first).address == "别人写的路9号"
    undo(batch_id=batch.pk, by=firms.officer, at=LATER)
    assert state() == before
    again = hand_in(firms.officer, edit_in_file(data, ten_edits(data)))
    assert decide_rows(batch_id=again.pk, way="mine", verdict="conflict", by=firms.officer, at=LATER) == 1
    apply(batch_id=again.pk, by=firms.officer, at=LATER)
    assert Enterprise.objects.get(code=first).address == "东坪路1号"


def test_another_field_changed_by_somebody_else_is_no_conflict(firms):
    data = exported(firms.officer)
    change_enterprise(code=CODES[0], scale="规下", by=firms.officer, at=AT)
    batch = hand_in(firms.officer, edit_in_file(data, ten_edits(data)))
    assert (counts(batch)["conflict"], counts(batch)["changed"]) == (0, 7)


def test_both_saying_the_same_is_no_change(firms):
    data = exported(firms.officer)
    change_enterprise(code=CODES[0], address="东坪路1号", by=firms.officer, at=AT)
    batch = hand_in(firms.officer, edit_in_file(data, {f"{column(data, '注册地址')}2": "东坪路1号"}))
    assert counts(batch)["unchanged"] == 7


def test_a_row_taken_out_of_the_sheet_is_not_removed(firms):
    data = exported(firms.officer)
    everything = {f"{place}4": "" for place in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    batch = hand_in(firms.officer, edit_in_file(data, everything))
    assert (batch.rows_missing, counts(batch)["unchanged"]) == (1, 6)
    apply(batch_id=batch.pk, by=firms.officer, at=LATER)
    assert Enterprise.objects.count() == 7


@pytest.mark.parametrize(
    ("label", "number", "text", "reason"),
    [
        ("统一社会信用代码", 3, "91330802MA0TL0099X", "改了编号"),
        ("企业名称", 3, "", "缺企业名称"),
        ("规模", 3, "中型", "内容读不出"),
        ("记录号", 3, CODES[0], "记录号重复"),
    ],
)
def test_an_edit_that_cannot_be_is_handed_back_alone(firms, label: str, number: int, text: str, reason: str):
    data = exported(firms.officer)
    batch = hand_in(firms.officer, edit_in_file(data, {f"{column(data, label)}{number}": text}))
    assert [row.reason for row in batch.rows.filter(verdict="refused")] == [reason]
    assert counts(batch)["unchanged"] == 6


def test_a_row_removed_since_is_told(firms):
    data = exported(firms.officer)
    get_register("enterprise").remove(key=CODES[2], by=firms.officer, at=AT)
    batch = hand_in(firms.officer, edit_in_file(data, ten_edits(data)))
    assert [row.reason for row in batch.rows.filter(verdict="refused")] == ["已不在登记簿"]


def test_a_new_row_at_the_end_is_registered(firms):
    data = exported(firms.officer)
    code = valid_code("91330802MA0TL8019")
    row = {"A9": code, "B9": "青禾辛有限公司", "C9": COUNTY}
    batch = hand_in(firms.officer, edit_in_file(data, row))
    assert {verdict: rows for verdict, rows in counts(batch).items() if rows} == {"unchanged": 7, "new": 1}
    apply(batch_id=batch.pk, by=firms.officer, at=LATER)
    assert Enterprise.objects.filter(code=code).exists()


def test_whoever_may_not_write_there_changes_nothing(firms):
    data = exported(firms.officer)
    batch = hand_in(firms.neighbour, edit_in_file(data, ten_edits(data)))
    assert {verdict: rows for verdict, rows in counts(batch).items() if rows} == {"refused": 7}
    assert {row.reason for row in batch.rows.all()} == {"不在授权区划"}
