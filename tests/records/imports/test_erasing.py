"""Erasure by law reaches what was handed in: staged rows, and the workbooks that are handed out no more."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.people import DAY_ONE, SETUP, People

from tenglong.records.audit.sealing import seal
from tenglong.records.audit.verifying import verify
from tenglong.records.imports.actions import CannotImport, apply, go_on, stage, tell_words, undo
from tenglong.records.imports.marked import marked
from tenglong.records.imports.models import Batch, Row
from tenglong.records.imports.queries import get_batch
from tenglong.records.ledgers.erasing import erase_personal
from tenglong.records.ledgers.models import Record
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.workbooks import read_table

AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
KIND = "water.permit"
LEDGER = """
format: 1
ledgers:
  permit:
    label: 排水许可
    title: holder
    identity: [number]
    fields:
      number: {label: 证号, required: true, listed: true}
      holder: {label: 排水户, required: true, listed: true}
      phone: {label: 联系电话, personal: true}
"""
MECHANISM = {"mechanism.yaml": "format: 1\nkey: water\ntitle: 水\nstation: 服务\n", "ledger.yaml": LEDGER}
ONE, OTHER = "13905700001", "13905700002"
WHY = "本人申请，个人信息保护法第四十七条"
HEAD = "证号,排水户,联系电话"


@pytest.fixture
def boss(people: People):
    install_mechanism(files=MECHANISM, by=SETUP, at=DAY_ONE)
    return people.administrator


def hand_in(by, *rows: str) -> Batch:
    return stage(kind=KIND, data="\n".join([HEAD, *rows]).encode(), name="许可.csv", by=by, at=AT)


def kept(batch: Batch) -> str:
    fields = ("number", "raw", "key", "sentence", "before", "after", "ways", "clashes")
    return str(list(Row.objects.filter(batch=batch).values_list(*fields)))


def test_staged_rows_of_one_person_are_emptied_and_the_rest_stays(boss):
    rows = (f"1,青禾厂,{ONE}", f"2,白鹭厂,{OTHER}")
    first = apply(batch_id=hand_in(boss, *rows).pk, by=boss, at=AT)
    again = hand_in(boss, *rows)  # unchanged: only what was read is kept
    changing = hand_in(boss, f"1,青禾新厂,{ONE}9")
    other = hand_in(boss, f"2,白鹭新厂,{OTHER}")
    assert [ONE in kept(one) for one in (first, again, changing)] == [True] * 3
    seal(at=AT)
    key = Record.objects.get(ledger=KIND, title="青禾厂").key
    erase_personal(kind=KIND, key=key, reason=WHY, by=boss, at=AT)
    for one in (first, again, changing):
        assert ONE not in kept(one)
        assert Batch.objects.get(pk=one.pk).withheld
        with pytest.raises(CannotImport, match=r"许可.csv”不再提供，也不再读取：里面有依法删除的个人信息"):
            marked(get_batch(boss, one.pk))
    assert [OTHER in kept(one) for one in (first, again, other)] == [True] * 3
    assert read_table(marked(get_batch(boss, other.pk)), "退回.xlsx").rows[0].cells[-1] == OTHER
    seal(at=AT)
    assert verify().holds


def test_what_was_emptied_is_not_read_again_and_an_import_is_still_undone(boss):
    batch = apply(batch_id=hand_in(boss, f"1,青禾厂,{ONE}").pk, by=boss, at=AT)
    changed = hand_in(boss, f"1,青禾新厂,{ONE}9")
    erase_personal(kind=KIND, key=Record.objects.get(ledger=KIND).key, reason=WHY, by=boss, at=AT)
    tell_words(batch_id=changed.pk, columns={}, words={}, by=boss, at=AT)
    go_on(batch_id=changed.pk, by=boss, at=AT)
    assert "不再读取" in get_batch(boss, changed.pk).sentence
    assert undo(batch_id=batch.pk, by=boss, at=AT) == ()
    assert not Record.objects.filter(ledger=KIND).exists()
