"""What each addressee signed: read from the trail of its case, so that what is being corrected counts as it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenglong.core.clocks import china_time
from tenglong.core.collection import Answer
from tenglong.core.procedure import Act
from tenglong.records.cases.entries import OPEN
from tenglong.records.cases.models import Entry
from tenglong.records.ledgers.stored import load

from .models import Asked
from .spec import Spec


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest answer that was signed: stored values by field key, who signed it and when, and since when it counts.

    `why` is the reason of the newest reopening before it; empty where there was none.
    """

    data: Mapping[str, Any]
    by: str
    at: datetime
    first_on: date
    why: str


def read_signed(spec: Spec, asked: Iterable[Asked]) -> dict[str, Signed]:
    """The newest signed answer by the number of its case; those who never signed are not in it."""
    numbers = [one.number for one in asked]
    entries = Entry.objects.filter(case__number__in=numbers, act__in=(OPEN, Act.FINISH.value, Act.REOPEN.value))
    data: dict[str, dict[str, Any]] = {}
    why: dict[str, str] = {}
    found: dict[str, Signed] = {}
    lines = entries.order_by("at", "id").values_list("case__number", "act", "step", "at", "by", "words", "data")
    for number, act, step, at, by, words, entered in lines:
        if act == Act.REOPEN.value:
            why[number] = words
            continue
        data[number] = data.get(number, {}) | _entered(spec, step, entered)
        if step == spec.collection.signed:
            first = found[number].first_on if number in found else china_time(at).date()
            found[number] = Signed(dict(data[number]), by, at, first, why.get(number, ""))
    return found


def answers_of(spec: Spec, asked: Iterable[Asked], signed: Mapping[str, Signed]) -> list[Answer]:
    """What was signed, as formulas see it, in the order of the addressees."""
    return [
        Answer(one.addressee, one.name, facts_of(spec, one, signed[one.number].data), signed[one.number].first_on)
        for one in asked
        if one.number in signed
    ]


def facts_of(spec: Spec, one: Asked, data: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an answer by label."""
    values = load(spec.answer.fields, data) | {"addressee": one.name, "addressee_code": one.addressee}
    return {field.label: values[field.key] for field in spec.answer.fields}


def _entered(spec: Spec, step: str, entered: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says of the fields of its step: one that it leaves out was emptied."""
    fields = {one.key: one.fields for one in spec.frame.procedure.steps}.get(step, ())
    return {field.key: None for field in fields} | dict(entered)
