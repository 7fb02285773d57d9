"""Tiles show what lies in them, where it lies."""

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tenglong.geo import Tile, encode_tile

PLOT = shapely.box(118.8520, 28.9510, 118.8545, 28.9530)


def tile_of(zoom, longitude, latitude):
    across = (longitude + 180) / 360 * 2**zoom
    down = (1 - np.arcsinh(np.tan(np.radians(latitude))) / np.pi) / 2 * 2**zoom
    return Tile(zoom, int(across), int(down))


def drawn(tile, *shapes):
    data = encode_tile(tile, "plots", [(shape, {"status": "used", "code": str(i)}) for i, shape in enumerate(shapes)])
    return mapbox_vector_tile.decode(data)["plots"]["features"] if data else []


@given(st.floats(74, 135), st.floats(4, 53), st.integers(0, 22))
def test_a_place_lies_within_its_tile(longitude, latitude, zoom):
    west, south, east, north = tile_of(zoom, longitude, latitude).bounds
    assert west <= longitude <= east
    assert south <= latitude <= north


@pytest.mark.parametrize("zoom", [12, 14, 17])
def test_a_shape_comes_back_from_its_tile(zoom):
    tile = tile_of(zoom, 118.8532, 28.9520)
    (feature,) = drawn(tile, PLOT)
    assert feature["properties"] == {"status": "used", "code": "0"}
    west, south, east, north = tile._square
    ring = np.array(feature["geometry"]["coordinates"][0], dtype=float) / 4096
    longitudes = west + ring[:, 0] * (east - west)
    heights = np.degrees(np.arctan(np.sinh(np.radians(south + ring[:, 1] * (north - south)))))
    back = shapely.Polygon(np.column_stack([longitudes, heights]))
    seen = PLOT & shapely.box(*tile.bounds)
    assert back.symmetric_difference(seen).area / seen.area < (0.2 if zoom == 12 else 0.06)


def test_what_lies_elsewhere_is_not_told():
    assert drawn(tile_of(14, 120.1, 30.2), PLOT) == []


@pytest.mark.parametrize("tile", [Tile(3, 8, 0), Tile(3, 0, -1), Tile(-1, 0, 0), Tile(23, 0, 0)])
def test_beyond_the_grid_there_is_no_tile(tile):
    assert not tile.exists
