"""Seals: every committed change-set once, in a chain; what was touched afterwards is found and named."""

import gzip
import hashlib
import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tenglong.records.audit import archive
from tenglong.records.audit.actions import change_set, from_where
from tenglong.records.audit.models import Change, Seal
from tenglong.records.audit.sealing import head, seal
from tenglong.records.audit.verifying import Head, verify

AT = datetime(2023, 5, 4, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def write(name: str, rows: int = 2) -> int:
    with change_set(by="王敏（wangmin）", at=AT, action="test.add", summary=f"加 {name}") as trail:
        for n in range(rows):
            trail.created("region", f"{name}{n}", {"name": name, "n": n})
        return trail.id


def forge(sql: str, *values: object) -> None:
    """Change the tables as somebody with the file in hand does: round the program."""
    cursor = connection.connection.cursor()
    mark = "?" if connection.vendor == "sqlite" else "%s"
    cursor.execute(sql.replace("%s", mark), values)


def test_every_committed_change_set_is_sealed_once_over_the_one_before():
    sets = [write("甲"), write("乙", rows=0), write("丙", rows=3)]
    assert seal(at=AT) == 3
    assert seal(at=AT) == 0
    seals = list(Seal.objects.order_by("number"))
    assert [(one.number, one.change_set_id) for one in seals] == [(n + 1, pk) for n, pk in enumerate(sets)]
    assert len({one.digest for one in seals}) == 3
    found = verify()
    assert (found.holds, found.sealed, found.changes, found.unsealed) == (True, 3, 5, 0)
    assert found.head == Head(3, seals[-1].digest)


def test_a_seal_can_be_computed_without_the_program():
    with from_where("网页 10.1.2.3"):
        pk = write("甲", rows=1)
    seal(at=AT)
    change = Change.objects.get()
    lines = (
        f'[{pk},"2023-05-04T10:00:00+00:00","王敏（wangmin）","test.add","加 甲","网页 10.1.2.3","",""]\n'
        f'[{change.pk},"region","甲0","","{{\\"n\\":0,\\"name\\":\\"甲\\"}}"]\n'
    )
    assert head().digest == hashlib.sha256(("0" * 64 + lines).encode()).hexdigest()


def test_what_is_not_sealed_yet_is_reported_with_its_age():
    write("甲")
    seal(at=AT)
    write("乙")
    found = verify()
    assert (found.holds, found.unsealed, found.oldest_unsealed) == (True, 1, AT)


def renumber(change_set: int, number: int) -> int:
    """Give a change-set without rows another id, as if it had been begun at another time."""
    forge("UPDATE audit_changeset SET id = %s WHERE id = %s", number, change_set)
    return number


def test_ids_committed_out_of_order_and_with_gaps_are_sealed_all_the_same():
    """As PostgreSQL commits them: a lower id later, an id rolled back never."""
    order = list(range(1001, 1060))
    random.Random(4).shuffle(order)
    kept = order[9:]
    for n, number in enumerate(kept):
        renumber(write(str(number), rows=0), number)
        if n % 7 == 0:
            seal(at=AT)
    seal(at=AT)
    assert sorted(Seal.objects.values_list("change_set", flat=True)) == sorted(kept)
    found = verify()
    assert (found.holds, found.sealed, found.unsealed) == (True, 50, 0)
    assert found.late


def test_what_a_very_long_transaction_left_behind_is_found_by_the_run_over_the_whole():
    renumber(write("晚", rows=0), 5_000_000)
    seal(at=AT)
    renumber(write("早", rows=0), 3)
    assert seal(at=AT) == 0
    assert seal(at=AT, whole=True) == 1
    assert verify().late == [3]


FORGERIES = {
    "a byte of a row": "UPDATE audit_change SET after = after || ' ' WHERE id = {row}",
    "who": "UPDATE audit_changeset SET by = '别人' WHERE id = {pk}",
    "when": "UPDATE audit_changeset SET at = (SELECT max(at) FROM audit_seal) WHERE id = {pk}",
    "a row taken away": "DELETE FROM audit_change WHERE id = {row}",
    "a row put in": "INSERT INTO audit_change (change_set_id, kind, key, before, after) VALUES ({pk}, '', '', '', '')",
    "a row moved to another set": "UPDATE audit_change SET change_set_id = {pk} - 1 WHERE id = {row}",
    "the seal itself": "UPDATE audit_seal SET digest = '00' WHERE change_set_id = {pk}",
}


@pytest.mark.parametrize("sql", FORGERIES.values(), ids=FORGERIES.keys())
def test_what_was_touched_afterwards_is_found_and_named(sql: str):
    sets = [write(name) for name in "甲乙丙丁"]
    seal(at=AT + timedelta(seconds=1))
    touched = sets[2]
    forge(sql.format(pk=touched, row=Change.objects.filter(change_set=touched).first().pk))
    found = {one.change_set for one in verify().findings}
    assert touched in found
    assert found <= {sets[1], touched, sets[3]}


def test_a_change_set_taken_away_and_one_put_in_are_found():
    gone = write("甲", rows=0)
    renumber(write("乙", rows=0), 1000)
    seal(at=AT)
    forge("PRAGMA defer_foreign_keys = ON") if connection.vendor == "sqlite" else forge("SET CONSTRAINTS ALL DEFERRED")
    put_in = renumber(gone, 500)
    found = verify()
    assert [one.change_set for one in found.findings] == [gone, put_in]
    assert "被删除" in found.findings[0].says
    assert "事后插入" in found.findings[1].says
    renumber(put_in, gone)


def test_a_tail_cut_off_is_found_by_the_exported_head(tmp_path):
    sets = [write(name) for name in "甲乙丙"]
    seal(at=AT)
    archive.write_head(tmp_path / "head.json", head(), at=AT)
    forge("DELETE FROM audit_seal WHERE number = 3")
    forge("DELETE FROM audit_change WHERE change_set_id = %s", sets[2])
    forge("DELETE FROM audit_changeset WHERE id = %s", sets[2])
    assert verify().holds
    kept = archive.read_head(tmp_path / "head.json")
    assert "末尾被删除" in verify(head=kept).findings[0].says
    write("另")
    seal(at=AT)
    assert "整体改写" in verify(head=kept).findings[0].says


def test_an_archive_is_compared_without_the_tables(tmp_path):
    for name in "甲乙丙":
        write(name)
    seal(at=AT)
    path = tmp_path / "old.gz"
    written = archive.write_archive(path, until=AT + timedelta(days=1))
    assert archive.verify_archive(path) == written
    assert (written.seals, written.head) == (3, Head(3, head().digest))
    text = gzip.decompress(path.read_bytes()).decode()
    with gzip.open(path, "wt") as file:
        file.write(text.replace("加 乙", "加 戊"))
    touched = Seal.objects.get(number=2).change_set_id
    assert [one.change_set for one in archive.verify_archive(path).findings] == [touched]


def test_what_is_no_head_and_no_archive_is_a_sentence(tmp_path):
    (tmp_path / "x").write_text(json.dumps({"format": 1}))
    with pytest.raises(archive.CannotReadAudit, match="不是导出的封存头"):
        archive.read_head(tmp_path / "x")
    with pytest.raises(archive.CannotReadAudit, match="不是变更档案"):
        archive.verify_archive(tmp_path / "x")
