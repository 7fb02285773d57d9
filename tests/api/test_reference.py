"""The written pages of the API are those of the running one."""

import re
from pathlib import Path

import pytest
from tests.api.clients import Client, key_for
from tests.api.write_reference import PAGE, page

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "api.md"


def test_the_reference_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: ./tenglong dev docs"


@pytest.mark.usefixtures("firms")
def test_every_address_of_the_guide_answers(people):
    client = Client(key_for(people.officer, "read"))
    addresses = re.findall(r"curl -H [^\n]*\$TENGLONG/api/v1/([^\"'\s]+)", GUIDE.read_text("utf-8"))
    assert len(addresses) > 3
    for address in addresses:
        assert client.get(address).status_code == 200, address
