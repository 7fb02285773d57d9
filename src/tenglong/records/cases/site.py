"""Work on site (现场): the steps in hand that take entries, and what was noted there last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q

from tenglong.core.clocks import china_time
from tenglong.core.procedure import Act, Step
from tenglong.records.ledgers.stored import load
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By, open_fields

from .frames import frame
from .models import Case, Entry, StepRun
from .reach import in_hand_of, seen_by
from .shown import Shown, show_rows


@dataclass(frozen=True, slots=True)
class SiteStep:
    """A step in hand that takes entries; `last_on` is the day of its newest one."""

    case: Case
    procedure: str
    step: Step
    last_on: date | None


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """An entry with what was filled in."""

    at: datetime
    by: str
    words: str
    values: tuple[Shown, ...]


def list_site_steps(by: Person, *, most: int) -> list[SiteStep]:
    """The steps of `by` that take entries, those whose last entry is the longest ago first."""
    runs = StepRun.objects.filter(in_hand_of(by)).order_by()
    kinds = set(runs.values_list("case__mechanism_id", "case__procedure", "step"))
    logged = Q(pk__in=())
    for version, procedure, step in kinds:
        if frame(version, procedure).procedure.step(step).log:
            logged |= Q(case__mechanism_id=version, case__procedure=procedure, step=step)
    chosen = list(runs.filter(logged).select_related("case__record").order_by("-pk")[:most])
    last = _last_days(chosen)
    found = []
    for run in chosen:
        procedure = frame(run.case.mechanism_id, run.case.procedure).procedure
        day = last.get((run.case_id, run.step))
        found.append(SiteStep(run.case, procedure.label, procedure.step(run.step), day))
    return sorted(found, key=lambda one: one.last_on or date.min)


def list_site_entries(by: By, *, number: str, step: Step, most: int) -> list[SiteEntry]:
    """The newest entries of a step, the last first."""
    seen = Case.objects.filter(seen_by(by), number=number)
    rows = list(Entry.objects.filter(case__in=seen, step=step.key, act=Act.NOTE.value).order_by("-at", "-id")[:most])
    fields = open_fields(by, step.log)
    shown = show_rows(fields, [load(fields, row.data) for row in rows])
    return [SiteEntry(row.at, row.by, row.words, values) for row, values in zip(rows, shown, strict=True)]


def _last_days(runs: Iterable[StepRun]) -> dict[tuple[int, str], date]:
    notes = Entry.objects.filter(case__in={run.case_id for run in runs}, act=Act.NOTE.value).order_by()
    last = notes.values_list("case_id", "step").annotate(last=Max("at"))
    return {(case, step): china_time(at).date() for case, step, at in last}
