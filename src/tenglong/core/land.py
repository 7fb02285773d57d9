"""The land of enterprises on one day, under the rules that counties use. No square metre is counted twice.

Certificate area (证载面积): what is owned. Actual use (实际用地): owned and rented, less let. Merged (合并用地): actual
use, where tenants below a size are counted with the holder and share its result, and larger ones stand alone
(遂昌 2022 adds tenants to the holder and splits large ones off; the size is the county's to say).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Use:
    """An enterprise uses so many 亩 of a parcel, as its owner or as a tenant; `let_by` is who lets to it, if known."""

    parcel: str
    enterprise: str
    owned: bool
    area_mu: Decimal
    let_by: str | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """What an enterprise has on that day, in 亩.

    `letters` are those it rents from. `unclear_mu` is rented by it, but from whom is not known, or that one has not so
    much: it stays with the owners until somebody says.
    """

    owned_mu: Decimal = _NONE
    rented_mu: Decimal = _NONE
    let_mu: Decimal = _NONE
    unclear_mu: Decimal = _NONE
    letters: frozenset[str] = frozenset()

    @property
    def actual_mu(self) -> Decimal:
        """Actual use (实际用地)."""
        return self.owned_mu + self.rented_mu - self.let_mu


@dataclass(frozen=True, slots=True)
class Merged:
    """With whom an enterprise is counted (itself, or the holder), and the land of all who are counted with it."""

    counted_with: str
    area_mu: Decimal


def actual_land(uses: Iterable[Use]) -> dict[str, Land]:
    """The land of every enterprise that uses any. Over a parcel with owners actual areas add up to what is owned."""
    found: dict[str, _Tally] = defaultdict(_Tally)
    by_parcel: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        by_parcel[use.parcel].append(use)
    for there in by_parcel.values():
        _share(there, found)
    return {enterprise: tally.land() for enterprise, tally in found.items()}


def merged_land(land: Mapping[str, Land], least_mu: Decimal) -> dict[str, Merged]:
    """Tenants with less than `least_mu`, all of it rented from one holder, are counted with that holder."""
    above = {
        enterprise: next(iter(one.letters))
        for enterprise, one in land.items()
        if not one.owned_mu and not one.unclear_mu and len(one.letters) == 1 and one.rented_mu < least_mu
    }
    roots = {enterprise: _root(enterprise, above) for enterprise in land}
    areas: dict[str, Decimal] = defaultdict(Decimal)
    for enterprise, root in roots.items():
        areas[root] += land[enterprise].actual_mu
    return {enterprise: Merged(root, areas[root]) for enterprise, root in roots.items()}


@dataclass(slots=True)
class _Tally:
    """Land as it is being added up."""

    owned: Decimal = _NONE
    rented: Decimal = _NONE
    let: Decimal = _NONE
    unclear: Decimal = _NONE
    letters: set[str] = field(default_factory=set)

    def land(self) -> Land:
        return Land(self.owned, self.rented, self.let, self.unclear, frozenset(self.letters))


def _share(uses: Sequence[Use], found: dict[str, _Tally]) -> None:
    """The uses of one parcel: each tenant's land is taken from whoever lets it, as far as that one has it."""
    has: dict[str, Decimal] = defaultdict(Decimal)
    for use in uses:
        if use.owned:
            has[use.enterprise] += use.area_mu
            found[use.enterprise].owned += use.area_mu
    owners = set(has)
    waiting = [use for use in uses if not use.owned]
    while waiting:
        left = [use for use in waiting if not _take(use, uses, owners, has, found)]
        if len(left) == len(waiting):
            break
        waiting = left
    for use in waiting:
        found[use.enterprise].unclear += use.area_mu


def _take(use: Use, uses: Sequence[Use], owners: set[str], has: dict[str, Decimal], found: dict[str, _Tally]) -> bool:
    """A tenant gets its land; False while whoever lets it has not so much, or is not known."""
    letter = use.let_by or (next(iter(owners)) if len(owners) == 1 else None)
    nobodys = not owners and (letter is None or all(other.enterprise != letter for other in uses))
    if not nobodys:
        if letter is None or letter == use.enterprise or has[letter] < use.area_mu:
            return False
        has[letter] -= use.area_mu
        found[letter].let += use.area_mu
        found[use.enterprise].letters.add(letter)
    has[use.enterprise] += use.area_mu
    found[use.enterprise].rented += use.area_mu
    return True


def _root(enterprise: str, above: Mapping[str, str]) -> str:
    """The holder at the top; where tenants let to one another in a ring, the enterprise itself."""
    seen = {enterprise}
    top = enterprise
    while (higher := above.get(top)) is not None:
        if higher in seen:
            return enterprise
        seen.add(higher)
        top = higher
    return top
