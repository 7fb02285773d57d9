"""The tables of `tenglong score`: figures headed by the county's words in, scores headed by them out."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tenglong.cli.data import PARQUET, read_parquet, typed
from tenglong.cli.disk import read_file
from tenglong.core.errors import Refused
from tenglong.core.ledger import Columns, Field, match_headers
from tenglong.core.scorecard import Scorecard, table_names, value_digits
from tenglong.core.scorecard.names import CLASS, PLACE, RANK, TOTAL, points_word
from tenglong.engines.scored import ScoredTable
from tenglong.playbooks.rows import KIND_OF
from tenglong.workbooks import read_table

KEY, DOING = "key", "评价"


def read_figures(path: Path, scorecard: Scorecard, keys: Sequence[str]) -> pa.Table:
    """The columns the scorecard reads, by their codes, and KEY: the first of `keys` that heads a column."""
    fields = [Field(spec.code, spec.name, KIND_OF[spec.type], spec.unit) for spec in table_names(scorecard)]
    if path.suffix == PARQUET:
        table = read_parquet(path, doing=DOING)
        key, columns = _heads(path, scorecard, keys, fields, table.column_names)
        named = {field.key: table.column(header) for header, field in columns.fields.items()}
        return _keyed(pa.table({KEY: table.column(key).cast(pa.string()), **named}), path)
    sheet = read_table(read_file(path, doing=DOING), path.name, expected=[*keys, *(field.label for field in fields)])
    key, columns = _heads(path, scorecard, keys, fields, sheet.headers)
    table = typed(sheet.records(), columns, path, doing=DOING)
    names = [None if cells[key] is None else str(cells[key]).strip() for _, cells in sheet.records()]
    return _keyed(table.append_column(KEY, pa.array(names, pa.string())), path)


def _heads(
    path: Path, scorecard: Scorecard, keys: Sequence[str], fields: Sequence[Field], headers: Sequence[str]
) -> tuple[str, Columns]:
    """The header of the column that names the subjects, and those of the fields. Refused where one is not there."""
    key = next((word for word in keys if word in headers), None)
    if key is None:
        wanted = "、".join(f"“{word}”" for word in keys) or "认得出每一行的那一列"
        raise Refused(f"不能评价：{path.name} 没有{wanted}这一列，分不清谁是谁。请补上，或用 --key 写明是哪一列。")
    columns = match_headers(fields, headers)
    if columns.missing:
        names = "、".join(field.label for field in columns.missing)
        raise Refused(f"不能评价：{path.name} 缺少 {names}。表头要写“{scorecard.label}”公式里的名称，请补上这几列。")
    return key, columns


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
