"""The tables of `tenglong score`: figures headed by the county's words in, scores headed by them out."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenglong.cli.disk import read_file, write_file
from tenglong.core.errors import Refused
from tenglong.core.formula import NameSpec, Type
from tenglong.core.ledger import Field, Kind, match_headers, read_row
from tenglong.core.scorecard import Scorecard, table_names, value_digits
from tenglong.core.scorecard.names import CLASS, PLACE, RANK, TOTAL, points_word
from tenglong.engines.scored import ScoredTable
from tenglong.workbooks import read_table, write_separated, write_table

KEY, DOING = "key", "评价"
_KINDS = {Type.NUMBER: Kind.NUMBER, Type.TEXT: Kind.TEXT, Type.DATE: Kind.DATE, Type.TRUTH: Kind.TRUTH}
_ARROW = {
    Kind.NUMBER: pa.decimal128(38, 12),
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TRUTH: pa.bool_(),
}


def read_figures(path: Path, scorecard: Scorecard, keys: Sequence[str]) -> pa.Table:
    """The columns the scorecard reads, by their codes, and KEY: the first of `keys` that heads a column."""
    data = read_file(path, doing=DOING)
    table = _parquet(data, path) if path.suffix == ".parquet" else None
    sheet = None if table is not None else read_table(data, path.name, expected=_labels(scorecard, keys))
    headers = table.column_names if table is not None else list(sheet.headers) if sheet else []
    key = next((word for word in keys if word in headers), None)
    if key is None:
        wanted = "、".join(f"“{word}”" for word in keys) or "认得出每一行的那一列"
        raise Refused(f"不能评价：{path.name} 没有{wanted}这一列，分不清谁是谁。请补上，或用 --key 写明是哪一列。")
    fields = [_field(spec) for spec in table_names(scorecard)]
    columns = match_headers(fields, headers)
    if columns.missing:
        names = "、".join(field.label for field in columns.missing)
        raise Refused(f"不能评价：{path.name} 缺少 {names}。表头要写“{scorecard.label}”公式里的名称，请补上这几列。")
    if table is not None:
        named = {field.key: table.column(header) for header, field in columns.fields.items()}
        return _keyed(pa.table({KEY: table.column(key).cast(pa.string()), **named}), path)
    assert sheet is not None
    rows = []
    for number, cells in sheet.records():
        row = read_row(fields, columns.pick(cells), columns.units)
        if row.problems:
            raise Refused(f"不能评价：{path.name} 第 {number} 行，{next(iter(row.problems.values()))}请改正后再算。")
        rows.append({**row.values, KEY: None if cells[key] is None else str(cells[key]).strip()})
    schema = pa.schema([(KEY, pa.string()), *((field.key, _ARROW[field.kind]) for field in fields)])
    return _keyed(pa.Table.from_pylist(rows, schema), path)


def _labels(scorecard: Scorecard, keys: Iterable[str]) -> list[str]:
    return [*keys, *(spec.name for spec in table_names(scorecard))]


def _field(spec: NameSpec) -> Field:
    return Field(spec.code, spec.name, _KINDS[spec.type], spec.unit)


def _parquet(data: bytes, path: Path) -> pa.Table:
    try:
        return pq.read_table(BytesIO(data))
    except pa.ArrowInvalid:
        raise Refused(f"不能评价：{path.name} 不是 parquet 文件。请查对文件，或另存为 xlsx、csv。") from None


def _keyed(table: pa.Table, path: Path) -> pa.Table:
    if missing := table[KEY].null_count:
        raise Refused(f"不能评价：{path.name} 有 {missing} 行没有写是谁。请补上，或删去这几行。")
    twice = table.group_by(KEY).aggregate([([], "count_all")])
    twice = twice.filter(pc.greater(twice["count_all"], 1))
    if twice.num_rows:
        raise Refused(f"不能评价：{path.name} 里“{twice[KEY][0]}”不止一行，一个评价对象只能有一行。请合并或删去。")
    return table


def shown(found: ScoredTable, key: str) -> pa.Table:
    """The scores under the county's words, by rank."""
    scorecard, rows = found.scorecard, found.in_order()
    columns = {key: rows[KEY]}
    for number, one in enumerate(scorecard.indicators, 1):
        header = f"{one.label}（{one.unit}）" if one.unit else one.label
        columns[header] = _decimals(rows[f"value_{number}"], value_digits(one))
        columns[points_word(one.label)] = _decimals(rows[f"points_{number}"], scorecard.points)
        if pc.any(rows[f"substituted_{number}"]).as_py():
            columns[f"{points_word(one.label)}是代替的"] = _words(rows[f"substituted_{number}"], "是", "", "")
    for number, adjustment in enumerate(scorecard.adjustments, 1):
        columns[adjustment.label] = _decimals(rows[f"adjustment_{number}"], scorecard.points)
    columns |= {TOTAL: _decimals(rows["total"], scorecard.digits), RANK: rows["rank"]}
    place = pc.divide(pc.multiply(rows["rank"].cast(pa.float64()), 100.0), float(found.ranked or 1))
    columns[f"{PLACE}（%）"] = pc.round(place, ndigits=4, round_mode="half_towards_infinity")
    if scorecard.bands:
        columns[CLASS] = rows["class"].cast(pa.string())
        columns["类别未定"] = _prefixed("不知道是不是", rows["undecided"].cast(pa.string()))
    for number, shortlist in enumerate(scorecard.lists, 1):
        columns[shortlist.label] = _words(rows[f"list_{number}"], "是", "否", "未知")
    return pa.table(columns)


def write_scores(path: Path, table: pa.Table) -> None:
    """As the suffix says: .parquet, .csv or .xlsx."""
    if path.suffix == ".parquet":
        out = BytesIO()
        pq.write_table(table, out)
        data = out.getvalue()
    else:
        write = write_separated if path.suffix == ".csv" else write_table
        data = write(table.column_names, _rows(table))
    write_file(path, data, doing=DOING)


def _rows(table: pa.Table) -> Iterator[list[object]]:
    for batch in table.to_batches():
        yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _decimals(units: pa.ChunkedArray, digits: int) -> pa.ChunkedArray:
    """Units of 10**-digits as the decimals they stand for."""
    if digits == 0:
        return units
    last = pa.scalar(Decimal(1).scaleb(-digits), pa.decimal128(digits, digits))
    return pc.multiply(units.cast(pa.decimal128(19, 0)), last)


def _words(truths: pa.ChunkedArray, yes: str, no: str, unknown: str) -> pa.ChunkedArray:
    return pc.fill_null(pc.if_else(truths, yes, no), unknown)


def _prefixed(word: str, texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(pa.scalar(word), texts, "")
