"""Random formulas that reach every kind of node, random rows with gaps, zeros and ties, and how engines compare."""

import math
import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
from hypothesis import strategies as st

from tenglong.core.formula import Checked, NameSpec, Type, Value, check, parse, round_half_up
from tenglong.engines import Engine, Reference, Total

NAMES = {
    spec.name: spec
    for spec in [
        NameSpec("甲", Type.NUMBER, None, "a"),
        NameSpec("乙", Type.NUMBER, None, "b"),
        NameSpec("丙", Type.NUMBER, None, "c"),
        NameSpec("面积", Type.NUMBER, "亩", "area_mu"),
        NameSpec("率", Type.NUMBER, "%", "rate"),
        NameSpec("行业", Type.TEXT, None, "trade"),
        NameSpec("地址", Type.TEXT, None, "place"),
        NameSpec("始", Type.DATE, None, "begins_on"),
        NameSpec("终", Type.DATE, None, "ends_on"),
        NameSpec("规上", Type.TRUTH, None, "large"),
        NameSpec("停产", Type.TRUTH, None, "idle"),
    ]
}
_ARROW = {
    "a": pa.decimal128(18, 3), "b": pa.int64(), "c": pa.float64(), "area_mu": pa.decimal128(12, 2),
    "rate": pa.float64(), "trade": pa.string(), "place": pa.string(), "begins_on": pa.date32(),
    "ends_on": pa.date32(), "large": pa.bool_(), "idle": pa.bool_(),
}  # fmt: skip

_numbers = st.sampled_from(["甲", "乙", "丙", "甲", "乙", "丙", "0.1", "0.3", "0.5", "1", "2", "2.5", "3", "7", "100"])
_number_leaves = _numbers | st.sampled_from(
    ["(换算(面积, 平方米) / 换算(1, 平方米))", "换算(率, 倍)", "(面积 / 换算(1, 亩))"]
)
_text_leaves = st.sampled_from(["行业", "地址", "“制造业”", "“制造”", "“丽水市”", "地址"])
_date_leaves = st.sampled_from(["始", "终", "2023-02-28", "2024-02-29", "2020-03-01"])
_truth_leaves = st.sampled_from(["规上", "停产", "真", "假"])
_signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
_equal = st.sampled_from(["=", "!="])


def _joined(pattern: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda texts: pattern.format(*texts))


def _numeric(depth: int) -> st.SearchStrategy[str]:
    if depth == 0:
        return _number_leaves
    number, truth, day = (st.deferred(lambda make=make: make(depth - 1)) for make in (_numeric, _truth, _day))
    digits = st.sampled_from(["-2", "0", "1", "2", "4"])
    return st.one_of(
        _number_leaves,
        _joined("({} {} {})", number, st.sampled_from("+-*/"), number),
        _joined("({} {} ({} - {}))", number, st.sampled_from("-/"), number, number),
        _joined("(-({}))", number),
        _joined("如果({}, {}, {})", truth, number, number),
        _joined("{}({}, {})", st.sampled_from(["最大", "最小", "首个有值"]), number, number),
        _joined("{}({}, {}, {})", st.sampled_from(["最大", "最小", "首个有值"]), number, number, number),
        _joined("{}({})", st.sampled_from(["绝对值", "向下取整", "向上取整"]), number),
        _joined("四舍五入({}, {})", number, digits),
        _joined("四舍五入({} / 2, {})", number, digits),
        _joined("四舍五入({} * 1.005, 2)", number),
        _joined("四舍五入(-{} / 2)", _numbers),
        _joined("{}({} * 0.1 * 3 / 0.3)", st.sampled_from(["向下取整", "向上取整"]), _numbers),
        _joined("({0} / ({1} * 0.1 * 3 - {1} * 0.3))", number, _numbers),
        _joined("(天数({}, {}) / 换算(1, 天))", day, day),
        _joined("(满年数({}, {}) / 换算(1, 年))", day, day),
        _joined("(满月数({}, {}) / 换算(1, 个月))", day, day),
        _joined("(月数({}, {}) / 换算(1, 个月))", day, day),
        _joined("(年份({}) / 换算(1, 年))", day),
        _joined("月份({})", day),
    )


