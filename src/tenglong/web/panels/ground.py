"""What the contract of a plot says: who holds it, how it was supplied, what was to be by when, agreed figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.core.ledger import show_value
from tenglong.records.people.rights import By
from tenglong.records.registry.as_of import values_held
from tenglong.records.registry.kinds import PARCEL
from tenglong.records.registry.queries import get_names, list_terms

_SAID = ("supply", "contract", "signed_on", "years", "price_wan", "hand_over_on", "start_by", "finish_by")


@dataclass(frozen=True, slots=True)
class Ground:
    """`facts` are (label, text, unit); `holder` is (code, name) as on the day, no code where it cannot be opened."""

    facts: tuple[tuple[str, str, str], ...]
    holder: tuple[str, str] | None
    use: str
    terms: tuple[Any, ...]

    @property
    def said(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.facts or self.holder or self.terms)


def ground_on(by: By, parcel: Any, on: date) -> Ground:
    """As the registry tells it of that day."""
    told = values_held("parcel", [parcel.code], on).get(parcel.code, {})
    holder = told.get("holder", parcel.holder)
    names = get_names(by, [holder]) if holder else {}
    return Ground(
        facts=tuple(_facts(parcel)),
        holder=(holder if holder in names else "", names.get(holder, holder)) if holder else None,
        use=str(told.get("use", parcel.use) or ""),
        terms=tuple(list_terms(by, parcel_code=parcel.code)),
    )


def _facts(parcel: Any) -> Iterator[tuple[str, str, str]]:
    for key in _SAID:
        if value := getattr(parcel, key):
            field = PARCEL.field(key)
            yield field.label, show_value(field, value), field.unit or ""
