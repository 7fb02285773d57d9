"""The cases about parcels, for whoever parts or merges these."""

from collections.abc import Collection

from tenglong.core.procedure import Status
from tenglong.records.registry.ends import register_use

from .models import Case

_MOST_NAMED = 3


def cases_on(codes: Collection[str], open_only: bool) -> dict[str, str]:
    """In words, by the parcel's code; whoever asks, by their numbers only."""
    cases = Case.objects.filter(parcel_code__in=codes).order_by("number")
    if open_only:
        cases = cases.filter(status=Status.OPEN.value)
    found: dict[str, list[str]] = {}
    for code, number in cases.values_list("parcel_code", "number"):
        found.setdefault(code, []).append(number)
    return {code: _words(numbers) for code, numbers in found.items()}


def register() -> None:
    """Make cases known to the registry as uses of land."""
    register_use(cases_on)


def _words(numbers: list[str]) -> str:
    more = "等" if len(numbers) > _MOST_NAMED else ""
    return f"{len(numbers)} 件办件（{'、'.join(numbers[:_MOST_NAMED])}{more}）"
