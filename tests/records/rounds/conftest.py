"""The county of these tests: eleven towns that are asked every month."""

import pytest
from tests.people import People
from tests.rounds import Towns, settle_towns


@pytest.fixture
def towns(people: People) -> Towns:  # noqa: ARG001  the county comes first
    return settle_towns()
