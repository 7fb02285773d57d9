"""What engines take and refuse, besides what the drawn tables show."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from tenglong.core.formula import Checked, NameSpec, Type, check, parse, round_half_up
from tenglong.engines import CannotRun, DuckDb, Engine, Reference, Total
from tenglong.engines import engine as find_engine

NAMES = {
    spec.name: spec
    for spec in [
        NameSpec("税收", Type.NUMBER, "万元", "tax"),
        NameSpec("用地", Type.NUMBER, "亩", "Tax"),
        NameSpec("行业", Type.TEXT, None, 'tr"ade'),
        NameSpec("日", Type.DATE, None, "on"),
        NameSpec("甲", Type.NUMBER, None, "x1"),
        NameSpec("乙", Type.NUMBER, None, "x2"),
    ]
}


def checked(text: str) -> Checked:
    return check(parse(text), NAMES)


@pytest.fixture(scope="module", params=["reference", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return find_engine(request.param)


def column(engine: Engine, table: pa.Table, text: str) -> list[object]:
    return engine.rows(table, {"结果": checked(text)})["结果"].to_pylist()


def test_columns_of_many_arrow_types(engine: Engine) -> None:
    for cells in (
        pa.array([1, None], pa.int8()),
        pa.array([1, None], pa.uint64()),
        pa.array([1, None], pa.float32()),
        pa.array([Decimal(1), None], pa.decimal128(38, 20)),
    ):
        assert column(engine, pa.table({"tax": cells}), "税收 + 1") == [2.0, None]
    words = pa.array(["农业", None])
    for cells in (words, words.cast(pa.large_string()), words.dictionary_encode()):
        assert column(engine, pa.table({'tr"ade': cells}), "行业 = “农业”") == [True, None]
    moments = pa.array([datetime(2023, 1, 31, 9), None])
    assert column(engine, pa.table({"on": moments}), "日 = 2023-01-31") == [True, None]
    assert column(engine, pa.table({"tax": pa.nulls(2)}), "税收 有值") == [False, False]


def test_a_column_may_be_called_like_a_step(engine: Engine) -> None:
    table = pa.table({"x1": [9, 4], "x2": [2, 0]})
    assert column(engine, table, "四舍五入(乙 / 甲 + 甲 / 乙, 1) + 乙") == [6.7, None]


def test_an_empty_table_and_no_formulas(engine: Engine) -> None:
    table = pa.table({"tax": pa.array([], pa.float64())})
    assert column(engine, table, "税收 * 2") == []
    assert engine.rows(table, {}).num_columns == 0
    [found] = engine.totals(table, [Total("合计", "sum", checked("税收")), Total("最大", "max", checked("税收"))])
    assert (found["合计"], found["最大"]) == (0, None)
    assert engine.totals(table, [Total("合计", "sum", checked("税收"))], by=["tax"]) == []


def test_a_constant_has_a_value_in_every_row(engine: Engine) -> None:
    table = pa.table({"other": [1, 2, 3]})
    assert column(engine, table, "1 + 2") == [3.0] * 3
    assert engine.totals(table, [Total("行", "count", None, checked("1 = 1"))])[0]["行"] == 3


def test_groups_come_in_order_with_the_missing_last(engine: Engine) -> None:
    table = pa.table({
        "tax": pa.array([Decimal("0.10"), Decimal("0.20"), None, Decimal("5.00")], pa.decimal128(9, 2)),
        'tr"ade': ["乙", "乙", "甲", None],
        "on": [date(2023, 1, 1), date(2023, 1, 1), date(2022, 1, 1), None],
    })  # fmt: skip
    found = engine.totals(table, [Total("和", "sum", checked("税收"))], by=['tr"ade', "on"])
    assert [(group['tr"ade'], group["on"], group["和"], group["和:missing"]) for group in found] == [
        ("乙", date(2023, 1, 1), Fraction(3, 10), 0),
        ("甲", date(2022, 1, 1), None, 1),
        (None, None, Fraction(5), 0),
    ]


def test_large_whole_numbers_add_up_exactly(engine: Engine) -> None:
    table = pa.table({"tax": [2**62, 2**62, 2**62, 1]})
    assert engine.totals(table, [Total("和", "sum", checked("税收"))])[0]["和"] == 3 * 2**62 + 1


@pytest.mark.parametrize(
    ("columns", "formula", "said"),
    [
        ({"other": [1]}, "税收", "表里没有“税收”这一列（tax）"),
        ({"tax": ["多"]}, "税收", "“税收”应是数，表里的列（tax）却是 string"),
        ({'tr"ade': [1]}, "行业", "“行业”应是文字"),
        ({"on": [1]}, "日", "“日”应是日期"),
        ({"tax": pa.array([Decimal(1)], pa.decimal256(50, 3))}, "税收", "“税收”应是数"),
    ],
)
def test_refusals(engine: Engine, columns: Mapping[str, list[object]], formula: str, said: str) -> None:
    with pytest.raises(CannotRun) as refused:
        engine.rows(pa.table(columns), {"结果": checked(formula)})
    assert said in str(refused.value)


def test_groups_by_an_absent_column_are_refused(engine: Engine) -> None:
    with pytest.raises(CannotRun, match="不能按它分组"):
        engine.totals(pa.table({"tax": [1]}), [], by=["town"])


@pytest.mark.parametrize(
    ("kind", "of", "where", "said"),
    [
        ("sum", None, None, "没有说取什么值"),
        ("sum", "行业", None, "不能求和"),
        ("max", "行业", None, "不能取最大"),
        ("count", None, "税收", "不是条件"),
    ],
)
def test_totals_that_make_no_sense_are_refused(kind, of, where, said) -> None:
    with pytest.raises(CannotRun, match=said):
        Total("和", kind, checked(of) if of else None, checked(where) if where else None)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(CannotRun, match="可用的是 reference、duckdb"):
        find_engine("excel")


def test_columns_that_differ_by_case_only_are_refused_by_duckdb() -> None:
    table = pa.table({"tax": [1], "Tax": [2]})
    assert column(Reference(), table, "税收 / 用地") == [0.5]
    with pytest.raises(CannotRun, match="只差大小写"):
        column(DuckDb(), table, "税收 / 用地")


def test_no_text_of_a_formula_gets_into_the_statement() -> None:
    table = pa.table({'tr"ade': ["x'; DROP TABLE source; --"]})
    text = "行业 = “x'; DROP TABLE source; --”"
    assert "DROP" not in DuckDb().sql(table, {"f": checked(text)})
    assert column(DuckDb(), table, text) == [True]


def test_the_statement_is_named_steps_one_can_read() -> None:
    table = pa.table({"tax": [1.5], "x1": [2]})
    statement = DuckDb().sql(table, {"f": checked("如果(甲 > 0, 四舍五入(甲 / 3, 1), 0)")})
    assert statement.split("\n")[0] == "WITH facts AS NOT MATERIALIZED ("
    assert "step2 AS NOT MATERIALIZED" in statement
    assert statement.count("/ 3e0") == 1


def test_one_engine_serves_many_threads() -> None:
    shared, formulas = DuckDb(threads=2), {"f": checked("四舍五入(甲 / 3, 2)")}

    def run(number: int) -> bool:
        table = pa.table({"x1": [number] * 5_000})
        return set(shared.rows(table, formulas)["f"].to_pylist()) == {float(round_half_up(Fraction(number, 3), 2))}

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(run, range(40)))
