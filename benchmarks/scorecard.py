"""A scorecard over 10^5 to 10^7 enterprises: ours on DuckDB against hand-written SQL and pandas.

One run interleaves the contestants after one warm-up each, and prints medians and ratios; all give the same answer,
to the last digit, or nothing is timed. The careful SQL is written with the care of ours: guarded divisors, whole
points, one stated rounding, ranks from a tally of totals; `windowed` ranks by RANK() OVER as one would jot it down.
Both read the table in the same batches as ours, prepared before the time is taken.
Goal: at most 1.3 times the careful one, linear.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.formulas import CARD, FACTS, GOAL, NAMES, checked, facts, frame, medians
from tenglong.core.formula import NameSpec, Type, check, parse
from tenglong.core.scorecard import Band, Indicator, Missing, Scorecard, Shortlist, indicator_names, ranking_names
from tenglong.engines.duckdb import in_batches
from tenglong.engines.scoring import score

SCALE = NameSpec("规模", Type.TEXT, None, "scale")
MEAN = "emission"  # whoever has no emission gets the mean points
DIGITS = 6, 2  # of points, of the total
VALUE_DIGITS = [max(len(mark.partition(".")[2]), 0) + 2 for _, _, mark, _, _ in CARD]
CLASSES = [("A", "位次 <= 20"), ("B", "位次 <= 60"), ("C", "位次 <= 95"), ("D", "位次 有值")]
LABELS = [f"指标{number}" for number in range(1, len(CARD) + 1)]


def scorecard() -> Scorecard:
    """Six ratios over fixed benchmarks, classes by rank, a list by one ratio."""
    indicators = [
        Indicator(
            label, checked(f"{FACTS[over][0]} / {FACTS[under][0]}"), unit, mark, str(weight),
            Missing.MEAN if under == MEAN else Missing.UNSCORED if over == "tax" else Missing.ZERO, "虚构",
        )
        for label, (over, under, mark, unit, weight) in zip(LABELS, CARD, strict=True)
    ]  # fmt: skip
    names = {**NAMES, **indicator_names(indicators)}
    return Scorecard(
        key="bench.card", label="测速", station="评价", over="enterprise", inputs=(), indicators=tuple(indicators),
        where=check(parse("规模 = “规上”"), {**NAMES, SCALE.name: SCALE}),
        bands=tuple(Band(name, check(parse(text), ranking_names()), "虚构") for name, text in CLASSES),
        lists=(Shortlist("low", "低效", check(parse("指标1 < 换算(5, 万元/亩)"), names)),),
    )  # fmt: skip


def enterprises(rows: int) -> pa.Table:
    """Invented facts with a key; nine in ten are above scale."""
    table = facts(rows)
    keys = pa.array(np.char.add("91330000", np.arange(rows).astype("U10")), pa.string())
    large = np.random.default_rng(7).random(rows) < 0.9
    scale = pa.array(np.where(large, "规上", "规下"), pa.string())
    return table.append_column("key", keys).append_column("scale", scale)


def careful_sql(windowed: bool = False) -> str:
    """The same by hand, with the same care."""
    numbers = range(1, len(CARD) + 1)
    ratios = ", ".join(
        f"CAST({over} AS DOUBLE) / CASE WHEN ABS({under}::DOUBLE) > 1e-9 THEN {under}::DOUBLE END AS r{n}"
        for n, (over, under, _, _, _) in zip(numbers, CARD, strict=True)
    )
    marks = ", ".join(
        f"CAST(FLOOR(r{n} * 1e{digits} + 0.500001e0) AS BIGINT) AS v{n}, "
        f"CAST(FLOOR(r{n} / {mark}e0 * {weight}e0 * 1e6 + 0.500001e0) AS BIGINT) AS o{n}"
        for n, digits, (_, _, mark, _, weight) in zip(numbers, VALUE_DIGITS, CARD, strict=True)
    )
    mean = next(n for n, (_, under, _, _, _) in zip(numbers, CARD, strict=True) if under == MEAN)
    instead = {n: "NULL" if over == "tax" else "0" for n, (over, _, _, _, _) in zip(numbers, CARD, strict=True)}
    instead[mean] = "mean"
    points = ", ".join(
        f"COALESCE(o{n}, {instead[n]}) AS p{n}, o{n} IS NULL AND {instead[n]} IS NOT NULL AS s{n}" for n in numbers
    )
    kept = ", ".join(f"v{n}, p{n}, s{n}" for n in numbers)
    ranking = (
        "ranked AS (SELECT *, RANK() OVER (ORDER BY total DESC NULLS LAST) AS place FROM totals), "
        "final AS (SELECT *, CASE WHEN total IS NOT NULL THEN place END AS rank FROM ranked)"
        if windowed
        else """tally AS MATERIALIZED (SELECT total, COUNT(*) AS n FROM totals WHERE total IS NOT NULL GROUP BY total),
        places AS (SELECT total, CAST(SUM(n) OVER (ORDER BY total DESC) - n + 1 AS BIGINT) AS rank FROM tally),
        final AS (SELECT totals.*, rank FROM totals LEFT JOIN places USING (total))"""
    )
    counted = "SELECT COUNT(total) AS n FROM totals" if windowed else "SELECT SUM(n) AS n FROM tally"
    return f"""WITH ratios AS (SELECT key, {ratios} FROM source WHERE scale = '规上'),
        marks AS MATERIALIZED (SELECT key, r1, {marks} FROM ratios),
        means AS (SELECT CAST((2 * SUM(o{mean}) + COUNT(o{mean})) // (2 * COUNT(o{mean})) AS BIGINT) AS mean
            FROM marks),
        points AS (SELECT key, r1, {", ".join(f"v{n}" for n in numbers)}, {points} FROM marks CROSS JOIN means),
        totals AS (SELECT *, ({" + ".join(f"p{n}" for n in numbers)} + 5000) // 10000 AS total FROM points),
        {ranking},
        counted AS ({counted})
        SELECT key, {kept}, total, rank, CASE WHEN rank * 100e0 / n <= 20e0 THEN 1 WHEN rank * 100e0 / n <= 60e0 THEN 2
            WHEN rank * 100e0 / n <= 95e0 THEN 3 WHEN rank IS NOT NULL THEN 4 END AS class, r1 < 5e0 - 1.00005e-9 AS low
        FROM final CROSS JOIN counted"""


def by_hand(table: pa.Table, threads: int, sql: str) -> Callable[[], pa.Table]:
    database = duckdb.connect(config={"threads": threads})
    database.register("source", in_batches(table))
    return lambda: database.sql(sql).to_arrow_table()


def by_pandas(data: pd.DataFrame) -> pd.DataFrame:
    """The same with pandas, in doubles that hold whole numbers."""
    chosen = data[data["scale"] == "规上"]
    found = {"key": chosen["key"]}
    total = 0.0
    for n, ((over, under, mark, _, weight), digits) in enumerate(zip(CARD, VALUE_DIGITS, strict=True), 1):
        ratio = chosen[over] / chosen[under].where(chosen[under].abs() > 1e-9)
        points = np.floor(ratio / float(mark) * weight * 1e6 + 0.500001)
        found[f"v{n}"] = np.floor(ratio * 10.0**digits + 0.500001)
        instead = np.floor(points.mean() + 0.5) if under == MEAN else np.nan if over == "tax" else 0.0
        found[f"s{n}"] = points.isna() & (not np.isnan(instead))
        found[f"p{n}"] = points.fillna(instead)
        total = total + found[f"p{n}"]
        if n == 1:
            found["low"] = ratio < 5 - 1.00005e-9
    found["total"] = np.floor((total + 5000) / 10000)
    found["rank"] = found["total"].rank(method="min", ascending=False)
    place = found["rank"] * 100 / found["total"].count()
    found["class"] = pd.cut(place, [-1, 20, 60, 95, 101], labels=False)
    return pd.DataFrame(found)


def contestants(rows: int, threads: int) -> dict[str, Callable[[], object]]:
    """What is timed; the results are compared first."""
    table, card = enterprises(rows), scorecard()
    careful, windowed = (by_hand(table, threads, careful_sql(windowed)) for windowed in (False, True))
    data = frame(table).assign(key=table["key"].to_pandas(), scale=table["scale"].to_pandas())
    compare(score(card, table, threads=threads).rows, careful(), by_pandas(data))
    return {
        "ours": lambda: score(card, table, threads=threads),
        "careful SQL": careful,
        "windowed SQL": windowed,
        "pandas": lambda: by_pandas(data),
    }


def compare(ours: pa.Table, careful: pa.Table, pandas: pd.DataFrame) -> None:
    """Equal to the last digit, or the times mean nothing."""
    one = ours.sort_by("key")
    other, third = careful.sort_by("key"), pandas.sort_values("key")
    columns = {"total": "total", "rank": "rank"}
    for n in range(1, len(CARD) + 1):
        columns |= {f"value_{n}": f"v{n}", f"points_{n}": f"p{n}", f"substituted_{n}": f"s{n}"}
    for name, theirs in columns.items():
        found = one[name].to_pandas().astype("float64").to_numpy()
        for table in (other.select([theirs]).to_pandas(), third):
            assert np.array_equal(found, table[theirs].astype("float64").to_numpy(), equal_nan=True), name
    letters = np.array([name for name, _ in CLASSES])
    classes = other["class"].to_pandas().astype("float64")
    ranked = classes.notna().to_numpy()
    ours_class = one["class"].to_pandas().astype("object").to_numpy()
    assert np.array_equal(ours_class[ranked], letters[classes[ranked].astype(int) - 1])
    assert one["list_1"].combine_chunks().equals(other["low"].combine_chunks())


MANY = 10_000_000  # so many rows are timed once: minutes, not seconds


def main(argv: Sequence[str]) -> int:
    """Print one line per size; 1 when ours is over the goal."""
    options = argparse.ArgumentParser(prog="scorecard", description="seconds (ratio to careful SQL)")
    options.add_argument("sizes", nargs="*", type=int, default=[100_000, 1_000_000, 10_000_000])
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args(argv)
    print("| rows | ours | careful SQL | windowed SQL | pandas |")
    print("|---|---|---|---|---|")
    worst = 0.0
    for rows in chosen.sizes:
        found = medians(contestants(rows, chosen.threads), chosen.rounds if rows < MANY else 1)
        hand = found["careful SQL"]
        worst = max(worst, found["ours"] / hand)
        cells = [f"{seconds:.3f} s ({seconds / hand:.2f})" for seconds in found.values()]
        print(f"| {rows:,} | {' | '.join(cells)} |", flush=True)
    print(f"worst: {worst:.2f} times the careful SQL; goal {GOAL}")
    return 0 if worst <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
