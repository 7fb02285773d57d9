"""The engine that defines the others: row by row, in exact fractions. Slow, and the truth."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import pyarrow as pa

from tenglong.core.formula import Checked, Value, evaluate, round_half_up

from .base import PLACES, Total, empty_sum, in_order
from .columns import ARROW, as_value, check_groups, parts_of, used_names

Row = dict[str, object]


class Reference:
    """Evaluates with core.formula, over Python values."""

    def rows(self, table: pa.Table, formulas: Mapping[str, Checked]) -> pa.Table:
        """As Engine.rows."""
        rows = list(_read(table, list(formulas.values())))
        columns = {}
        for name, checked in formulas.items():
            values = [_shown(evaluate(checked, _named(checked, row))) for row in rows]
            columns[name] = pa.array(values, ARROW[checked.type])
        return pa.table(columns)

    def totals(self, table: pa.Table, totals: Sequence[Total], by: Sequence[str] = ()) -> list[dict[str, Value]]:
        """As Engine.totals."""
        check_groups(table, by)
        groups: dict[tuple[Value, ...], list[Row]] = {} if by else {(): []}
        for row in _read(table, parts_of(totals), by):
            groups.setdefault(tuple(as_value(row[column]) for column in by), []).append(row)
        return in_order([dict(zip(by, key, strict=True)) | _group(rows, totals) for key, rows in groups.items()], by)


def _group(rows: Sequence[Row], totals: Sequence[Total]) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for total in totals:
        selected, unknown = _select(rows, total.where)
        values: list[Value] = _values(selected, total.of) if total.of else [True] * len(selected)
        result[total.name] = _take(total.kind, values, len(selected))
        result[f"{total.name}:unknown"] = Fraction(unknown)
        result[f"{total.name}:missing"] = Fraction(len(selected) - len(values))
    return result


def _select(rows: Sequence[Row], where: Checked | None) -> tuple[Sequence[Row], int]:
    if where is None:
        return rows, 0
    truths = [evaluate(where, _named(where, row)) for row in rows]
    return [row for row, truth in zip(rows, truths, strict=True) if truth is True], truths.count(None)


def _values(rows: Sequence[Row], of: Checked) -> list[Value]:
    values = (evaluate(of, _named(of, row)) for row in rows)
    return [
        round_half_up(value, PLACES) if isinstance(value, Fraction) else value for value in values if value is not None
    ]


def _take(kind: str, values: list[Value], selected: int) -> Value:
    match kind:
        case "sum":
            numbers = [value for value in values if isinstance(value, Fraction)]
            return empty_sum(sum(numbers, Fraction(0)) if numbers else None, selected)
        case "count":
            return Fraction(len(values))
        case "distinct":
            return Fraction(len(set(values)))
        case "one":
            return values[0] if len(set(values)) == 1 else None
        case "min":
            return min(values, default=None)  # type: ignore[type-var]
    return max(values, default=None)  # type: ignore[type-var]


def _read(table: pa.Table, formulas: Sequence[Checked], by: Sequence[str] = ()) -> Iterator[Row]:
    codes = list(dict.fromkeys([*(spec.code for spec in used_names(table, formulas)), *by]))
    for batch in table.select(codes).to_batches() if codes else ():
        yield from batch.to_pylist()
    if not codes:
        yield from ({} for _ in range(table.num_rows))


def _named(checked: Checked, row: Row) -> dict[str, object]:
    return {spec.name: row[spec.code] for spec in checked.names}


def _shown(value: Value) -> object:
    return float(value) if isinstance(value, Fraction) else value
