"""Every door there is, from the registers of addresses, API operations, commands and jobs, by every role.

A door that does not say whose rights it asks for fails; so does one that lets in a person without the right it names.
A new door needs no row here, save a command that acts as a person: it says how it is knocked at (`KNOCKS`).
"""

import inspect
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter
from tests.people import FIRM_CODE, NEXT_COUNTY, ROLES, TOWN, People
from tests.web.county import register

from tenglong.api.main import api
from tenglong.cli.main import COMMANDS, main
from tenglong.core.errors import Refused
from tenglong.jobs.registry import JOBS
from tenglong.playbooks.roles import RIGHTS
from tenglong.records.audit.models import ChangeSet
from tenglong.records.people.queries import get_person
from tenglong.records.people.rights import can

ANYBODY = {"public", "signed_in", "entering", "api"}
WHOSE = {"nobody", "person", "operator"}
LEAVES = {"sign-out", "enter"}  # after these nobody is signed in, or somebody else
NOBODYS = 999_999  # the id of no row


def patterns() -> Iterator[URLPattern]:
    """Every address of the program."""
    todo = list(get_resolver().url_patterns)
    while todo:
        one = todo.pop()
        if isinstance(one, URLPattern):
            yield one
        else:
            todo += one.url_patterns


def address(pattern: URLPattern) -> str:
    """The address of a row that is not there."""
    given = {
        name: NOBODYS if isinstance(converter, IntConverter) else "none"
        for name, converter in pattern.pattern.converters.items()
    }
    return reverse(pattern.name, kwargs=given)


def operations() -> Iterator[tuple[str, str, str]]:
    """Every operation of the API: its verb, its address with the keys of no row, the right it names."""
    for path, verbs in api.get_openapi_schema()["paths"].items():
        for verb, operation in verbs.items():
            yield verb, re.sub(r"\{[^}]*\}", str(NOBODYS), path), operation.get("x-access", "")


def test_every_door_says_whose_rights_it_asks_for():
    for pattern in patterns():
        assert getattr(pattern.callback, "access", "") in ANYBODY | set(RIGHTS), pattern
    for verb, path, access in operations():
        assert access in {"signed_in", *RIGHTS}, (verb, path)
    for name, command in COMMANDS.items():
        assert command.access in WHOSE, name
    for name, job in JOBS.items():
        assert job.access in RIGHTS, name


def test_an_unclassified_door_is_found():
    """The test above is worth something: what carries no mark is not taken for one that does."""
    assert getattr(lambda: None, "access", "") not in ANYBODY | set(RIGHTS)
    assert "" not in WHOSE
    with pytest.raises(TypeError):
        type(COMMANDS["export"])("export")


@pytest.mark.usefixtures("people")
def test_no_address_lets_anybody_past_without_its_right(people: People, client):
    doors = [one for one in patterns() if one.callback.access in RIGHTS]
    assert len(doors) > 20
    for role in ROLES:
        person = getattr(people, role)
        client.force_login(person)
        for pattern in doors:
            if can(person, pattern.callback.access):  # what lies behind is done, not tried: a backup is made
                continue
            for ask in (client.get, client.post):
                status = ask(address(pattern)).status_code
                assert status in {403, 405}, f"{role} at {pattern.name}: {status}"


@pytest.mark.usefixtures("people")
def test_no_address_but_the_way_in_opens_without_a_session(client):
    for pattern in patterns():
        if pattern.callback.access in ANYBODY - {"signed_in", "entering"}:
            continue
        for ask in (client.get, client.post):
            answer = ask(address(pattern))
            led = answer.headers.get("Location", "").partition("?")[0]
            assert answer.status_code == 405 or led == reverse("sign-in"), pattern.name


@pytest.mark.usefixtures("people")
def test_no_operation_lets_anybody_past_without_its_right(people: People, client):
    found = list(operations())
    assert found
    for role in (None, *ROLES):
        if role:
            client.force_login(getattr(people, role))
        for verb, path, access in found:
            answer = getattr(client, verb)(path, content_type="application/json")
            if role is None:
                assert answer.status_code == 401, (verb, path)
            elif access in RIGHTS and not can(getattr(people, role), access):
                assert answer.status_code == 403, (role, verb, path)
            assert answer.status_code < 500, (role, verb, path)


def test_no_job_writes_for_anybody_without_its_right(people: People):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    for role in ROLES:
        person = getattr(people, role)
        for name, job in JOBS.items():
            if can(person, job.access):
                continue
            named = inspect.signature(job.run).parameters
            given = {key: NOBODYS for key in named if key not in {"by", "at"}}
            before = ChangeSet.objects.count()
            with pytest.raises(Refused):
                job.run(by=person, at=at, **given)
            assert ChangeSet.objects.count() == before, (role, name)


Knock = Callable[[str, Path, pytest.CaptureFixture[str]], Any]
INSIDE = {"officer", "clerk", "reviewer", "tax_reviewer", "leader", "supervisor", "auditor", "administrator"}


def export(login: str, folder: Path, _capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether the town's firm stands in what they take away."""
    out = folder / f"{login}.csv"
    assert main(["export", "enterprise", "-o", str(out), "--as", login]) == 0
    return FIRM_CODE in out.read_text(encoding="utf-8-sig")


def bring_in(login: str, folder: Path, _capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether they may hand in a workbook."""
    table = folder / "名录.csv"
    table.write_text(
        "企业名称,统一社会信用代码,注册日期,地区\n青禾五金有限公司,91330802MA0TL0003L,2017-05-31,衢江区\n", "utf-8"
    )
    code = main(
        ["import", "enterprises", str(table), "--dry-run", "--as", login, "--report", str(folder / "报告.xlsx")]
    )
    return code == 0


def enter(login: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether they may register a plot in the town."""
    table = folder / f"{login}.csv"
    table.write_text(f"地块编号,地块名称,区划,面积（亩）,用途\n{TOWN}-{login},某路1号,{TOWN},10,工业用地\n", "utf-8")
    main(["register", "parcel", str(table), "--as", login])
    told = capsys.readouterr().err
    return "您的岗位没有这项权限" not in told


def draw(login: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether they may draw a report at all."""
    main(["report", "briefing.monthly", "--period", "2022-08", "-o", str(folder / "简报.docx"), "--as", login])
    return "没有这项权限" not in capsys.readouterr().err


KNOCKS: dict[str, tuple[Knock, set[str]]] = {
    "export": (export, INSIDE | {"enterprise"}),
    "import": (bring_in, {"officer", "clerk", "administrator", "neighbour"}),
    "register": (enter, {"officer", "clerk", "administrator", "neighbour"}),
    "report": (draw, INSIDE | {"neighbour"}),
}


def test_every_command_that_acts_as_a_person_is_knocked_at():
    assert KNOCKS.keys() == {name for name, command in COMMANDS.items() if command.access == "person"}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("name", KNOCKS)
def test_a_command_lets_a_person_do_what_their_roles_let_them(name, people: People, tmp_path, capsys):
    register()
    knock, allowed = KNOCKS[name]
    for role in ROLES:
        login = getattr(people, role).login
        assert knock(login, tmp_path, capsys) == (role in allowed), f"{role} at {name}"
    assert get_person("fengxue").grants.get().region_code == NEXT_COUNTY
