"""What ties a new case to the registry and to an office: the row filter and the pages of a plot look at it."""

from collections.abc import Mapping
from typing import Any

from tenglong.playbooks import DeclaredLedger
from tenglong.records.ledgers.actions import CannotFill, Ties
from tenglong.records.ledgers.referents import Referent
from tenglong.records.people.models import Person
from tenglong.records.people.rights import By


def ties_of(
    ledger: DeclaredLedger,
    values: Mapping[str, Any],
    referents: Mapping[str, Referent],
    by: By,
    unit_key: str | None,
    *,
    otherwise: str = "",
) -> Ties:
    """The record's enterprise and parcel, the area it lies in, the unit that owns it.

    The area is what the record says, else where its land lies, else where its enterprise is, else its opener's, else
    `otherwise`: where the case lies that opens it.
    """
    parcel = referents.get(ledger.parcel_field or "")
    enterprise = referents.get(ledger.enterprise_field or "")
    said = values.get(ledger.region_field) if ledger.region_field else None
    region = said or next((row.region_code for row in (parcel, enterprise) if row and row.region_code), "")
    unit = by.unit if isinstance(by, Person) else None
    region = region or (unit.region_code if unit else "") or otherwise
    if not region:
        raise CannotFill(ledger.label, {"": "看不出属于哪个区划；请填企业或地块，或由有单位的人员受理"})
    own = unit.key if unit else ""
    return Ties(
        region_code=region,
        unit_key=own if unit_key is None else unit_key,
        enterprise_code=enterprise.key if enterprise else "",
        parcel_code=parcel.key if parcel else "",
    )
