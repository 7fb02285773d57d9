"""What somebody filled in: typed, its references resolved, every problem at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tenglong.core.ledger import Field, read_row
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.ledgers.referents import Referent
from tenglong.records.people.rights import By

from .references import read_references


@dataclass(frozen=True, slots=True)
class Entered:
    """Typed values by field key (None: emptied), and the rows that single references name."""

    values: dict[str, Any]
    referents: dict[str, Referent]


def read_entered(
    by: By, what: str, fields: Iterable[Field], raw: Mapping[str, Any], kept: Mapping[str, Any]
) -> Entered:
    """Values for `fields` from `raw`, by field key or label. A required field that `kept` has need not come again."""
    fields = tuple(replace(field, required=False) if _stays(field, raw, kept) else field for field in fields)
    row = read_row(fields, raw)
    keys, referents, lost = read_references(by, fields, row.values)
    if unknown := [name for name in raw if not any(name in (field.key, field.label) for field in fields)]:
        lost[unknown[0]] = f"这里没有“{'、'.join(unknown)}”这一项，请核对名称"
    if problems := row.problems | lost:
        raise CannotFill(what, problems)
    return Entered(row.values | keys, referents)


def _stays(field: Field, raw: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    return field.required and field.key not in raw and field.label not in raw and kept.get(field.key) is not None
