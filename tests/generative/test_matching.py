"""Both engines find the same pairs, whatever the threads and the order of the rows; the allocation is the best."""

import random
from decimal import Decimal
from itertools import permutations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.matching.rooms import HARD, MATCH, SOFT, match_of

from tenglong.engines import CannotRun, DuckDb, Reference
from tenglong.engines.assignment import allocate, best_matching
from tenglong.engines.pairing import Pairs, choose, pair

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
KEYS = ("key", "key")

_area = st.none() | st.sampled_from([Decimal(n) for n in ("0", "0.1", "0.3", "500", "1000", "1000.01", "-5")])
_area |= st.decimals(0, 2000, places=2)
_height = st.none() | st.sampled_from([3.0, 3.6, 4.5, float("nan"), 6.0])
_rent = st.none() | st.integers(0, 12)
_use = st.none() | st.sampled_from(["康养", "仓储", ""])
_room = st.fixed_dictionaries(
    {"use": _use, "floor_sqm": _area, "height_m": _height, "rent": _rent, "clean": st.none() | st.booleans()}
)
_wish = st.fixed_dictionaries({"use": _use, "least_sqm": _area, "least_m": _height, "rent": _rent})
_TYPES = {
    "key": pa.string(), "use": pa.string(), "floor_sqm": pa.decimal128(30, 2), "least_sqm": pa.decimal128(30, 2),
    "height_m": pa.float64(), "least_m": pa.float64(), "rent": pa.int64(), "clean": pa.bool_(),
}  # fmt: skip
_MORE = {
    "环评": "房的可环评",
    "租金": "房的租金 <= 客的最高租金 且 房的租金 / 客的最高租金 != 0.5",
    "宽": "房的面积 * 0.1 * 3 >= 客的最小面积 * 0.3",
}
_WORTH = {
    "三分": ("33.3333", "房的面积 / 客的最小面积 / 3"),
    "整": ("0.5", "如果(房的可环评, 1, 0.5)"),
    "零头": ("7.12345", "首个有值(房的租金, 客的最高租金, 3) / 7"),
}


