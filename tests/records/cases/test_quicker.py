"""Two people and one case: a form that shows the case as it no longer is, two writers at the same moment."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connections
from tests.people import People
from tests.records.trial import install, moment, open_one, register

from tenglong.core.errors import Refused
from tenglong.records.audit.models import ChangeSet
from tenglong.records.cases.checks import Stale
from tenglong.records.cases.models import Case, Entry
from tenglong.records.flows.actions import move_case


def finish(number: str, people: People, version: int | None = None) -> Case:
    return move_case(
        number=number,
        act="finish",
        step="verify",
        values={"clear": "是"},
        evidence=[("登记簿", "", None)],
        by=people.reviewer,
        at=moment("2022-06-17 10:00"),
        version=version,
    )


def test_a_stale_form_and_a_second_press_are_refused_with_who_and_when(county: People):
    case = open_one(county.officer)
    assert finish(case.number, county, version=case.version).version == case.version + 1
    written = ChangeSet.objects.count()
    with pytest.raises(Stale) as caught:
        finish(case.number, county, version=case.version)
    assert str(caught.value) == "这件已经被 赵宁 于 2022-06-17 10:00 办理过，请看最新情况再办。"
    assert ChangeSet.objects.count() == written
    assert Entry.objects.filter(act="finish").count() == 1


@pytest.fixture
def files(django_db_blocker, tmp_path) -> Iterator[None]:
    """A database in a file, as a county has it: each thread has a connection of its own."""
    from django.conf import settings
    from django.core.management import call_command

    old = connections["default"]
    if old.vendor != "sqlite":
        pytest.skip("the threads of this test share a file of SQLite")
    with django_db_blocker.unblock():
        wanted = {**settings.DATABASES["default"], "NAME": str(tmp_path / "county.sqlite3")}
        connections.databases["default"] = {**connections.databases["default"], **wanted}
        del connections["default"]
        call_command("migrate", verbosity=0)
        yield
        connections["default"].close()
        connections.databases["default"] = old.settings_dict
        connections["default"] = old


@pytest.mark.usefixtures("django_db_setup", "files")
def test_of_two_at_the_same_moment_exactly_one_wins(settings, tmp_path):
    from tests.people import settle

    settings.FILES_ROOT = tmp_path / "files"
    people = settle()
    install()
    register()
    for round_ in range(5):
        case = open_one(people.officer, 列入日期=f"2022-06-{round_ + 1:02}")
        said: list[str] = []
        start = threading.Barrier(2)

        def press(number: str, version: int, said: list[str], start: threading.Barrier) -> None:
            start.wait()
            try:
                finish(number, people, version)
                said.append("done")
            except Refused as refusal:
                said.append(str(refusal))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=press, args=(case.number, case.version, said, start)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said, reverse=True)[1] == "done"
        assert "这件已经被 赵宁" in sorted(said, reverse=True)[0]
        assert Entry.objects.filter(case=case, act="finish").count() == 1
