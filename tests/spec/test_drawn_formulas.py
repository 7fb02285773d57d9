"""Every drawn table, on every engine."""

import pytest
from tests.spec.drawn import Drawn, DrawnTotal, Refused, agrees, read, specs
from tests.spec.formula.chapters import CHAPTERS

from tenglong.core.formula import FormulaProblem, FormulaProblems, check, evaluate, parse
from tenglong.engines import DuckDb, Engine, Reference, Total

EXAMPLES = [example for chapter in CHAPTERS for example in chapter.examples]


@pytest.fixture(scope="module", params=["reference", "duckdb", "duckdb on two threads"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return Reference() if request.param == "reference" else DuckDb(threads=2 if "two" in request.param else 1)


def of_kind(kind):
    return [example for example in EXAMPLES if isinstance(example, kind)]


@pytest.mark.parametrize("drawn", of_kind(Drawn), ids=lambda drawn: drawn.formula)
def test_rows_are_as_drawn(drawn: Drawn, engine: Engine) -> None:
    checked = check(parse(drawn.formula), drawn.names)
    found = engine.rows(drawn.rows, {"结果": checked})["结果"].to_pylist()
    assert checked.unit == drawn.unit
    assert [agrees(value, answer, checked.type) for value, answer in zip(found, drawn.answers, strict=True)] == [
        True
    ] * len(found), (found, drawn.answers)


@pytest.mark.parametrize("drawn", of_kind(Drawn), ids=lambda drawn: drawn.formula)
def test_one_row_is_as_drawn(drawn: Drawn) -> None:
    checked = check(parse(drawn.formula), drawn.names)
    for line in drawn.lines[1:]:
        row = {spec.name: read(cell, spec.type) for spec, cell in zip(drawn.names.values(), line[:-1], strict=True)}
        assert agrees(evaluate(checked, row), line[-1], checked.type), line


@pytest.mark.parametrize("drawn", of_kind(DrawnTotal), ids=lambda drawn: drawn.says[:12])
def test_totals_are_as_drawn(drawn: DrawnTotal, engine: Engine) -> None:
    def checked(text: str | None):
        return check(parse(text), drawn.names) if text else None

    totals = [
        Total(f"t{number}", kind, checked(of), checked(where))
        for number, (kind, of, where, _, _) in enumerate(drawn.totals)
    ]
    [found] = engine.totals(drawn.rows, totals)
    for total, (kind, _, _, answer, unknown) in zip(totals, drawn.totals, strict=True):
        type_ = "number" if kind in ("count", "distinct") or total.of is None else total.of.type
        assert agrees(found[total.name], answer, type_), (total.name, found[total.name], answer)
        assert found[f"{total.name}:unknown"] == unknown, total.name


@pytest.mark.parametrize("refused", of_kind(Refused), ids=lambda refused: refused.formula)
def test_refusals_say_what_is_drawn(refused: Refused) -> None:
    names = specs([heading.strip() for heading in refused.names.split("|")])
    with pytest.raises((FormulaProblem, FormulaProblems)) as caught:
        check(parse(refused.formula), names)
    problems = caught.value.problems if isinstance(caught.value, FormulaProblems) else [caught.value]
    assert tuple(problem.sentence for problem in problems) == refused.sentences