def _truth(depth: int) -> st.SearchStrategy[str]:
    if depth == 0:
        return _truth_leaves
    number, truth, day, text = (
        st.deferred(lambda make=make: make(depth - 1)) for make in (_numeric, _truth, _day, _text)
    )
    return st.one_of(
        _truth_leaves,
        _joined("({} {} {})", number, _signs, number),
        _joined("({} {} {})", _numbers, _signs, _numbers),
        _joined("({0} * 0.1 * 3 {1} {0} * 0.3)", _numbers, _signs),
        _joined("({} {} {})", day, _signs, day),
        _joined("({} {} {})", text, _equal, text),
        _joined("({} {} {})", truth, _equal, truth),
        _joined("({} {} ({}, {}))", number, st.sampled_from(["属于", "not in"]), number, number),
        _joined("({} 属于 ({}, {}))", _numbers, _numbers, _numbers),
        _joined("({} 属于 ({}, {}))", text, text, text),
        _joined("({} {})", st.one_of(number, day, text, truth), st.sampled_from(["有值", "缺失"])),
        _joined("(非 {})", truth),
        _joined("({} {} {})", truth, st.sampled_from(["且", "或"]), truth),
        _joined("{}({}, {})", st.sampled_from(["含", "开头是"]), text, text),
        _joined("如果({}, {}, {})", truth, truth, truth),
        _joined("首个有值({}, {})", truth, truth),
    )


def _day(depth: int) -> st.SearchStrategy[str]:
    if depth == 0:
        return _date_leaves
    truth, day = (st.deferred(lambda make=make: make(depth - 1)) for make in (_truth, _day))
    return st.one_of(
        _date_leaves,
        _joined("如果({}, {}, {})", truth, day, day),
        _joined("{}({}, {})", st.sampled_from(["最大", "最小", "首个有值"]), day, day),
    )


def _text(depth: int) -> st.SearchStrategy[str]:
    if depth == 0:
        return _text_leaves
    truth, text = (st.deferred(lambda make=make: make(depth - 1)) for make in (_truth, _text))
    return st.one_of(
        _text_leaves,
        _joined("如果({}, {}, {})", truth, text, text),
        _joined("首个有值({}, {})", text, text),
    )


def formulas_of(depth: int) -> st.SearchStrategy[str]:
    """Formulas of any type, nested so deep."""
    number, truth = _numeric(depth), _truth(depth)
    return st.one_of(number, truth, number, truth, _day(depth), _text(depth))


formulas = formulas_of(3)

_TIES = (0, 0, 1, 1, -1, 2, 3, "0.1", "0.2", "0.3", "0.5", "2.5", "-2.5", "1.005", "2.675", 100)
_amounts = st.sampled_from([Decimal(number) for number in _TIES])
_amounts = st.one_of(_amounts, _amounts, st.decimals(-10_000, 10_000, places=2))
_TIED_DAYS = (date(2020, 2, 29), date(2023, 2, 28), date(2023, 3, 1), date(2024, 2, 29))
_TRADES = ("制造业", "制造", "农业", "")
_PLACES = ("丽水市", "丽水市莲都区", "丽水制造业园")
_RATES = (0.0, 3.0, 8.0, 12.5, 100.0)
_days = st.sampled_from(_TIED_DAYS)
_days |= st.dates(date(2018, 1, 1), date(2026, 12, 31))
_CELLS: dict[str, st.SearchStrategy[object]] = {
    "a": _amounts,
    "b": st.sampled_from([0, 1, 1, 2, 3, -1]) | st.integers(-1000, 1000),
    "c": _amounts.map(float) | st.just(float("nan")),
    "area_mu": st.decimals(0, 500, places=2),
    "rate": st.sampled_from(_RATES),
    "trade": st.sampled_from(_TRADES),
    "place": st.sampled_from(_PLACES),
    "begins_on": _days,
    "ends_on": _days,
    "large": st.booleans(),
    "idle": st.booleans(),
}
_row = st.fixed_dictionaries({code: cells | st.none() if code in "bc" else st.one_of(cells, cells, cells, st.none())
                              for code, cells in _CELLS.items()})  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Up to eight rows, in one or two batches."""
    rows = draw(st.lists(_row, min_size=1, max_size=8))
    columns = {code: pa.array([row[code] for row in rows], kind) for code, kind in _ARROW.items()}
    table = pa.table(columns)
    cut = draw(st.integers(0, len(rows)))
    return pa.concat_tables([table.slice(0, cut), table.slice(cut)])


def many_rows(count: int) -> pa.Table:
    """Rows enough for several batches and threads; always the same."""
    chance = random.Random(2023)
    cells = {
        "a": [Decimal(chance.randrange(-(10**6), 10**6)).scaleb(-2) for _ in range(count)],
        "b": [chance.randrange(1, 50) for _ in range(count)],
        "c": [chance.choice([None, chance.random() * 1000]) for _ in range(count)],
    }
    empty = {code: [None] * count for code in _ARROW if code not in cells}
    return pa.table({code: pa.array((cells | empty)[code], kind) for code, kind in _ARROW.items()})


def tied_rows(seed: int, count: int = 12) -> pa.Table:
    """Rows full of ties, halves, zeros and gaps; the same for the same seed."""
    chance = random.Random(seed)
    pools: dict[str, tuple[object, ...]] = {
        "a": tuple(Decimal(number) for number in _TIES),
        "b": (0, 1, 1, 2, 3, -1, -3),
        "c": (*(float(number) for number in _TIES), math.nan),
        "area_mu": (Decimal(0), Decimal(1), Decimal("24.85"), Decimal(3)),
        "rate": _RATES,
        "trade": _TRADES,
        "place": _PLACES,
        "begins_on": _TIED_DAYS,
        "ends_on": _TIED_DAYS,
        "large": (True, False),
        "idle": (True, False),
    }
    columns = {
        code: [None if chance.random() < 0.15 else chance.choice(pool) for _ in range(count)]
        for code, pool in pools.items()
    }
    return pa.table({code: pa.array(columns[code], kind) for code, kind in _ARROW.items()})


@dataclass(frozen=True)
class Case:
    """Some formulas and a table to run them over."""

    formulas: tuple[str, ...]
    table: pa.Table

    def __repr__(self) -> str:
        return f"Case({self.formulas!r}, {self.table.to_pylist()!r})"


cases = st.builds(Case, st.lists(formulas, min_size=1, max_size=4).map(tuple), tables())


def checked(text: str) -> Checked:
    """The formula over NAMES."""
    return check(parse(text), NAMES)


@dataclass(frozen=True)
class Answered:
    """A case with what the reference says."""

    case: Case
    formulas: dict[str, Checked]
    expected: pa.Table


def answered(case: Case) -> Answered:
    """The case with the reference's answers."""
    formulas = {f"f{number}": checked(text) for number, text in enumerate(case.formulas)}
    return Answered(case, formulas, Reference().rows(case.table, formulas))


