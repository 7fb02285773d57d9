"""Formulas over 10^5 to 10^7 rows: our compiled SQL against hand-written SQL, pandas, and a raw scan.

One run interleaves the contestants (A, B, C, A, B, C, …) after one warm-up each, and prints medians and ratios.
The hand-written SQL is in the portable subset (guarded divisors, stated rounding, order-free sums), as careful as
ours; `plain` is what one would jot down: doubles, ROUND, LEAST. Goal: at most 1.3 times the careful one, linear.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from tenglong.core.formula import Checked, NameSpec, Type, check, parse
from tenglong.engines import DuckDb, Total

GOAL = 1.3

FACTS = {  # column: (name, unit, largest value in hundredths)
    "tax": ("评价税收", "万元", 500_000),
    "land": ("用地面积", "亩", 20_000),
    "added": ("工业增加值", "万元", 3_000_000),
    "energy": ("综合能耗", "吨标煤", 900_000),
    "emission": ("排放当量", "吨", 50_000),
    "staff": ("职工人数", "人", 100_000),
    "research": ("研发费用", "万元", 200_000),
    "revenue": ("营业收入", "万元", 9_000_000),
}
CARD = [  # numerator, denominator, benchmark, its unit, weight
    ("tax", "land", "24.097", "万元/亩", 30),
    ("added", "land", "136.16", "万元/亩", 20),
    ("added", "energy", "2.694", "万元/吨标煤", 20),
    ("added", "emission", "4929.81", "万元/吨", 10),
    ("added", "staff", "18.14", "万元/人", 10),
    ("research", "revenue", "0.0302", "倍", 10),
]
NAMES = {name: NameSpec(name, Type.NUMBER, unit, code) for code, (name, unit, _) in FACTS.items()}


def score_formula() -> str:
    """A scorecard as a county writes it: ratios over benchmarks, capped, weighted, what is missing counts 0."""
    parts = [
        f"最小(首个有值({FACTS[over][0]} / {FACTS[under][0]} / 换算({mark}, {unit}), 0), 1.5) * {weight}"
        for over, under, mark, unit, weight in CARD
    ]
    return f"四舍五入({' + '.join(parts)}, 4)"


def careful_sql() -> str:
    """The same by hand, with the same care."""
    parts = []
    for over, under, mark, _, weight in CARD:
        guarded = f"CASE WHEN ABS(CAST({under} AS DOUBLE)) > 1e-9 THEN CAST({under} AS DOUBLE) END"
        ratio = f"COALESCE(CAST({over} AS DOUBLE) / ({guarded}) / {mark}e0, 0e0)"
        parts.append(f"(CASE WHEN {ratio} > 1.5e0 THEN 1.5e0 ELSE {ratio} END) * {weight}e0")
    return f"FLOOR(({' + '.join(parts)}) * 10000e0 + 0.500001e0) / 10000e0"


def plain_sql() -> str:
    """The same as one would jot it down."""
    parts = [
        f"LEAST(COALESCE({over}::DOUBLE / NULLIF({under}, 0)::DOUBLE / {mark}, 0), 1.5) * {weight}"
        for over, under, mark, _, weight in CARD
    ]
    return f"ROUND({' + '.join(parts)}, 4)"


def facts(rows: int) -> pa.Table:
    """Invented facts in decimals of two places; one in twenty is missing, one in fifty is 0."""
    chance = np.random.default_rng(2023)
    columns: dict[str, pa.Array] = {"trade": pa.array(chance.zipf(1.4, rows).clip(1, 300).astype("int16"))}
    for code, (_, _, most) in FACTS.items():
        hundredths = chance.integers(1, most, rows)
        hundredths[chance.random(rows) < 0.02] = 0
        known = np.packbits(chance.random(rows) >= 0.05, bitorder="little")
        wide = np.stack([hundredths, np.zeros(rows, "int64")], axis=1)
        buffers = [pa.py_buffer(known.tobytes()), pa.py_buffer(wide.tobytes())]
        columns[code] = pa.Array.from_buffers(pa.decimal128(18, 2), rows, buffers)
    return pa.table(columns)


def frame(table: pa.Table) -> pd.DataFrame:
    """The same for pandas, already in doubles: its conversion is not timed."""
    columns = {code: table[code].cast(pa.float64()).to_numpy() for code in FACTS}
    return pd.DataFrame({"trade": table["trade"].to_numpy()} | columns)


class ByHand:
    """Hand-written statements over the same table, threads and settings."""

    def __init__(self, threads: int, score: str, sums: str) -> None:
        self._database = duckdb.connect(config={"threads": threads})
        self._score = score
        self._sums = sums

    def rows(self, table: pa.Table) -> pa.Table:
        return self._run(table, f"SELECT {self._score} AS score FROM source")

    def totals(self, table: pa.Table) -> list[tuple[object, ...]]:
        scored = f"SELECT trade, tax, land, {self._score} AS score FROM source"
        return self._run(table, f"SELECT trade, {self._sums} FROM ({scored}) GROUP BY trade").to_pylist()

    def scan(self, table: pa.Table) -> object:
        return self._run(table, f"SELECT {', '.join(f'SUM({code})' for code in ('trade', *FACTS))} FROM source")

    def _run(self, table: pa.Table, sql: str) -> pa.Table:
        with self._database.cursor() as cursor:
            cursor.register("source", table)
            return cursor.sql(sql).to_arrow_table()


CAREFUL_SUMS = """SUM(tax), COUNT(tax), SUM(land), COUNT(land), COUNT(*) FILTER (WHERE score >= 60e0),
    COUNT(*) FILTER (WHERE score IS NULL), SUM(CAST(score AS DECIMAL(38, 9))), COUNT(score), COUNT(*)"""
PLAIN_SUMS = "SUM(tax), SUM(land), COUNT(*) FILTER (WHERE score >= 60), SUM(score)"


def pandas_rows(data: pd.DataFrame) -> pd.Series:
    """The same score with pandas."""
    score = 0.0
    for over, under, mark, _, weight in CARD:
        ratio = data[over] / data[under].where(data[under].abs() > 1e-9) / float(mark)
        score = score + ratio.fillna(0.0).clip(upper=1.5) * weight
    return np.floor(score * 1e4 + 0.500001) / 1e4


def pandas_totals(data: pd.DataFrame) -> pd.DataFrame:
    """The same totals with pandas, over doubles."""
    score = pandas_rows(data)
    scored = pd.DataFrame({
        "trade": data["trade"], "tax": data["tax"], "land": data["land"], "good": score >= 60, "score": score,
    })  # fmt: skip
    return scored.groupby("trade").sum()


def checked(text: str) -> Checked:
    return check(parse(text), NAMES)


def our_totals() -> list[Total]:
    """Two sums of facts, a count, and a sum of scores."""
    score = score_formula()
    return [
        Total("税收", "sum", checked("评价税收")),
        Total("用地", "sum", checked("用地面积")),
        Total("达标", "count", None, checked(f"{score} >= 60")),
        Total("得分", "sum", checked(score)),
    ]


def contestants(rows: int, threads: int) -> dict[str, dict[str, Callable[[], object]]]:
    """What is timed, by task; the results are compared first."""
    table = facts(rows)
    data = frame(table)
    ours = DuckDb(threads=threads)
    careful, plain = ByHand(threads, careful_sql(), CAREFUL_SUMS), ByHand(threads, plain_sql(), PLAIN_SUMS)
    score, totals = {"score": checked(score_formula())}, our_totals()
    compare(ours.rows(table, score), careful.rows(table), pandas_rows(data))
    return {
        "rows": {
            "ours": lambda: ours.rows(table, score),
            "careful SQL": lambda: careful.rows(table),
            "plain SQL": lambda: plain.rows(table),
            "pandas": lambda: pandas_rows(data),
            "scan": lambda: careful.scan(table),
        },
        "totals": {
            "ours": lambda: ours.totals(table, totals, by=["trade"]),
            "careful SQL": lambda: careful.totals(table),
            "plain SQL": lambda: plain.totals(table),
            "pandas": lambda: pandas_totals(data),
            "scan": lambda: careful.scan(table),
        },
    }


def compare(ours: pa.Table, careful: pa.Table, pandas: pd.Series) -> None:
    """Equal to the bit, or the times mean nothing."""
    one = ours["score"].to_numpy()
    assert np.array_equal(one, careful["score"].to_numpy())
    assert np.array_equal(one, pandas.to_numpy())


def medians(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each, interleaved."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for _ in range(rounds):
        for name, task in tasks.items():
            begun = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(found) for name, found in times.items()}


def line(rows: int, task: str, found: dict[str, float]) -> str:
    hand = found["careful SQL"]
    cells = [f"{rows:,}", task, *(f"{found[name]:.3f} s ({found[name] / hand:.2f})" for name in found)]
    return "| " + " | ".join(cells) + " |"


def main(argv: Sequence[str]) -> int:
    """Print one line per size and task; 1 when ours is over the goal."""
    options = argparse.ArgumentParser(prog="formulas", description="seconds (ratio to careful SQL)")
    options.add_argument("sizes", nargs="*", type=int, default=[100_000, 1_000_000])
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args(argv)
    print("| rows | task | ours | careful SQL | plain SQL | pandas | raw scan |")
    print("|---|---|---|---|---|---|---|")
    worst = 0.0
    for rows in chosen.sizes:
        for task, tasks in contestants(rows, chosen.threads).items():
            found = medians(tasks, chosen.rounds)
            worst = max(worst, found["ours"] / found["careful SQL"])
            print(line(rows, task, found), flush=True)
    print(f"worst: {worst:.2f} times the careful SQL; goal {GOAL}")
    return 0 if worst <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
