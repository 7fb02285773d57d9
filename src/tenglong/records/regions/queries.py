"""Reading regions. Codes and names are public: they pass no row filter."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from tenglong.core.errors import Refused

from .models import Region

_HOLDS = Q(until_on__isnull=True, last_edition="")
_MOST_STEPS = 9  # from an abolished code over others to the one that holds


class NoSuchRegion(Refused):
    """No region has that code."""


def list_regions(under: str = "", *, on: date | None = None) -> QuerySet[Region]:
    """The regions that hold, or held on that day; all, or one and all below it."""
    return Region.objects.filter(_HOLDS if on is None else held(on), code__startswith=under)


def list_outlined(bounds: tuple[float, float, float, float], *, levels: Collection[str], on: date) -> QuerySet[Region]:
    """The regions of that day and of these levels whose outline touches west, south, east and north."""
    west, south, east, north = bounds
    near = Q(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    return list_regions(on=on).filter(near, level__in=levels, shape__isnull=False)


def held(on: date) -> Q:
    """What a region must satisfy to hold on that day; of a code that only an edition ended nothing is known."""
    return (Q(from_on__isnull=True) | Q(from_on__lte=on)) & (_HOLDS | Q(until_on__gt=on))


def get_region(code: str) -> Region:
    """The region with that code; of an abolished one that which stands for it now."""
    region = Region.objects.filter(code=code).first()
    for _ in range(_MOST_STEPS):
        if region is None or not region.successor:
            break
        region = Region.objects.filter(code=region.successor).first()
    if region is not None:
        return region
    raise NoSuchRegion(f"没有代码为“{code}”的区划。请查对代码，或请管理员加入。")


def successors() -> dict[str, str]:
    """Abolished codes with the code that stands for each now."""
    told = dict(Region.objects.exclude(successor="").values_list("code", "successor"))
    return {code: _last(code, told) for code in told}


def _last(code: str, told: Mapping[str, str]) -> str:
    for _ in range(_MOST_STEPS):
        if code not in told:
            break
        code = told[code]
    return code
