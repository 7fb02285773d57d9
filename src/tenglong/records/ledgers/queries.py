"""Reading records of declared ledgers, already through the row filter."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Ledger
from tenglong.records.people.rights import By, within

from .index import column
from .models import Record


class NoSuchRecord(Refused):
    """No such record, or not for this reader."""


def list_records(
    by: By, ledger: Ledger, *, filters: Mapping[str, Any] | None = None, order: str = "", search: str = ""
) -> QuerySet[Record]:
    """Records of a ledger. `filters` by the key of a listed field: a value, or a pair (from, to) with either None.

    `order` is the key of a listed field, with a minus before it for descending; records without a value come last.
    `search` looks in titles and keys.
    """
    mine = within(by, unit="unit_key", enterprise="enterprise_code")
    records = Record.objects.filter(mine, ledger=ledger.key)
    for key, wanted in (filters or {}).items():
        records = records.filter(pk__in=Record.objects.filter(has(ledger.field(key), ledger.key, wanted)).values("pk"))
    if search:
        records = records.filter(Q(title__icontains=search) | Q(key__startswith=search))
    return ordered(records, ledger, order, "index_entries")


def has(field: Field, ledger_key: str, wanted: Any, path: str = "index_entries") -> Q:
    """The condition that a listed field has that value, or lies in that half-open stretch."""
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


def get_record(by: By, ledger: Ledger, key: str) -> Record:
    """The record with that key."""
    if record := list_records(by, ledger).filter(key=key).first():
        return record
    raise NoSuchRecord(f"没有编号为“{key}”的{ledger.label}，或不在您的数据范围内；请核对编号。")
