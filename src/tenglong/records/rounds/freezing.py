"""What a round comes to, as it is kept for good, and what moved since it was kept last."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tenglong.core.collection import say
from tenglong.core.ledger import Field, show_value
from tenglong.records.audit.canonical import canonical
from tenglong.records.ledgers.stored import load

from .models import Asked
from .signed import Signed
from .spec import Spec
from .tables import Drawn


def kept_rows(spec: Spec, asked: Sequence[Asked], signed: Mapping[str, Signed]) -> list[dict[str, Any]]:
    """Every answer that was signed, as JSON values: what the addressee filled in, who signed it and when."""
    keys = [field.key for field in spec.filled]
    return [
        {
            "addressee": one.addressee,
            "name": one.name,
            "number": one.number,
            "values": {key: signed[one.number].data.get(key) for key in keys},
            "signed_by": signed[one.number].by,
            "signed_at": signed[one.number].at.isoformat(),
            "why": signed[one.number].why,
        }
        for one in asked
        if one.number in signed
    ]


def kept_tables(drawn: Mapping[str, Drawn]) -> dict[str, Any]:
    """Every table: its scope, its cells as they are said, its totals exactly and as they are said."""
    return {key: _kept_table(one) for key, one in drawn.items()}


def digest(rows: object, tables: object) -> str:
    """One hash for the same rows and tables."""
    return hashlib.sha256(canonical({"rows": rows, "tables": tables}).encode()).hexdigest()


def moved_since(spec: Spec, before: tuple[Any, Any], after: tuple[Any, Any]) -> dict[str, list[dict[str, Any]]]:
    """What differs between two keepings, each (rows, tables): values of addressees, totals of tables."""
    return {
        "values": list(_moved_values(spec, before[0], after[0])),
        "totals": list(_moved_totals(before[1], after[1])),
    }


def _kept_table(one: Drawn) -> dict[str, Any]:
    table, gathered = one.table, one.gathered
    return {
        "label": table.label,
        "to": table.to,
        "why": table.why,
        "scope": table.where.formula.text if table.where else "",
        "cut_off": one.cut_off.isoformat() if one.cut_off else None,
        "columns": [column.label for column in table.columns],
        "lines": [
            {
                "addressee": line.answer.key,
                "cells": [say(column, value) for column, value in zip(table.columns, line.values, strict=True)],
            }
            for line in gathered.lines
        ],
        "totals": [_exact(total) for total in gathered.totals],
        "said": [
            None if total is None else say(column, total)
            for column, total in zip(table.columns, gathered.totals, strict=True)
        ],
    }


def _exact(total: Fraction | None) -> str | None:
    return None if total is None else str(total)


def _moved_values(spec: Spec, before: Sequence[Any], after: Sequence[Any]) -> Iterator[dict[str, Any]]:
    old = {row["addressee"]: row for row in before}
    for row in after:
        was = old.get(row["addressee"], {"values": {}})
        for field in spec.filled:
            values = was["values"].get(field.key), row["values"].get(field.key)
            if values[0] != values[1]:
                yield {
                    "addressee": row["addressee"],
                    "name": row["name"],
                    "number": row["number"],
                    "label": field.label,
                    "unit": field.unit or "",
                    "before": shown_kept(field, values[0]),
                    "after": shown_kept(field, values[1]),
                    "by": row["signed_by"],
                    "at": row["signed_at"],
                    "why": row["why"],
                }


def shown_kept(field: Field, value: object) -> str:
    """A value as it was kept, as people read it."""
    return show_value(field, load([field], {field.key: value})[field.key])


def _moved_totals(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for key, table in after.items():
        was = before.get(key, {"totals": [None] * len(table["totals"]), "said": [None] * len(table["said"])})
        for place, label in enumerate(table["columns"]):
            if was["totals"][place] != table["totals"][place]:
                said = {"before": was["said"][place] or "", "after": table["said"][place] or ""}
                yield {"table": key, "to": table["label"], "label": label} | said
