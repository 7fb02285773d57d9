"""What every test may ask for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as examples

if TYPE_CHECKING:
    from tests.people import People

examples.register_profile("tenglong", deadline=None)  # how long an example takes says how busy the machine is
examples.load_profile("tenglong")


@pytest.fixture
def people(db: None, settings, tmp_path: Path) -> "People":  # noqa: ARG001  asks for the database
    """The named people, their offices and the regions, in an empty database; files go to a folder of the test's own."""
    from tests.people import settle

    settings.FILES_ROOT = tmp_path / "files"
    return settle()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What the program keeps by the ids of rows is forgotten: each test begins with tables of its own."""
    kept = ("mechanisms.queries", "cases.frames", "cases.entry_sources", "cases.lit", "ledgers.tables")
    for name in (*kept, "measures.queries", "scores.queries", "matches.pools", "rounds.spec"):
        if module := sys.modules.get(f"tenglong.records.{name}"):
            module.forget()
