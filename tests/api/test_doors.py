"""Who may ask for what: every operation of the API, taken from its schema, by every named person and by nobody."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client as Browser
from ninja import Schema
from tests.api.clients import Client, key_for
from tests.people import ROLES

from tenglong.api.main import api
from tenglong.records.clients.scopes import SCOPES
from tenglong.records.people.rights import can

BODIES = {  # what is sent to an operation whose person may: each is refused for its content, not at the door
    "enter": {"values": {}},
    "change": {"values": {}, "version": 1},
    "begin": {"procedure": "nothing.at_all", "values": {}},
    "move": {"act": "note"},
    "columns": {"columns": {}},
    "decide": {},
    "apply": {},
    "undo": {},
    "drop": {},
}
PLACES = {"kind": "enterprise", "row": "nothing", "number": "1", "key": "nothing", "run": "0", "subject": "nothing"}
PLACES |= {"batch": "0", "paper": "0", "round_id": "0", "subscription": "0"}


def operations() -> Iterator[tuple[str, str, dict]]:
    """The path, the verb and what the schema says of every operation."""
    for path, verbs in api.get_openapi_schema(path_prefix="")["paths"].items():
        for verb, told in verbs.items():
            yield path.lstrip("/").format(**PLACES), verb, told


def ask(client: Client, path: str, verb: str, told: dict):
    if "multipart/form-data" in told.get("requestBody", {}).get("content", {}):
        return client.upload(path, {"title": "x"})
    name = told["operationId"].rpartition("_")[2]
    if verb in ("post", "patch"):
        return getattr(client, verb)(path, BODIES.get(name, {}))
    return getattr(client, verb)(path)


def test_every_operation_says_its_scope_its_right_and_what_it_does():
    told = list(operations())
    assert len(told) > 30
    for path, verb, one in told:
        assert one["x-scope"] in SCOPES, (path, verb)
        assert one["x-access"], (path, verb)
        assert one["summary"].strip(), (path, verb)
        assert one["description"].strip(), (path, verb)
        assert one["security"] == [{"ApiKey": []}, {"Session": []}], (path, verb)


def test_no_two_shapes_have_the_same_name():
    todo, names = [Schema], []
    while todo:
        for one in todo.pop().__subclasses__():
            todo.append(one)
            if one.__module__.startswith("tenglong.api") and not one.__name__.startswith("Asked"):
                names.append(one.__name__)
    assert len(names) == len(set(names))


@pytest.mark.usefixtures("people")
def test_without_a_key_nothing_is_answered():
    for path, verb, told in operations():
        assert ask(Client(), path, verb, told).status_code == 401, path


def test_every_person_at_every_operation(firms):
    for role, (path, verb, told) in product(ROLES, list(operations())):
        person = getattr(firms, role)
        right = told["x-access"]
        allowed = right == "signed_in" or can(person, right)
        answer = ask(client_of(person), path, verb, told)
        seen = (role, verb, path, answer.status_code)
        assert answer.status_code < 500, seen
        if allowed:
            assert answer.status_code in {200, 201, 202, 403, 404, 422}, seen
        else:
            assert answer.status_code == 403, seen
        if answer.status_code >= 400:
            assert answer.json()["error"]["sentence"].endswith("。"), seen


def test_a_key_without_the_scope_is_refused_at_every_operation(firms):
    for path, verb, told in operations():
        rest = sorted(SCOPES.keys() - {told["x-scope"]})
        answer = ask(client_of(firms.administrator, *rest), path, verb, told)
        assert answer.status_code == 403, path
        assert SCOPES[told["x-scope"]] in answer.json()["error"]["sentence"]


_keys: dict[tuple[str, ...], str] = {}


@pytest.fixture(autouse=True)
def no_keys() -> None:
    _keys.clear()


def client_of(person, *scopes: str) -> Client:
    """Another system with a key of that person, for all or these scopes."""
    wanted = (person.login, *scopes)
    if wanted not in _keys:
        _keys[wanted] = key_for(person, *(scopes or SCOPES))
    return Client(_keys[wanted])


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
@pytest.mark.usefixtures("people")
def test_an_address_that_is_none_is_answered_as_data_too(method: str):
    answer = getattr(Browser(enforce_csrf_checks=True), method)("/api/v1/registers/enterprise/rows/a%0Ab")
    assert answer.status_code == 404
    assert "没有这个地址" in answer.json()["error"]["sentence"]
