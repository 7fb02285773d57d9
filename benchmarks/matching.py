"""A match of 1,000 spaces and 5,000 needs: ours against a pandas cross join with a dense assignment, and the limit.

One run interleaves the contestants after one warm-up each, and prints medians and ratios. `ours` judges every pair
(seven hard conditions, two preferences), keeps near misses and questions, and allocates; `naive` is what one would jot
down: a cross join in pandas, boolean masks, and scipy's dense `linear_sum_assignment`. The limit is scipy's sparse
solver alone, on arrays that are ready. Both find the same best sum. Goal: ours no slower than the naive one.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from tenglong.core.formula import Checked, check, parse
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.matching import Hard, Match, On, Side, Soft, names_of_side
from tenglong.engines import DuckDb
from tenglong.engines.assignment import allocate
from tenglong.engines.pairing import Pairs, pair

GOAL = 1.0
KINDS = ("厂房", "净地", "社区用房")
SPACE = Ledger(
    "space",
    "资源",
    (
        Field("key", "编号"),
        Field("kind", "类型"),
        Field("floor", "建筑面积", Kind.NUMBER, unit="平方米"),
        Field("power", "配电容量", Kind.NUMBER, unit="千伏安"),
        Field("height", "层高", Kind.NUMBER, unit="米"),
        Field("rent", "租金", Kind.NUMBER, unit="元"),
        Field("eia", "可办环评", Kind.TRUTH),
    ),
    "key",
)
NEED = Ledger(
    "need",
    "需求",
    (
        Field("key", "编号"),
        Field("kind", "类型"),
        Field("least", "最小面积", Kind.NUMBER, unit="平方米"),
        Field("most", "最大面积", Kind.NUMBER, unit="平方米"),
        Field("power", "最低配电", Kind.NUMBER, unit="千伏安"),
        Field("height", "最低层高", Kind.NUMBER, unit="米"),
        Field("rent", "最高租金", Kind.NUMBER, unit="元"),
        Field("eia", "需要环评", Kind.TRUTH),
    ),
    "key",
)
HARD = {
    "类型不同": "资源的类型 = 需求的类型",
    "面积不够": "资源的建筑面积 >= 需求的最小面积",
    "面积过大": "需求的最大面积 缺失 或 资源的建筑面积 <= 需求的最大面积",
    "配电不够": "需求的最低配电 缺失 或 资源的配电容量 >= 需求的最低配电",
    "层高不够": "需求的最低层高 缺失 或 资源的层高 >= 需求的最低层高",
    "租金太高": "需求的最高租金 缺失 或 资源的租金 <= 需求的最高租金",
    "办不了环评": "需求的需要环评 = 假 或 资源的可办环评",
}
SOFT = {
    "面积贴近": ("60", "需求的最小面积 / 资源的建筑面积"),
    "租金有余": ("40", "(需求的最高租金 - 资源的租金) / 需求的最高租金"),
}
NAMES = {**names_of_side(On.LEFT, "资源", SPACE), **names_of_side(On.RIGHT, "需求", NEED)}


def checked(text: str) -> Checked:
    return check(parse(text), NAMES)


MATCH = Match(
    key="bench.space",
    label="供需匹配",
    station="匹配",
    left=Side("资源", "space"),
    right=Side("需求", "need"),
    hard=tuple(Hard(checked(that), reason, reason == "类型不同") for reason, that in HARD.items()),
    soft=tuple(Soft(label, checked(score), weight) for label, (weight, score) in SOFT.items()),
)


def facts(spaces: int, needs: int) -> tuple[pa.Table, pa.Table]:
    """Invented rows; some facts are missing. About one pair in ten fits."""
    chance = np.random.default_rng(2024)

    def some(values: np.ndarray, missing: float) -> pa.Array:
        return pa.array(values.astype("float64"), mask=chance.random(len(values)) < missing)

    def keys(letter: str, count: int) -> pa.Array:
        return pa.array([f"{letter}{number:05}" for number in chance.permutation(count)])

    left = {
        "key": keys("L", spaces),
        "kind": pa.array(chance.choice(KINDS, spaces)),
        "floor": some(chance.integers(2_000, 20_000, spaces), 0),
        "power": some(chance.integers(300, 2_000, spaces), 0.05),
        "height": some(chance.integers(45, 90, spaces) / 10, 0.05),
        "rent": some(chance.integers(5, 20, spaces), 0.05),
        "eia": pa.array(chance.random(spaces) < 0.8, mask=chance.random(spaces) < 0.05),
    }
    least = chance.integers(500, 12_000, needs)
    right = {
        "key": keys("R", needs),
        "kind": pa.array(chance.choice(KINDS, needs)),
        "least": some(least, 0),
        "most": some(least * 4, 0.5),
        "power": some(chance.integers(100, 1_200, needs), 0.5),
        "height": some(chance.integers(30, 70, needs) / 10, 0.5),
        "rent": some(chance.integers(10, 30, needs), 0.3),
        "eia": pa.array(chance.random(needs) < 0.3),
    }
    return pa.table(left), pa.table(right)


def ours(left: pa.Table, right: pa.Table, engine: DuckDb) -> tuple[Pairs, pa.Table]:
    """Pairs with reasons and questions, and the allocation."""
    pairs = pair(MATCH, left, right, ("key", "key"), engine)
    return pairs, allocate(pairs)


def naive(left: pd.DataFrame, right: pd.DataFrame) -> tuple[int, int]:
    """How many pairs fit, and the best sum, as one would jot it down: unknown is not told from refused."""
    both = left.merge(right, how="cross", suffixes=("", "_n"))
    fit = both.kind == both.kind_n
    fit &= both.floor >= both.least
    fit &= both.most.isna() | (both.floor <= both.most)
    fit &= both.power_n.isna() | (both.power >= both.power_n)
    fit &= both.height_n.isna() | (both.height >= both.height_n)
    fit &= both.rent_n.isna() | (both.rent <= both.rent_n)
    fit &= ~both.eia_n.astype(bool) | both.eia.fillna(False).astype(bool)
    near = (both.least / both.floor).clip(0, 1).fillna(0) * 600_000
    cheap = ((both.rent_n - both.rent) / both.rent_n).clip(0, 1).fillna(0) * 400_000
    score = np.floor(near + 0.500001) + np.floor(cheap + 0.500001)
    weight = np.where(fit, score, 0).reshape(len(left), len(right))
    rows, columns = linear_sum_assignment(weight, maximize=True)
    return int(fit.sum()), int(weight[rows, columns].sum())


def ready(pairs: Pairs) -> csr_array:
    """The pairs that fit as the solver wants them, each space with a column in which it stays alone."""
    table = pairs.table
    fit = (table["failed"].to_numpy() == 0) & (table["unknown"].to_numpy() == 0)
    left, right, score = (table[name].to_numpy()[fit].astype("int64") for name in ("left_row", "right_row", "score"))
    spaces, needs, most = len(pairs.lefts), len(pairs.rights), int(score.max()) + 1
    alone = np.arange(spaces)
    weight = np.concatenate([most - score, np.full(spaces, most)]).astype("float64")
    where = (np.concatenate([left, alone]), np.concatenate([right, needs + alone]))
    return csr_array((weight, where), shape=(spaces, needs + spaces))


def contestants(spaces: int, needs: int, threads: int) -> dict[str, Callable[[], object]]:
    """What is timed; the results are compared first."""
    left, right = facts(spaces, needs)
    frames = left.to_pandas(), right.to_pandas()
    engine = DuckDb(threads=threads)
    pairs, chosen = ours(left, right, engine)
    graph = ready(pairs)
    count, best = naive(*frames)
    fit = graph.nnz - spaces
    assert count == fit, (count, fit)
    assert best == sum(chosen["score"].to_pylist()), (best, sum(chosen["score"].to_pylist()))
    print(f"{spaces * needs:,} pairs, {count:,} fit, {pairs.table.num_rows:,} kept; {chosen.num_rows:,} allocated")
    return {
        "ours": lambda: ours(left, right, engine),
        "naive": lambda: naive(*frames),
        "pairs alone": lambda: pair(MATCH, left, right, ("key", "key"), engine),
        "limit (scipy)": lambda: min_weight_full_bipartite_matching(graph),
    }


def medians(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each, interleaved."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            begun = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(found) for name, found in times.items()}


def main(argv: Sequence[str]) -> int:
    """Print seconds and ratios to the naive way; 1 when ours is over the goal."""
    options = argparse.ArgumentParser(prog="matching", description="seconds (ratio to the naive way)")
    options.add_argument("--spaces", type=int, default=1_000)
    options.add_argument("--needs", type=int, default=5_000)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args(argv)
    found = medians(contestants(chosen.spaces, chosen.needs, chosen.threads), chosen.rounds)
    print(f"| {' | '.join(found)} |")
    print(f"|{'---|' * len(found)}")
    print("| " + " | ".join(f"{seconds:.3f} s ({seconds / found['naive']:.2f})" for seconds in found.values()) + " |")
    ratio, limit = found["ours"] / found["naive"], found["ours"] / found["limit (scipy)"]
    print(f"ours: {ratio:.2f} times the naive way, {limit:.1f} times the limit; goal {GOAL}")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
