"""Writers and sealers at once, and a sealer that is ended in the middle: every committed set sealed, exactly once."""

import json

import pytest
from django.db import connection
from tests.homes import run, settle_home

pytestmark = pytest.mark.django_db(transaction=True)
WRITING = "tests.records.audit.writing"


@pytest.fixture
def env(tmp_path):
    """A county of the test's own."""
    return settle_home(tmp_path / "home")


def test_eight_writers_and_two_sealers(env):
    done = run(env, WRITING, "8", "40")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["holds"], told["unsealed"]) == (True, 0)
    assert told["sets"] == told["seals"] > 200
    if connection.vendor == "postgresql":
        assert told["late"], "the writers never committed out of order: the test tries nothing"
        assert told["gaps"]


@pytest.mark.parametrize("point", ["seal.write:2", "seal.written:2"])
def test_a_sealer_that_is_ended_leaves_a_chain_that_goes_on(env, point):
    ended = run(env, WRITING, "2", "30", TENGLONG_END_AT=point)
    assert ended.returncode == 99, ended.stderr
    told = json.loads(run(env, WRITING, "2", "3").stdout)
    assert (told["holds"], told["unsealed"]) == (True, 0)
    assert told["sets"] == told["seals"]
