"""Random scorecards over random rows: gaps, zeros, ties, negatives, every way to be missing, parameters unknown."""

import random
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
from hypothesis import strategies as st
from tests.core.scorecard.cards import card, indicator

from tenglong.core.formula import NameSpec, Type
from tenglong.core.scorecard import Missing, Outcome, Parameter, Scorecard
from tenglong.engines.scoring import score

FIELDS = {
    spec.name: spec
    for spec in [
        NameSpec("甲", Type.NUMBER, None, "a"),
        NameSpec("乙", Type.NUMBER, None, "b"),
        NameSpec("丙", Type.NUMBER, None, "c"),
        NameSpec("率", Type.NUMBER, "%", "rate"),
        NameSpec("行业", Type.TEXT, None, "trade"),
        NameSpec("停产", Type.TRUTH, None, "idle"),
    ]
}
_ARROW = {
    "key": pa.string(), "a": pa.decimal128(18, 3), "b": pa.int64(), "c": pa.float64(), "rate": pa.float64(),
    "trade": pa.string(), "idle": pa.bool_(),
}  # fmt: skip

_VALUES = (
    "甲", "乙", "甲 / 乙", "乙 / 丙", "丙 / 甲", "(甲 - 丙) / 乙", "甲 * 门槛", "甲 / 门槛", "换算(率, 倍)",
    "如果(停产, 甲, 乙)", "首个有值(丙, 0)", "甲 / 乙 + 0.1", "丙 / 3",
)  # fmt: skip
_SCORES = (
    None, None, None, "如果(值 >= 基准, 权重, 0)", "最小(值 / 基准, 1.5) * 权重", "最大(0, 2 - 值 / 基准) * 权重",
    "如果(值 = 基准 * 0.1 * 3 / 0.3, 权重, 权重 / 3)", "值 / 3",
)  # fmt: skip
_BENCHMARKS = ("1", "1", "2", "0.5", "24.097", "3", "0.0302", "-1")
_WEIGHTS = ("1", "1", "10", "30", "0.5", "0", "33.333")
_WHERES = (None, None, "行业 = “制造”", "甲 > 0", "甲 / 乙 > 门槛", "非 停产", "甲 > 门槛 或 停产")
_ADJUSTMENTS = (
    "如果(停产, -5, 0)", "指标1得分 / 3", "甲 / 乙", "未定 * 2", "0.0000005 * 乙",
    "如果(指标1 >= 1, 1, 首个有值(乙, 0))",
)  # fmt: skip
_BANDS = (
    "位次 <= 20", "位次 <= 档线", "总分 >= 60", "总分 >= 门槛", "名次 <= 2", "指标1 >= 门槛", "指标1得分 >= 1", "停产",
    "参评数 > 3", "指标1 < 未定", "名次 = 参评数", "位次 <= 未定 或 停产", "指标1 = 3",
)  # fmt: skip
_LISTS = ("指标1 < 门槛", "类别 = “A” 或 停产", "总分 < 10", "甲 < 未定", "类别 缺失", "位次 > 50 且 行业 = “制造”")
_THRESHOLDS, _LINES = (None, "1", "0", "-2", "3"), (None, "20", "50", "33.3")
_TIES = ("0", "0", "1", "1", "-1", "2", "3", "0.1", "0.3", "2.5", "-2.5", "1.005", "2.675", "100")
_POOLS: dict[str, tuple[object, ...]] = {
    "a": (None, *map(Decimal, _TIES)),
    "b": (None, 0, 1, 1, 2, 3, -1, -3),
    "c": (None, *map(float, _TIES), float("nan")),
    "rate": (None, 0.0, 3.0, 12.5, 100.0),
    "trade": (None, "制造", "制造", "农业"),
    "idle": (None, True, False),
}
_row = st.fixed_dictionaries(
    {
        **{code: st.sampled_from(pool) for code, pool in _POOLS.items()},
        "a": st.sampled_from(_POOLS["a"]) | st.decimals(-1000, 1000, places=2),
        "b": st.sampled_from(_POOLS["b"]) | st.integers(-1000, 1000),
    }
)


