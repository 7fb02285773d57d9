"""What a device sends again, because no answer reached it, is not a second entry."""

from collections.abc import Callable

import pytest
from tests.people import People
from tests.records.trial import moment, open_one

from tenglong.records.audit.models import ChangeSet
from tenglong.records.cases.checks import AlreadySent
from tenglong.records.cases.models import Entry
from tenglong.records.files.models import Evidence
from tenglong.records.flows.actions import move_case


@pytest.fixture
def send(county: People) -> Callable[..., None]:
    """Sends one entry with a photo to a step that takes entries."""
    number = open_one(county.officer).number
    papers = [("登记簿", "", None)]
    move_case(
        number=number, act="finish", step="verify", values={"clear": "是"}, evidence=papers,
        by=county.reviewer, at=moment("2022-06-17 10:00"),
    )  # fmt: skip

    def one(once: str, at: str = "2022-06-20 10:00", answer: str = "拒签") -> None:
        move_case(
            number=number, act="note", step="talks", values={"态度": answer}, evidence=[("现场照片", "", None)],
            by=county.officer, at=moment(at), once=once,
        )  # fmt: skip

    return one


def test_the_same_key_is_one_entry_with_one_photo(send):
    send("a1")
    written = ChangeSet.objects.count()
    with pytest.raises(AlreadySent) as caught:
        send("a1", at="2022-06-21 08:00")
    assert "2022-06-20 10:00 收到" in str(caught.value)
    assert Entry.objects.filter(act="note").count() == 1
    assert Evidence.objects.filter(title="现场照片").count() == 1
    assert ChangeSet.objects.count() == written


def test_another_key_and_no_key_are_entries_of_their_own(send):
    for once in ("a1", "a2", "", ""):
        send(once)
    assert Entry.objects.filter(act="note").count() == 4
