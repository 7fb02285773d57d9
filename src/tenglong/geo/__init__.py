"""Shapes on the earth: read, measured, stored and drawn."""

from .datums import Datum, to_cgcs2000
from .drawing import View, fit_view, svg_path
from .reading import read_polygon
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
from .tiles import Tile, encode_tile

__all__ = [
    "DATUM",
    "Bounds",
    "CannotDraw",
    "Datum",
    "Shape",
    "Tile",
    "View",
    "area_mu",
    "bounds",
    "encode_tile",
    "fit_view",
    "from_wkb",
    "read_polygon",
    "svg_path",
    "to_cgcs2000",
    "to_geojson",
    "to_wkb",
]
