"""The cases that name this one, and where to add another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from tenglong.core.lights import Lit
from tenglong.records.cases.checks import can_open
from tenglong.records.cases.queries import CaseView
from tenglong.records.cases.referring import Referrers, list_referrers
from tenglong.records.people.rights import By
from tenglong.web.place import case_url, procedure_url

from .case_lines import lit_of


@dataclass(frozen=True, slots=True)
class Line:
    """A case: its light, the day planned, the day it came."""

    title: str
    url: str
    lit: Lit
    planned_on: date | None
    actual_on: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """A procedure with its cases; `add` is the form of another one, empty for who may not open it."""

    label: str
    count: int
    lines: tuple[Line, ...]
    all_url: str
    add: str


def referring(by: By, view: CaseView, at: datetime) -> list[Group]:
    """Groups that hold a case, or to which this person may add one."""
    groups = (_group(by, view, found) for found in list_referrers(by, view.case, at=at))
    return [group for group in groups if group.lines or group.add]


def _group(by: By, view: CaseView, found: Referrers) -> Group:
    procedure, named = found.procedure, urlencode({found.field.key: view.case.number})
    may_add = can_open(procedure, by) and not view.case.closed_at
    return Group(
        procedure.label,
        found.count,
        tuple(_lines(found)),
        procedure_url("cases", procedure.key) if found.count > len(found.rows) else "",
        f"{procedure_url('new', procedure.key)}?{named}" if may_add else "",
    )


def _lines(found: Referrers) -> Iterable[Line]:
    for one in found.rows:
        case = one.row.case
        yield Line(case.title, case_url(case.procedure, case.number), lit_of(one.row), one.planned_on, one.actual_on)
