"""The two statements: formulas row by row, and totals by group."""

from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
from sqlglot import exp

from tenglong.core.formula import Checked, Type
from tenglong.core.formula.tree import Name

from .base import PLACES, Total
from .compile import Compiler
from .rules import Sql, absent

_KEPT = 256  # printing a statement takes milliseconds, longer than running it over a small table
_WIDE = exp.DataType.build(f"DECIMAL(38, {PLACES})")


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL one can read, and the texts that its parameters stand for."""

    sql: str
    parameters: dict[str, str]


@lru_cache(maxsize=_KEPT)
def row_statement(schema: pa.Schema, formulas: tuple[Checked, ...], dialect: str) -> Statement:
    """One output column per formula: `f1`, `f2`, … in their order."""
    compiler = Compiler(schema)
    outputs = [
        exp.alias_(compiler.compile(checked), f"f{number}", quoted=True) for number, checked in enumerate(formulas, 1)
    ]
    return _print(compiler, compiler.steps.select(outputs), dialect)


@lru_cache(maxsize=_KEPT)
def total_statement(schema: pa.Schema, totals: tuple[Total, ...], by: tuple[str, ...], dialect: str) -> Statement:
    """Groups `g1`, …; per total its value `t1`, selected rows `n1`, unknown rows `u1` and known values `k1`."""
    compiler = Compiler(schema)
    keys = [compiler.steps.fact(column, exp.column(column, quoted=True)) for column in by]
    outputs: list[Sql] = [exp.alias_(key, f"g{number}", quoted=True) for number, key in enumerate(keys, 1)]
    for number, total in enumerate(totals, 1):
        for letter, column in zip("tnuk", _total(compiler, schema, total), strict=True):
            outputs.append(exp.alias_(column, f"{letter}{number}", quoted=True))
    statement = compiler.steps.select(outputs)
    return _print(compiler, statement.group_by(*keys) if keys else statement, dialect)


def _total(compiler: Compiler, schema: pa.Schema, total: Total) -> list[Sql]:
    where = compiler.steps.name(compiler.compile(total.where)) if total.where is not None else None
    value = _value(compiler, schema, total.of) if total.of is not None else None
    rows: Sql = exp.Count(this=exp.Star())
    selected = _only(rows, where)
    unknown = _only(rows, absent(where)) if where is not None else exp.Literal.number(0)
    if value is None:
        return [selected, selected.copy(), unknown, selected.copy()]
    return [_taken(total.kind, value, where), selected, unknown, _only(_call(exp.Count, value), where)]


def _taken(kind: str, value: Sql, where: Sql | None) -> Sql:
    match kind:
        case "count":
            return _only(_call(exp.Count, value), where)
        case "distinct":
            return _only(exp.Count(this=exp.Distinct(expressions=[value.copy()])), where)
        case "one":
            least, most = (_only(_call(function, value), where) for function in (exp.Min, exp.Max))
            return exp.Case().when(exp.EQ(this=least, expression=most), least.copy()).else_(exp.Null())
    return _only(_call({"sum": exp.Sum, "min": exp.Min, "max": exp.Max}[kind], value), where)


def _call(function: type[exp.AggFunc], value: Sql) -> Sql:
    return function(this=value.copy())


def _value(compiler: Compiler, schema: pa.Schema, of: Checked) -> Sql:
    """What a total takes: a number as whole or wide decimal, never a double."""
    if of.type is Type.NUMBER and isinstance(of.formula.root, Name):
        code = of.names[0].code
        if _is_exact(schema.field(code).type):
            return compiler.steps.fact(f"{code}_exact", exp.column(code, quoted=True))
    value = compiler.compile(of)
    return compiler.steps.name(exp.Cast(this=value, to=_WIDE.copy()) if of.type is Type.NUMBER else value)


def _is_exact(held: pa.DataType) -> bool:
    return bool(pa.types.is_integer(held) or (pa.types.is_decimal(held) and held.scale <= PLACES))


def _only(value: Sql, where: Sql | None) -> Sql:
    return exp.Filter(this=value.copy(), expression=exp.Where(this=where.copy())) if where is not None else value.copy()


def _print(compiler: Compiler, statement: exp.Select, dialect: str) -> Statement:
    return Statement(statement.sql(dialect, pretty=True), compiler.steps.parameters)
