"""Everything that imports write, value by value."""

from tenglong.records.regions.models import Region
from tenglong.records.registry.models import Enterprise, Industry, Observation, Parcel, Term

_TABLES = (Enterprise, Industry, Observation, Parcel, Region, Term)
_COUNTED = ("id", "version", "entered_on")  # these never go back


def everything() -> dict[str, list[dict]]:
    """Every value of every row, by table."""
    return {table.__name__: [_plain(row) for row in table.objects.order_by("pk").values()] for table in _TABLES}


def _plain(row: dict) -> dict:
    return {key: value for key, value in row.items() if key not in _COUNTED}
