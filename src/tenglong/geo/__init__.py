"""Shapes on the earth: read, measured, stored and drawn."""

from .datums import Datum, to_cgcs2000
from .drawing import View, fit_view, svg_path
from .parting import adjoins, check_parts, overlaps, split, unite
from .reading import mend_polygon, read_polygon
from .shapes import (
    DATUM,
    Bounds,
    CannotDraw,
    Shape,
    area_mu,
    bounds,
    from_wkb,
    to_geojson,
    to_wkb,
)
from .survey import read_line, read_outlines
from .tiles import Tile, encode_tile

__all__ = [
    "DATUM",
    "Bounds",
    "CannotDraw",
    "Datum",
    "Shape",
    "Tile",
    "View",
    "adjoins",
    "area_mu",
    "bounds",
    "check_parts",
    "encode_tile",
    "fit_view",
    "from_wkb",
    "mend_polygon",
    "overlaps",
    "read_line",
    "read_outlines",
    "read_polygon",
    "split",
    "svg_path",
    "to_cgcs2000",
    "to_geojson",
    "to_wkb",
    "unite",
]
