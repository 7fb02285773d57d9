"""What a plot came of and what came of it, with the cases that stayed under former codes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.geo import area_mu, from_wkb
from tenglong.records.cases.frames import frame_of
from tenglong.records.cases.queries import list_cases
from tenglong.records.people.rights import By
from tenglong.records.registry.descent import ancestors_of
from tenglong.records.registry.unshaping import Step, history_of, plants_then, why_not_undone
from tenglong.web.place import case_url

MOST_CASES = 8


@dataclass(frozen=True, slots=True)
class Told:
    """An act with why it cannot be taken back; empty when it can."""

    step: Step
    why_not: str

    @property
    def reshaping(self) -> Any:
        return self.step.reshaping

    @property
    def came(self) -> bool:
        return self.step.came

    @property
    def parcels(self) -> tuple[Any, ...]:
        return self.step.parcels

    @property
    def hidden(self) -> int:
        return self.step.hidden


@dataclass(frozen=True, slots=True)
class FormerCase:
    """A case under the code of a plot that this one came of."""

    label: str
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """`drawn_mu` is the area of the outline; `plants` are the buildings of a plot that has ended."""

    drawn_mu: float | None
    steps: tuple[Told, ...]
    plants: tuple[Any, ...]
    cases: tuple[FormerCase, ...]
    may_reshape: bool


def lineage_of(by: By, parcel: Any, *, today: date, may_register: bool) -> Lineage:
    """As far as `by` sees it."""
    steps = history_of(by, parcel.code)
    ended = bool(parcel.until_on and parcel.until_on <= today)
    return Lineage(
        drawn_mu=area_mu(from_wkb(bytes(parcel.shape))) if parcel.shape else None,
        steps=tuple(Told(step, why_not_undone(step.reshaping) if may_register else "") for step in steps),
        plants=tuple(plants_then(by, parcel.code)) if parcel.until_on else (),
        cases=tuple(_cases(by, parcel.code)) if any(step.came for step in steps) else (),
        may_reshape=may_register and not ended,
    )


def _cases(by: By, code: str) -> list[FormerCase]:
    cases = list_cases(by).filter(parcel_code__in=ancestors_of(code)).prefetch_related(None)[:MOST_CASES]
    found = [(frame_of(case).procedure, case) for case in cases]
    return [
        FormerCase(f"{procedure.label} {case.number}", case.parcel_code, case_url(procedure.key, case.number))
        for procedure, case in found
    ]
