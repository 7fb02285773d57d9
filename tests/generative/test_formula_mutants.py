"""The agreement check has teeth: each rule of the compiler, broken in a likely way, is caught by it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlglot import exp
from tests.generative.formulas import (
    Answered,
    Case,
    TotalCase,
    answered,
    formulas_of,
    many_rows,
    row_differences,
    some_totals,
    tied_rows,
    total_differences,
)

from tenglong.engines import DuckDb, rules, statements

RULES = {name: getattr(rules, name) for name in dir(rules)}
OPPOSITE = {"LEAST": "GREATEST", "GREATEST": "LEAST"}
ZERO = Fraction(0)
SWAPPED = {"<": "<=", "<=": "<"}


def call(function: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=function, expressions=[argument.copy() for argument in arguments])


def bare_case(condition: exp.Expr, yes: exp.Expr, no: exp.Expr) -> exp.Expr:
    return exp.Case().when(condition, yes).else_(no)


def swapped(sign: str, left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return RULES["compared"](SWAPPED.get(sign, sign), left, right)


def half_even(value: exp.Expr, digits: int, _: Any) -> exp.Expr:
    return call("ROUND_EVEN", value, exp.Literal.number(digits))


def half_up_only(value: exp.Expr, digits: int, _: Any) -> exp.Expr:
    """Halves towards plus infinity: wrong for what is negative."""
    scale = rules.number(Fraction(10) ** digits)
    whole = rules.arithmetic("+", rules.arithmetic("*", value, scale), rules.number(Fraction(500001, 1000000)))
    return rules.arithmetic("/", call("FLOOR", whole), scale)


def without_snap(value: exp.Expr, digits: int, _: Any) -> exp.Expr:
    return call("ROUND", value, exp.Literal.number(digits))


def in_order_unbracketed(value: exp.Expr) -> exp.Expr:
    return value.copy()


@dataclass(frozen=True)
class Mutant:
    rule: str
    put: Callable[..., Any]
    of: Any = rules
    totals: bool = False


MUTANTS = {
    "if: unknown takes the second branch": Mutant("chosen", bare_case),
    "< and <= swapped": Mutant("compared", swapped),
    "calculated numbers compared to the last bit": Mutant("snapped", RULES["compared"]),
    "calculated equality too wide": Mutant("within", lambda _: rules.number(Fraction(1, 100))),
    "rounding half even": Mutant("rounded", half_even),
    "rounding halves upwards": Mutant("rounded", half_up_only),
    "rounding without the snap": Mutant("rounded", without_snap),
    "divisor not guarded": Mutant("divisor", lambda value: value),
    "divisor guarded against exact zero only": Mutant(
        "divisor", lambda value: call("NULLIF", value, rules.number(ZERO))
    ),
    "greatest skips what is missing": Mutant("extreme", lambda function, values, _: call(function, *values)),
    "least and greatest swapped": Mutant(
        "extreme", lambda f, values, steps: RULES["extreme"](OPPOSITE[f], values, steps)
    ),
    "brackets dropped": Mutant("_closed", in_order_unbracketed),
    "minus turned round": Mutant(
        "arithmetic", lambda s, a, b: RULES["arithmetic"](s, b, a) if s == "-" else RULES["arithmetic"](s, a, b)
    ),
    "and for or": Mutant("joined", lambda _, sides: RULES["joined"]("and", sides)),
    "not of unknown is true": Mutant("opposite", lambda truth: exp.Not(this=call("COALESCE", truth, exp.false()))),
    "has a value, has none swapped": Mutant("present", RULES["absent"]),
    "last option forgotten": Mutant("member", lambda operand, options: RULES["member"](operand, options[:1])),
    "first known from the right": Mutant("first_known", lambda values: RULES["first_known"](list(reversed(values)))),
    "conversion without its denominator": Mutant(
        "scaled", lambda value, factor: rules.arithmetic("*", value, rules.number(Fraction(factor.numerator)))
    ),
    "days backwards": Mutant("days", lambda start, end: RULES["days"](end, start)),
    "years without the day": Mutant(
        "full_years", lambda start, end: rules.arithmetic("-", rules.part("YEAR", end), rules.part("YEAR", start))
    ),
    "floor without the snap": Mutant("floored", lambda value: call("FLOOR", value)),
    "ceiling without the snap": Mutant("ceiled", lambda value: call("CEIL", value)),
    "abs forgotten": Mutant("size", lambda value: value),
    "contains for starts with": Mutant("text_test", lambda _, text, part: RULES["text_test"]("CONTAINS", text, part)),
    "not-a-number kept": Mutant("fact", lambda code, kind, _: RULES["fact"](code, kind, True)),
    "totals ignore the condition": Mutant("_only", lambda value, _: value.copy(), statements, totals=True),
    "totals add doubles": Mutant("_WIDE", exp.DataType.build("DOUBLE"), statements, totals=True),
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """A statement printed before a rule was broken, or while it was, must not be used again."""
    yield
    statements.row_statement.cache_clear()
    statements.total_statement.cache_clear()


@pytest.fixture(scope="module")
def engine() -> DuckDb:
    return DuckDb()


@pytest.fixture(scope="module")
def corpus() -> list[Answered]:
    """The same random cases for every mutant, with the reference's answers."""
    texts = list(dict.fromkeys(drawn(formulas_of(1), 900) + drawn(formulas_of(2), 900)))
    return [answered(Case(tuple(texts[at : at + 20]), tied_rows(at))) for at in range(0, len(texts), 20)]


@pytest.fixture(scope="module")
def total_corpus() -> list[TotalCase]:
    """Random totals over rows full of ties, and sums over many rows."""
    sums = (("sum", "甲 / 乙", None), ("sum", "丙", "甲 > 0"))
    few = [TotalCase(totals, (), tied_rows(seed)) for seed, totals in enumerate(drawn(some_totals, 40))]
    return [*few, TotalCase(sums, (), many_rows(3000))]


def drawn(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """The first examples of a strategy, always the same."""
    found: list[Any] = []

    @settings(
        max_examples=count, phases=[Phase.generate], database=None, derandomize=True, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def gather(example: Any) -> None:
        found.append(example)

    gather()
    return found


def differs(compare: Callable[[Any, DuckDb], list[str]], case: Any, engine: DuckDb) -> bool:
    try:
        return bool(compare(case, engine))
    except duckdb.Error:  # SQL that does not run is caught too
        return True


def test_the_unbroken_compiler_agrees(engine: DuckDb, corpus: list[Answered], total_corpus: list[TotalCase]) -> None:
    assert not [found for answer in corpus for found in row_differences(answer, engine)]
    assert not [found for case in total_corpus for found in total_differences(case, engine)]


@pytest.mark.parametrize("name", MUTANTS)
def test_mutant_is_caught(
    name: str,
    engine: DuckDb,
    corpus: list[Answered],
    total_corpus: list[TotalCase],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mutant = MUTANTS[name]
    monkeypatch.setattr(mutant.of, mutant.rule, mutant.put)
    statements.row_statement.cache_clear()
    statements.total_statement.cache_clear()
    if mutant.totals:
        assert any(differs(total_differences, case, engine) for case in total_corpus)
    else:
        assert any(differs(row_differences, answer, engine) for answer in corpus)
