"""Shapes on the earth: read, measured, stored and drawn."""

from .drawing import View, fit_view, svg_path
from .shapes import (
    DATUM,
    Bounds,
    CannotDraw,
    Shape,
    area_mu,
    bounds,
    from_wkb,
    read_polygon,
    to_geojson,
    to_wkb,
)

__all__ = [
    "DATUM",
    "Bounds",
    "CannotDraw",
    "Shape",
    "View",
    "area_mu",
    "bounds",
    "fit_view",
    "from_wkb",
    "read_polygon",
    "svg_path",
    "to_geojson",
    "to_wkb",
]
