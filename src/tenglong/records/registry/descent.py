"""Of which parcels a parcel came."""

from .models import Descent


def ancestors_of(code: str) -> list[str]:
    """The codes of all parcels that this one came of, over as many acts as there were; the nearest first."""
    found: dict[str, None] = {}
    newest = [code]
    while newest:
        older = Descent.objects.filter(new_code__in=newest, reshaping__undone_at=None).order_by("-id")
        newest = [one for one in dict.fromkeys(older.values_list("old_code", flat=True)) if one not in found]
        found |= dict.fromkeys(newest)
    return list(found)
