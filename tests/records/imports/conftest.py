"""Who imports: the zone officer of the county, and an officer of the whole province who may import every row."""

from pathlib import Path

import pytest
from tests.people import DAY_ONE, SETUP, People

TWIN = Path(__file__).parents[2] / "data" / "enterprises_twin.csv"


@pytest.fixture
def province(people: People):  # noqa: ARG001  asks for the regions
    """Somebody who holds the zone officer's role for the whole province."""
    from tenglong.records.people.actions import add_person, grant_role

    person = add_person(login="suyan", name="苏燕", by=SETUP, at=DAY_ONE)
    grant_role(person=person, role="zone_officer", region_code="33", by=SETUP, at=DAY_ONE)
    return person


@pytest.fixture
def twin() -> bytes:
    """The invented registry extract, described in tests/data/README.md."""
    return TWIN.read_bytes()
