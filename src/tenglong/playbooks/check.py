"""Whole-procedure checks: every step can be reached, and nothing is asked for before it can be known."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto

from tenglong.core.formula import Checked
from tenglong.core.procedure.graph import predecessors, reached
from tenglong.core.procedure.model import Procedure, Step

from .problems import listed
from .procedures import Draft
from .read import Reading
from .text import Place


class Use(Enum):
    """When a step needs a value: to open, to be allowed to finish, or once it is finished."""

    FIRST = auto()
    CHECK = auto()
    LAST = auto()


def check_procedure(reading: Reading, draft: Draft, procedure: Procedure) -> None:
    """Add the problems that only show when all steps are seen together."""
    steps = {step.key: step for step in procedure.steps}
    earlier = predecessors(procedure)
    before = {key: reached([key], earlier) for key in steps}
    for key, step in steps.items():
        place = draft.steps[key].place
        if key in before[key]:
            circle = listed(steps[other].label for other in steps if other in before[key] and key in before[other])
            reading.problem(place, f"“{step.label}”永远开不了：{circle}互相等待。请改 after。")
        _check_returns(reading, draft, step, before)
        after = frozenset(other for other in steps if key in before[other])
        _check_known_in_time(reading, draft, step, before[key] - {key}, after)
    _check_labels(reading, draft)


def _check_returns(reading: Reading, draft: Draft, step: Step, before: Mapping[str, frozenset[str]]) -> None:
    for key, place in draft.steps[step.key].part.placed_texts("returns_to"):
        if key in before and key not in before[step.key]:
            reading.problem(place, f"“{step.label}”只能退回它前面的步骤，“{draft.steps[key].label}”不在它前面。")


def _check_known_in_time(
    reading: Reading, draft: Draft, step: Step, before: frozenset[str], after: frozenset[str]
) -> None:
    """What a step's formulas use must be in the record or filled in by then; else the step would wait for ever.

    A check to finish it may wait for steps beside it, though not for those that wait for it.
    """
    record = {field.label for field in draft.ledger.fields} if draft.ledger else set()
    filled = {
        field.label: [key for key, other in draft.steps.items() if field in other.fields.values()]
        for other in draft.steps.values()
        for field in other.fields.values()
    }
    for label, use, place in _used(draft, step):
        where = filled.get(label, [])
        in_time = label in record or label not in filled or any(key in before for key in where)
        beside = use is Use.CHECK and any(key not in after for key in where)
        if not in_time and not beside and not (use is not Use.FIRST and step.key in where):
            places = listed(f"“{draft.steps[key].label}”" for key in where)
            reading.problem(place, f"“{label}”要到{places}才填，“{step.label}”还不知道。请改 after，或把它放进台账。")


def _used(draft: Draft, step: Step) -> Iterator[tuple[str, Use, Place]]:
    """Labels the step needs, when it needs them, and where they are written."""
    part = draft.steps[step.key].part
    for label in _labels([step.when]):
        yield label, Use.FIRST, part.at("when")
    if step.owner.unit_from:
        yield step.owner.unit_from, Use.FIRST, part.at("owner")
    for label in _labels(that for that, _ in step.check):
        yield label, Use.CHECK, part.at("check")
    for label in _labels(one.that for one in step.explain):
        yield label, Use.CHECK, part.at("explain")
    for opening in step.opens:
        for label in _labels([opening.when, *opening.carry.values()]):
            yield label, Use.LAST, part.at("opens")
    for effect in step.effects:
        for label in _labels([effect.when, *effect.values.values()]):
            yield label, Use.LAST, part.at("effects")


def _labels(formulas: Iterable[Checked | None]) -> dict[str, None]:
    return {spec.name: None for formula in formulas if formula is not None for spec in formula.names}


def _check_labels(reading: Reading, draft: Draft) -> None:
    labels: set[str] = set()
    for step in draft.steps.values():
        if step.label and step.label in labels:
            reading.problem(step.place, f"有两步都叫“{step.label}”，请换一个名称。")
        labels.add(step.label)
