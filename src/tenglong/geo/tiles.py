"""Vector tiles (Mapbox Vector Tile 2.1) of shapes in CGCS2000, in the grid that web maps share.

The grid is of WGS-84 Mercator; CGCS2000 differs from it by less than is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import mapbox_vector_tile
import numpy as np
import shapely
from shapely import Point

from .shapes import Bounds, Shape

MOST_ZOOM = 22
_EXTENT, _BUFFER = 4096, 64  # units across a tile, and beyond its edge
_Degrees: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of the grid: `zoom` 0 is the whole earth, `x` counts from the west, `y` from the north."""

    zoom: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Whether the grid has it."""
        return 0 <= self.zoom <= MOST_ZOOM and 0 <= self.x < 2**self.zoom and 0 <= self.y < 2**self.zoom

    @property
    def bounds(self) -> Bounds:
        """West, south, east and north in degrees, with the buffer around the tile."""
        west, south, east, north = self._square
        spare = (east - west) * _BUFFER / _EXTENT
        heights = np.degrees(np.arctan(np.sinh(np.radians([south - spare, north + spare]))))
        return west - spare, float(heights[0]), east + spare, float(heights[1])

    @property
    def finest(self) -> float:
        """How many degrees the eye tells apart: lines simplified by less look the same."""
        return float(2 * 360 / 2**self.zoom / _EXTENT)

    @property
    def _square(self) -> Bounds:
        """The same without the buffer, its heights as Mercator stretches them, in degrees of the equator."""
        side = 360 / 2**self.zoom
        return self.x * side - 180, 180 - (self.y + 1) * side, (self.x + 1) * side - 180, 180 - self.y * side


def encode_tile(tile: Tile, layer: str, shapes: Sequence[tuple[Shape | Point, Mapping[str, object]]]) -> bytes:
    """The tile with one layer: shapes in CGCS2000 degrees and what is told of each (texts, numbers, truths).

    Tiles of several layers are their bytes one after another.
    """
    if not shapes:
        return b""
    west, _, east, north = tile._square
    unit = (east - west) / _EXTENT

    def on_grid(degrees: _Degrees) -> _Degrees:
        heights = np.degrees(np.arcsinh(np.tan(np.radians(degrees[:, 1]))))
        return np.round(np.column_stack([degrees[:, 0] - west, north - heights]) / unit)

    drawn = shapely.transform(np.array([shape for shape, _ in shapes], dtype=object), on_grid)
    cut = shapely.set_precision(
        shapely.clip_by_rect(drawn, -_BUFFER, -_BUFFER, _EXTENT + _BUFFER, _EXTENT + _BUFFER), 1
    )
    features = [
        {"geometry": shape, "properties": dict(told)}
        for shape, (_, told) in zip(cut, shapes, strict=True)
        if not shape.is_empty
    ]
    options = {"extents": _EXTENT, "y_coord_down": True}
    return bytes(mapbox_vector_tile.encode([{"name": layer, "features": features}], default_options=options))