def _some_of(known: dict[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """Some of the entries, in any order."""
    return st.lists(st.sampled_from(list(known)), unique=True).map(lambda names: {name: known[name] for name in names})


_matches = st.builds(
    match_of, _some_of(HARD | _MORE), _some_of(SOFT | _WORTH), st.integers(0, 2), st.sampled_from(["", *HARD])
)


@pytest.fixture(scope="module")
def engines() -> list[DuckDb]:
    return [DuckDb(threads=1), DuckDb(threads=2)]


def table(rows: list[dict[str, object]], letter: str) -> pa.Table:
    columns = list(rows[0])
    named = {"key": pa.array([f"{letter}{place:02}" for place in range(len(rows))])}
    return pa.table(named | {name: pa.array([row[name] for row in rows], _TYPES[name]) for name in columns})


def shuffled(rows: pa.Table, seed: int) -> pa.Table:
    order = list(range(rows.num_rows))
    random.Random(seed).shuffle(order)
    return rows.take(order)


@QUICK
@given(_matches, st.lists(_room, min_size=1, max_size=5), st.lists(_wish, min_size=1, max_size=5))
def test_engines_agree(engines, match, rooms, wishes) -> None:
    left, right = table(rooms, "房"), table(wishes, "客")
    truth = pair(match, left, right, KEYS, Reference())
    for seed, engine in enumerate(engines):
        found = pair(match, shuffled(left, seed), shuffled(right, seed), KEYS, engine)
        assert found == truth
        assert list(found.rows()) == list(truth.rows())
        assert allocate(found).equals(allocate(truth))


def test_many_rows_make_the_same_pairs_whatever_the_threads(engines) -> None:
    chance = random.Random(7)
    rooms = [
        {"use": chance.choice(["康养", "仓储"]), "floor_sqm": Decimal(chance.randrange(50_000)) / 100,
         "height_m": chance.choice([None, 3.0, 4.5]), "rent": chance.randrange(12)}
        for _ in range(300)
    ]  # fmt: skip
    wishes = [
        {"use": chance.choice(["康养", "仓储"]), "least_sqm": Decimal(chance.randrange(50_000)) / 100,
         "least_m": chance.choice([None, 3.0, 4.5]), "rent": chance.randrange(12)}
        for _ in range(400)
    ]  # fmt: skip
    left, right = table(rooms, "房"), table(wishes, "客")
    one, two = (pair(MATCH, shuffled(left, seed), right, KEYS, engine) for seed, engine in enumerate(engines))
    assert one == two
    assert allocate(one).equals(allocate(two))
    assert allocate(one).num_rows > 50


_scores = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(0, 3) | st.integers(0, 1_000_000), max_size=14
)


@settings(max_examples=200, deadline=None)
@given(_scores)
def test_the_allocation_sums_to_the_most_and_then_has_most_pairs(scores) -> None:
    left, right = (np.array([pair[side] for pair in scores], np.int64) for side in (0, 1))
    chosen = best_matching(left, right, np.array(list(scores.values()), np.int64))
    pairs = [list(scores)[place] for place in chosen]
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    assert (sum(scores[one] for one in pairs), len(pairs)) == best_by_hand(scores)
    assert pairs == sorted(pairs)


def best_by_hand(scores: dict[tuple[int, int], int]) -> tuple[int, int]:
    """Every way to put five rows beside five columns, pairs that are not there left out."""
    ways = ([pair for pair in enumerate(order) if pair in scores] for order in permutations(range(5)))
    return max((sum(scores[pair] for pair in way), len(way)) for way in ways)


def test_a_pair_without_points_is_still_a_pair() -> None:
    nothing = np.zeros(1, np.int64)
    assert best_matching(nothing, nothing, nothing).tolist() == [0]
    assert best_matching(nothing[:0], nothing[:0], nothing[:0]).tolist() == []


def test_only_what_fits_is_allocated() -> None:
    match = match_of(HARD, SOFT)
    left = table([{"use": "康养", "floor_sqm": Decimal(9), "height_m": None, "rent": 1}], "房")
    right = table(
        [
            {"use": "康养", "least_sqm": Decimal(5), "least_m": 3.0, "rent": 2},  # the height is not known
            {"use": "康养", "least_sqm": Decimal(10), "least_m": None, "rent": 2},  # too small
        ],
        "客",
    )
    pairs = pair(match, left, right, KEYS, Reference())
    assert pairs.table.num_rows == 2
    assert allocate(pairs).num_rows == 0


def test_a_side_is_picked_by_its_condition_and_what_is_unknown_is_not(engines) -> None:
    from dataclasses import replace

    from tests.core.matching.rooms import ROOM

    from tenglong.core.formula import check, parse
    from tenglong.core.ledger import name_specs

    side = replace(MATCH.left, where=check(parse("面积 >= 500"), name_specs(ROOM.fields)))
    areas = [Decimal(400), None, Decimal(500)]
    rooms = table([{"floor_sqm": area} for area in areas], "房")
    for engine in (*engines, Reference()):
        assert choose(side, rooms, engine)["key"].to_pylist() == ["房02"]
        assert choose(MATCH.left, rooms, engine) is rooms


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows.drop_columns(["key"]), "表里没有“key”这一列"),
        (lambda rows: pa.concat_tables([rows, rows]), "“房00”不止一行"),
        (lambda rows: rows.drop_columns(["floor_sqm"]), "表里没有“房的面积”这一列"),
        (lambda rows: rows.set_column(0, "key", pa.array([None], pa.string())), "有 1 行没有填"),
    ],
)
def test_a_table_that_cannot_be_matched_is_refused(engines, change, sentence) -> None:
    room = table([{"use": "康养", "floor_sqm": Decimal(1), "height_m": 3.0, "rent": 1}], "房")
    wish = table([{"use": "康养", "least_sqm": Decimal(1), "least_m": 3.0, "rent": 1}], "客")
    for engine in (*engines, Reference()):
        with pytest.raises(CannotRun, match=sentence):
            pair(MATCH, change(room), wish, KEYS, engine)


def test_scores_too_large_to_be_exact_are_refused() -> None:
    huge = np.array([2**52], np.int64)
    with pytest.raises(CannotRun, match="得分太大"):
        best_matching(np.zeros(1, np.int64), np.zeros(1, np.int64), huge)


def test_pairs_of_nobody_are_none(engines) -> None:
    room = table([{"use": "康养", "floor_sqm": Decimal(1), "height_m": 3.0, "rent": 1}], "房")
    wish = table([{"use": "康养", "least_sqm": Decimal(1), "least_m": 3.0, "rent": 1}], "客").slice(0, 0)
    for engine in (*engines, Reference()):
        found = pair(MATCH, room, wish, KEYS, engine)
        assert isinstance(found, Pairs)
        assert (found.table.num_rows, allocate(found).num_rows) == (0, 0)
