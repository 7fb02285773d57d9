"""The analyst's guide, executed as it stands: tables written, commands run, its pairs found in the file."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from tests.guides.test_first_mechanism import CHECKOUT, Place, follow_all

from tenglong.workbooks import read_table

GUIDE = (CHECKOUT / "docs" / "guides" / "one-workbook.md").read_text(encoding="utf-8")
PAIR = re.compile(r"^\| (.+?) \|$", re.MULTILINE)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A checkout as it is shipped."""
    shutil.copytree(settings.MECHANISMS_ROOT, tmp_path / "mechanisms")
    return Place(tmp_path)


def test_everything_in_it_happens_as_it_is_shown(place: Place):
    follow_all(place, GUIDE)
    scores = read_table((place.root / "scores.xlsx").read_bytes(), "scores.xlsx")
    assert len(scores.rows) == 3
    head, *shown = [[cell.strip() for cell in line.split("|")] for line in PAIR.findall(GUIDE)]
    pairs = read_table((place.root / "pairs.xlsx").read_bytes(), "pairs.xlsx")
    columns = [pairs.headers.index(label) for label in head]
    assert [[str(row.cells[at] or "") for at in columns] for row in pairs.rows] == shown
