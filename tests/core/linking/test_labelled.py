"""The pairs that were labelled before tuning: what is merged without asking, and what is lost, at the bands' edges."""

import csv
from pathlib import Path

import pytest
from tests.generative.firms import places

from tenglong.core.linking import Band, Mention, judge, read_mention

PAIRS = Path(__file__).parents[2] / "data" / "linking_pairs.csv"


def bands(part: str) -> list[tuple[str, Band]]:
    """The label and the band of each pair."""
    regions, found = places(), []
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            left, right = (
                Mention(row[f"{side}_name"], row[f"{side}_code"], row[f"{side}_address"]) for side in ("left", "right")
            )
            if row["part"] == part:
                found.append((row["verdict"], judge(read_mention(left, regions), read_mention(right, regions)).band))
    return found


@pytest.mark.parametrize("part", ["tuning", "held out"])
def test_no_pair_labelled_different_is_merged(part: str) -> None:
    assert ("不同", Band.SAME) not in bands(part)


@pytest.mark.parametrize(("part", "undecidable", "merged", "lost"), [("tuning", 0, 40, 2), ("held out", 1, 50, 4)])
def test_at_the_edges(part: str, undecidable: int, merged: int, lost: int) -> None:
    found = bands(part)
    assert found.count(("看不出", Band.SAME)) <= undecidable
    assert found.count(("同一家", Band.SAME)) >= merged
    assert found.count(("同一家", Band.DIFFERENT)) <= lost
