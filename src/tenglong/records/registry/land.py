"""The land of an enterprise on a day: what it owns and rents, less what it lets to others."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenglong.records.people.rights import By

from .models import Occupancy
from .queries import list_occupancies


@dataclass(frozen=True, slots=True)
class Land:
    """Occupancies that hold on the day. `let` are those of tenants on the parcels that the enterprise owns."""

    owned: tuple[Occupancy, ...]
    rented: tuple[Occupancy, ...]
    let: tuple[Occupancy, ...]

    @property
    def area_mu(self) -> Decimal:
        """Actual use (实际占用): own and rented, less let."""
        return _total(self.owned) + _total(self.rented) - _total(self.let)


def get_land(by: By | None, enterprise_code: str, *, on: date) -> Land:
    """The land of that enterprise on that day. A tenant's area is let by the owner of the parcel.

    Where a parcel has several owners, none of them is charged with its tenants: who lets is not recorded.
    """
    used = list(list_occupancies(by, enterprise_code=enterprise_code, on=on))
    owned = tuple(row for row in used if row.tenure == Occupancy.Tenure.OWN)
    rented = tuple(row for row in used if row.tenure == Occupancy.Tenure.RENT)
    others = list_occupancies(by, on=on).filter(parcel__in={row.parcel_id for row in owned})
    others = others.exclude(enterprise__code=enterprise_code)
    shared = {row.parcel_id for row in others if row.tenure == Occupancy.Tenure.OWN}
    let = tuple(row for row in others if row.tenure == Occupancy.Tenure.RENT and row.parcel_id not in shared)
    return Land(owned, rented, let)


def _total(rows: tuple[Occupancy, ...]) -> Decimal:
    return sum((row.area_mu for row in rows), Decimal(0))
