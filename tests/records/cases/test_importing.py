"""Rows of a workbook open cases: a verdict for each, the good ones opened, taken back while nothing has happened."""

from collections.abc import Sequence

import pytest
from tests.people import TOWN
from tests.records.trial import FIRM, OTHER_CODE, OTHER_FIRM, PARCEL, finish, install, moment, open_one, register

from tenglong.cli.demo.invent import credit_code
from tenglong.cli.export import _cell, _header
from tenglong.records.audit.models import Change
from tenglong.records.cases.models import Case
from tenglong.records.cases.queries import list_cases
from tenglong.records.flows.actions import open_case
from tenglong.records.imports.actions import CannotImport, apply, drop, stage, undo
from tenglong.records.imports.importers import get_importer, list_importers
from tenglong.records.imports.marked import marked
from tenglong.records.imports.models import Batch, Row
from tenglong.records.imports.queries import counts, reasons
from tenglong.records.ledgers.models import Record
from tenglong.records.ledgers.sources import get_source
from tenglong.records.measures.queries import open_term
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.actions import register_enterprise
from tenglong.workbooks import read_table, write_table

KIND = "trial.settle"
HEADERS = ("企业", "地块", "列入日期", "方式", "计划面积（公顷）", "备考")
GOOD = (FIRM, PARCEL, "2022-06-15", "收储", 1.5, "不认识的列不管")
AT = moment("2022-07-01 09:00")


@pytest.fixture(autouse=True)
def trial(people):
    install()
    register()
    return people


def workbook(*rows: Sequence[object], headers: Sequence[str] = HEADERS) -> bytes:
    return write_table(headers, rows)


def staged(by, *rows: Sequence[object], headers: Sequence[str] = HEADERS) -> Batch:
    return stage(kind=KIND, data=workbook(*rows, headers=headers), name="清单.xlsx", by=by, at=AT)


def verdicts(batch: Batch) -> list[tuple[str, str]]:
    return list(batch.rows.values_list("verdict", "reason"))


def test_rows_open_cases_as_a_person_does(people):
    batch = staged(people.officer, GOOD, (OTHER_CODE, None, "2022-06-20", "改造", None, None))
    assert verdicts(batch) == [("new", ""), ("new", "")]
    assert not Case.objects.exists(), "staging opens nothing"
    apply(batch_id=batch.pk, by=people.officer, at=AT)
    first, second = list_cases(people.officer, procedure=KIND).order_by("number")
    assert (first.title, first.region_code, first.parcel_code) == (FIRM, "330802101", "330802-101-0112")
    assert first.record.data["planned_mu"] == "22.5", "the unit of the header counts"
    assert second.enterprise_code == OTHER_CODE
    assert [step.step for step in first.steps.all()] == ["verify"]
    assert [entry.by for entry in first.entries.all()] == ["王敏"]
    assert Change.objects.filter(kind="case", change_set__action="imports.apply").count() == 2
    assert [row.key.split()[0] for row in batch.rows.all()] == [first.number, second.number]


@pytest.mark.parametrize(
    ("row", "reason", "words"),
    [
        ((None, PARCEL, "2022-06-15", "收储", 1, ""), "缺企业", "企业：没有填"),
        (("没有的厂", PARCEL, "2022-06-15", "收储", 1, ""), "没有登记", "没有找到“没有的厂”"),
        ((FIRM, PARCEL, "六月", "收储", 1, ""), "内容读不出", "列入日期"),
        ((FIRM, PARCEL, "2022-06-15", "收购", 1, ""), "内容读不出", "是不是“收储”"),
    ],
)
def test_a_row_that_cannot_be_read_is_handed_back_with_its_reason(people, row, reason, words):
    batch = staged(people.officer, row, GOOD)
    assert verdicts(batch) == [("refused", reason), ("new", "")]
    assert words in batch.rows.first().sentence
    assert batch.rows.first().sentence.startswith("第 2 行，")
    table = read_table(marked(batch), "标注.xlsx")
    assert len(table.rows) == 2
    apply(batch_id=batch.pk, by=people.officer, at=AT)
    assert Case.objects.count() == 1


def test_a_list_of_127_firms_goes_in(people):
    for number in range(127):
        register_enterprise(
            code=credit_code(500 + number), name=f"第{number}号虚构厂", region_code=TOWN, by=people.officer, at=AT
        )
    rows = [(f"第{number}号虚构厂", None, "2022-06-15", "改造", None, None) for number in range(127)]
    batch = staged(people.officer, *rows)
    assert counts(batch)["new"] == 127
    apply(batch_id=batch.pk, by=people.officer, at=AT)
    assert list_cases(people.officer, procedure=KIND).count() == 127
    again = staged(people.officer, *rows)
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 127, "refused": 0, "doubtful": 0, "conflict": 0}, (
        "twice is once"
    )


def test_what_the_file_says_twice_is_opened_once(people):
    other = (FIRM, None, "2022-06-15", "改造", None, None)
    batch = staged(people.officer, GOOD, GOOD, other)
    assert verdicts(batch) == [("new", ""), ("refused", "重复行"), ("refused", "同一件内容不一")]


def test_a_case_of_the_same_identity_that_says_otherwise_is_handed_back(people):
    open_one(people.officer)
    batch = staged(people.officer, GOOD)
    assert verdicts(batch) == [("refused", "已经登记过")]
    assert "已经登记过（2022-0001）" in batch.rows.get().sentence


