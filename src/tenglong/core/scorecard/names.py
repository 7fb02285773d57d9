"""The words that a scorecard adds to its formulas, stage by stage, and the columns that it reads from a table.

A word of a scorecard stands before a column of the same name: in stage 2 亩均税收 is the indicator, even where the
subject has a field called so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tenglong.core.formula import Checked, NameSpec, Type

from .model import Indicator, Parameter, Scorecard

VALUE, BENCHMARK, WEIGHT = "值", "基准", "权重"
TOTAL, RANK, PLACE, RANKED, CLASS = "总分", "名次", "位次", "参评数", "类别"


def points_word(label: str) -> str:
    """The name of an indicator's points: 亩均税收得分."""
    return f"{label}得分"


def parameter_names(parameters: Iterable[Parameter]) -> dict[str, NameSpec]:
    """Every stage sees the parameters."""
    return {one.label: NameSpec(one.label, Type.NUMBER, one.unit) for one in parameters}


def score_names(unit: str | None) -> dict[str, NameSpec]:
    """What an indicator's own `score` sees, and nothing else; `unit` is the indicator's."""
    return _numbers({VALUE: unit}, calculated=True) | _numbers({BENCHMARK: unit, WEIGHT: None})


def indicator_names(indicators: Sequence[Indicator]) -> dict[str, NameSpec]:
    """Stage 2: the value of every indicator by its label, and its points."""
    values = {one.label: one.unit for one in indicators}
    return _numbers(values, calculated=True) | _numbers({points_word(label): None for label in values})


def ranking_names() -> dict[str, NameSpec]:
    """Stage 3: the total, the rank, the rank as a percentage of the ranked, and how many are ranked."""
    return _numbers({TOTAL: None, RANK: None, PLACE: "%", RANKED: None})


def class_names() -> dict[str, NameSpec]:
    """What lists see beside the names of stage 3."""
    return {CLASS: NameSpec(CLASS, Type.TEXT)}


def table_names(scorecard: Scorecard) -> list[NameSpec]:
    """The names whose values stand in the table: fields of the subject and inputs, each once."""
    own = set(parameter_names(scorecard.parameters))
    first, second, third, last = _formulas(scorecard)
    found = list(_not_in(first, own))
    found += _not_in(second, own := own | set(indicator_names(scorecard.indicators)))
    found += _not_in(third, own := own | set(ranking_names()))
    return list(dict.fromkeys([*found, *_not_in(last, own | {CLASS})]))


def _formulas(scorecard: Scorecard) -> tuple[list[Checked], ...]:
    first = [one.value for one in scorecard.indicators]
    return (
        [*first, scorecard.where] if scorecard.where else first,
        [one.points for one in scorecard.adjustments],
        [one.when for one in scorecard.bands],
        [one.where for one in scorecard.lists],
    )


def _not_in(formulas: Iterable[Checked], own: set[str]) -> Iterator[NameSpec]:
    return (spec for checked in formulas for spec in checked.names if spec.name not in own)


def _numbers(units: Mapping[str, str | None], calculated: bool = False) -> dict[str, NameSpec]:
    return {name: NameSpec(name, Type.NUMBER, unit, calculated=calculated) for name, unit in units.items()}
