"""Candidate pairs of two tables: every pair judged, those kept that fit, must be asked about or nearly fit.

Both sides are put in the order of their keys first and scores are whole numbers, so that neither threads nor the order
of the rows can matter. The reference engine judges pair by pair in exact fractions and must say the same.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from tenglong.core.formula import Checked, Value
from tenglong.core.formula.numbers import HALF_SNAP
from tenglong.core.matching import POINT, Hard, Judgement, Match, On, Side, Soft, Verdict, judge, verdict_of
from tenglong.core.matching.names import code_of

from . import rules
from .base import CannotRun, Engine
from .columns import as_value, used_names
from .compile import Compiler
from .duckdb import DuckDb
from .rules import Sql
from .statements import Statement

ROW = {On.LEFT: "left_row", On.RIGHT: "right_row"}  # where a row stands in the order of its side's keys
FOUND = ("failed", "unknown", "score")
MOST_HARD = 60  # conditions, a bit for each
_SCHEMA = pa.schema([*((name, pa.int32()) for name in ROW.values()), *((name, pa.int64()) for name in FOUND)])
_WHOLE = exp.DataType.build("BIGINT")
_KEPT = 64  # printing a statement takes longer than running it over small tables


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs kept, in the order of both keys: `left_row` and `right_row` stand for `lefts` and `rights`.

    `failed` and `unknown` have a bit for each hard condition, the first the lowest; `score` is in ten-thousandths.
    """

    match: Match
    lefts: tuple[str, ...]
    rights: tuple[str, ...]
    table: pa.Table

    def rows(self) -> Iterator[tuple[str, str, Verdict, int]]:
        """Left key, right key, verdict and score of every pair kept."""
        for left, right, failed, unknown, score in zip(*self.table.to_pydict().values(), strict=True):
            verdict = verdict_of(failed.bit_count(), unknown.bit_count(), self.match.near)
            yield self.lefts[left], self.rights[right], verdict, score

    def best(self, most: int, always: Collection[tuple[int, int]] = ()) -> list[tuple[int, int]]:
        """Rows of the `most` best pairs of each left row, the best first, and of those that are `always` there.

        What fits stands before what must be asked about, that before what nearly fits; then by score, then by key.
        """
        left, right, failed, unknown, score = (column.to_numpy() for column in self.table.columns)
        order = np.lexsort((right, -score, np.bitwise_count(unknown), np.bitwise_count(failed), left))
        taken: dict[int, int] = {}
        found = []
        for pair_ in zip(left[order].tolist(), right[order].tolist(), strict=True):
            taken[pair_[0]] = taken.get(pair_[0], 0) + 1
            if taken[pair_[0]] <= most or pair_ in always:
                found.append(pair_)
        return found


def choose(side: Side, table: pa.Table, engine: Engine) -> pa.Table:
    """The rows of a side that its `where` picks; unknown is not picked. Columns are the keys of fields."""
    if side.where is None:
        return table
    return table.filter(engine.rows(table, {"picked": side.where}).column("picked"))


def pair(match: Match, left: pa.Table, right: pa.Table, keys: tuple[str, str], engine: Engine) -> Pairs:
    """The pairs of two tables whose columns are the keys of fields; `keys` are the columns that name their rows.

    CannotRun when a column is absent or of another type, or a key stands twice or nowhere.
    """
    one, other = _in_order(left, keys[0]), _in_order(right, keys[1])
    lefts, rights = (tuple(side.column(key).to_pylist()) for side, key in zip((one, other), keys, strict=True))
    sides = _read(match, _side(On.LEFT, one), _side(On.RIGHT, other))
    judged = _by_duckdb(match, *sides, engine) if isinstance(engine, DuckDb) else _by_reference(match, *sides)
    return Pairs(match, lefts, rights, judged)


def _in_order(table: pa.Table, key: str) -> pa.Table:
    """The rows in the order of their keys, each of which must stand there once."""
    if key not in table.column_names:
        raise CannotRun(f"表里没有“{key}”这一列，认不出每一行，不能匹配。请补上这一列。")
    column = table.column(key).cast(pa.string())
    if column.null_count:
        raise CannotRun(f"“{key}”有 {column.null_count} 行没有填，认不出是哪一行，不能匹配。请补上。")
    twice = [found["values"] for found in column.value_counts().to_pylist() if found["counts"] > 1]
    if twice:
        raise CannotRun(f"“{key}”里“{twice[0]}”不止一行，分不清，不能匹配。请改成各不相同的。")
    return table.set_column(table.column_names.index(key), key, column).take(pc.sort_indices(column))


def _side(on: On, table: pa.Table) -> pa.Table:
    """The columns under the names that pairs have for them, after the place of each row."""
    named = table.rename_columns([code_of(on, key) for key in table.column_names])
    return named.add_column(0, ROW[on], pa.array(range(table.num_rows), pa.int32()))


