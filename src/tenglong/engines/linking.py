"""Linking: which records of two tables, or of one, may be the same firm; by exact keys first, then weighed.

Candidates come from composite keys in SQL; the few likenesses that must be counted sign by sign are rapidfuzz's, since
DuckDB's string distances count bytes, which is wrong for Chinese.
"""

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from tenglong.core.identity import CreditCode, Places
from tenglong.core.identity.code_likeness import SHORT, compare_codes, level_of
from tenglong.core.linking.judge import LEAST_CORE, LEAST_NAME
from tenglong.core.linking.scale import SCALE, Scale

from .linking_sql import (
    JUDGED,
    PAIRS,
    SEATED,
    WITHIN,
    keys_statement,
    levels_statement,
    read_statement,
    weighed_statement,
)

COLUMNS = ("name", "code", "address")
Whole = npt.NDArray[np.int64]
_SETTINGS = {"enable_external_access": "false", "memory_limit": "4GB"}


def link(left: pa.Table, right: pa.Table | None, places: Places, *, scale: Scale = SCALE, threads: int = 2) -> pa.Table:
    """Pairs that may be one firm: `left_row`, `right_row`, a level per feature, `weight` and `band` (SAME, DOUBTFUL).

    The tables have text columns name, code, address. Without `right`, pairs within `left`, the earlier row as the left.
    """
    with _open(threads, places) as database:
        _read(database, left, "left", places)
        if right is None:
            database.execute("CREATE VIEW right_parts AS SELECT * FROM left_parts")
        else:
            _read(database, right, "right", places)
        database.execute(f"CREATE TABLE candidates AS {WITHIN if right is None else PAIRS}")
        database.execute(f"CREATE TABLE levels AS {levels_statement(scale)}")
        _count_codes(database)
        _count_signs(database)
        return database.sql(weighed_statement(scale)).to_arrow_table()


def read_parts(table: pa.Table, places: Places, *, threads: int = 2) -> pa.Table:
    """What is read of each record: brand, trade, form, place, branch, code, road, number, seat."""
    with _open(threads, places) as database:
        _read(database, table, "left", places)
        return database.sql("SELECT * FROM left_parts ORDER BY row").to_arrow_table()


def _open(threads: int, places: Places) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(config={**_SETTINGS, "threads": str(threads)})
    database.execute("SET enable_progress_bar = false")
    stems = list(places.codes.items())
    names = pa.table({"name": [name for name, _ in stems], "code": [code for _, code in stems]}, _PLACES)
    database.register("places", names)
    return database


_PLACES = pa.schema([("name", pa.string()), ("code", pa.string())])


def _read(database: duckdb.DuckDBPyConnection, table: pa.Table, side: str, places: Places) -> None:
    columns = [pc.utf8_normalize(pc.fill_null(table[name].cast(pa.string()), ""), "NFKC") for name in COLUMNS]
    written = pa.table([pa.array(np.arange(table.num_rows, dtype=np.int64)), *columns], ["row", *COLUMNS])
    database.register("written", written)
    database.execute(f"CREATE TABLE parts AS {read_statement(places)}")
    database.execute(f"CREATE TABLE {side}_parts AS {SEATED}")
    database.execute(f"DROP TABLE parts; CREATE TABLE {side}_keys AS {keys_statement(f'{side}_parts')}")
    database.unregister("written")


def _count_codes(database: duckdb.DuckDBPyConnection) -> None:
    """The levels of pairs of codes of which one is damaged: the whole ones at once, masked and cut ones one by one."""
    database.execute(
        "CREATE TABLE asked AS SELECT DISTINCT l.code AS left_code, r.code AS right_code FROM levels "
        "JOIN left_parts AS l ON l.row = left_row JOIN right_parts AS r ON r.row = right_row WHERE levels.code = '?'"
    )
    whole = database.sql(f"FROM asked WHERE {_WHOLE}").to_arrow_table()
    rows = database.execute(f"FROM asked WHERE NOT ({_WHOLE})").fetchall()
    one, other = whole["left_code"].to_pylist(), whole["right_code"].to_pylist()
    slips = cpdist(one, other, scorer=OSA.distance, dtype=np.uint8, workers=1).tolist() if one else []
    parted = [compare_codes(CreditCode(left, "damaged"), CreditCode(right)) for left, right in rows]
    levels = [*map(level_of, slips), *parted]
    found = (one + [row[0] for row in rows], other + [row[1] for row in rows], levels)
    database.register("damaged", pa.table(dict(zip(_CODES.names, found, strict=True)), _CODES))


_WHOLE = (
    f"NOT contains(left_code, '*') AND NOT contains(right_code, '*') "
    f"AND {SHORT} NOT IN (length(left_code), length(right_code))"
)
_CODES = pa.schema([("left_code", pa.string()), ("right_code", pa.string()), ("level", pa.string())])


def _count_signs(database: duckdb.DuckDBPyConnection) -> None:
    """The levels of names that may be but one slip apart; with them every pair is judged."""
    asked = database.sql(
        "SELECT left_row, right_row, "
        "l.core AS left_core, r.core AS right_core, l.text AS left_text, r.text AS right_text "
        "FROM levels JOIN left_parts AS l ON l.row = left_row JOIN right_parts AS r ON r.row = right_row "
        "WHERE name = '?'"
    ).to_arrow_table()
    slipped = _slipped(asked["left_core"], asked["right_core"], LEAST_CORE)
    slipped |= _slipped(asked["left_text"], asked["right_text"], LEAST_NAME)
    database.register("slips", asked.select(["left_row", "right_row"]).filter(pa.array(slipped)))
    database.execute(JUDGED)


def _slipped(left: pa.ChunkedArray, right: pa.ChunkedArray, least: int) -> npt.NDArray[np.bool_]:
    if len(left) == 0:
        return np.zeros(0, bool)
    long_enough = pc.greater_equal(pc.min_element_wise(pc.utf8_length(left), pc.utf8_length(right)), least)
    found = np.zeros(len(left), bool)
    at = np.flatnonzero(long_enough.to_numpy())
    one, other = (side.take(pa.array(at)).to_pylist() for side in (left, right))
    found[at] = cpdist(one, other, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8, workers=1) == 1
    return found


def clusters(count: int, pairs: pa.Table, codes: list[str]) -> Whole:
    """Of each record the first one of its firm, from pairs within one table; `codes` are valid ones or empty.

    A chain that would join two valid codes is cut: of it only records with the same code stay together.
    """
    sure = pairs.filter(pc.equal(pairs["band"], "SAME"))
    left, right = sure["left_row"].to_numpy(), sure["right_row"].to_numpy()
    labels = _components(count, left, right)
    known = np.array(codes, dtype=object)
    torn = _torn(labels, known)
    if torn.any():
        keep = ~torn[left] | (known[left] == known[right]) & (known[left] != "")
        labels = _components(count, left[keep], right[keep])
    first = np.full(labels.max(initial=-1) + 1, count, dtype=np.int64)
    np.minimum.at(first, labels, np.arange(count))
    return first[labels]


def _components(count: int, left: Whole, right: Whole) -> Whole:
    graph = csr_array((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
    labels: Whole = connected_components(graph, directed=False)[1].astype(np.int64)
    return labels


def _torn(labels: Whole, codes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Which records lie in a component with two codes."""
    coded = np.flatnonzero(codes != "")
    pairs = sorted(set(zip(labels[coded].tolist(), codes[coded].tolist(), strict=True)))
    seen, counts = np.unique(np.array([label for label, _ in pairs], dtype=np.int64), return_counts=True)
    return np.isin(labels, seen[counts > 1])
