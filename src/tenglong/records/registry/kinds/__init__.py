"""The loop's own kinds as ledgers: what mechanisms refer to, forms enter and measures read. Labels are county words."""

from .areas import REGION, UNIT
from .figures import INDUSTRY, OBSERVATION, SHARED_OBSERVATION
from .firms import ENTERPRISE, MATTERS, PAST, TITLE
from .given import NUMBER
from .ground import FLOOR, LAND, OCCUPANCY, PARCEL, PLANT, SPACE, TERM

KINDS = {
    ledger.key: ledger
    for ledger in (
        ENTERPRISE, PARCEL, PLANT, OCCUPANCY, OBSERVATION, UNIT, FLOOR, SPACE, TITLE, PAST, TERM, REGION, INDUSTRY,
        LAND, SHARED_OBSERVATION,  # reckoned from the others
    )
}  # fmt: skip

__all__ = [
    "ENTERPRISE", "FLOOR", "INDUSTRY", "KINDS", "LAND", "MATTERS", "NUMBER", "OBSERVATION", "OCCUPANCY", "PARCEL",
    "PAST", "PLANT", "REGION", "SHARED_OBSERVATION", "SPACE", "TERM", "TITLE", "UNIT",
]  # fmt: skip
