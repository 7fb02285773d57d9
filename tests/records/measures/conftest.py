"""The county of these tests: the named people, the small mechanism, two firms and a parcel."""

import pytest
from tests.people import People
from tests.records.trial import install, register


@pytest.fixture
def county(people: People) -> People:
    install()
    register()
    return people
