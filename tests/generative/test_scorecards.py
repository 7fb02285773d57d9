"""DuckDB gives every subject what the exact reference gives, whatever the threads and the order of the rows."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from sqlglot import exp
from tests.core.scorecard.cards import card, indicator
from tests.generative.scorecards import FIELDS, Case, cases, dense_case, outcome, shuffled

from tenglong.core.scorecard import CannotScore, Missing, Outcome
from tenglong.engines import rules, scoring_sql
from tenglong.engines.scoring import score

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(cases)
def test_engines_agree(case: Case) -> None:
    expected = outcome(case, "reference")
    assert outcome(case, "duckdb") == expected
    assert outcome(case, "duckdb", threads=2, seed=1) == expected


def test_many_rows_agree_with_themselves_whatever_the_threads() -> None:
    """Rows enough for several batches: one answer, to the last digit."""
    count = 300_000
    numbers = pa.array(range(count), pa.int64())
    columns = {"key": numbers.cast(pa.string()), "a": [Decimal(n * 7919 % 10_007).scaleb(-3) for n in range(count)]}
    columns["b"] = pa.array([n % 97 if n % 41 else None for n in range(count)], pa.int64())
    table = pa.table(columns)
    scorecard = card(
        [
            indicator("指标1", "甲 / 乙", "0.3", "60", Missing.MEAN, names=FIELDS),
            indicator("指标2", "甲", names=FIELDS),
        ],
        fields=FIELDS,
        bands=[("A", "位次 <= 20"), ("B", "位次 > 20")],
    )
    found = [
        score(scorecard, rows, threads=threads).in_order()
        for threads, rows in ((1, table), (2, table), (2, shuffled(table, 3)))
    ]
    assert found[0].num_rows == count
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


RULES = {name: getattr(scoring_sql, name) for name in dir(scoring_sql)}


def towards_zero(value: exp.Expr, digits: int) -> exp.Expr:
    scaled = rules.arithmetic("*", value, rules.number(Fraction(10) ** digits))
    return exp.Cast(this=exp.Anonymous(this="TRUNC", expressions=[scaled]), to=exp.DataType.build("BIGINT"))


def half_up_only(value: exp.Expr, digits: int) -> exp.Expr:
    scaled = rules.arithmetic("*", value, rules.number(Fraction(10) ** digits))
    whole = exp.Floor(this=rules.arithmetic("+", scaled, rules.number(Fraction(500001, 1000000))))
    return exp.Cast(this=whole, to=exp.DataType.build("BIGINT"))


def unsnapped(value: exp.Expr, digits: int) -> exp.Expr:
    scaled = rules.arithmetic("*", value, rules.number(Fraction(10) ** digits))
    whole = exp.Anonymous(this="ROUND", expressions=[scaled])
    return exp.Cast(this=whole, to=exp.DataType.build("BIGINT"))


def floored_total(total: exp.Expr, digits: int, kept: int) -> exp.Expr:
    return exp.IntDiv(this=total.copy(), expression=exp.Literal.number(10 ** max(digits - kept, 0)))


def skips_unknown(conditions: list[exp.Expr]) -> exp.Expr:
    found = exp.Case()
    for place, one in enumerate(conditions):
        found = found.when(one.copy(), exp.Literal.number(place))
    return found.else_(exp.Null()) if conditions else exp.Null()


@dataclass(frozen=True)
class Mutant:
    rule: str
    put: Any


def on_stage(method: str, put: Callable[..., Any]) -> Mutant:
    return Mutant(f"_Stage.{method}", put)


def zero_for_all(stage: Any, one: Any, number: int) -> exp.Expr:
    own = stage.steps.column(f"points_{number}" if one.missing is Missing.UNSCORED else f"own_{number}")
    return stage.steps.call(f"kept_{number}", rules.first_known([own, exp.Literal.number(0)]))


STAGE = {name: getattr(scoring_sql._Stage, name) for name in ("points", "substituted", "ranking")}

MUTANTS = {
    "points cut, not rounded": Mutant("to_units", towards_zero),
    "points rounded upwards when negative": Mutant("to_units", half_up_only),
    "points rounded without the snap": Mutant("to_units", unsnapped),
    "total cut, not rounded": Mutant("rounded_total", floored_total),
    "mean over everybody": Mutant("_mean", lambda column: RULES["_mean"](column).replace("COUNT(" + column, "COUNT(*")),
    "mean cut": Mutant("_mean", lambda column: f"SUM({column}) // COUNT({column})"),
    "ranks without gaps": Mutant("_PLACES", "SELECT total, DENSE_RANK() OVER (ORDER BY total DESC) AS rank FROM tally"),
    "ranks of the last among equals": Mutant(
        "_PLACES", "SELECT total, CAST(SUM(subjects) OVER (ORDER BY total DESC) AS BIGINT) AS rank FROM tally"
    ),
    "ranks from below": Mutant(
        "_PLACES",
        "SELECT total, CAST(SUM(subjects) OVER (ORDER BY total) - subjects + 1 AS BIGINT) AS rank FROM tally",
    ),
    "everybody counts as ranked": Mutant("_RANKED", "SELECT COUNT(*) AS ranked FROM marks"),
    "an unknown class is skipped": Mutant("first_true", skips_unknown),
    "nobody is undecided": Mutant("first_unknown", lambda _: exp.cast(exp.Null(), "BIGINT")),
    "a zero parameter divides": Mutant("SAME", Fraction(-1)),
    "what is missing counts nothing": on_stage("points", zero_for_all),
    "substitution is not said": on_stage("substituted", lambda *_: exp.false()),
    "points read in the wrong unit": Mutant("from_units", lambda units, _: RULES["from_units"](units, 0)),
}


@cache
def dense(seed: int) -> tuple[Case, Outcome]:
    """A case with what the reference says."""
    case = dense_case(seed)
    return case, outcome(case, "reference")


@pytest.mark.parametrize("seed", range(40))
def test_engines_agree_on_rows_full_of_ties(seed: int) -> None:
    case, expected = dense(seed)
    assert outcome(case, "duckdb") == expected


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_slip_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS[name]
    target, _, attribute = mutant.rule.rpartition(".")
    scoring_sql._printed.cache_clear()
    monkeypatch.setattr(getattr(scoring_sql, target) if target else scoring_sql, attribute, mutant.put)
    try:
        assert any(is_caught(*dense(seed)) for seed in range(120))
    finally:
        scoring_sql._printed.cache_clear()


def is_caught(case: Case, expected: Outcome) -> bool:
    """A wrong answer, or a statement that does not run."""
    try:
        return outcome(case, "duckdb") != expected
    except (duckdb.Error, CannotScore):
        return True
