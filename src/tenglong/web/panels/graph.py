"""The graph of a procedure: steps in columns by what comes before, edges around what stands between.

An edge over several columns passes each of them in a row of its own, so that no line runs through a step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

WIDTH, HEIGHT, GAP, ROOM, EDGE = 118, 46, 26, 16, 4  # px: a step, between columns, between rows, margin
LONGEST, SECOND = 8, 15  # characters of a line of a label, px of a second line


@dataclass(frozen=True, slots=True)
class Node:
    """A step to draw. `tone` is its status, `light` a light's name or empty, `words` its second line."""

    key: str
    label: str
    words: str
    tone: str
    light: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A step with its upper left corner, how high it is, and its label in one line or two."""

    node: Node
    x: int
    y: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A line between two steps; `done` when the first of them is."""

    path: str
    done: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """What the template draws."""

    width: int
    height: int
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]

    @property
    def least(self) -> int:
        """Narrower than this it cannot be read and scrolls."""
        return round(self.width * 0.9)


Place = tuple[int, int]  # column, row


def draw_graph(nodes: Sequence[Node]) -> Graph:
    """Lay the steps out; they come in the procedure's order and form no circle."""
    by_key = {node.key: node for node in nodes}
    columns = _columns(by_key)
    edges = _needed_edges(by_key)
    places, ways = _rows(nodes, columns, edges)
    labels = {node.key: lines_of(node.label) for node in nodes}
    height = HEIGHT + SECOND * any(len(lines) > 1 for lines in labels.values())
    drawn = tuple(DrawnNode(n, *_corner(places[n.key], height), height, labels[n.key]) for n in nodes)
    lines = tuple(DrawnEdge(_path(ways[edge], height), by_key[edge[0]].tone == "done") for edge in edges)
    across = max(columns.values(), default=0) + 1
    down = max((row for way in (places.values(), *ways.values()) for _, row in way), default=0) + 1
    return Graph(across * (WIDTH + GAP) - GAP + 2 * EDGE, down * (height + ROOM) - ROOM + 2 * EDGE, drawn, lines)


def lines_of(label: str) -> tuple[str, ...]:
    """The label as it fits: in one line, or in two, broken before a bracket if that fits; what is longer is cut."""
    if _wide(label) <= LONGEST:
        return (label,)
    bracket = label.find("（")
    if bracket > 0 and _wide(label[:bracket]) <= LONGEST and _wide(label[bracket:]) <= LONGEST:
        return label[:bracket], label[bracket:]
    half = len(label) // 2 if _wide(label) <= LONGEST + 2 else 0
    end = half or next(n for n in range(len(label), 0, -1) if _wide(label[:n]) <= LONGEST)
    rest = label[end:]
    return label[:end], rest if _wide(rest) <= LONGEST else f"{rest[: LONGEST - 1]}…"


def _wide(text: str) -> float:
    """How many Chinese characters it is as wide as."""
    return sum(1 if east_asian_width(one) in "WFA" else 0.55 for one in text)


def _columns(nodes: Mapping[str, Node]) -> dict[str, int]:
    """How many steps stand before each on the longest way."""
    found: dict[str, int] = {}

    def column(key: str) -> int:
        if key not in found:
            found[key] = max((column(before) + 1 for before in nodes[key].after if before in nodes), default=0)
        return found[key]

    for key in nodes:
        column(key)
    return found


def _needed_edges(nodes: Mapping[str, Node]) -> list[tuple[str, str]]:
    """The edges that another way does not already say."""
    before: dict[str, set[str]] = {}

    def all_before(key: str) -> set[str]:
        if key not in before:
            near = [one for one in nodes[key].after if one in nodes]
            before[key] = set(near).union(*(all_before(one) for one in near))
        return before[key]

    edges = []
    for key, node in nodes.items():
        near = [one for one in node.after if one in nodes]
        edges += [(one, key) for one in near if not any(one in all_before(other) for other in near if other != one)]
    return edges


def _rows(
    nodes: Sequence[Node], columns: Mapping[str, int], edges: Sequence[tuple[str, str]]
) -> tuple[dict[str, Place], dict[tuple[str, str], list[Place]]]:
    """Places of the steps, and of each edge on its way. A step likes the row of the first step before it."""
    taken: set[Place] = set()
    places: dict[str, Place] = {}
    ways: dict[tuple[str, str], list[Place]] = {}
    shared: dict[tuple[str, int], Place] = {}

    def settle(column: int, liked: int) -> Place:
        row = liked
        while (column, row) in taken:
            row += 1
        taken.add((column, row))
        return column, row

    for column in range(max(columns.values(), default=0) + 1):
        here = [node for node in nodes if columns[node.key] == column]
        for node in here:
            places[node.key] = settle(column, min((ways[e][-1][1] for e in edges if e[1] == node.key), default=0))
        for edge in edges:
            if edge[1] in places and columns[edge[1]] == column:
                ways[edge].append(places[edge[1]])
            elif edge[0] in places and columns[edge[0]] == column:
                ways[edge] = [places[edge[0]]]
            elif edge in ways and columns[edge[1]] > column:
                passing = (edge[0], column)  # edges from one step share their way
                if passing not in shared:
                    shared[passing] = settle(column, ways[edge][-1][1])
                ways[edge].append(shared[passing])
    return places, ways


def _corner(place: Place, height: int) -> Place:
    return EDGE + place[0] * (WIDTH + GAP), EDGE + place[1] * (height + ROOM)


def _path(way: Sequence[Place], height: int) -> str:
    """From the right side of the first step to the left side of the last, turning between the columns."""
    (x, y), *rest = [_corner(place, height) for place in way]
    path = [f"M{x + WIDTH} {y + height // 2}"]
    for left, top in rest:
        path.append(f"H{left - GAP // 2}V{top + height // 2}H{left}")
        if (left, top) != rest[-1]:
            path.append(f"H{left + WIDTH}")
    return "".join(path)