def _read(match: Match, left: pa.Table, right: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Only the columns that the formulas read, which must be there and of their types."""
    both = pa.schema([*left.schema, *right.schema]).empty_table()
    codes = {spec.code for spec in used_names(both, _judged(match))}
    one, other = ([name for name in side.column_names if name in {*ROW.values(), *codes}] for side in (left, right))
    return left.select(one), right.select(other)


def _judged(match: Match) -> tuple[Checked, ...]:
    return (*(hard.that for hard in match.hard), *(soft.score for soft in match.soft))


def _by_reference(match: Match, left: pa.Table, right: pa.Table) -> pa.Table:
    lefts, rights = (_values(side, on) for side, on in ((left, On.LEFT), (right, On.RIGHT)))
    found = []
    for (one, left_values), (other, right_values) in product(enumerate(lefts), enumerate(rights)):
        judgement = judge(match, left_values, right_values)
        failed, unknown = (_bits(judgement, holds) for holds in (False, None))
        if judgement.verdict is not Verdict.NO:
            found.append((one, other, failed, unknown, judgement.score))
    columns = zip(*found, strict=True) if found else [()] * len(_SCHEMA)
    return pa.table(
        [pa.array(column, type_) for column, type_ in zip(columns, _SCHEMA.types, strict=True)], schema=_SCHEMA
    )


def _values(side: pa.Table, on: On) -> list[dict[str, Value]]:
    """Rows by the keys of their fields."""
    width = len(code_of(on, ""))
    return [{code[width:]: as_value(value) for code, value in row.items()} for row in side.to_pylist()]


def _bits(judgement: Judgement, holds: bool | None) -> int:
    return sum(1 << place for place, one in enumerate(judgement.conditions) if one.holds is holds)


def _by_duckdb(match: Match, left: pa.Table, right: pa.Table, engine: DuckDb) -> pa.Table:
    statement = pair_statement(match.hard, match.soft, match.near, left.schema, right.schema)
    return engine.run({"left_side": left, "right_side": right}, statement).cast(_SCHEMA)


@lru_cache(maxsize=_KEPT)
def pair_statement(
    hard: tuple[Hard, ...], soft: tuple[Soft, ...], near: int, left: pa.Schema, right: pa.Schema
) -> Statement:
    """The pairs kept, with what fails, what is unknown and the score."""
    compiler = Compiler(pa.schema([*left, *right]))
    steps = compiler.steps
    rows = [steps.fact(name, exp.column(name, quoted=True)) for name in ROW.values()]
    holds = [steps.name(compiler.compile(one.that)) for one in hard]
    failed = steps.name(_mask([rules.opposite(one) for one in holds]))
    unknown = _mask([rules.absent(one) for one in holds])
    score = _sum([_points(one, steps.name(compiler.compile(one.score))) for one in soft])
    outputs = [
        exp.alias_(column, name, quoted=True)
        for column, name in zip((*rows, failed, unknown, score), _SCHEMA.names, strict=True)
    ]
    both = exp.select("*").from_("left_side").join("right_side", join_type="cross")
    few = exp.LTE(this=exp.Anonymous(this="BIT_COUNT", expressions=[failed.copy()]), expression=_whole(near))
    firm = sum(1 << place for place, one in enumerate(hard) if one.firm)
    bending = exp.EQ(
        this=exp.Paren(this=exp.BitwiseAnd(this=failed.copy(), expression=_whole(firm))), expression=_whole(0)
    )
    kept = rules.joined("and", [few, bending]) if firm else few
    statement = steps.select(outputs, both).where(kept).order_by(*(row.copy() for row in rows))
    return Statement(statement.sql("duckdb", pretty=True), steps.parameters)


def _mask(conditions: Sequence[Sql]) -> Sql:
    """A bit for each condition that is true."""
    return _sum([exp.Case().when(one, _whole(1 << place)).else_(_whole(0)) for place, one in enumerate(conditions)])


def _points(soft: Soft, value: Sql) -> Sql:
    """As core.matching.decide.points_of, of a named value."""
    nothing, all_ = rules.number(Fraction(0)), rules.number(Fraction(1))
    above = exp.Case().when(rules.compared(">=", value, all_), all_.copy())
    share = above.when(rules.compared(">", value, nothing), value.copy()).else_(nothing.copy())
    worth = rules.arithmetic("*", share, rules.number(Fraction(soft.weight) * POINT))
    half = rules.number(Fraction(1, 2) + HALF_SNAP)
    return exp.Cast(this=exp.Floor(this=rules.arithmetic("+", worth, half)), to=_WHOLE.copy())


def _sum(parts: Sequence[Sql]) -> Sql:
    total: Sql = exp.Cast(this=_whole(0), to=_WHOLE.copy())
    for part in parts:
        total = exp.Add(this=total, expression=part)
    return total


def _whole(value: int) -> Sql:
    return exp.Literal.number(value)
