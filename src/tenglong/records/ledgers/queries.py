"""Reading records of declared ledgers, already through the row filter."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from tenglong.core.ledger import Field, Ledger
from tenglong.records.people.rights import By, within

from .index import column
from .models import Record


def list_records(by: By, ledger_key: str) -> QuerySet[Record]:
    """The records of a ledger."""
    return Record.objects.filter(within(by, unit="unit_key", enterprise="enterprise_code"), ledger=ledger_key)


def has(field: Field, ledger_key: str, wanted: Any, path: str) -> Q:
    """The condition that a listed field has that value, or lies in that half-open stretch (from, to).

    `path` leads to the index rows.
    """
    at, entry = f"{path}__{column(field)}", {f"{path}__ledger": ledger_key, f"{path}__field": field.key}
    if not isinstance(wanted, tuple):
        return Q(**entry, **{at: wanted})
    since, until = wanted
    bounds: dict[str, date | Decimal] = {}
    if since is not None:
        bounds[f"{at}__gte"] = since
    if until is not None:
        bounds[f"{at}__lt"] = until
    return Q(**entry, **bounds)


def ordered(rows: QuerySet[Any], ledger: Ledger, order: str, path: str) -> QuerySet[Any]:
    """Rows in the order of a listed field; those without a value come last."""
    if not order:
        return rows
    field = ledger.field(order.removeprefix("-"))
    rows = rows.annotate(
        sorted_by=FilteredRelation(path, condition=Q(**{f"{path}__field": field.key})),
    )
    value = F(f"sorted_by__{column(field)}")
    return rows.order_by(value.desc(nulls_last=True) if order.startswith("-") else value.asc(nulls_last=True), "pk")
