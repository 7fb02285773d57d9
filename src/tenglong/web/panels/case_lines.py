"""The cases of an enterprise as lines."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tenglong.core.lights import Lit
from tenglong.records.cases.queries import rows_of
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


def case_lines(by: By, cases: QuerySet, at: datetime) -> list[Line]:
    """The newest first."""
    return [
        Line(
            row.case.number,
            row.case.title,
            row.frame.procedure.label,
            "、".join(row.steps) or row.word,
            case_url(row.case.procedure, row.case.number),
            row.lit,
        )
        for row in reversed(rows_of(by, cases, at=at))
    ]
