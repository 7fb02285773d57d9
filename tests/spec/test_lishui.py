"""丽水: the area's number is total tax over total land, never the mean of the counties' ratios."""

from fractions import Fraction

import pytest
from tests.spec.formula.totals import TOTALS

from tenglong.core.formula import NameSpec, Type, check, evaluate, format_number, parse, round_half_up
from tenglong.engines import Total
from tenglong.engines import engine as find_engine

PUBLISHED = [Fraction(hundredths, 100) for hundredths in (4638, 3691, 2297, 2141, 2136, 1675, 1215, 1178, 1006, 981)]


@pytest.mark.parametrize("engine_name", ["reference", "duckdb"])
def test_ratio_of_sums_and_mean_of_ratios(engine_name: str) -> None:
    engine = find_engine(engine_name)
    drawn = TOTALS.examples[0]
    tax, land, ratio = (check(parse(text), drawn.names) for text in ("税收", "用地", "四舍五入(税收 / 用地, 2)"))
    ratios = engine.rows(drawn.rows, {"亩均税收": ratio})["亩均税收"].to_pylist()
    assert [Fraction(repr(value)) for value in ratios] == PUBLISHED

    [found] = engine.totals(
        drawn.rows, [Total("分子", "sum", tax), Total("分母", "sum", land), Total("各县", "sum", ratio)]
    )
    assert (found["分子"], found["分母"]) == (573_564, 30_341)
    names = {"分子": NameSpec("分子", Type.NUMBER, "万元"), "分母": NameSpec("分母", Type.NUMBER, "亩")}
    area = evaluate(check(parse("分子 / 分母"), names), found)
    assert format_number(area, 1, "万元/亩") == "18.9 万元/亩"
    assert found["各县"] / 10 == Fraction("20.958")
    assert round_half_up(found["各县"] / 10, 2) != round_half_up(area, 2)
