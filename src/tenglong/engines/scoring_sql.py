"""A scorecard as one SQL statement of named stages, each of which one can read.

marks   the population: value and own points of every indicator, and the facts that later stages look at
means   the mean points of the indicators that substitute them
totals  everybody's points, adjustments and the total
tally   how many have each total: ranks come from there, so that nothing wide is ever sorted
places  the rank of each total
ranked  how many have a total
result  the class and the lists
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

import pyarrow as pa
import sqlglot
from sqlglot import exp

from tenglong.core.formula import Checked, NameSpec
from tenglong.core.formula.numbers import HALF_SNAP, SAME
from tenglong.core.scorecard import Indicator, Missing, Scorecard, table_names
from tenglong.core.scorecard.facts import parameter_facts, score_facts, score_formula
from tenglong.core.scorecard.names import CLASS, PLACE, RANK, RANKED, TOTAL, VALUE, points_word
from tenglong.core.scorecard.points import MOST, value_digits

from . import rules
from .compile import Compiler
from .rules import Sql
from .statements import Statement
from .steps import Steps

_WHOLE, _SMALL, _DOUBLE, _TEXT = (exp.DataType.build(name) for name in ("BIGINT", "TINYINT", "DOUBLE", "VARCHAR"))
_NO_COLUMNS = pa.schema([])
_KEPT = 64  # printing a statement takes longer than running it over a small table

_TALLY = "SELECT total, COUNT(total) AS subjects FROM totals WHERE NOT total IS NULL GROUP BY total"
_PLACES = "SELECT total, CAST(SUM(subjects) OVER (ORDER BY total DESC) - subjects + 1 AS BIGINT) AS rank FROM tally"
_RANKED = "SELECT CAST(COALESCE(SUM(subjects), 0) AS BIGINT) AS ranked FROM tally"
_RESULT = "SELECT * FROM totals LEFT JOIN places USING (total) CROSS JOIN ranked"


def score_statement(schema: pa.Schema, scorecard: Scorecard, key: str) -> Statement:
    """One row per subject of the population, in no order: the columns of `scoring.ScoredTable`.

    `class` and `undecided` stand as numbers: 0 for the first class.
    """
    lists = tuple(replace(one, opens=None) for one in scorecard.lists)
    return _printed(schema, replace(scorecard, lists=lists), key)


@lru_cache(maxsize=_KEPT)
def _printed(schema: pa.Schema, scorecard: Scorecard, key: str) -> Statement:
    texts: dict[str, str] = {}
    stages = {
        "marks": marks(schema, scorecard, key, texts),
        "means": means(scorecard),
        "totals": totals(scorecard, texts),
        "tally": _read(_TALLY),
        "places": _read(_PLACES),
        "ranked": _read(_RANKED),
        "result": result(scorecard, texts),
    }
    statement = exp.select("*").from_("result")
    for name, query in stages.items():
        statement = statement.with_(name, as_=query, materialized=name in ("marks", "tally"), copy=False)
    return Statement(statement.sql("duckdb", pretty=True), texts)


def marks(schema: pa.Schema, scorecard: Scorecard, key: str, texts: dict[str, str]) -> exp.Select:
    """What each row of the population gives by itself. Points that something else may stand for are its `own`."""
    compiler, constants = Compiler(schema, Steps(texts)), _constants(parameter_facts(scorecard))
    steps, later = compiler.steps, later_words(scorecard)
    outputs: dict[str, Sql] = {"key": steps.fact("key", _key(key))}
    for number, one in enumerate(scorecard.indicators, 1):
        value = steps.name(compiler.compile(one.value, constants))
        points = compiler.compile(score_formula(one), _constants(score_facts(one, None)) | {VALUE: value})
        kept = "points" if one.missing is Missing.UNSCORED else "own"
        outputs[f"value_{number}"] = to_units(value, value_digits(one))
        outputs[f"{kept}_{number}"] = to_units(steps.name(points), scorecard.points)
        if one.label in later:
            outputs[f"calculated_{number}"] = value
    for number, spec in enumerate(carried(scorecard), 1):
        outputs[f"fact_{number}"] = compiler.fact(spec)
    where = None if scorecard.where is None else compiler.compile(scorecard.where, constants)
    population = steps.select(_named(outputs))
    return population if where is None else population.where(where)


def unsure_statement(schema: pa.Schema, scorecard: Scorecard, key: str) -> Statement:
    """The keys of rows of which it is unknown whether they belong to the population."""
    assert scorecard.where is not None
    compiler = Compiler(schema)
    name = compiler.steps.fact("key", _key(key))
    belongs = compiler.compile(scorecard.where, _constants(parameter_facts(scorecard)))
    statement = compiler.steps.select(_named({"key": name})).where(rules.absent(belongs))
    return Statement(statement.sql("duckdb", pretty=True), compiler.steps.parameters)


def means(scorecard: Scorecard) -> exp.Select:
    """One row: the mean points of each indicator that needs them, over those who have some."""
    found = [
        f"CAST({_mean(f'own_{number}')} AS BIGINT) AS mean_{number}"
        for number, one in enumerate(scorecard.indicators, 1)
        if one.missing is Missing.MEAN
    ]
    return _read(f"SELECT {', '.join([*found, 'COUNT(*) AS subjects'])} FROM marks")


def totals(scorecard: Scorecard, texts: dict[str, str]) -> exp.Select:
    """Points for those who have none of their own, adjustments, the total."""
    stage = _Stage(scorecard, Steps(texts, "t"))
    steps = stage.steps
    points = [stage.points(one, number) for number, one in enumerate(scorecard.indicators, 1)]
    given = stage.given(points)
    added = [
        steps.call(f"adjustment_{number}", to_units(stage.compiled(one.points, given), scorecard.points))
        for number, one in enumerate(scorecard.adjustments, 1)
    ]
    total = steps.name(_sum([*points, *(rules.first_known([one, _whole(0)]) for one in added)]))
    rounded = rounded_total(total, scorecard.points, scorecard.digits)
    return steps.select([exp.Star(), *_named({"total": rounded})], _read("SELECT * FROM marks CROSS JOIN means"))


def result(scorecard: Scorecard, texts: dict[str, str]) -> exp.Select:
    """The class, the lists, and what was found before."""
    stage = _Stage(scorecard, Steps(texts, "r"))
    outputs: dict[str, Sql] = {"key": stage.steps.column("key")}
    points: list[Sql] = []
    for number, one in enumerate(scorecard.indicators, 1):
        points.append(stage.steps.column(f"points_{number}"))
        outputs |= {f"value_{number}": stage.steps.column(f"value_{number}"), f"points_{number}": points[-1]}
        outputs[f"substituted_{number}"] = stage.substituted(one, number)
    for number, _ in enumerate(scorecard.adjustments, 1):
        outputs[f"adjustment_{number}"] = stage.steps.column(f"adjustment_{number}")
    outputs |= {name: stage.steps.column(name) for name in ("total", "rank")}
    given = stage.given(points) | stage.ranking()
    conditions = [stage.compiled(one.when, given) for one in scorecard.bands]
    outputs["class"], outputs["undecided"] = first_true(conditions), first_unknown(conditions)
    if CLASS in later_words(scorecard):
        given[CLASS] = stage.steps.name(stage.class_name(outputs["class"]))
    for number, shortlist in enumerate(scorecard.lists, 1):
        outputs[f"list_{number}"] = stage.compiled(shortlist.where, given)
    return stage.steps.select(_named(outputs), _read(_RESULT))


class _Stage:
    """A stage that reads an earlier one, whose columns it keeps."""

    def __init__(self, scorecard: Scorecard, steps: Steps) -> None:
        self._scorecard = scorecard
        self._compiler = Compiler(_NO_COLUMNS, steps)
        self.steps = steps

    def compiled(self, checked: Checked, given: dict[str, Sql]) -> Sql:
        """A formula, named."""
        return self.steps.name(self._compiler.compile(checked, given))

    def points(self, indicator: Indicator, number: int) -> Sql:
        """The points of an indicator, what stands for missing ones put in."""
        if indicator.missing is Missing.UNSCORED:
            return self.steps.column(f"points_{number}")
        instead = _whole(0) if indicator.missing is Missing.ZERO else self.steps.column(f"mean_{number}")
        return self.steps.call(f"points_{number}", rules.first_known([self.steps.column(f"own_{number}"), instead]))

    def substituted(self, indicator: Indicator, number: int) -> Sql:
        """Whether something stands for missing points."""
        if indicator.missing is Missing.UNSCORED:
            return exp.false()
        own, points = self.steps.column(f"own_{number}"), self.steps.column(f"points_{number}")
        return rules.joined("and", [rules.absent(own), rules.present(points)])

    def given(self, points: Sequence[Sql]) -> dict[str, Sql]:
        """The words of stage 2 that formulas use."""
        later, found = later_words(self._scorecard), _constants(parameter_facts(self._scorecard))
        found |= {spec.name: self.steps.column(f"fact_{n}") for n, spec in enumerate(carried(self._scorecard), 1)}
        for number, (one, units) in enumerate(zip(self._scorecard.indicators, points, strict=True), 1):
            if one.label in later:
                found[one.label] = self.steps.column(f"calculated_{number}")
            if points_word(one.label) in later:
                found[points_word(one.label)] = self.steps.name(from_units(units, self._scorecard.points))
        return found

    def ranking(self) -> dict[str, Sql]:
        """The words that stage 3 adds, those that formulas use."""
        total, rank, ranked = (self.steps.column(name) for name in ("total", "rank", "ranked"))
        hundredfold = rules.arithmetic("*", from_units(rank, 0), rules.number(Fraction(100)))
        words = {
            TOTAL: from_units(total, self._scorecard.digits),
            RANK: from_units(rank, 0),
            PLACE: rules.arithmetic("/", hundredfold, from_units(ranked, 0)),
            RANKED: from_units(ranked, 0),
        }
        later = later_words(self._scorecard)
        return {word: self.steps.name(made) for word, made in words.items() if word in later}

    def class_name(self, number: Sql) -> Sql:
        """类别 as a text."""
        found, name = self.steps.name(number), exp.Case()
        for place, one in enumerate(self._scorecard.bands):
            name = name.when(exp.EQ(this=found.copy(), expression=_whole(place)), self.steps.parameter(one.name))
        return exp.Cast(this=name.else_(exp.Null()) if self._scorecard.bands else exp.Null(), to=_TEXT.copy())


def later_words(scorecard: Scorecard) -> set[str]:
    """The names that adjustments, classes and lists use."""
    formulas = [one.points for one in scorecard.adjustments] + [one.when for one in scorecard.bands]
    return {spec.name for checked in [*formulas, *(one.where for one in scorecard.lists)] for spec in checked.names}


def carried(scorecard: Scorecard) -> list[NameSpec]:
    """The names of the table among them."""
    later = later_words(scorecard)
    return [spec for spec in table_names(scorecard) if spec.name in later]


def to_units(value: Sql, digits: int) -> Sql:
    """As core.scorecard.points.to_units, of a named value. What is beyond becomes MOST, so that it can be refused."""
    half = Fraction(1, 2) + HALF_SNAP
    below = exp.LT(this=value.copy(), expression=rules.number(Fraction(0)))
    away = exp.Case().when(below, rules.number(-half)).else_(rules.number(half))
    scaled = rules.arithmetic("*", value, rules.number(Fraction(10) ** digits)) if digits else value
    whole = exp.Anonymous(this="TRUNC", expressions=[rules.arithmetic("+", scaled, away)])
    beyond = exp.GTE(this=rules.size(value), expression=rules.number(Fraction(MOST, 10**digits)))
    return exp.Case().when(beyond, exp.Literal.number(MOST)).else_(exp.Cast(this=whole, to=_WHOLE.copy()))


def from_units(units: Sql, digits: int) -> Sql:
    """Whole units as the double nearest to the decimal they stand for."""
    number = exp.Cast(this=units.copy(), to=_DOUBLE.copy())
    return rules.arithmetic("/", number, rules.number(Fraction(10) ** digits)) if digits else number


def rounded_total(total: Sql, digits: int, kept: int) -> Sql:
    """As core.scorecard.points.total_of, of a named sum."""
    if kept >= digits:
        return exp.Mul(this=total.copy(), expression=_whole(10 ** (kept - digits)))
    number, by = total.sql("duckdb"), 10 ** (digits - kept)
    above, below = f"({number} + {by // 2}) // {by}", f"-((-{number} + {by // 2}) // {by})"
    return sqlglot.parse_one(f"CASE WHEN {number} < 0 THEN {below} ELSE {above} END", dialect="duckdb")


def first_true(conditions: Sequence[Sql]) -> Sql:
    """Which is the first that holds; none where one before it is unknown."""
    return _first([(_whole(number), exp.Null()) for number, _ in enumerate(conditions)], conditions)


def first_unknown(conditions: Sequence[Sql]) -> Sql:
    """Which is unknown before any holds."""
    return _first([(exp.Null(), _whole(number)) for number, _ in enumerate(conditions)], conditions)


def _first(answers: Sequence[tuple[Sql, Sql]], conditions: Sequence[Sql]) -> Sql:
    """For each condition what is answered when it holds, and when it is unknown: a small number."""
    found = exp.Case()
    for condition, (true, unknown) in zip(conditions, answers, strict=True):
        found = found.when(condition, true).when(rules.absent(condition), unknown)
    return exp.Cast(this=found.else_(exp.Null()) if conditions else exp.Null(), to=_SMALL.copy())


def _mean(column: str) -> str:
    """As core.scorecard.points.mean_of: rounded half away from zero; of nobody, NULL."""
    total, of = f"SUM({column})", f"COUNT({column})"
    above, below = f"(2 * {total} + {of}) // (2 * {of})", f"-((2 * -{total} + {of}) // (2 * {of}))"
    return f"CASE WHEN {total} < 0 THEN {below} ELSE {above} END"


def _constants(facts: dict[str, object]) -> dict[str, Sql]:
    return {name: _constant(value) for name, value in facts.items()}


def _constant(value: object) -> Sql:
    """A parameter's value. One that counts as zero is no literal, so that a division by it is guarded."""
    if not isinstance(value, Fraction):
        return exp.Cast(this=exp.Null(), to=_DOUBLE.copy())
    literal = rules.number(value)
    return exp.Cast(this=literal, to=_DOUBLE.copy()) if abs(value) <= SAME else literal


def _key(column: str) -> Sql:
    return exp.Cast(this=exp.column(column, quoted=True), to=_TEXT.copy())


def _sum(parts: Sequence[Sql]) -> Sql:
    first, *rest = parts
    for part in rest:
        first = exp.Add(this=first.copy(), expression=part.copy())
    return first.copy()


def _whole(value: int) -> Sql:
    return exp.Cast(this=exp.Literal.number(value), to=_WHOLE.copy())


def _named(outputs: dict[str, Sql]) -> list[Sql]:
    return [
        made.copy()
        if isinstance(made, exp.Column) and made.name == name
        else exp.alias_(made.copy(), name, quoted=True)
        for name, made in outputs.items()
    ]


def _read(sql: str) -> exp.Select:
    found = sqlglot.parse_one(sql, dialect="duckdb")
    assert isinstance(found, exp.Select)
    return found