def test_a_ledger_without_identity_does_not_open_the_same_twice(people):
    case = open_case(procedure="trial.follow_up", values={"名称": "东坪路", "面积": "3"}, by=people.officer, at=AT)
    data = write_table(("名称", "面积"), [("东坪路", 3), ("东坪路", 4)])
    batch = stage(kind="trial.follow_up", data=data, name="跟进.xlsx", by=people.officer, at=AT)
    assert verdicts(batch) == [("unchanged", ""), ("new", "")]
    assert case.number in batch.rows.first().sentence


def test_an_export_goes_in_again_and_opens_nothing(people):
    finished = open_one(people.officer)
    finish(finished, "verify", people.reviewer, "2022-06-20 10:00", evidence=("登记簿",), 权属清楚="是", 有抵押="否")
    open_one(people.officer, 列入日期="2022-06-16", 企业=OTHER_FIRM, 地块=None)
    source = get_source(KIND)
    fields = source.ledger.fields
    rows = [[_cell(one, row[one.key]) for one in fields] for row in source.rows(people.officer)]
    data = write_table([_header(one) for one in fields], rows)
    batch = stage(kind=KIND, data=data, name="导出.xlsx", by=people.officer, at=AT)
    assert verdicts(batch) == [("unchanged", ""), ("unchanged", "")]
    changed = [[{"收储": "改造"}.get(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    batch = stage(
        kind=KIND,
        data=write_table([_header(one) for one in fields], changed),
        name="改过.xlsx",
        by=people.officer,
        at=AT,
    )
    assert {reason for _, reason in verdicts(batch)} == {"办件已在办"}


def test_a_row_taken_by_somebody_else_after_the_preview_is_handed_back(people):
    batch = staged(people.officer, GOOD)
    open_one(people.officer)
    apply(batch_id=batch.pk, by=people.officer, at=AT)
    row = batch.rows.get()
    assert (row.verdict, row.reason) == (Row.Verdict.REFUSED, "预览后又有变动")
    assert "已经登记过" in row.sentence
    assert Case.objects.count() == 1


def test_undo_takes_away_what_nobody_has_touched_and_keeps_the_rest(people):
    batch = staged(people.officer, GOOD, (OTHER_FIRM, None, "2022-06-20", "改造", None, None))
    apply(batch_id=batch.pk, by=people.officer, at=AT)
    touched = Case.objects.get(title=FIRM)
    finish(touched, "verify", people.reviewer, "2022-07-04 10:00", evidence=("登记簿",), 权属清楚="是", 有抵押="否")
    (conflict,) = undo(batch_id=batch.pk, by=people.officer, at=AT)
    assert (conflict.number, conflict.key, conflict.why) == (2, touched.number, "已经办过，不能移除")
    assert Case.objects.count() == 2, "nothing is done without a decision"
    undo(batch_id=batch.pk, by=people.officer, at=AT, conflicts="force")
    assert [case.number for case in Case.objects.all()] == [touched.number], "what is under way stays in any case"
    assert Record.objects.count() == 1
    assert Change.objects.filter(kind="case", after="", change_set__action="imports.undo").count() == 1
    assert dict(batch.rows.values_list("number", "undo")) == {2: "kept", 3: "done"}


def test_undone_the_same_list_can_be_handed_in_again(people):
    batch = staged(people.officer, GOOD)
    apply(batch_id=batch.pk, by=people.officer, at=AT)
    assert undo(batch_id=batch.pk, by=people.officer, at=AT) == ()
    assert not Case.objects.exists()
    assert verdicts(staged(people.officer, GOOD)) == [("new", "")]


def test_dropped_opens_nothing(people):
    batch = staged(people.officer, GOOD)
    drop(batch_id=batch.pk, by=people.officer, at=AT)
    assert not Case.objects.exists()


def test_who_may_not_open_is_told_on_every_row(people):
    register_enterprise(code=credit_code(500), name="镇里的厂", region_code=TOWN, by=people.officer, at=AT)
    batch = staged(people.clerk, ("镇里的厂", None, "2022-06-15", "改造", None, None))
    assert reasons(batch) == [("不能受理", 1)]
    assert "由园区专员受理" in batch.rows.get().sentence
    with pytest.raises(CannotDo):
        staged(people.reviewer, GOOD)


def test_a_wrong_table_is_refused_as_a_whole(people):
    with pytest.raises(CannotImport, match="没有找到列“列入日期”“方式”"):
        staged(people.officer, (FIRM,), headers=("企业",))


def test_everybody_is_offered_what_they_may_open(people):
    assert KIND in {one.key for one in list_importers(people.officer)}
    assert KIND not in {one.key for one in list_importers(people.clerk)}
    assert get_importer(KIND).label == "试办：办理"


def test_a_number_opens_to_the_line_of_the_workbook(people):
    batch = staged(people.officer, GOOD)
    apply(batch_id=batch.pk, by=people.officer, at=AT)
    imported = Case.objects.get()
    finish(imported, "verify", people.reviewer, "2022-07-04 10:00", evidence=("登记簿",), 权属清楚="是", 有抵押="否")
    by_hand = open_one(people.officer, 企业=OTHER_FIRM, 地块=None)
    opened = open_term("trial.by_way", "件数", by=people.officer, period="2022-06")
    assert {row.key: row.origin for row in opened.rows} == {
        imported.number: f"办理 {imported.number}；清单.xlsx 第 2 行",
        by_hand.number: f"办理 {by_hand.number}",
    }
