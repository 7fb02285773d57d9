"""The cases of a plot's loop: those about it, and those tied to them by opening one another or naming one another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, prefetch_related_objects

from tenglong.core.ledger import Field, Kind
from tenglong.core.procedure import Act
from tenglong.records.people.rights import By, open_fields

from .frames import frame_of
from .models import Case, Entry
from .reach import seen_by

ROUNDS = 2  # how far ties are followed from the plot's own cases
OPENED, NAMED = "opened", "named"


@dataclass(frozen=True, slots=True)
class Tie:
    """`source` opened `target`, or names it in a field (`label`), both by number."""

    kind: str
    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Cases in order of time, with their steps, and what ties them."""

    cases: tuple[Case, ...]
    ties: tuple[Tie, ...]


def chain_of(by: By, cases: Iterable[Case]) -> Chain:
    """The chain that begins with `cases`, as far as `by` may see its cases and the fields that name them."""
    found = {case.pk: case for case in cases}
    ties: dict[tuple[str, str], Tie] = {}
    fresh = list(found.values())
    for _ in range(ROUNDS):
        if not fresh:
            break
        named = list(_names(by, fresh))
        near = Q(opened_from__in=fresh) | Q(pk__in=[case.opened_from_id for case in fresh if case.opened_from_id])
        near |= Q(number__in=[tie.target for tie in named])
        seen = Case.objects.filter(seen_by(by)).filter(near).exclude(pk__in=found).select_related("record")
        ties |= {(tie.source, tie.target): tie for tie in named}
        fresh = list(seen.order_by())
        found |= {case.pk: case for case in fresh}
    ordered = sorted(found.values(), key=lambda case: (case.opened_at, case.pk))
    prefetch_related_objects(ordered, "steps")
    numbers = {case.number for case in ordered}
    for case in ordered:
        if case.opened_from_id in found:
            source = found[case.opened_from_id].number
            ties[source, case.number] = Tie(OPENED, source, case.number)
    return Chain(tuple(ordered), tuple(tie for tie in ties.values() if tie.target in numbers))


def _names(by: By, cases: Iterable[Case]) -> Iterator[Tie]:
    """The cases that records and entries name in fields of their own."""
    cases = {case.pk: case for case in cases}
    for case in cases.values():
        yield from _named(case, open_fields(by, frame_of(case).row.fields), case.record.data)
    notes = Entry.objects.filter(case__in=cases, act=Act.NOTE.value).exclude(data={}).order_by("at", "id")
    for pk, step, data in notes.values_list("case_id", "step", "data"):
        steps = {one.key: one for one in frame_of(cases[pk]).procedure.steps}
        if step in steps:
            yield from _named(cases[pk], open_fields(by, steps[step].log), data)


def _named(case: Case, fields: Iterable[Field], data: dict[str, Any]) -> Iterator[Tie]:
    for field in fields:
        if "." not in (field.refers_to or "") or not data.get(field.key):
            continue  # the registry's kinds have no dot; declared records that are no cases are found nowhere
        keys = data[field.key] if field.kind is Kind.REFERENCES else [data[field.key]]
        for key in keys:
            if key != case.number:
                yield Tie(NAMED, case.number, str(key), field.label)
