"""DuckDB agrees with the exact reference on random formulas, whatever the threads and the order of the rows."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.generative.formulas import (
    Case,
    TotalCase,
    answered,
    cases,
    checked,
    formulas_of,
    many_rows,
    row_differences,
    total_cases,
    total_differences,
)

from tenglong.core.formula.functions import FUNCTIONS
from tenglong.core.formula.tree import Arithmetic, Call, Comparison, Logic, Member, Node, Presence, UnitSign, walk
from tenglong.engines import DuckDb, Total

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def engines() -> list[DuckDb]:
    return [DuckDb(threads=1), DuckDb(threads=2)]


@QUICK
@given(cases)
def test_rows_agree(engines: list[DuckDb], case: Case) -> None:
    answer = answered(case)
    assert [row_differences(answer, engine, seed) for seed, engine in enumerate(engines)] == [[], []]


@QUICK
@given(total_cases)
def test_totals_agree(engines: list[DuckDb], case: TotalCase) -> None:
    assert [total_differences(case, engine, seed) for seed, engine in enumerate(engines)] == [[], []]


def test_many_rows_keep_their_order_and_their_sums(engines: list[DuckDb]) -> None:
    table = many_rows(300_000)
    pieces = pa.Table.from_batches(table.to_batches(max_chunksize=7_000))
    formulas = {"ratio": checked("甲 / 乙"), "rounded": checked("四舍五入(甲 / 乙, 2)")}
    total = [Total("sum", "sum", checked("甲 / 乙"), checked("丙 有值")), Total("c", "sum", checked("丙"))]
    backwards = table.take(list(range(table.num_rows - 1, -1, -1)))
    one, two = engines
    assert one.rows(table, formulas).equals(two.rows(pieces, formulas).combine_chunks())
    sums = [engine.totals(rows, total) for engine in engines for rows in (table, pieces, backwards)]
    assert sums == [sums[0]] * 6


def label(node: Node) -> str:  # noqa: PLR0911 - one line per kind
    """The kind of a node, as fine as compiling tells apart."""
    kind = type(node).__name__
    match node:
        case Arithmetic():
            return f"{kind} {node.sign}"
        case Comparison():
            return f"{kind} {node.sign} {'snapped' if node.snapped else 'plain'}"
        case Member():
            return f"{kind} {'snapped' if node.snapped else 'plain'}"
        case Presence():
            return f"{kind} {node.known}"
        case Logic():
            return f"{kind} {node.word}"
        case Call():
            return f"{kind} {node.function}"
    return kind


def every_label() -> list[str]:
    split = {"Arithmetic", "Comparison", "Member", "Presence", "Logic", "Call", UnitSign.__name__}
    signs = ("=", "!=", "<", "<=", ">", ">=")
    return sorted(
        [kind.__name__ for kind in Node.__subclasses__() if kind.__name__ not in split]
        + [f"Arithmetic {sign}" for sign in "+-*/"]
        + [f"Comparison {sign} {how}" for sign in signs for how in ("plain", "snapped")]
        + ["Member plain", "Member snapped", "Presence True", "Presence False", "Logic and", "Logic or"]
        + [f"Call {function.alias}" for function in FUNCTIONS if function.alias != "convert"]
    )


def test_random_formulas_reach_every_kind_of_node() -> None:
    reached: set[str] = set()

    @settings(max_examples=1500, phases=[Phase.generate], database=None, derandomize=True, deadline=None)
    @given(formulas_of(2))
    def gather(text: str) -> None:
        reached.update(label(node) for node in walk(checked(text).formula.root))

    gather()
    assert set(every_label()) <= reached, set(every_label()) - reached
