"""What a scorecard means, on every engine: points, substitution, totals, ranks, classes, lists."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import pyarrow as pa
import pytest
from tests.core.scorecard.cards import FIELDS, at_benchmarks, card, huangyan, indicator

from tenglong.core.formula import NameSpec, Type
from tenglong.core.scorecard import CannotScore, Missing, Outcome, Parameter, Scorecard, Scored
from tenglong.engines import CannotRun
from tenglong.engines.scoring import score

Run = Callable[[Scorecard, Sequence[Mapping[str, object]]], Outcome]
SIMPLE = {"甲": NameSpec("甲", Type.NUMBER, None, "a"), "好": NameSpec("好", Type.TRUTH, None, "good")}
SHARES = [Parameter("A类上限", "20", "%", "虚构"), Parameter("B类上限", None, "%", "未公布")]
SCHEMA = pa.schema(
    [("key", pa.string()), ("scale", pa.string()), ("idle", pa.bool_())]
    + [(spec.code, pa.decimal128(24, 9)) for spec in FIELDS.values() if spec.type is Type.NUMBER]
)


@pytest.fixture(params=["reference", "duckdb"])
def run(request: pytest.FixtureRequest) -> Run:
    def outcome(scorecard: Scorecard, rows: Sequence[Mapping[str, object]]) -> Outcome:
        known = set(SCHEMA.names)
        rounded = [
            {code: round(value, 9) if isinstance(value, Decimal) else value for code, value in row.items()}
            for row in rows
        ]
        own = pa.schema([("key", pa.string()), ("a", pa.decimal128(18, 6)), ("good", pa.bool_())])
        schema = SCHEMA if known & set(rows[0]) - {"key"} else own
        return score(scorecard, pa.Table.from_pylist(rounded, schema), engine=request.param).outcome()

    return outcome


def simple(*numbers: str | None, missing: Missing = Missing.UNSCORED, **more: object) -> tuple[Scorecard, list[dict]]:
    """One indicator whose points are the number, over rows a, b, c, …"""
    scorecard = card([indicator("分", "甲", missing=missing, names=SIMPLE)], fields=SIMPLE, **more)  # type: ignore
    return scorecard, [
        {"key": chr(97 + place), "a": None if number is None else Decimal(number), "good": None}
        for place, number in enumerate(numbers)
    ]


def by_key(outcome: Outcome) -> dict[str, Scored]:
    return {one.key: one for one in outcome.subjects}


def ranks(outcome: Outcome) -> dict[str, int | None]:
    return {one.key: one.rank for one in outcome.subjects}


def test_a_firm_at_every_benchmark_scores_exactly_100(run: Run) -> None:
    (one,) = run(huangyan(), [at_benchmarks("甲厂")]).subjects
    assert one.total == Decimal("100.00")
    assert [mark.points for mark in one.marks] == [30, 20, 20, 10, 10, 10]


def test_nothing_is_capped(run: Run) -> None:
    (one,) = run(huangyan(), [at_benchmarks("甲厂", "2")]).subjects
    assert one.total == Decimal("200.00")


def test_without_emission_data_a_firm_gets_the_mean_score_of_the_others(run: Run) -> None:
    rows = [at_benchmarks("甲厂"), at_benchmarks("乙厂", "0.5"), {**at_benchmarks("丙厂"), "emission": None}]
    outcome = run(huangyan(), rows)
    mark = by_key(outcome)["丙厂"].marks[3]
    assert (mark.value, mark.points, mark.substituted) == (None, Decimal("7.500000"), True)
    assert outcome.means[3] == Decimal("7.500000")
    assert not by_key(outcome)["甲厂"].marks[3].substituted


def test_the_mean_is_over_the_population_and_over_the_unscored_too(run: Run) -> None:
    rows = [
        at_benchmarks("甲厂"),
        {**at_benchmarks("乙厂", "0.5"), "tax": None},  # no total, but points for emission
        {**at_benchmarks("丙厂", "9"), "scale": "规下"},  # not in the population
        {**at_benchmarks("丁厂"), "emission": Decimal(0)},  # divided by nothing
    ]
    outcome = run(huangyan(), rows)
    assert by_key(outcome)["丁厂"].marks[3].points == Decimal("7.500000")
    assert by_key(outcome)["乙厂"].total is None
    assert "丙厂" not in by_key(outcome)
    assert outcome.ranked == 2


def test_the_mean_is_rounded_once_half_away_from_zero(run: Run) -> None:
    scorecard, rows = simple("1", "2", None, missing=Missing.MEAN, points=0, digits=0)
    assert by_key(run(scorecard, rows))["c"].total == 2
    scorecard, rows = simple("-1", "-2", None, missing=Missing.MEAN, points=0, digits=0)
    assert by_key(run(scorecard, rows))["c"].total == -2


def test_the_mean_of_nobody_is_no_points_and_no_total(run: Run) -> None:
    scorecard, rows = simple(None, None, missing=Missing.MEAN)
    outcome = run(scorecard, rows)
    assert [(one.total, one.rank, one.marks[0].substituted) for one in outcome.subjects] == [(None, None, False)] * 2
    assert (outcome.ranked, outcome.means) == (0, (None,))


def test_zero_is_said_to_be_put_in_and_unscored_is_left_out_before_ranking(run: Run) -> None:
    scorecard, rows = simple("5", None, "-1", missing=Missing.ZERO)
    outcome = run(scorecard, rows)
    assert ranks(outcome) == {"a": 1, "b": 2, "c": 3}
    assert by_key(outcome)["b"].marks[0].substituted
    scorecard, rows = simple("5", None, "-1")
    assert ranks(run(scorecard, rows)) == {"a": 1, "c": 2, "b": None}


def test_equal_totals_share_the_better_rank_after_rounding(run: Run) -> None:
    scorecard, rows = simple("90.001", "90.004", "95", "80")
    outcome = run(scorecard, rows)
    assert ranks(outcome) == {"c": 1, "a": 2, "b": 2, "d": 4}
    assert by_key(outcome)["a"].total == Decimal("90.00")


def test_halves_go_away_from_zero_in_points_and_in_the_total(run: Run) -> None:
    scorecard, rows = simple("0.125", "-0.125", "1.004999", points=6, digits=2)
    totals = {key: one.total for key, one in by_key(run(scorecard, rows)).items()}
    assert totals == {"a": Decimal("0.13"), "b": Decimal("-0.13"), "c": Decimal("1.00")}
    scorecard, rows = simple("2.5", "-2.5", points=0, digits=0)
    assert [one.marks[0].points for one in run(scorecard, rows).subjects] == [3, -3]


def test_an_unknown_adjustment_adds_nothing_and_is_said(run: Run) -> None:
    scorecard, rows = simple("50", "60", adjustments=["如果(好, 20, -5)"])
    rows[0]["good"] = True
    found = by_key(run(scorecard, rows))
    assert (found["a"].total, found["a"].adjustments) == (70, (20,))
    assert (found["b"].total, found["b"].adjustments) == (60, (None,))


def test_a_class_is_the_first_that_holds_and_none_when_one_before_is_unknown(run: Run) -> None:
    bands = [("A", "位次 <= A类上限"), ("B", "位次 <= B类上限"), ("C", "总分 >= 0")]
    scorecard, rows = simple("5", "4", "3", "2", "1", parameters=SHARES, bands=bands)
    found = by_key(run(scorecard, rows))
    assert (found["a"].band, found["a"].undecided) == ("A", None)  # exactly on the edge of 20 %
    assert (found["b"].band, found["b"].undecided) == (None, "B")
    scorecard, rows = simple("5", "-4", bands=[("A", "总分 > 0")])
    found = by_key(run(scorecard, rows))
    assert (found["b"].band, found["b"].undecided) == (None, None)


def test_without_a_total_a_class_by_rank_is_unknown_but_another_may_hold(run: Run) -> None:
    scorecard, rows = simple("5", None, None, bands=[("停", "好"), ("A", "位次 <= 100")])
    rows[1]["good"], rows[2]["good"] = True, False
    found = by_key(run(scorecard, rows))
    assert (found["b"].band, found["b"].total) == ("停", None)
    assert (found["c"].band, found["c"].undecided) == (None, "A")


def test_a_list_by_a_parameter_that_is_not_published_is_unknown(run: Run) -> None:
    line = [Parameter("低效线", None, None, "未公布")]
    scorecard, rows = simple("5", "1", parameters=line, lists=["分 < 低效线", "类别 缺失 且 分 < 3"])
    assert {one.key: one.lists for one in run(scorecard, rows).subjects} == {"a": (None, False), "b": (None, True)}
    known = [Parameter("低效线", "5", None, "县里定")]
    scorecard, rows = simple("5", "1", parameters=known, lists=["分 < 低效线"])
    assert {one.key: one.lists for one in run(scorecard, rows).subjects} == {"a": (False,), "b": (True,)}


def test_a_value_exactly_on_a_line_is_on_it_though_it_was_calculated(run: Run) -> None:
    ratio = indicator("比", "甲 / 换算(0.1, 倍)", names=SIMPLE, score="如果(值 >= 基准, 权重, 0)", benchmark="3")
    scorecard = card([ratio], fields=SIMPLE, lists=["比 < 3", "比 >= 3"])
    (one,) = run(scorecard, [{"key": "a", "a": Decimal("0.3"), "good": None}]).subjects
    assert one.marks[0].points == 1
    assert one.lists == (False, True)


def test_a_row_of_which_it_is_unknown_whether_it_belongs_is_named_and_left_out(run: Run) -> None:
    rows = [at_benchmarks("甲厂"), {**at_benchmarks("乙厂"), "scale": None}]
    outcome = run(huangyan(), rows)
    assert [one.key for one in outcome.subjects] == ["甲厂"]
    assert outcome.unsure == ("乙厂",)


def test_a_number_too_large_to_keep_is_refused_with_its_place(run: Run) -> None:
    scorecard, rows = simple("1", "2000000000")
    with pytest.raises(CannotScore, match=r"“b”的“分”算出来超过 1,000,000,000"):
        run(scorecard, rows)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (pa.table({"a": [1.0]}), "没有“key”这一列"),
        (pa.table({"key": ["a", None], "a": [1.0, 2.0]}), "“key”有 1 行没有填"),
        (pa.table({"key": ["a"]}), "没有“甲”这一列"),
        (pa.table({"key": ["a"], "a": ["多"]}), "“甲”应是数"),
    ],
)
def test_a_table_that_does_not_fit_is_a_sentence(table: pa.Table, sentence: str) -> None:
    scorecard, _ = simple("1")
    for engine in ("duckdb", "reference"):
        with pytest.raises(CannotRun, match=sentence):
            score(scorecard, table, engine=engine)
    with pytest.raises(CannotRun, match="没有叫“spark”的计算引擎"):
        score(scorecard, pa.table({"key": ["a"], "a": [1.0]}), engine="spark")
