"""The land of enterprises on a day, as the registry's occupancies tell it: for pages, measures and scorecards."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tenglong.core.land import Land, Merged, Use, actual_land, merged_land
from tenglong.core.measure import CannotReadPeriod, read_period
from tenglong.records.people.rights import By

from .models import Observation, Occupancy
from .queries import list_occupancies

THRESHOLD = "租户单列面积"  # what a county says of itself: tenants with so many 亩 or more stand alone
_HOPS = 6  # from a firm over its parcels to those with whom its land is shared
_PATHS = ("parcel__code", "enterprise__code", "tenure", "area_mu", "let_by__code")


@dataclass(frozen=True, slots=True)
class Holding:
    """The land of one enterprise: its occupancies on the day, what they come to, and with whom it is counted.

    `let` are the tenants' occupancies that are taken from it. `merged` None: the county has not said from which size
    tenants stand alone.
    """

    owned: tuple[Occupancy, ...]
    rented: tuple[Occupancy, ...]
    let: tuple[Occupancy, ...]
    land: Land
    merged: Merged | None
    least_mu: Decimal | None

    @property
    def area_mu(self) -> Decimal:
        """Actual use (实际占用): own and rented, less let."""
        return self.land.actual_mu


def get_land(by: By | None, enterprise_code: str, *, on: date) -> Holding:
    """The land of that enterprise on that day."""
    around = list(_around(by, enterprise_code, on))
    mine = [row for row in around if row.enterprise.code == enterprise_code]
    land = actual_land(_use(row) for row in around)
    least = least_mu(mine[0].region_code, on) if mine else None
    return Holding(
        owned=tuple(row for row in mine if row.tenure == Occupancy.Tenure.OWN),
        rented=tuple(row for row in mine if row.tenure == Occupancy.Tenure.RENT),
        let=tuple(_let(around, enterprise_code)),
        land=land.get(enterprise_code, Land()),
        merged=None if least is None else merged_land(land, least).get(enterprise_code),
        least_mu=least,
    )


def land_rows(
    by: By | None, *, on: date | None = None, keys: Collection[str] | None = None
) -> Iterator[dict[str, Any]]:
    """The land of every enterprise that `by` sees using any, by field key of `kinds.LAND`; no day: what lasts."""
    used = list_occupancies(by, on=on) if on else list_occupancies(by).filter(until_on=None)
    told = list(used.order_by().values_list(*_PATHS, "enterprise__region_code"))
    land = actual_land(
        Use(parcel, firm, tenure == Occupancy.Tenure.OWN, area, letter)
        for parcel, firm, tenure, area, letter, _ in told
    )
    regions = {firm: region for _, firm, _, _, _, region in told}
    merged = _merged(land, regions, on)
    for firm, one in land.items():
        row = {
            "enterprise": firm,
            "region_code": regions.get(firm),
            "owned_mu": one.owned_mu,
            "rented_mu": one.rented_mu,
            "let_mu": one.let_mu,
            "actual_mu": one.actual_mu,
            "unclear_mu": one.unclear_mu,
            **merged.get(firm, {"merged_mu": None, "counted_with": None}),
            "source": _reckoned(one, on),
        }
        yield row if keys is None else {key: value for key, value in row.items() if key in keys}


def counted_with(by: By | None, *, on: date | None = None) -> Mapping[str, str]:
    """With which enterprise each one that uses land is counted; those that stand alone are left out."""
    rows = land_rows(by, on=on, keys=("enterprise", "counted_with"))
    return {
        row["enterprise"]: row["counted_with"] for row in rows if row["counted_with"] not in (None, row["enterprise"])
    }


def least_mu(region_code: str, on: date | None) -> Decimal | None:
    """From which size tenants stand alone: the newest figure by that day of the region, or of one above it."""
    subjects = [f"region:{region_code[:length]}" for length in range(2, len(region_code) + 1)]
    told = Observation.objects.filter(subject__in=subjects, metric=THRESHOLD, value__isnull=False).order_by()
    begun = [one for one in told.values_list("subject", "period", "value") if on is None or _begun(one[1], on)]
    return max(begun, key=lambda one: (len(one[0]), one[1]), default=(None, None, None))[2]


def _merged(land: Mapping[str, Land], regions: Mapping[str, str], on: date | None) -> dict[str, dict[str, Any]]:
    """By enterprise, with the size that its region has said."""
    sizes = {region: least_mu(region, on) for region in set(regions.values())}
    found: dict[str, dict[str, Any]] = {}
    for size in {size for size in sizes.values() if size is not None}:
        for firm, one in merged_land(land, size).items():
            if sizes.get(regions.get(firm, "")) == size:
                alone = one.counted_with == firm
                area = one.area_mu if alone else Decimal(0)
                found[firm] = {"merged_mu": area, "counted_with": one.counted_with}
    return found


def _reckoned(land: Land, on: date | None) -> str:
    """From what the actual use comes: 2022-12-31 登记的用地：证载 25.4 亩，租出 5 亩."""
    parts = {"证载": land.owned_mu, "租入": land.rented_mu, "租出": land.let_mu}
    told = "，".join(f"{word} {area.normalize():f} 亩" for word, area in parts.items() if area)
    return f"{on or '至今'}登记的用地：{told or '待核'}"


def _begun(period: str, on: date) -> bool:
    if not period:
        return True
    try:
        return read_period(period).since <= on
    except CannotReadPeriod:
        return False


def _around(by: By | None, code: str, on: date) -> Iterable[Occupancy]:
    """The occupancies of all with whom the enterprise's land is shared, over as many parcels as it takes."""
    rows = list_occupancies(by, on=on).select_related("let_by")
    firms, parcels = {code}, set()
    for _ in range(_HOPS):
        there = set(rows.filter(enterprise__code__in=firms).order_by().values_list("parcel_id", flat=True)) - parcels
        if not there:
            break
        parcels |= there
        firms |= set(rows.filter(parcel__in=there).order_by().values_list("enterprise__code", flat=True))
    return rows.filter(parcel__in=parcels)


def _let(around: Iterable[Occupancy], code: str) -> Iterator[Occupancy]:
    """What others rent from the enterprise: where it is said who lets, and where it alone owns the parcel."""
    around = list(around)
    for row in around:
        owners = {one.enterprise.code for one in around if one.parcel_id == row.parcel_id and _owns(one)}
        letter = row.let_by.code if row.let_by else next(iter(owners)) if len(owners) == 1 else None
        if not _owns(row) and letter == code and row.enterprise.code != code:
            yield row


def _owns(row: Occupancy) -> bool:
    return row.tenure == Occupancy.Tenure.OWN


def _use(row: Occupancy) -> Use:
    letter = row.let_by.code if row.let_by else None
    return Use(row.parcel.code, row.enterprise.code, _owns(row), row.area_mu, letter)