@dataclass(frozen=True)
class Case:
    """A scorecard, drawn as text, and rows."""

    drawn: tuple[tuple[str, str, str, Missing, str | None], ...]
    parameters: tuple[str | None, str | None]
    where: str | None
    adjustments: tuple[str, ...]
    bands: tuple[str, ...]
    lists: tuple[str, ...]
    points: int
    digits: int
    table: pa.Table

    def scorecard(self) -> Scorecard:
        threshold, line = self.parameters
        parameters = [
            Parameter("门槛", threshold, None, "虚构"),
            Parameter("档线", line, "%", "虚构"),
            Parameter("未定", None, None, "未公布"),
        ]
        names = {**FIELDS, **{one.label: NameSpec(one.label, Type.NUMBER, one.unit) for one in parameters}}
        return card(
            [
                indicator(f"指标{number}", value, benchmark, weight, missing, own, names)
                for number, (value, benchmark, weight, missing, own) in enumerate(self.drawn, 1)
            ],
            fields=FIELDS,
            where=self.where,
            parameters=parameters,
            adjustments=self.adjustments,
            bands=[(letter, text) for letter, text in zip("ABCD", self.bands, strict=False)],
            lists=self.lists,
            points=self.points,
            digits=self.digits,
        )

    def __repr__(self) -> str:
        parts = (self.drawn, self.parameters, self.where, self.adjustments, self.bands, self.lists)
        return f"Case({parts!r}, {self.points}, {self.digits}, {self.table.to_pylist()!r})"


def _table(rows: list[dict[str, object]]) -> pa.Table:
    keyed = [{**row, "key": f"企业{number}"} for number, row in enumerate(rows)]
    return pa.table({code: pa.array([row[code] for row in keyed], kind) for code, kind in _ARROW.items()})


def _some(pool: tuple[str, ...], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(pool), max_size=most).map(tuple)


_indicators = st.tuples(*map(st.sampled_from, (_VALUES, _BENCHMARKS, _WEIGHTS, tuple(Missing), _SCORES)))
cases = st.builds(
    Case,
    st.lists(_indicators, min_size=1, max_size=3).map(tuple),
    st.tuples(st.sampled_from(_THRESHOLDS), st.sampled_from(_LINES)),
    st.sampled_from(_WHERES),
    _some(_ADJUSTMENTS, 2),
    _some(_BANDS, 4),
    _some(_LISTS, 2),
    st.sampled_from([6, 6, 2, 0]),
    st.sampled_from([2, 2, 0, 4]),
    st.lists(_row, max_size=10).map(_table),
)


def dense_case(seed: int, count: int = 40) -> Case:
    """A scorecard over rows full of ties, halves, zeros and gaps; the same for the same seed."""
    chance = random.Random(seed)
    kinds = (_VALUES, _BENCHMARKS, _WEIGHTS, tuple(Missing), _SCORES)
    return Case(
        tuple(tuple(chance.choice(pool) for pool in kinds) for _ in range(1 + seed % 3)),  # type: ignore[arg-type, misc]
        (chance.choice(_THRESHOLDS), chance.choice(_LINES)),
        chance.choice(_WHERES),
        tuple(chance.sample(_ADJUSTMENTS, seed % 3)),
        tuple(chance.sample(_BANDS, 4)),
        tuple(chance.sample(_LISTS, 2)),
        (6, 2, 0)[seed % 3],
        (2, 0)[seed % 2],
        _table([{code: chance.choice(pool) for code, pool in _POOLS.items()} for _ in range(count)]),
    )


def shuffled(table: pa.Table, seed: int) -> pa.Table:
    """The rows in some other order, in pieces."""
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    mixed = table.take(pa.array(order, pa.int64()))
    return pa.concat_tables([mixed.slice(0, len(order) // 2), mixed.slice(len(order) // 2)])


def outcome(case: Case, engine: str, threads: int = 1, seed: int | None = None) -> Outcome:
    """What an engine says."""
    table = case.table if seed is None else shuffled(case.table, seed)
    return score(case.scorecard(), table, engine=engine, threads=threads).outcome()
