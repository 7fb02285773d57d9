"""DATA of a command: a csv, workbook or parquet file headed by labels, as a table whose columns are keys of fields."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tenglong.cli.disk import read_file, write_file
from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, match_headers, read_row
from tenglong.records.ledgers.tables import column_of
from tenglong.workbooks import read_table, write_separated, write_table

PARQUET = ".parquet"
WRITTEN = (".xlsx", ".csv", PARQUET)
_MOST_TOLD = 10  # rows that a refusal names


def read_data(path: Path, fields: Sequence[Field], *, doing: str) -> pa.Table:
    """The columns of the file that are fields, typed; other columns are left out. Refused with every row that is wrong.

    A field that the file does not have is no column: whoever reads it says that it is missing.
    """
    headers, records = _read(path, fields, doing)
    columns = match_headers(fields, headers)
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


def write_data(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]], *, doing: str) -> None:
    """Rows as a csv, a workbook or parquet, by the name of the file."""
    if path.suffix == PARQUET:
        kept = list(rows)
        columns = {header: pa.array([row[place] for row in kept]) for place, header in enumerate(headers)}
        sink = io.BytesIO()
        pq.write_table(pa.table(columns), sink)
        write_file(path, sink.getvalue(), doing=doing)
    else:
        write = write_separated if path.suffix == ".csv" else write_table
        write_file(path, write(headers, rows), doing=doing)


def _read(
    path: Path, fields: Sequence[Field], doing: str
) -> tuple[tuple[str, ...], Iterable[tuple[int, Mapping[str, object]]]]:
    data = read_file(path, doing=doing)
    if path.suffix != PARQUET:
        table = read_table(data, path.name, expected=[field.label for field in fields])
        return table.headers, table.records()
    try:
        read = pq.read_table(pa.BufferReader(data))
    except pa.ArrowInvalid:
        raise Refused(f"不能{doing}：{path} 不是 parquet 文件，或已损坏。请查对。") from None
    return tuple(read.column_names), enumerate(_rows(read), 1)


def _rows(table: pa.Table) -> Iterable[Mapping[str, object]]:
    for batch in table.to_batches():
        yield from batch.to_pylist()
