"""The ground of the invented zone: two blocks of streets, between them a road that bends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt, tan
from typing import Any

MU_SQM = 10_000 / 15
ROAD_M = 26.0
GROUP_M = 480.0  # how wide four neighbouring plots are together
BLOCK_M = 2 * GROUP_M + ROAD_M
ORIGIN = (118.7702, 28.9478)  # lon, lat of the zone's south-west corner
M_PER_DEGREE_LAT = 110_853.0  # at 29° N on CGCS2000
M_PER_DEGREE_LON = 97_437.0
WEST_TURN, EAST_TURN = radians(11), radians(-6)
BEND = tan(WEST_TURN - EAST_TURN)
GROUP = 4  # plots between two side roads
NEW_DEPTH_M, COMMUNITY_DEPTH_M = 200.0, 82.0


@dataclass(frozen=True, slots=True)
class Block:
    """Where a block's south-west corner lies, in metres from the origin, and how far its streets are turned."""

    east_m: float
    north_m: float
    turn: float

    def place(self, east_m: float, north_m: float) -> list[float]:
        """Longitude and latitude of a point of the block."""
        x = self.east_m + east_m * cos(self.turn) - north_m * sin(self.turn)
        y = self.north_m + east_m * sin(self.turn) + north_m * cos(self.turn)
        return [round(ORIGIN[0] + x / M_PER_DEGREE_LON, 7), round(ORIGIN[1] + y / M_PER_DEGREE_LAT, 7)]


WEST = Block(0, 0, WEST_TURN)
EAST = Block((BLOCK_M + ROAD_M) * cos(WEST_TURN), (BLOCK_M + ROAD_M) * sin(WEST_TURN), EAST_TURN)


@dataclass(frozen=True, slots=True)
class Row:
    """Four plots side by side from `east_m` on; the first one's west side leans by `lean` for each metre of depth."""

    block: Block
    east_m: float
    width_m: float
    lean: float
    areas_mu: Sequence[float]

    @property
    def depth_m(self) -> float:
        """The depth with which the plots fill the row's width; a row that leans is wider at the back."""
        area_sqm = sum(self.areas_mu) * MU_SQM
        if not self.lean:
            return area_sqm / self.width_m
        return (sqrt(self.width_m**2 + 2 * self.lean * area_sqm) - self.width_m) / self.lean

    def shapes(self, north_m: float) -> Iterator[Mapping[str, Any]]:
        """The plots as polygons, from west to east, their fronts at `north_m`."""
        depth_m, front, back = self.depth_m, self.east_m, self.east_m - self.lean * self.depth_m
        for area_mu in self.areas_mu:
            east = (front + back) / 2 + area_mu * MU_SQM / depth_m
            corners = ((front, north_m), (east, north_m), (east, north_m + depth_m), (back, north_m + depth_m))
            ring = [self.block.place(*corner) for corner in (*corners, corners[0])]
            yield {"type": "Polygon", "coordinates": [ring]}
            front = back = east


def streets(areas_mu: Sequence[Sequence[float]]) -> Iterator[list[Mapping[str, Any]]]:
    """The shapes of each street's plots: two rows in the west, two beyond the bend; `areas_mu` by street, 16 each."""
    north_m = 0.0
    for areas in areas_mu:
        rows = list(_rows(areas, north_m))
        yield [shape for row in rows for shape in row.shapes(north_m)]
        north_m += max(row.depth_m for row in rows) + ROAD_M


def along_the_south(areas_mu: Sequence[float]) -> Iterator[Mapping[str, Any]]:
    """New ground south of the first street: plots of one depth, side by side."""
    return _side_by_side(areas_mu, 0.0, -NEW_DEPTH_M - ROAD_M, NEW_DEPTH_M)


def in_the_community(areas_mu: Sequence[float]) -> Iterator[Mapping[str, Any]]:
    """West of the zone, where people live."""
    return _side_by_side(areas_mu, -240.0, 260.0, COMMUNITY_DEPTH_M)


def _side_by_side(areas_mu: Sequence[float], east_m: float, north_m: float, depth_m: float) -> Iterator[Any]:
    for area_mu in areas_mu:
        width_m = area_mu * MU_SQM / depth_m
        yield from Row(WEST, east_m, width_m, 0.0, (area_mu,)).shapes(north_m)
        east_m += width_m


def _rows(areas: Sequence[float], north_m: float) -> Iterator[Row]:
    side_m, reach_m = GROUP_M + ROAD_M, BEND * north_m
    groups = [areas[start : start + GROUP] for start in range(0, len(areas), GROUP)]
    places = (
        (WEST, 0.0, GROUP_M, 0.0),
        (WEST, side_m, GROUP_M, 0.0),
        (EAST, -reach_m, GROUP_M + reach_m, BEND),
        (EAST, side_m, GROUP_M, 0.0),
    )
    for (block, east_m, width_m, lean), group in zip(places, groups, strict=True):
        yield Row(block, east_m, width_m, lean, group)
