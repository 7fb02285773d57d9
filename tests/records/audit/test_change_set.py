"""One action, one change-set, in the action's own transaction."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from tenglong.records.audit.actions import CannotRecord, change_set
from tenglong.records.audit.canonical import canonical
from tenglong.records.audit.guard import NotAudited
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.audit.queries import newest_ids
from tenglong.records.people.models import Unit
from tenglong.records.regions.models import Region

AT = datetime(2023, 5, 4, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def add(code: str, **words: str) -> None:
    with change_set(by="王敏", at=AT, action="test.add", summary=f"加 {code}", **words) as trail:
        Region.objects.create(code=code, name=code, level="province")
        trail.created("region", code, {"name": code})


def add_and_fail(code: str) -> None:
    with change_set(by="王敏", at=AT, action="test.fail", summary="坏"):
        add(code)
        raise ZeroDivisionError


def test_an_action_leaves_one_change_set_with_its_rows():
    with change_set(by="王敏", at=AT, action="test.add", summary="加两个") as trail:
        add("11")
        add("12")
        kept = trail.id
    assert [(s.pk, s.by, s.action, s.summary, s.at) for s in ChangeSet.objects.all()] == [
        (kept, "王敏", "test.add", "加两个", AT)
    ]
    assert list(Change.objects.values_list("key", "before", "after").order_by("key")) == [
        ("11", "", '{"name":"11"}'),
        ("12", "", '{"name":"12"}'),
    ]
    assert newest_ids() == (kept,)


def test_a_failing_action_leaves_neither_rows_nor_audit():
    with pytest.raises(ZeroDivisionError):
        add_and_fail("11")
    assert not Region.objects.exists()
    assert not ChangeSet.objects.exists()
    assert newest_ids() == ()


def test_a_failing_part_that_is_caught_is_told_of_no_more_than_it_was_done():
    with change_set(by="王敏", at=AT, action="test", summary="试") as trail:
        add("11")
        with pytest.raises(ZeroDivisionError):
            add_and_fail("12")
        trail.changed("region", "11", {"name": "甲", "level": "a"}, {"name": "乙", "level": "a"})
    assert list(Region.objects.values_list("code", flat=True)) == ["11"]
    assert list(Change.objects.values_list("key", "before", "after").order_by("id")) == [
        ("11", "", '{"name":"11"}'),
        ("11", '{"name":"甲"}', '{"name":"乙"}'),
    ]


def test_a_change_to_the_same_values_is_none():
    with change_set(by="王敏", at=AT, action="test", summary="同") as trail:
        trail.changed("parcel", "1", {"area_mu": Decimal("25.40")}, {"area_mu": Decimal("25.4")})
    assert not Change.objects.exists()


@pytest.mark.parametrize("nobody", [None, "", object()])
def test_somebody_answers_for_every_action(nobody: object):
    with (
        pytest.raises(CannotRecord, match="请先登录"),
        change_set(by=nobody, at=AT, action="test", summary="谁"),
    ):
        pass


def test_a_moment_has_a_time_zone():
    with (
        pytest.raises(CannotRecord, match="时区"),
        change_set(by="王敏", at=datetime(2023, 5, 4), action="test", summary="时"),
    ):
        pass


def test_canonical_text_is_the_same_for_the_same_values():
    one = {"b": Decimal("25.400"), "a": date(2023, 1, 2), "c": datetime(2023, 1, 2, 8, tzinfo=UTC), "d": [1, None]}
    assert canonical(one) == canonical(dict(reversed(one.items())))
    assert canonical(one) == '{"a":"2023-01-02","b":"25.4","c":"2023-01-02T08:00:00+00:00","d":[1,null]}'
    assert canonical({"n": Decimal("1E+3"), "z": Decimal("-0.00")}) == '{"n":"1000","z":"0"}'


def raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def raw_many(sql: str, rows: list[tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


WRITES = {
    "save": lambda: Region(code="21", name="甲", level="province").save(),
    "create": lambda: Unit.objects.create(key="a", name="a", region_code="33"),
    "bulk_create": lambda: Region.objects.bulk_create([Region(code="21", name="甲", level="province")]),
    "update": lambda: Region.objects.filter(code="11").update(name="乙"),
    "bulk_update": lambda: Region.objects.bulk_update([Region(code="11", name="乙")], ["name"]),
    "delete": lambda: Region.objects.filter(code="11").delete(),
    "delete all": lambda: Region.objects.all().delete(),
    "raw update": lambda: raw("UPDATE regions_region SET name = '乙'"),
    "raw, with a semicolon": lambda: raw("UPDATE regions_region SET name = '乙' ;"),
    "raw delete of some": lambda: raw("delete from regions_region where code = '11';"),
    "raw, after a comment": lambda: raw("/* 改 */ -- 名\n UPDATE regions_region SET name = '乙'"),
    "raw, schema named": lambda: raw("UPDATE main.\"regions_region\" SET name = '乙'"),
    "raw, after WITH": lambda: raw("WITH x AS (SELECT '乙' AS n) UPDATE regions_region SET name = (SELECT n FROM x)"),
    "raw replace": lambda: raw("REPLACE INTO regions_region (code, name, level) VALUES ('11', '乙', 'town')"),
    "raw insert": lambda: raw("INSERT INTO regions_region (code, name, level) VALUES ('12', '乙', 'town')"),
    "raw, many": lambda: raw_many("UPDATE regions_region SET name = %s", [("乙",), ("丙",)]),
    "upsert": lambda: Region.objects.bulk_create(
        [Region(code="11", name="丁", level="province")],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_ask_18_no_way_of_writing_records_goes_round_the_audit(write):
    add("11")
    with pytest.raises(NotAudited), transaction.atomic():
        write()
    assert list(Region.objects.values_list("code", "name")) == [("11", "11")]


def test_the_audit_is_only_added_to_even_inside_an_action():
    add("11")
    for forge in (
        lambda: ChangeSet.objects.update(by="别人"),
        lambda: Change.objects.all().delete(),
        lambda: ChangeSet.objects.first().save(),
    ):
        with pytest.raises(NotAudited), change_set(by="王敏", at=AT, action="test", summary="改"):
            forge()
    assert ChangeSet.objects.get().by == "王敏"


@pytest.mark.django_db(transaction=True)
def test_tests_with_their_own_transactions_are_emptied_all_the_same():
    add("11")


@pytest.mark.django_db(transaction=True)
def test_and_the_next_one_begins_empty():
    assert not Region.objects.exists()
