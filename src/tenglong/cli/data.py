"""DATA of a command: a csv, workbook or parquet file headed by labels, as a table; and a table as a file."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tenglong.cli.disk import read_file, write_file
from tenglong.core.errors import Refused
from tenglong.core.ledger import Columns, Field, match_headers, read_row
from tenglong.records.ledgers.tables import column_of
from tenglong.workbooks import read_table, write_separated, write_table

PARQUET = ".parquet"
WRITTEN = (".xlsx", ".csv", PARQUET)
_MOST_TOLD = 10  # rows that a refusal names
Records = Iterable[tuple[int, Mapping[str, object]]]  # the number of each row, its cells by header


def read_data(path: Path, fields: Sequence[Field], *, doing: str) -> pa.Table:
    """The columns of the file that are fields, typed; other columns are left out. Refused with the rows that are wrong.

    A field that the file does not have is no column: whoever reads it says that it is missing.
    """
    if path.suffix == PARQUET:
        read = read_parquet(path, doing=doing)
        headers: Sequence[str] = read.column_names
        records: Records = enumerate((dict(zip(headers, row, strict=True)) for row in _rows(read)), 1)
    else:
        sheet = read_table(read_file(path, doing=doing), path.name, expected=[field.label for field in fields])
        headers, records = sheet.headers, sheet.records()
    return typed(records, match_headers(fields, headers), path, doing=doing)


def read_parquet(path: Path, *, doing: str) -> pa.Table:
    """The table of a parquet file as it stands. Refused when it is none."""
    try:
        return pq.read_table(pa.BufferReader(read_file(path, doing=doing)))
    except pa.ArrowInvalid:
        raise Refused(f"不能{doing}：{path} 不是 parquet 文件，或已损坏。请查对，或另存为 xlsx、csv。") from None


def typed(records: Records, columns: Columns, path: Path, *, doing: str) -> pa.Table:
    """Rows as a table of the fields that head a column, by their keys. Refused with the rows that are wrong."""
    wanted = tuple(columns.fields.values())
    rows, problems = [], []
    for number, cells in records:
        row = read_row(wanted, columns.pick(cells), columns.units)
        rows.append(row.values)
        problems += [f"第 {number} 行，{sentence}" for sentence in row.problems.values()]
    if problems:
        more = f"（共 {len(problems)} 处）" if len(problems) > _MOST_TOLD else ""
        raise Refused("\n".join([f"不能{doing}：{path} 里有看不懂的内容{more}。", *problems[:_MOST_TOLD]]))
    return pa.table({one.key: column_of([row.get(one.key) for row in rows], one.kind) for one in wanted})


def write_data(path: Path, table: pa.Table, *, doing: str) -> None:
    """A table as a csv, a workbook or parquet, by the name of the file."""
    if path.suffix == PARQUET:
        sink = io.BytesIO()
        pq.write_table(table, sink)
        data = sink.getvalue()
    else:
        write = write_separated if path.suffix == ".csv" else write_table
        data = write(table.column_names, _rows(table))
    write_file(path, data, doing=doing)


def _rows(table: pa.Table) -> Iterator[Sequence[object]]:
    for batch in table.to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
