"""A registry extract goes in: accepted, or handed back with the reason; and out again."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import COUNTY, DAY_ONE, NEXT_COUNTY, SETUP, TOWN, People

from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.imports.actions import CannotImport, apply, drop, stage, undo
from tenglong.records.imports.marked import marked
from tenglong.records.imports.queries import (
    NoSuchBatch,
    changes_in,
    choices_of,
    counts,
    get_batch,
    list_batches,
    list_rows,
    reasons,
)
from tenglong.records.people.actions import grant_role
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.actions import (
    begin_occupancy,
    change_enterprise,
    register_enterprise,
    register_parcel,
)
from tenglong.records.registry.models import Enterprise
from tenglong.workbooks import read_table

AT = datetime(2023, 3, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = datetime(2023, 3, 8, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
HEAD = "企业名称,统一社会信用代码,注册日期,企业类型,注册资金,注册地址\n"
FIRM = "91330802MAMN30RR7W"  # line 18 of the twin
NEXT_FIRM = "91330803MA0TL9005A"
FIRM_LINE = f"衢州栀桐食品有限公司,{FIRM},2010-05-27,有限责任公司,80万元人民币,柯城区栀桐大道22号\n"


def hand_in(who, data: bytes | str, name: str = "名录.csv"):
    data = data.encode() if isinstance(data, str) else data
    return stage(kind="enterprises", data=data, name=name, by=who, at=AT)


def take_in(who, data: bytes | str):
    return apply(batch_id=hand_in(who, data).pk, by=who, at=AT)


def everything() -> list[dict]:
    """Every value but the count of versions, which never goes back."""
    return [{key: value for key, value in row.items() if key != "version"} for row in Enterprise.objects.values()]


def firm() -> Enterprise:
    return Enterprise.objects.get(code=FIRM)


def test_rows_in_and_rows_handed_back_are_the_rows_read(province, twin: bytes):
    batch = hand_in(province, twin)
    assert (batch.rows_read, batch.rows_skipped) == (60, 0)
    assert counts(batch) == {"new": 45, "changed": 0, "unchanged": 0, "refused": 12, "doubtful": 3, "conflict": 0}
    assert reasons(batch) == [
        ("注册资金读不出", 3),
        ("信用代码有误", 2),
        ("同一代码内容不一", 2),
        ("同名不同代码", 2),
        ("日期读不出", 2),
        ("信用代码疑有误", 1),
        ("缺企业名称", 1),
        ("缺注册日期", 1),
        ("重复行", 1),
    ]
    assert sum(counts(batch).values()) == batch.rows_read
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (48, r"第 48 行，.*里有“O”.*是不是 91330800MA8FKQY60R？"),
        (49, r"第 49 行，注册日期：「2016-02-30」这一天不存在，请查对"),
        (51, r"第 51 行，注册资金「5000」没有单位"),
        (57, r"第 57 行，和第 8 行相同，已按第 8 行处理，请删去这一行"),
        (15, r"第 15 行，和第 58 行是同一个“91330802MAJ5TANF0P”，内容不同"),
        (58, r"第 58 行，和第 15 行是同一个“91330802MAJ5TANF0P”，内容不同"),
        (59, r"第 59 行，“霖栖（衢州）光电科技有限公司”和第 14 行的 91330800MA1FCTNY15 同名"),
    ],
)
def test_a_row_handed_back_says_where_what_and_what_to_do(province, twin: bytes, number: int, sentence: str):
    import re

    (row,) = list_rows(hand_in(province, twin)).filter(number=number)
    assert re.match(sentence, row.sentence)


def test_an_area_that_no_region_is_called_is_asked_about(province):
    head = HEAD.replace("\n", ",地区\n")
    others = f"{head}{FIRM_LINE.strip()},{{}}\n"
    for area in ("衢州", "衢州市", "柯城", "330802", "浙江省衢州市", ""):
        assert counts(hand_in(province, others.format(area)))["new"] == 1, area
    batch = hand_in(province, others.format("火星"))
    (row,) = list_rows(batch)
    assert (row.verdict, row.reason) == ("doubtful", "地区不明")
    assert row.sentence.startswith(
        "第 2 行，地区：“火星”不在区划表里；按信用代码和住所，它在衢州市柯城区（330802）。请决定"
    )
    assert [way for way, _ in choices_of(row)] == ["take"]


@pytest.mark.parametrize(("region", "verdict"), [("柯城区", "new"), ("330802", "new"), ("火星", "refused")])
def test_a_region_is_stated_by_its_code_or_its_name(province, region: str, verdict: str):
    batch = hand_in(province, HEAD.replace("\n", ",区划\n") + FIRM_LINE.strip() + f",{region}\n")
    (row,) = list_rows(batch)
    assert row.verdict == verdict
    if verdict == "refused":
        assert row.sentence == "第 2 行，区划：“火星”不在区划表里。请写区划代码，例如 330802，或请管理员加入。"
    else:
        assert '"region_code":"330802"' in row.after


def test_the_marked_copy_has_every_row_in_its_place(province, twin: bytes):
    batch = hand_in(province, twin)
    copy = read_table(marked(batch), "退回.xlsx")
    assert copy.headers == read_table(twin, "名录.csv").headers
    assert [row.number for row in copy.rows] == list(range(2, 62))
    again = hand_in(province, marked(batch), "退回.xlsx")
    assert counts(again) == counts(batch)


def test_what_is_written_is_in_normal_form(province, twin: bytes):
    take_in(province, twin)
    paper = Enterprise.objects.get(code="91330825MAWJXWT04E")
    assert (paper.capital_wan, paper.currency, paper.kind) == (Decimal("619.208"), "美元", "")
    assert (paper.region_code, paper.registered_on) == ("330825", date(2003, 9, 14))
    assert Enterprise.objects.get(code="91330800MAJHAA7B3X").name == "霖栖（衢州）新材料有限公司"
    spaced = Enterprise.objects.get(code="91331123MAK564NM8C")
    assert (spaced.name, spaced.registered_on, spaced.pinyin) == (
        "遂昌汶樵机电有限公司",
        date(2016, 8, 9),
        "scwqjdyxgs",
    )
    assert Enterprise.objects.get(code="91331123MA7HF4QG4G").capital_wan == Decimal(12_000)


def test_every_row_written_is_told(province, twin: bytes):
    batch = take_in(province, twin)
    told = ChangeSet.objects.get(action="imports.apply").changes.filter(kind="enterprise")
    assert told.count() == Enterprise.objects.count() == counts(batch)["new"] == 45
    undo(batch_id=batch.pk, by=province, at=LATER)
    assert ChangeSet.objects.get(action="imports.undo").changes.filter(kind="enterprise").count() == 45


def test_applying_twice_is_applying_once(province, twin: bytes):
    batch = take_in(province, twin)
    before, told = everything(), Change.objects.count()
    assert apply(batch_id=batch.pk, by=province, at=LATER).status == "applied"
    assert (everything(), Change.objects.count()) == (before, told)
    again = {"new": 0, "changed": 0, "unchanged": 45, "refused": 12, "doubtful": 3, "conflict": 0}
    assert counts(hand_in(province, twin)) == again


def test_a_change_shows_old_and_new_and_undo_puts_the_old_back(province, people: People, twin: bytes):
    take_in(province, twin)
    change_enterprise(code=FIRM, scale="规上", by=people.officer, at=AT)
    before = everything()
    batch = take_in(province, HEAD + FIRM_LINE)
    assert counts(batch) == {"new": 0, "changed": 1, "unchanged": 0, "refused": 0, "doubtful": 0, "conflict": 0}
    assert [(shown.label, shown.old, shown.new) for shown in changes_in(batch.rows.get())] == [
        ("注册资金", "50", "80"),
        ("注册地址", "浙江省衢州市柯城区栀桐街道栀桐大道21号", "柯城区栀桐大道22号"),
    ]
    assert (firm().capital_wan, firm().scale) == (Decimal(80), "规上")
    assert undo(batch_id=batch.pk, by=province, at=LATER) == ()
    assert everything() == before
    assert get_batch(province, batch.pk).status == "reversed"
    assert undo(batch_id=batch.pk, by=province, at=LATER) == ()


def test_undo_of_new_rows_leaves_what_was_there_before(province, people: People, twin: bytes):
    register_enterprise(code="91330802MA0TL9003M", name="青禾五金有限公司", region_code=TOWN, by=people.officer, at=AT)
    before = everything()
    batch = take_in(province, twin)
    assert undo(batch_id=batch.pk, by=province, at=LATER) == ()
    assert everything() == before
    assert set(batch.rows.filter(verdict="new").values_list("undo", flat=True)) == {"done"}


def test_a_cell_that_says_nothing_empties_nothing_and_a_finer_region_stays(province, people: People, twin: bytes):
    take_in(province, twin)
    change_enterprise(code=FIRM, region_code=TOWN, by=people.officer, at=AT)
    batch = hand_in(province, HEAD + f"衢州栀桐食品有限公司,{FIRM},2010-05-27,N/A,N/A,\n")
    assert counts(batch)["unchanged"] == 1
    assert (
        counts(hand_in(province, "名称,信用代码,成立日期\n" + f"衢州栀桐食品有限公司,{FIRM},2010-05-27\n"))["unchanged"]
        == 1
    )


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        (None, ("applied", 90, "柯城区栀桐大道22号")),
        ("keep", ("reversed", 90, "浙江省衢州市柯城区栀桐街道栀桐大道21号")),
        ("force", ("reversed", 50, "浙江省衢州市柯城区栀桐街道栀桐大道21号")),
    ],
)
def test_a_value_edited_since_is_a_conflict_to_decide(
    province, people: People, twin: bytes, decision: str | None, outcome: tuple[str, int, str]
):
    take_in(province, twin)
    batch = take_in(province, HEAD + FIRM_LINE)
    change_enterprise(code=FIRM, capital_wan=Decimal(90), by=people.officer, at=LATER)
    (conflict,) = undo(batch_id=batch.pk, by=province, at=LATER, conflicts=decision)
    assert (conflict.number, conflict.label, conflict.imported, conflict.now) == (2, "注册资金", "80", "90")
    assert (get_batch(province, batch.pk).status, firm().capital_wan, firm().address) == outcome
    assert batch.rows.get().undo == {None: "", "keep": "kept", "force": "forced"}[decision]


def test_an_edit_of_another_field_is_no_conflict_and_stays(province, people: People, twin: bytes):
    take_in(province, twin)
    batch = take_in(province, HEAD + FIRM_LINE)
    change_enterprise(code=FIRM, scale="规上", by=people.officer, at=LATER)
    assert undo(batch_id=batch.pk, by=province, at=LATER) == ()
    assert (firm().capital_wan, firm().scale) == (Decimal(50), "规上")


@pytest.mark.parametrize("decision", ["keep", "force"])
def test_what_others_use_stays(province, people: People, twin: bytes, decision: str):
    batch = take_in(province, twin)
    who = {"by": people.officer, "at": LATER}
    register_parcel(code="P1", name="东坪路12号", region_code=TOWN, area_mu=25, use="工业", **who)
    begin_occupancy(
        parcel="P1", enterprise=FIRM, tenure="自有", area_mu=25, from_on=date(2011, 1, 1), source="登记簿", **who
    )
    assert [c.why for c in undo(batch_id=batch.pk, by=province, at=LATER)] == ["已经有用地，不能移除"]
    assert Enterprise.objects.count() == 45
    undo(batch_id=batch.pk, by=province, at=LATER, conflicts=decision)
    assert [row.code for row in Enterprise.objects.all()] == [FIRM]
    assert batch.rows.get(key=FIRM).undo == "kept"
    assert get_batch(province, batch.pk).status == "reversed"


def test_an_edited_new_row_is_kept_or_removed_as_decided(province, people: People, twin: bytes):
    batch = take_in(province, twin)
    change_enterprise(code=FIRM, scale="规上", by=people.officer, at=LATER)
    assert [(c.label, c.now) for c in undo(batch_id=batch.pk, by=province, at=LATER)] == [("规模", "规上")]
    undo(batch_id=batch.pk, by=province, at=LATER, conflicts="force")
    assert everything() == []


def test_what_changed_after_the_preview_is_handed_back_and_not_overwritten(province, people: People, twin: bytes):
    take_in(province, twin)
    staged = hand_in(province, HEAD + FIRM_LINE + "衢州檀邑服饰有限公司,91330802MAB3UTY41P,2013-01-30,N/A,N/A,\n")
    change_enterprise(code=FIRM, capital_wan=Decimal(90), by=people.officer, at=LATER)
    batch = apply(batch_id=staged.pk, by=province, at=LATER)
    assert counts(batch) == {"new": 0, "changed": 1, "unchanged": 0, "refused": 1, "doubtful": 0, "conflict": 0}
    assert reasons(batch) == [("预览后又有变动", 1)]
    assert (batch.status, firm().capital_wan) == ("applied", Decimal(90))
    assert undo(batch_id=batch.pk, by=province, at=LATER) == ()


def test_rows_of_other_counties_are_handed_back(people: People, twin: bytes):
    batch = take_in(people.officer, twin)
    assert counts(batch) == {"new": 5, "changed": 0, "unchanged": 0, "refused": 55, "doubtful": 0, "conflict": 0}
    assert dict(reasons(batch))["不在授权区划"] == 44
    assert {row.region_code[:6] for row in Enterprise.objects.all()} == {COUNTY}
    assert "属于衢州市龙游县（330825），不在您的授权范围内" in batch.rows.get(number=23).sentence


def test_a_row_registered_elsewhere_is_not_overwritten(province, people: People, twin: bytes):
    take_in(province, twin)
    change_enterprise(code=FIRM, region_code="330803", by=province, at=AT)
    batch = hand_in(people.officer, HEAD + FIRM_LINE)
    assert reasons(batch) == [("不在授权区划", 1)]
    assert "已登记在区划 330803" in batch.rows.get().sentence


def test_a_name_already_registered_under_another_code_is_doubtful(province, people: People):
    register_enterprise(
        code="91330802MA0TL9003M", name="衢州栀桐食品有限公司", region_code=TOWN, by=people.officer, at=AT
    )
    batch = hand_in(province, HEAD + FIRM_LINE)
    assert "和已登记的 91330802MA0TL9003M 同名" in batch.rows.get().sentence


def test_rights(people: People, twin: bytes):
    for who in (people.leader, people.reviewer, people.enterprise, people.investor, people.stranger):
        with pytest.raises(CannotDo):
            hand_in(who, twin)
    mine = hand_in(people.officer, twin)
    for who in (people.clerk, people.neighbour, people.stranger, people.investor, people.enterprise, people.reviewer):
        assert list(list_batches(who)) == []
        for act in (apply, drop, undo):
            with pytest.raises(NoSuchBatch):
                act(batch_id=mine.pk, by=who, at=AT)
    with pytest.raises(CannotDo):
        apply(batch_id=mine.pk, by=people.leader, at=AT)
    assert get_batch(people.officer, mine.pk).status == "staged"
    theirs = take_in(people.clerk, HEAD + FIRM_LINE.replace("柯城区", "航埠镇"))
    with pytest.raises(CannotDo, match="撤销导入"):
        undo(batch_id=theirs.pk, by=people.clerk, at=LATER)
    assert undo(batch_id=theirs.pk, by=people.officer, at=LATER) == ()


def test_a_batch_ends_applied_reversed_or_dropped(province, twin: bytes):
    batch = hand_in(province, twin)
    with pytest.raises(CannotImport, match="待确认，不是已写入"):
        undo(batch_id=batch.pk, by=province, at=AT)
    assert drop(batch_id=batch.pk, by=province, at=AT).status == "dropped"
    assert drop(batch_id=batch.pk, by=province, at=AT).status == "dropped"
    with pytest.raises(CannotImport, match="已放弃"):
        apply(batch_id=batch.pk, by=province, at=AT)
    applied = take_in(province, HEAD + FIRM_LINE)
    with pytest.raises(CannotImport, match="要退回请用撤销"):
        drop(batch_id=applied.pk, by=province, at=AT)
    undo(batch_id=applied.pk, by=province, at=AT)
    with pytest.raises(CannotImport, match="已撤销"):
        apply(batch_id=applied.pk, by=province, at=AT)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "是空文件"),
        (b"%PDF-1.7", "PDF"),
        ("甲,乙\n1,2\n".encode(), "没有找到列“统一社会信用代码”“企业名称”“注册日期”"),
        ("企业名称,注册日期\n甲,2020-01-01\n".encode(), "没有找到列“统一社会信用代码”"),
    ],
)
def test_what_is_no_such_table_is_refused_whole(province, data: bytes, sentence: str):
    with pytest.raises(CannotImport, match=sentence):
        hand_in(province, data)
    with pytest.raises(Exception, match="没有这一种表"):
        stage(kind="firms", data=data, name="a.csv", by=province, at=AT)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (FIRM_LINE.replace("2010-05-27", "2031-05-27"), "日期不可能"),
        (FIRM_LINE.replace("柯城区栀桐大道22号", "路" * 301), "登记簿放不下"),
        (FIRM_LINE.replace(FIRM, "91370802MA0TL90036"), "区划不明"),
        (FIRM_LINE.replace("80万元", "9" * 40), "注册资金读不出"),
        (FIRM_LINE.replace("80万元", "9" * 30 + "万元"), "注册资金读不出"),
        (FIRM_LINE.replace("80万元", "9" * 13 + "万元"), "登记簿放不下"),
    ],
)
def test_a_row_that_cannot_be_is_handed_back(province, line: str, reason: str):
    assert reasons(hand_in(province, HEAD + line)) == [(reason, 1)]


def test_a_long_file_name_keeps_its_end_and_can_be_marked(province):
    batch = hand_in(province, HEAD + FIRM_LINE, "长" * 220 + ".csv")
    assert batch.file_name == "长" * 196 + ".csv"
    assert len(read_table(marked(batch), "退回.xlsx").rows) == 1


def test_whoever_only_sees_a_batch_can_neither_apply_nor_drop_it(people: People):
    batch = hand_in(people.officer, HEAD + FIRM_LINE.replace("衢州栀桐食品有限公司", ""))
    for who in (people.leader, people.auditor):
        assert get_batch(who, batch.pk) == batch
        for act in (apply, drop):
            with pytest.raises(CannotDo):
                act(batch_id=batch.pk, by=who, at=AT)
    batch.refresh_from_db()
    assert batch.status == "staged"


def test_rows_of_another_area_are_not_applied_by_whoever_may_import_only_here(people: People):
    for region in (COUNTY, NEXT_COUNTY):
        grant_role(person=people.stranger, role="zone_officer", region_code=region, by=SETUP, at=DAY_ONE)
    batch = hand_in(people.stranger, HEAD + FIRM_LINE.replace(FIRM, NEXT_FIRM).replace("柯城", "衢江"))
    assert (batch.region_code, counts(batch)["new"]) == (COUNTY, 1)
    with pytest.raises(CannotDo, match=NEXT_COUNTY):
        apply(batch_id=batch.pk, by=people.officer, at=AT)
    assert not Enterprise.objects.exists()
    assert apply(batch_id=batch.pk, by=people.stranger, at=AT).status == "applied"
    with pytest.raises(CannotDo, match=NEXT_COUNTY):
        undo(batch_id=batch.pk, by=people.officer, at=AT)
    assert Enterprise.objects.exists()


def test_an_export_of_capital_can_be_read_again(province):
    take_in(
        province,
        HEAD.replace("企业类型", "币种") + FIRM_LINE.replace("有限责任公司", "美元").replace("80万元人民币", "80.5"),
    )
    assert (firm().capital_wan, firm().currency) == (Decimal("80.5"), "美元")
    take_in(province, HEAD.replace("注册资金", "注册资本（万元）") + FIRM_LINE.replace("80万元人民币", "81"))
    assert firm().capital_wan == Decimal(81)


def test_an_import_asks_the_database_as_often_for_many_rows_as_for_one(province, twin: bytes):
    def asked(data: bytes) -> int:
        with CaptureQueriesContext(connection) as queries:
            undo(batch_id=take_in(province, data).pk, by=province, at=LATER)
        return len(queries)

    assert asked(twin) == asked((HEAD + FIRM_LINE).encode())
