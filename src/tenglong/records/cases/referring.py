"""The cases whose record names a case: by procedure, the newest first, with the day planned and the day it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from tenglong.core.clocks import china_time
from tenglong.core.ledger import Field, Kind
from tenglong.core.procedure import Procedure, Step
from tenglong.playbooks import procedure_ledger
from tenglong.records.ledgers.stored import load
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.rights import By, open_fields

from .models import Case
from .queries import CaseRow, list_cases, rows_of

MOST = 20


@dataclass(frozen=True, slots=True)
class Referring:
    """A case that names the other, with the day it was planned for and the day it came."""

    row: CaseRow
    planned_on: date | None
    actual_on: date | None


@dataclass(frozen=True, slots=True)
class Referrers:
    """The cases of a procedure that name a case in one field: `count` of them all, the newest in `rows`."""

    procedure: Procedure
    field: Field
    rows: tuple[Referring, ...]
    count: int


def list_referrers(by: By, case: Case, *, at: datetime, most: int = MOST) -> list[Referrers]:
    """Who names a case, as far as `by` sees them; procedures that could but do not are in it with no rows."""
    found = []
    for procedure, field in _fields(by, case.procedure):
        cases = list_cases(by, procedure=procedure.key).filter(_names(field, case.number))
        rows = rows_of(by, cases[:most], at=at)
        count = len(rows) if len(rows) < most else cases.order_by().count()
        found.append(Referrers(procedure, field, tuple(_referring(by, row) for row in rows), count))
    return found


def _fields(by: By, key: str) -> Iterator[tuple[Procedure, Field]]:
    """The fields that refer to cases of that procedure."""
    for mechanism in list_current():
        for procedure in mechanism.procedures.values():
            for field in open_fields(by, procedure_ledger(mechanism, procedure.key).fields):
                if field.refers_to == key:
                    yield procedure, field


def _names(field: Field, number: str) -> Q:
    if field.kind is Kind.REFERENCE:
        return Q(**{f"record__data__{field.key}": number})
    return Q(**{f"record__data__{field.key}__icontains": f'"{number}"'})


def _referring(by: By, row: CaseRow) -> Referring:
    """Planned: what the limit of a step ends on, or the due day. Actual: the first day that step was finished with."""
    case, procedure = row.case, row.frame.procedure
    closed_on = china_time(case.closed_at).date() if case.closed_at else None
    planned = [step for step in procedure.steps if any(limit.until for limit in step.limits)]
    if not planned:
        return Referring(row, case.due_on, closed_on)
    step = planned[-1]
    runs = [run for run in case.steps.all() if run.step == step.key]
    told = _told(by, row, step)
    return Referring(row, runs[-1].due_on if runs else None, told or closed_on)


def _told(by: By, row: CaseRow, step: Step) -> date | None:
    days = [field for field in open_fields(by, step.fields) if field.kind is Kind.DATE]
    return load(days[:1], row.case.record.data)[days[0].key] if days else None
