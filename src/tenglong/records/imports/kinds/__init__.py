"""What can be imported: one module per kind, columns → facts as data."""

from .enterprises import ENTERPRISES
from .industries import CROSSWALK, INDUSTRIES
from .land_supply import LAND_SUPPLY
from .outlines import PARCEL_OUTLINES, REGION_OUTLINES
from .projects import PROJECTS
from .regions import REGIONS
from .rollups import ROLLUPS
from .zones import ZONES

IMPORTS = {
    kind.key: kind
    for kind in (
        ENTERPRISES, LAND_SUPPLY, PROJECTS, ROLLUPS, REGIONS, ZONES, INDUSTRIES, CROSSWALK, REGION_OUTLINES,
        PARCEL_OUTLINES,
    )
}  # fmt: skip
