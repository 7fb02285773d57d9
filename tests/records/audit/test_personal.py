"""Values that tell of a person: read while they are kept, erased by law, and every seal still holds."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from tenglong.records.audit import personal
from tenglong.records.audit.actions import change_set
from tenglong.records.audit.erasing import CannotErase, erase_personal
from tenglong.records.audit.models import Change, PersonalValue
from tenglong.records.audit.sealing import seal
from tenglong.records.audit.verifying import verify

AT = datetime(2023, 5, 4, 10, tzinfo=UTC)
WHY = "本人申请，个人信息保护法第四十七条"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A kind with a name and a telephone of a person."""
    monkeypatch.setattr(personal, "_kinds", {"contact": frozenset({"phone", "name"})})


def write(before: dict | None, after: dict | None, key: str = "7") -> None:
    with change_set(by="王敏", at=AT, action="test.write", summary="联系人") as trail:
        if before is None:
            trail.created("contact", key, after)
        elif after is None:
            trail.removed("contact", key, before)
        else:
            trail.changed("contact", key, before, after)


def forge(sql: str) -> None:
    connection.connection.cursor().execute(sql)


def test_what_is_sealed_holds_no_personal_value_and_what_is_kept_tells_it():
    write(None, {"name": "石磊", "phone": "13905700000", "post": "厂长", "fax": ""})
    write({"phone": "13905700000"}, {"phone": "13905700001"})
    texts = "".join(one.before + one.after for one in Change.objects.all())
    assert "1390570000" not in texts
    assert "石磊" not in texts
    assert "厂长" in texts
    assert PersonalValue.objects.count() == 4
    digests = PersonalValue.objects.values_list("digest", flat=True)
    assert sorted(personal.look_up(digests).values()) == ["13905700000", "13905700000", "13905700001", "石磊"]


def test_the_same_value_never_has_the_same_digest():
    write(None, {"phone": "13905700000"}, key="1")
    write(None, {"phone": "13905700000"}, key="2")
    one, other = Change.objects.values_list("after", flat=True)
    assert one != other


def test_an_erasure_by_law_breaks_no_seal_and_is_itself_in_the_history():
    write(None, {"name": "石磊", "phone": "13905700000"})
    write(None, {"name": "林远", "phone": "13905709999"}, key="8")
    seal(at=AT)
    assert erase_personal(kind="contact", key="7", reason=WHY, by="关理", at=AT) == 2
    seal(at=AT)
    found = verify()
    assert (found.holds, found.erased, found.sealed) == (True, 2, 3)
    assert set(PersonalValue.objects.values_list("key", flat=True)) == {"8"}
    told = Change.objects.get(kind="personal")
    assert told.key == "contact:7"
    assert WHY in told.after
    assert "石磊" not in told.after
    assert told.change_set.by == "关理"


def test_what_is_gone_without_an_erasure_and_what_was_changed_is_found():
    write(None, {"phone": "13905700000"})
    write(None, {"phone": "13905700009"}, key="8")
    seal(at=AT)
    forge("DELETE FROM audit_personalvalue WHERE key = '7'")
    forge("UPDATE audit_personalvalue SET value = '\"13900000000\"' WHERE key = '8'")
    said = " ".join(one.says for one in verify().findings)
    assert "没有依法删除的记录" in said
    assert "被改动" in said


@pytest.mark.parametrize("reason", ["", "  ", "不要"])
def test_an_erasure_has_a_reason(reason):
    write(None, {"phone": "13905700000"})
    with pytest.raises(CannotErase, match="依据和原因"):
        erase_personal(kind="contact", key="7", reason=reason, by="关理", at=AT)
    assert PersonalValue.objects.count() == 1


def test_nothing_to_erase_is_a_sentence_and_leaves_no_trace():
    with pytest.raises(CannotErase, match="没有个人信息"):
        erase_personal(kind="contact", key="9", reason=WHY, by="关理", at=AT)
    assert not Change.objects.exists()


def write_and_fail() -> None:
    with change_set(by="王敏", at=AT, action="part", summary="部分") as trail:
        trail.created("contact", "7", {"phone": "13905700000"})
        raise ZeroDivisionError


def test_a_part_that_fails_keeps_no_personal_value():
    with change_set(by="王敏", at=AT, action="test", summary="试"), pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert not PersonalValue.objects.exists()
