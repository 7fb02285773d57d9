"""The lights of many cases at once: their rules over their rows, beside the clocks that lists keep."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tenglong.core.lights import Light, Lit, worst
from tenglong.core.procedure import LightRule, Status, rule_lit
from tenglong.playbooks.rows import SYSTEM, TODAY
from tenglong.records.ledgers.stored import load
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.rights import By

from .facts import case_values
from .frames import Frame, frame_of
from .log_totals import totals_of
from .models import Case, StepRun
from .reach import ACTIVE, seen_by

_SYSTEM = frozenset(field.key for field in SYSTEM)
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The conditions on open cases that they show red, or yellow."""

    red: Q
    yellow: Q


def rows_by_case(cases: Iterable[Case], on: date, *, steps: bool = True) -> dict[int, Facts]:
    """The typed values of each case's row by field key, as of that day; without `steps` not those in hand."""
    found: dict[int, Facts] = {}
    for used, alike in by_frame(cases):
        keys = None if steps else frozenset(field.key for field in used.row.fields) - {"case_step"}
        found |= _values(used, alike, on, keys)
    return found


def facts_by_case(used: Frame, cases: Collection[Case], on: date, labels: Collection[str] | None) -> dict[int, Facts]:
    """The facts of cases of one frame by label, with 当日; `labels`: only these."""
    named = [field for field in used.row.fields if labels is None or field.label in labels]
    values = _values(used, cases, on, frozenset(field.key for field in named))
    return {pk: {TODAY: on} | {field.label: row.get(field.key) for field in named} for pk, row in values.items()}


def rules_by_case(cases: Iterable[Case], on: date) -> dict[int, list[Lit]]:
    """What the rules say of each case that is open and has any."""
    found: dict[int, list[Lit]] = {}
    for used, alike in by_frame(cases):
        rules = used.procedure.lights
        running = [case for case in alike if case.status == Status.OPEN.value]
        if rules and running:
            facts = facts_by_case(used, running, on, _labels(rules))
            found |= {pk: [rule_lit(rule, known).lit for rule in rules] for pk, known in facts.items()}
    return found


def asked_lights(by: By, on: date, procedure: str | None = None) -> Asked:
    """What shows red and yellow on that day, by clock or by rule: of one procedure or of all."""
    overdue = Q(due_on__lt=on)
    soon = Q(warn_on__lte=on, due_on__gte=on)
    reds, yellows = _lit_by_rules(by, on, procedure)
    red = overdue | Q(pk__in=reds) if reds else overdue
    yellow = (soon | Q(pk__in=yellows) if yellows else soon) & ~red
    running = Q(status=Status.OPEN.value)
    return Asked(running & red, running & yellow)


def by_frame(cases: Iterable[Case]) -> list[tuple[Frame, list[Case]]]:
    """Cases by what they run in."""
    found: dict[tuple[int, str], list[Case]] = {}
    for case in cases:
        found.setdefault((case.mechanism_id, case.procedure), []).append(case)
    return [(frame_of(alike[0]), alike) for alike in found.values()]


def _lit_by_rules(by: By, on: date, procedure: str | None) -> tuple[list[int], list[int]]:
    ruled = [
        key
        for mechanism in list_current()
        for key, one in mechanism.procedures.items()
        if one.lights and procedure in (None, key)
    ]
    if not ruled:
        return [], []
    cases = Case.objects.filter(seen_by(by), procedure__in=ruled, status=Status.OPEN.value).select_related("record")
    lit = {pk: worst(Lit(Light.GREY, ""), rules).light for pk, rules in rules_by_case(cases, on).items()}
    reds, yellows = ([pk for pk, light in lit.items() if light is wanted] for wanted in (Light.RED, Light.YELLOW))
    return reds, yellows


def _values(used: Frame, cases: Collection[Case], on: date, keys: frozenset[str] | None) -> dict[int, Facts]:
    """`keys`: only what these need is read."""
    own = [one for one in used.row.fields if one.key not in _SYSTEM and (keys is None or one.key in keys)]
    wanted = any(total.field.key in keys for total in used.procedure.totals) if keys is not None else True
    totals = totals_of(used, Q(case__in=[case.pk for case in cases]), on) if wanted else {}
    steps = _steps(used, cases) if keys is None or "case_step" in keys else {}
    return {
        case.pk: case_values(
            case, steps.get(case.pk, ""), {**load(own, case.record.data), **(totals[case.pk] if wanted else {})}, on
        )
        for case in cases
    }


def _steps(used: Frame, cases: Collection[Case]) -> dict[int, str]:
    """The labels of the steps in hand, in the procedure's order."""
    runs = StepRun.objects.filter(case__in=[case.pk for case in cases], status__in=ACTIVE)
    active: dict[int, set[str]] = {}
    for pk, step in runs.order_by().values_list("case", "step"):
        active.setdefault(pk, set()).add(step)
    return {pk: "、".join(one.label for one in used.procedure.steps if one.key in keys) for pk, keys in active.items()}


def _labels(rules: Iterable[LightRule]) -> frozenset[str]:
    formulas = (formula for rule in rules for formula in (rule.red, rule.yellow) if formula)
    return frozenset(spec.name for formula in formulas for spec in formula.names)
