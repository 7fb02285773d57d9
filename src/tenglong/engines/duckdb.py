"""DuckDB: the formulas as one SQL statement over the Arrow table, in this process."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa

from tenglong.core.formula import Checked, Value

from .base import Total, empty_sum, in_order
from .columns import ARROW, as_value, check_groups, parts_of, select, used_names
from .statements import Statement, row_statement, total_statement
from .steps import SOURCE

_SETTINGS: dict[str, Any] = {
    "enable_external_access": False,  # no files, no network, no extensions: it sees the table it is given
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
}
_BATCH = 16_384  # rows that a thread takes at a time: of a short table in one piece, one thread would take all
_KEPT = 256  # reading a long statement takes milliseconds


class DuckDb:
    """One private in-memory database; a cursor of its own for every call, so that threads may share it."""

    def __init__(self, threads: int = 1) -> None:
        self._database = duckdb.connect(config={**_SETTINGS, "threads": threads})
        self._parsed = lru_cache(maxsize=_KEPT)(self._database.extract_statements)

    def rows(self, table: pa.Table, formulas: Mapping[str, Checked]) -> pa.Table:
        """As Engine.rows."""
        read = _columns(table, list(formulas.values()))
        if not formulas:
            return pa.table({})
        found = self.run({SOURCE: read}, row_statement(read.schema, tuple(formulas.values()), "duckdb"))
        schema = pa.schema([(name, ARROW[checked.type]) for name, checked in formulas.items()])
        return found.rename_columns(list(formulas)).cast(schema)

    def totals(self, table: pa.Table, totals: Sequence[Total], by: Sequence[str] = ()) -> list[dict[str, Value]]:
        """As Engine.totals."""
        check_groups(table, by)
        read = _columns(table, parts_of(totals), by)
        found = self.run({SOURCE: read}, total_statement(read.schema, tuple(totals), tuple(by), "duckdb"))
        return in_order([_group(row, totals, by) for row in found.to_pylist()], by)

    def sql(self, table: pa.Table, formulas: Mapping[str, Checked]) -> str:
        """The statement that `rows` runs, for people to read."""
        return row_statement(table.schema, tuple(formulas.values()), "duckdb").sql

    def run(self, tables: Mapping[str, pa.Table], statement: Statement) -> pa.Table:
        """What the statement gives over the tables, by the names it has for them."""
        with self._database.cursor() as cursor:
            for name, table in tables.items():
                cursor.register(name, in_batches(table))
            (parsed,) = self._parsed(statement.sql)
            return cursor.sql(parsed, params=statement.parameters).to_arrow_table()


def in_batches(table: pa.Table) -> pa.Table:
    """The same rows, nothing copied, in pieces that threads share out."""
    return pa.Table.from_batches(table.to_batches(max_chunksize=_BATCH), table.schema)


def _columns(table: pa.Table, formulas: Sequence[Checked], by: Sequence[str] = ()) -> pa.Table:
    return select(table, [*(spec.code for spec in used_names(table, formulas)), *by])


def _group(row: Mapping[str, object], totals: Sequence[Total], by: Sequence[str]) -> dict[str, Value]:
    result = {column: as_value(row[f"g{number}"]) for number, column in enumerate(by, 1)}
    for number, total in enumerate(totals, 1):
        selected, unknown, known = (_count(row[f"{letter}{number}"]) for letter in "nuk")
        taken = as_value(row[f"t{number}"])
        result[total.name] = empty_sum(taken, selected) if total.kind == "sum" else taken
        result[f"{total.name}:unknown"] = Fraction(unknown)
        result[f"{total.name}:missing"] = Fraction(selected - known)
    return result


def _count(value: object) -> int:
    assert isinstance(value, int)
    return value
