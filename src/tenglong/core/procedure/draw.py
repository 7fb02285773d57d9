"""The picture of a procedure: a column for each place in the longest chain, rows so that no line crosses a box.

The critical path is the chain with the longest limits; it keeps the first row. Numbers are pixels, y grows downwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from .graph import predecessors, reached
from .model import Procedure, Step, Unit

WIDTH, HEIGHT, GAP, ROW_GAP, MARGIN = 150, 46, 30, 34, 20
WEIGHT = {Unit.WORKDAY: 7, Unit.DAY: 5}  # five working days are about as long as seven days


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a column: of a step, then `start` is `end`, or of the line between two steps as it passes by."""

    start: str
    end: str
    column: int


@dataclass(frozen=True, slots=True)
class Box:
    """A step. `x` and `y` are its upper left corner."""

    key: str
    label: str
    column: int
    row: int
    x: int
    y: int
    critical: bool
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Edge:
    """The line from one step to a next one, through `points`, in horizontal and vertical stretches."""

    start: str
    end: str
    points: tuple[tuple[int, int], ...]
    critical: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes in the procedure's order, and edges."""

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]

    @property
    def width(self) -> int:
        """The whole picture's width, with its margin."""
        return max((box.x + box.width for box in self.boxes), default=0) + MARGIN

    @property
    def height(self) -> int:
        """The whole picture's height, with its margin."""
        lowest_line = max((y for edge in self.edges for _, y in edge.points), default=0)
        return max((box.y + box.height for box in self.boxes), default=lowest_line) + MARGIN


def layout(procedure: Procedure) -> Drawing:
    """Where every step and line is drawn. ValueError if steps wait for each other in a circle."""
    before = predecessors(procedure)
    if circular := [key for key in before if key in reached([key], before)]:
        raise ValueError(f"steps wait for each other: {circular}")
    columns = _columns(before)
    path = _critical_path(procedure, before, columns)
    chains = {(key, end): _chain(key, end, columns) for end, keys in before.items() for key in keys}
    rows = _rows(columns, chains, path)
    boxes = tuple(_box(step, columns[step.key], rows, step.key in path) for step in procedure.steps)
    edges = tuple(
        Edge(key, end, _points(chain, rows), (key, end) in pairwise(path)) for (key, end), chain in chains.items()
    )
    return Drawing(boxes, edges)


def _columns(before: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """How many steps lie before each step on its longest way."""
    columns: dict[str, int] = {}
    while len(columns) < len(before):
        for key, keys in before.items():
            if key not in columns and all(other in columns for other in keys):
                columns[key] = max((columns[other] + 1 for other in keys), default=0)
    return columns


def _critical_path(
    procedure: Procedure, before: Mapping[str, tuple[str, ...]], columns: Mapping[str, int]
) -> list[str]:
    """The chain with the longest limits, of those the one with most steps."""
    longest: dict[str, tuple[int, int]] = {}
    for key in sorted(before, key=columns.__getitem__):
        weight, steps = max((longest[other] for other in before[key]), default=(0, 0))
        longest[key] = (weight + _weight(procedure.step(key)), steps + 1)
    path = [max(longest, key=longest.__getitem__)] if longest else []
    while path and before[path[0]]:
        path.insert(0, max(before[path[0]], key=longest.__getitem__))
    return path


def _weight(step: Step) -> int:
    return step.limit.amount * WEIGHT[step.limit.unit] if step.limit else 0


def _chain(start: str, end: str, columns: Mapping[str, int]) -> list[Cell]:
    """The cells of a line: the box it leaves, every column it passes, the box it enters."""
    passed = [Cell(start, end, column) for column in range(columns[start] + 1, columns[end])]
    return [Cell(start, start, columns[start]), *passed, Cell(end, end, columns[end])]


def _rows(columns: Mapping[str, int], chains: Mapping[tuple[str, str], list[Cell]], path: list[str]) -> dict[Cell, int]:
    """A row of its own within its column for each cell, as near as can be to where its line comes from."""
    sources: dict[Cell, list[Cell]] = {Cell(key, key, column): [] for key, column in columns.items()}
    for chain in chains.values():
        for cell, next_ in pairwise(chain):
            sources.setdefault(next_, []).append(cell)
    first_row = {Cell(key, key, columns[key]) for key in path}.union(*(chains[pair] for pair in pairwise(path)))
    rows: dict[Cell, int] = {}
    for column in range(max(columns.values(), default=-1) + 1):
        wanted = {
            cell: 0 if cell in first_row else min((rows[source] for source in sources[cell]), default=0)
            for cell in sources
            if cell.column == column
        }
        free = list(range(len(wanted) + max(wanted.values())))
        for cell in sorted(wanted, key=lambda cell: (cell not in first_row, wanted[cell], cell.start != cell.end)):
            rows[cell] = min(free, key=lambda row: abs(row - wanted[cell]))
            free.remove(rows[cell])
    return rows


def _box(step: Step, column: int, rows: Mapping[Cell, int], critical: bool) -> Box:
    row = rows[Cell(step.key, step.key, column)]
    return Box(step.key, step.label, column, row, _left(column), _top(row), critical)


def _points(chain: list[Cell], rows: Mapping[Cell, int]) -> tuple[tuple[int, int], ...]:
    """Along the row of each cell; down or up between two columns, at a place of its own for each row left."""
    first, last = chain[0], chain[-1]
    points = [(_left(first.column) + WIDTH, _middle(rows[first]))]
    for cell, next_ in pairwise(chain):
        if rows[cell] != rows[next_]:
            left_rows = sorted(row for other, row in rows.items() if other.column == cell.column)
            turn = _left(cell.column) + WIDTH + GAP * (left_rows.index(rows[cell]) + 1) // (len(left_rows) + 1)
            points += [(turn, _middle(rows[cell])), (turn, _middle(rows[next_]))]
    return (*points, (_left(last.column), _middle(rows[last])))


def _left(column: int) -> int:
    return MARGIN + column * (WIDTH + GAP)


def _top(row: int) -> int:
    return MARGIN + row * (HEIGHT + ROW_GAP)


def _middle(row: int) -> int:
    return _top(row) + HEIGHT // 2
