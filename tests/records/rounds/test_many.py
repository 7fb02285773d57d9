"""A round that goes to many is sent out piece by piece, and goes on where it stands."""

import pytest
from tests.people import SETUP
from tests.records.rounds.firms import COLLECTION, FILES, settle_firms
from tests.records.trial import moment

from tenglong.jobs.resuming import resume
from tenglong.records.audit.models import ChangeSet
from tenglong.records.cases.models import Case
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.people.rights import CannotDo
from tenglong.records.rounds import asking
from tenglong.records.rounds.actions import CannotRun, go_on, merge, open_round
from tenglong.records.rounds.models import Round

AT = moment("2022-08-02 09:00")


@pytest.fixture
def asks(people, monkeypatch):  # noqa: ARG001  the county comes first
    monkeypatch.setattr(asking, "AT_ONCE", 5)
    monkeypatch.setattr(asking, "PIECE", 4)
    monkeypatch.setattr(asking, "PAUSE_S", 0.0)
    return settle_firms(10)


def opened(asks):
    return open_round(collection=COLLECTION, period="2022-07", by=asks, at=AT)


def test_many_are_asked_by_pieces_of_one_batch(asks):
    found = opened(asks)
    assert (found.status, found.asked.count()) == ("opening", 0)
    with pytest.raises(CannotRun, match="请等分发完"):
        merge(found=found, by=asks, at=AT)
    go_on(found=found, by=asks, at=AT)
    found.refresh_from_db()
    assert (found.status, found.asked.count(), Case.objects.count()) == ("open", found.to_ask, found.to_ask)
    assert ChangeSet.objects.filter(batch=f"round:{found.pk}").count() == -(-found.to_ask // 4)


def test_sent_out_again_it_is_the_same_round_and_nobody_is_asked_twice(asks, monkeypatch):
    found, stop = opened(asks), []

    def stops(name):
        stop.append(name)
        if len(stop) == 4:  # after the second piece
            raise KeyboardInterrupt

    with monkeypatch.context() as ending:
        ending.setattr(asking, "reached", stops)
        with pytest.raises(KeyboardInterrupt):
            go_on(found=found, by=asks, at=AT)
    assert found.asked.count() == 8
    assert opened(asks) == found
    go_on(found=found, by=asks, at=AT)
    found.refresh_from_db()
    assert (found.status, found.asked.count(), Case.objects.count()) == ("open", found.to_ask, found.to_ask)
    go_on(found=found, by=asks, at=AT)
    assert Case.objects.count() == found.to_ask


def test_it_goes_on_at_the_next_start_in_the_version_it_began_under(asks):
    found = opened(asks)
    newer = FILES | {"procedure.yaml": FILES["procedure.yaml"].replace("用工人数", "在岗人数")}
    install_mechanism(files=newer, by=SETUP, at=AT)
    assert resume(AT) == 1
    assert resume(AT) == 0
    assert Round.objects.get(pk=found.pk).status == "open"
    assert set(Case.objects.values_list("mechanism_id", flat=True)) == {found.mechanism_id}


def test_nobody_else_goes_on_with_it(asks, people):
    found = opened(asks)
    with pytest.raises(CannotDo, match="不能组织"):
        go_on(found=found, by=people.officer, at=AT)
    assert not Case.objects.exists()