def row_differences(answer: Answered, engine: Engine, seed: int = 0) -> list[str]:
    """Where the engine, given the rows in another order, does not publish what the reference does."""
    table = answer.case.table
    order = shuffled(table, seed)
    found = engine.rows(table.take(order), answer.formulas)
    differences = []
    for name, text in zip(answer.formulas, answer.case.formulas, strict=True):
        left, right = (result[name].to_pylist() for result in (answer.expected, found))
        for place, row in enumerate(order):
            if not published_alike(left[row], right[place]):
                differences.append(f"{text}: row {row}: {left[row]!r} but {right[place]!r}")
    return differences


def shuffled(table: pa.Table, seed: int) -> list[int]:
    """The numbers of the rows in some other order."""
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    return order


def published_alike(one: object, other: object) -> bool:
    """Do both print the same? Numbers to four decimals, very large ones to twelve figures."""
    if not isinstance(one, float) or not isinstance(other, float):
        return one == other
    if not math.isfinite(other):
        return False
    left, right = Fraction(repr(one)), Fraction(repr(other))
    if abs(left) >= 10**7:
        return abs(left - right) <= abs(left) / 10**12
    return round_half_up(left, 4) == round_half_up(right, 4)


_KINDS = ("sum", "sum", "sum", "count", "distinct", "one", "min", "max")


@dataclass(frozen=True)
class TotalCase:
    """Totals (kind, of, where), the groups, and a table."""

    totals: tuple[tuple[str, str, str | None], ...]
    by: tuple[str, ...]
    table: pa.Table

    def __repr__(self) -> str:
        return f"TotalCase({self.totals!r}, {self.by!r}, {self.table.to_pylist()!r})"


_total = st.tuples(st.sampled_from(_KINDS), st.sampled_from("甲乙丙") | _numeric(2), st.none() | _truth(2))


groups = st.sampled_from([(), ("trade",), ("b", "large")])
some_totals = st.lists(_total, min_size=1, max_size=3).map(tuple)
total_cases = st.builds(TotalCase, some_totals, groups, tables())


def total_differences(case: TotalCase, engine: Engine, seed: int = 0) -> list[str]:
    """Where the engine's totals are not the reference's, or are others when the rows come in another order."""
    totals = [
        Total(f"t{number}", kind, checked(of), checked(where) if where else None)  # type: ignore[arg-type]
        for number, (kind, of, where) in enumerate(case.totals)
    ]
    expected = Reference().totals(case.table, totals, case.by)
    found = engine.totals(case.table, totals, case.by)
    again = engine.totals(case.table.take(shuffled(case.table, seed)), totals, case.by)
    differences = [] if again == found else ["row order matters"]
    if len(expected) != len(found):
        return [*differences, f"{len(expected)} groups but {len(found)}"]
    for one, other in zip(expected, found, strict=True):
        differences += [f"{case.totals}: {key}" for key in one if not _total_alike(one[key], other[key])]
    return differences


def _total_alike(one: Value, other: Value) -> bool:
    return published_alike(*(float(value) if isinstance(value, Fraction) else value for value in (one, other)))
