"""Linking invented firms' records: ours against Splink alone and against the limit, with what each finds.

`ours`: parts, exact keys, weights, bands. `splink`: Splink 5 on DuckDB over the same parts (trained, predicted), which
are made beforehand and not counted. `limit`: the raw table read and joined with itself on one exact key, the name. Each
runs in a process of its own, so that memory can be told. Precision and recall are of pairs merged without a person.
Goals: ours at 0.99 precision or better with the lower end of its interval, at most 4 GB, at most 2.5 times
Splink, which merges one wrong pair in twenty.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from tests.generative.firms import firms, mentions, places

from tenglong.engines.linking import link, read_parts

PRECISION, MEMORY_GB, AGAINST_SPLINK = 0.99, 4.0, 2.5
HEAD = "| | seconds | times the limit | GB | precision (at least) | recall |\n|---|---|---|---|---|---|"
Z = 1.96  # of an interval at 95 %


def invent(rows: int) -> pa.Table:
    """Records of half as many firms; above 200,000 in ten times as many counties."""
    found = mentions(firms(rows // 2, seed=8001, wide=rows > 200_000), rows, seed=8002)
    columns = ("entity", "name", "code", "address")
    return pa.table({column: [getattr(one, column) for one in found] for column in columns})


def ours(table: pa.Table) -> pa.Table:
    """Pairs that are merged without asking."""
    pairs = link(table, None, places())
    return pairs.filter(pc.equal(pairs["band"], "SAME")).select(["left_row", "right_row"])


def splink(table: pa.Table) -> pa.Table:
    """Pairs that Splink finds likelier than 0.99, over the parts of names and addresses that ours reads."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415  only this one pays for it
    from splink import comparison_library as cl  # noqa: PLC0415

    con = duckdb.connect(config={"threads": "2"})
    con.register("read", read_parts(table, places()))
    con.execute(
        "CREATE TABLE parts AS SELECT row AS unique_id, nullif(code, '') AS code, nullif(core, '') AS core, "
        "nullif(brand, '') AS brand, nullif(trade, '') AS trade, nullif(seat, '') AS seat, "
        "nullif(concat(road, number), '') AS spot FROM read"
    )
    api = DuckDBAPI(con)
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("code"), block_on("core", "seat"), block_on("brand", "seat"), block_on("spot", "trade"),
        ],
        comparisons=[
            cl.ExactMatch("code"),
            cl.ExactMatch("brand").configure(term_frequency_adjustments=True),
            cl.ExactMatch("trade"),
            cl.ExactMatch("seat"),
            cl.ExactMatch("spot"),
        ],
    )  # fmt: skip
    linker = Linker(api.register("parts"), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("code")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("code"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("core", "seat"))
    found = linker.inference.predict(threshold_match_probability=0.99)
    return con.sql(
        f"SELECT least(unique_id_l, unique_id_r) AS left_row, greatest(unique_id_l, unique_id_r) AS right_row "
        f"FROM {found.physical_name}"
    ).to_arrow_table()


def limit(path: Path) -> None:
    """Read the raw table and join it with itself on one exact key."""
    with duckdb.connect(config={"threads": "2"}) as con:
        con.execute(
            f"CREATE TABLE raw AS SELECT row_number() OVER () AS row, * FROM '{path}';"
            "CREATE TABLE pairs AS SELECT l.row AS l, r.row AS r "
            "FROM raw l JOIN raw r ON l.name = r.name AND l.row < r.row"
        )


def quality(pairs: pa.Table, entities: Sequence[int]) -> dict[str, float]:
    """Precision of the pairs with the lower end of its interval, and recall of all pairs that are true."""
    left, right = (pairs[name].to_pylist() for name in ("left_row", "right_row"))
    true = sum(entities[one] == entities[other] for one, other in zip(left, right, strict=True))
    there = sum(count * (count - 1) // 2 for count in Counter(entities).values())
    return {"precision": true / len(left), "at least": lower(true, len(left)), "recall": true / there}


def lower(right: int, of: int) -> float:
    """The lower end of Wilson's interval of a share."""
    share = right / of
    middle = share + Z * Z / (2 * of)
    reach = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return (middle - reach) / (1 + Z * Z / of)


def run(name: str, path: Path, told: Path) -> None:
    """One contestant, in this process: its seconds, memory and quality as JSON."""
    table = pq.read_table(path)
    begun = time.perf_counter()
    tasks: dict[str, Callable[[], pa.Table | None]] = {
        "ours": lambda: ours(table), "splink": lambda: splink(table), "limit": lambda: limit(path)
    }  # fmt: skip
    pairs = tasks[name]()
    found = {"seconds": time.perf_counter() - begun}
    found["gigabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    if pairs is not None:
        found |= quality(pairs, table["entity"].to_pylist())
    told.write_text(json.dumps(found))


def measured(name: str, path: Path) -> dict[str, float]:
    """What a contestant does in a process of its own."""
    told = path.with_suffix(f".{name}.json")
    process = multiprocessing.get_context("spawn").Process(target=run, args=(name, path, told))
    process.start()
    process.join()
    found: dict[str, float] = json.loads(told.read_text())
    return found


def compare(rows: int, folder: Path, names: Sequence[str]) -> bool:
    """Print the table of one size; whether the goals are met."""
    path = folder / f"{rows}.parquet"
    pq.write_table(invent(rows), path)
    found = {name: measured(name, path) for name in names}
    print(f"\n{rows:,} records\n{HEAD}")
    for name, one in found.items():
        share = f"{one['precision']:.4f} ({one['at least']:.4f}) | {one['recall']:.3f}" if "recall" in one else " | "
        times = one["seconds"] / found["limit"]["seconds"]
        print(f"| {name} | {one['seconds']:.2f} | {times:.1f} | {one['gigabytes']:.1f} | {share} |")
    mine = found["ours"]
    met = mine["at least"] >= PRECISION and mine["gigabytes"] <= MEMORY_GB
    if "splink" in found:
        ratio = mine["seconds"] / found["splink"]["seconds"]
        print(f"ours: {ratio:.2f} times Splink alone; goal {AGAINST_SPLINK}")
        met &= ratio <= AGAINST_SPLINK
    return met


def main(argv: Sequence[str]) -> int:
    """Print seconds, memory and quality; 1 when a goal is missed."""
    options = argparse.ArgumentParser(prog="linking", description="seconds, memory, precision and recall")
    options.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    options.add_argument("--without-splink", action="store_true")
    chosen = options.parse_args(argv)
    names = ["limit", "ours"] + ([] if chosen.without_splink else ["splink"])
    with tempfile.TemporaryDirectory() as folder:
        met = [compare(rows, Path(folder), names) for rows in chosen.rows]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
