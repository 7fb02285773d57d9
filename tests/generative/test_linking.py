"""The engine finds what the reference finds, and merges a fresh county's records with a precision of 0.99."""

from collections import Counter
from math import sqrt

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.generative.firms import Firm, firms, mentions, places

from tenglong.core.linking import Mention, Read, judge, read_mention
from tenglong.engines.linking import clusters, link

FEATURES = ("code", "name", "place", "branch", "address")
ODD = st.text("龙游常山砚湖特种纸有限公司厂（）()分店 县市A1*;第二名称:号路-村【】", max_size=24)


def table(found: list[Firm]) -> pa.Table:
    return pa.table({name: [getattr(one, name) for one in found] for name in ("name", "code", "address")})


def read(one: Firm) -> Read:
    return read_mention(Mention(one.name, one.code, one.address), places())


def wilson(right: int, of: int) -> tuple[float, float]:
    """The interval of a share at 95 %."""
    z, share = 1.96, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - reach, middle + reach


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_engine_and_reference_agree(seed: int) -> None:
    found = mentions(firms(250, seed=seed), 400, seed=seed + 1)
    for row in link(table(found), None, places()).to_pylist():
        judged = judge(read(found[row["left_row"]]), read(found[row["right_row"]]))
        assert [row[feature] for feature in FEATURES] == [one.level for one in judged.evidence]
        assert (row["weight"], row["band"]) == (judged.weight, judged.band.name)


@settings(max_examples=15, deadline=None)
@given(rows=st.lists(st.tuples(ODD, ODD, ODD), min_size=2, max_size=8))
def test_engine_and_reference_agree_on_whatever_is_typed(rows: list[tuple[str, str, str]]) -> None:
    found = [Firm(0, *row, "", "", "", "") for row in rows]
    for row in link(table(found), None, places()).to_pylist():
        judged = judge(read(found[row["left_row"]]), read(found[row["right_row"]]))
        assert [row[feature] for feature in FEATURES] == [one.level for one in judged.evidence]


@pytest.fixture(scope="module")
def fresh() -> tuple[list[Firm], list[dict]]:
    """Records that no weight was tuned on."""
    found = mentions(firms(3_000, seed=5001), 6_000, seed=5002)
    return found, link(table(found), None, places()).to_pylist()


def test_automatic_merges_are_right(fresh: tuple[list[Firm], list[dict]]) -> None:
    found, rows = fresh
    merged = [found[row["left_row"]].entity == found[row["right_row"]].entity for row in rows if row["band"] == "SAME"]
    assert sum(merged) / len(merged) >= 0.99
    assert wilson(sum(merged), len(merged))[0] >= 0.99
    true_pairs = sum(count * (count - 1) // 2 for count in Counter(one.entity for one in found).values())
    asked = sum(found[row["left_row"]].entity == found[row["right_row"]].entity for row in rows)
    assert sum(merged) / true_pairs >= 0.6
    assert asked / true_pairs >= 0.9


def test_a_cluster_never_holds_two_codes(fresh: tuple[list[Firm], list[dict]]) -> None:
    found, _ = fresh
    pairs = link(table(found), None, places())
    codes = [one.code if read(one).code.valid else "" for one in found]
    held: dict[int, set[str]] = {}
    for first, code in zip(clusters(len(found), pairs, codes).tolist(), codes, strict=True):
        held.setdefault(first, set()).update({code} - {""})
    assert max(map(len, held.values())) == 1
