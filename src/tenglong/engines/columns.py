"""Which columns of a table the formulas read, and whether they hold what the names say."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa

from tenglong.core.formula import Checked, NameSpec, Type, Value
from tenglong.core.formula.numbers import exact

from .base import CannotRun, Total

_WORDS = {Type.NUMBER: "数", Type.TEXT: "文字", Type.DATE: "日期", Type.TRUTH: "是或否"}
ARROW = {Type.NUMBER: pa.float64(), Type.TEXT: pa.string(), Type.DATE: pa.date32(), Type.TRUTH: pa.bool_()}


def used_names(table: pa.Table, formulas: Iterable[Checked]) -> list[NameSpec]:
    """The names the formulas use, each once. CannotRun when a column is absent or of another type."""
    specs = list(dict.fromkeys(spec for checked in formulas for spec in checked.names))
    check_columns(table, specs)
    return specs


def check_columns(table: pa.Table, specs: Iterable[NameSpec]) -> None:
    """CannotRun when the column of a name is absent or of another type."""
    for spec in specs:
        if spec.code not in table.column_names:
            raise CannotRun(f"表里没有“{spec.name}”这一列（{spec.code}）。请补上这一列，或改公式。")
        held = table.schema.field(spec.code).type
        if not (pa.types.is_null(held) or fits(held, spec.type)):
            raise CannotRun(
                f"“{spec.name}”应是{_WORDS[spec.type]}，表里的列（{spec.code}）却是 {held}。"
                "请改列的类型，或改这一项的类型。"
            )


def select(table: pa.Table, codes: Iterable[str]) -> pa.Table:
    """The columns that are read. DuckDB does not tell names apart by case, so two such columns are refused."""
    wanted = list(dict.fromkeys(codes))
    seen: dict[str, str] = {}
    for code in wanted:
        other = seen.setdefault(code.casefold(), code)
        if other != code:
            raise CannotRun(f"表里的两列 {other} 和 {code} 只差大小写，分不清。请改其中一列的名称。")
    return table.select(wanted) if wanted else table


def check_groups(table: pa.Table, by: Sequence[str]) -> None:
    """CannotRun when a column to group by is absent."""
    for column in by:
        if column not in table.column_names:
            raise CannotRun(f"表里没有“{column}”这一列，不能按它分组。")


def parts_of(totals: Sequence[Total]) -> list[Checked]:
    """The formulas in the totals."""
    return [part for total in totals for part in (total.of, total.where) if part is not None]


def fits(held: pa.DataType, type_: Type) -> bool:
    """Can a column of this Arrow type hold values of the type?"""
    types = pa.types
    if types.is_dictionary(held):
        return fits(held.value_type, type_)
    match type_:
        case Type.NUMBER:
            return bool(types.is_integer(held) or types.is_floating(held) or types.is_decimal128(held))
        case Type.TEXT:
            return bool(types.is_string(held) or types.is_large_string(held) or types.is_string_view(held))
        case Type.DATE:
            return bool(types.is_date(held) or types.is_timestamp(held))
    return bool(types.is_boolean(held))


def as_value(value: object) -> Value:
    """A Python value of an Arrow column as the formula language has it."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return exact(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, (str, date, bool)) else None
