"""The lights of many cases at once: their rules over their rows, beside the clocks that lists keep."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa
from django.db.models import Q

from tenglong.core.formula import Checked
from tenglong.core.ledger import Kind
from tenglong.core.lights import Lit
from tenglong.core.procedure import LightRule, Status, rule_lit
from tenglong.playbooks.rows import SYSTEM_KEYS, TODAY
from tenglong.records.audit.queries import newest_ids
from tenglong.records.ledgers.stored import load
from tenglong.records.ledgers.tables import Reader, column_of, reader_of
from tenglong.records.ledgers.terms import duckdb
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.rights import By

from .facts import case_values
from .frames import Frame, frame_of
from .log_totals import totals_of
from .models import Case, StepRun
from .reach import ACTIVE, seen_by

Facts = Mapping[str, Any]
_KEPT = 64


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
    ruled = [
        key
        for mechanism in list_current()
        for key, one in mechanism.procedures.items()
        if one.lights and procedure in (None, key)
    ]
    reds, yellows = _lit_by_rules(reader_of(by), on, tuple(ruled), newest_ids()) if ruled else ([], [])
    red = overdue | Q(pk__in=reds) if reds else overdue
    yellow = (soon | Q(pk__in=yellows) if yellows else soon) & ~red
    running = Q(status=Status.OPEN.value)
    return Asked(running & red, running & yellow)


def forget() -> None:
    """Forget what was lit, where the numbers of change-sets begin again."""
    _lit_by_rules.cache_clear()


def by_frame(cases: Iterable[Case]) -> list[tuple[Frame, list[Case]]]:
    """Cases by what they run in."""
    found: dict[tuple[int, str], list[Case]] = {}
    for case in cases:
        found.setdefault((case.mechanism_id, case.procedure), []).append(case)
    return [(frame_of(alike[0]), alike) for alike in found.values()]


@lru_cache(maxsize=_KEPT)
def _lit_by_rules(
    reader: Reader, on: date, procedures: tuple[str, ...], _newest: tuple[int, ...]
) -> tuple[list[int], list[int]]:
    """The open cases that a rule lights red, and yellow; kept while nothing is written."""
    running = Case.objects.filter(seen_by(reader.by), procedure__in=procedures, status=Status.OPEN.value)
    reds: list[int] = []
    yellows: list[int] = []
    for used, alike in by_frame(running.select_related("record")):
        if used.procedure.lights:
            red, yellow = _lit_together(used, alike, on)
            reds += red
            yellows += yellow
    return reds, yellows


def _lit_together(used: Frame, cases: list[Case], on: date) -> tuple[list[int], list[int]]:
    """The cases of one frame that a rule lights red, and yellow: all at once, by the engine."""
    rules = used.procedure.lights
    formulas = {f"{name}{at}": one for at, rule in enumerate(rules) for name, one in _named(rule) if one}
    facts = facts_by_case(used, cases, on, _labels(rules))
    kinds = {field.label: (field.key, field.kind) for field in used.row.fields} | {TODAY: (TODAY, Kind.DATE)}
    columns = {kinds[label] for label in _labels(rules) | {TODAY}}
    by_key = {kinds[label][0]: label for label in _labels(rules) | {TODAY}}
    table = pa.table({key: column_of([row[by_key[key]] for row in facts.values()], kind) for key, kind in columns})
    told = duckdb().rows(table, formulas).to_pylist()
    reds, yellows = ([pk for pk, row in zip(facts, told, strict=True) if _any(row, name)] for name in ("red", "yellow"))
    return reds, yellows


def _named(rule: LightRule) -> tuple[tuple[str, Checked | None], ...]:
    return ("red", rule.red), ("yellow", rule.yellow)


def _any(row: Mapping[str, Any], name: str) -> bool:
    return any(holds for key, holds in row.items() if key.startswith(name))


def _values(used: Frame, cases: Collection[Case], on: date, keys: frozenset[str] | None) -> dict[int, Facts]:
    """`keys`: only what these need is read."""
    own = [one for one in used.row.fields if one.key not in SYSTEM_KEYS and (keys is None or one.key in keys)]
    totals = totals_of(used, Q(case__in=[case.pk for case in cases]), on, keys)
    steps = _steps(used, cases) if keys is None or "case_step" in keys else {}
    return {
        case.pk: case_values(case, steps.get(case.pk, ""), {**load(own, case.record.data), **totals[case.pk]}, on)
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
