"""How dated facts stood on a day: what `past` tells of a stretch, else the row as it is.

Before and between the stretches that are told of, a fact is not known; after the last of them the row itself says it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When

from tenglong.records.ledgers.registers import Kept

from .kinds import MATTERS
from .layouts import LAYOUTS
from .models import Past
from .queries import stands

_Stretch = tuple[str, date | None]  # the value, and since when


def dated_fields(kind: str) -> dict[str, str]:
    """The fields of a kind that are told of by stretches: field key → the word of the matter."""
    return {field: matter for matter, (of, field) in MATTERS.items() if of == kind and field}


def held(kind: str, field: str, on: date) -> Any:
    """The value of a dated field on that day, for filters and orders in the database."""
    told = Past.objects.filter(**{kind: OuterRef("pk")}, matter=dated_fields(kind)[field]).order_by()
    then = told.filter(stands(on))
    return Case(
        When(Exists(then), then=Subquery(then.values("value")[:1])),
        When(Exists(told.filter(until_on__gt=on)), then=Value("")),
        default=F(field),
    )


def as_held(kind: str, rows: Sequence[Kept], on: date) -> list[Kept]:
    """Rows with the values that they had on that day."""
    told = values_held(kind, {row.key for row in rows}, on)
    title = LAYOUTS[kind].ledger.title
    found = []
    for row in rows:
        then = {field: value for field, value in told.get(row.key, {}).items() if field in row.values}
        name = told.get(row.key, {}).get(title) or row.title
        found.append(replace(row, values={**row.values, **then}, title=name) if row.key in told else row)
    return found


def values_held(kind: str, keys: Collection[str] | None, on: date) -> dict[str, dict[str, str | None]]:
    """The dated fields of which that day is told otherwise than the row says, by key; `keys` None: of every row."""
    fields = {matter: field for field, matter in dated_fields(kind).items()}
    if not fields:
        return {}
    found: dict[str, dict[str, list[_Stretch]]] = {}
    rows = Past.objects.filter(**{f"{kind}__isnull": False}, matter__in=fields, until_on__gt=on).order_by()
    rows = rows if keys is None else rows.filter(**{f"{kind}__code__in": keys})
    for key, matter, value, since in rows.values_list(f"{kind}__code", "matter", "value", "from_on"):
        found.setdefault(key, {}).setdefault(fields[matter], []).append((value, since))
    return {key: {field: _on(stretches, on) for field, stretches in told.items()} for key, told in found.items()}


def _on(stretches: Sequence[_Stretch], on: date) -> str | None:
    """The value on that day, of stretches that all end later."""
    return next((value for value, since in stretches if since is None or since <= on), None)
