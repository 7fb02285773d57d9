"""What the tests of the screens may ask for."""

import pytest

from tests.web.county import County, settle_county


@pytest.fixture
def county(people) -> County:
    """The small county, settled."""
    return settle_county(people)
