"""Scorecards over whole tables: by DuckDB in one statement, by the reference row by row. Both say the same."""

from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.core.formula import Checked
from tenglong.core.formula.tree import Arithmetic, walk
from tenglong.core.scorecard import CannotScore, Scorecard, score_rows, table_names, value_digits
from tenglong.core.scorecard.points import MOST
from tenglong.core.scorecard.score import beyond

from .base import CannotRun
from .columns import as_value, check_columns, select
from .duckdb import DuckDb
from .scored import ScoredTable, table_of, with_class
from .scoring_sql import score_statement, unsure_statement
from .steps import SOURCE

ENGINES = ("duckdb", "reference")


def score(
    scorecard: Scorecard, table: pa.Table, *, key: str = "key", engine: str = "duckdb", threads: int = 1
) -> ScoredTable:
    """What the scorecard gives to each row of the population.

    `table` has one row per subject, named by the column `key`; its other columns are found by the physical code of each
    name. CannotRun when a column is absent or of another type, or a row has no key; CannotScore when a number is too
    large to be kept to its digits.
    """
    read = _read(scorecard, table, key)
    if engine == "reference":
        rows = [{code: as_value(value) for code, value in row.items()} for row in read.to_pylist()]
        return table_of(scorecard, score_rows(scorecard, rows, key))
    if engine != "duckdb":
        raise CannotRun(f"没有叫“{engine}”的计算引擎。可用的是 {'、'.join(ENGINES)}。")
    return _by_duckdb(scorecard, read, key, _database(threads))


@lru_cache(maxsize=2)
def _database(threads: int) -> DuckDb:
    """Opening one takes longer than scoring a small table; it keeps nothing between calls."""
    return DuckDb(threads)


def _read(scorecard: Scorecard, table: pa.Table, key: str) -> pa.Table:
    if key not in table.column_names:
        raise CannotRun(f"表里没有“{key}”这一列，认不出每一行是谁。请补上这一列。")
    if missing := table.column(key).null_count:
        raise CannotRun(f"“{key}”有 {missing} 行没有填，认不出是谁。请补上。")
    specs = table_names(scorecard)
    check_columns(table, specs)
    return select(table, [key, *(spec.code for spec in specs)])


def _by_duckdb(scorecard: Scorecard, table: pa.Table, key: str, engine: DuckDb) -> ScoredTable:
    found = engine.run({SOURCE: table}, score_statement(table.schema, scorecard, key))
    unsure: list[str] = []
    if scorecard.where is not None and _may_be_unsure(scorecard, scorecard.where, table):
        unsure = engine.run({SOURCE: table}, unsure_statement(table.schema, scorecard, key))["key"].to_pylist()
    _check_size(scorecard, found)
    return ScoredTable(scorecard, with_class(scorecard, found), tuple(unsure))


def _may_be_unsure(scorecard: Scorecard, where: Checked, table: pa.Table) -> bool:
    """Whether it could be unknown of a row that it belongs: never where all it takes are columns without gaps."""
    parameters = {one.label for one in scorecard.parameters}
    columns = [table.column(spec.code) for spec in where.names if spec.name not in parameters]
    gapless = all(column.null_count == 0 and not pa.types.is_floating(column.type) for column in columns)
    calculated = any(isinstance(node, Arithmetic) for node in walk(where.formula.root))
    return calculated or not gapless or len(columns) < len(where.names)


def _check_size(scorecard: Scorecard, rows: pa.Table) -> None:
    """Refuse a number that could not be kept to its digits: it stands as MOST."""
    kept = {}
    for number, one in enumerate(scorecard.indicators, 1):
        kept[f"value_{number}"] = (one.label, value_digits(one))
        kept[f"points_{number}"] = (one.label, scorecard.points)
    for number, adjustment in enumerate(scorecard.adjustments, 1):
        kept[f"adjustment_{number}"] = (adjustment.label, scorecard.points)
    for column, (label, digits) in kept.items():
        for extreme in pc.min_max(rows[column]).values():
            if extreme.as_py() in (MOST, -MOST):
                key = rows["key"][pc.index(rows[column], extreme).as_py()].as_py()
                raise CannotScore(beyond(key, label, digits))
