"""Cases as lines: what each is, where it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tenglong.core.lights import Light, Lit
from tenglong.core.procedure import Status
from tenglong.records.cases.queries import CaseRow, rows_of
from tenglong.records.people.rights import By
from tenglong.web.place import case_url


@dataclass(frozen=True, slots=True)
class Line:
    """A case: what it is, where it stands."""

    number: str
    title: str
    label: str
    words: str
    url: str
    lit: Lit


def lit_of(row: CaseRow) -> Lit:
    """The light of a case in a list; one that is over says how it ended, not what was left."""
    return ended(row.case, row.word, row.lit) if row.case.closed_at else row.lit


def ended(case: Any, word: str, lit: Lit) -> Lit:
    """How a case ended that is over: late, in time, or with no day to keep."""
    if not case.due_on or case.status == Status.CANCELLED.value:
        return Lit(Light.GREY, word)
    return lit if lit.light is Light.RED else Lit(Light.GREEN, "按时办结")


def case_lines(by: By, cases: QuerySet, at: datetime) -> list[Line]:
    """The newest first."""
    return [
        Line(
            row.case.number,
            row.case.title,
            row.frame.procedure.label,
            "、".join(row.steps) or row.word,
            case_url(row.case.procedure, row.case.number),
            lit_of(row),
        )
        for row in reversed(rows_of(by, cases, at=at))
    ]
