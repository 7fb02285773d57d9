"""The map of plots: a picture drawn on the server, and what the map that loads after it is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tenglong.geo import Bounds, Shape, fit_view, svg_path

WIDTH, LOWEST, TALLEST = 640, 220, 520
LEAST_DEGREES = 0.006  # about 600 m: a single plot is not blown up to the size of a county
STATUSES = {
    "cleanup": "整治中",
    "space": "待盘活",
    "build": "审批建设中",
    "used": "在用",
    "part": "部分在用",
    "idle": "没有登记使用",
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot on the map; `status` is one of `STATUSES`, `words` say more."""

    name: str
    status: str
    words: str
    url: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plot and its path in the picture."""

    plot: Plot
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws, `width` by `height`."""

    width: int
    height: int
    plots: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """A status, its word and how many plots have it; None where not all are counted."""

    status: str
    label: str
    count: int | None


def draw_map(plots: Sequence[Plot]) -> Picture | None:
    """The picture of all plots together, as high as they ask for; None when there are none."""
    if not plots:
        return None
    area = _around(plots)
    upright = fit_view(area, WIDTH, TALLEST)
    (_, low), (_, high) = upright.point(area[0], area[1]), upright.point(area[2], area[3])
    height = max(LOWEST, round(low - high) + 16)
    view = fit_view(area, WIDTH, height)
    return Picture(WIDTH, height, tuple(Drawn(plot, svg_path(plot.shape, view)) for plot in plots))


def told_of(plot: Plot, *, words: bool) -> dict[str, object]:
    """What the map in the browser is told of a plot."""
    told: dict[str, object] = {"status": plot.status}
    return told | {"name": plot.name, "words": plot.words, "url": plot.url} if words else told


def legend_of(plots: Sequence[Plot], *, all_drawn: bool = True) -> list[Legend]:
    """The statuses that occur, with their counts; every status where the map shows more than was drawn."""
    if not all_drawn:
        return [Legend(status, label, None) for status, label in STATUSES.items()]
    counts = Counter(plot.status for plot in plots)
    return [Legend(status, label, counts[status]) for status, label in STATUSES.items() if counts[status]]


def _around(plots: Sequence[Plot]) -> Bounds:
    west, south, east, north = zip(*(plot.shape.bounds for plot in plots), strict=True)
    spare = max(0.0, LEAST_DEGREES - (max(east) - min(west))) / 2
    return min(west) - spare, min(south) - spare, max(east) + spare, max(north) + spare
