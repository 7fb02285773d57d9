"""Many cases of the same kind, written once: groups with a count, spread evenly over days, № the running number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .happenings import read_happening
from .read import Part
from .scene import Scene
from .story import Do, Event, Open
from .text import Mapping, Node, Scalar, Sequence

NUMBER_SIGN = "№"
COUNT_LIMIT = 5_000


@dataclass(frozen=True, slots=True)
class _Span:
    """The whole days over which a group's cases begin, each at the same time of day."""

    since: datetime
    until: datetime

    def begins(self, number: int, count: int) -> datetime:
        """When the case of that number (from 0) begins."""
        return self.since + timedelta(days=(self.until - self.since).days * number // count)


def read_repeat(scene: Scene, part: Part) -> Iterator[Event]:
    """Every event of every case of every group. Problems are told of the first case of a group only."""
    span = _Span(scene.at, part.moment("until") or scene.at)
    if span.until < span.since:
        part.reading.problem(part.at("until"), "“until”早于“at”。")
    running = 0
    for node in part.items("repeat"):
        group = Part(part.reading, "group", node)
        count = group.whole("count")
        if count > COUNT_LIMIT:
            part.reading.problem(group.at("count"), f"一组最多 {COUNT_LIMIT} 件。")
            count = 1
        for number in range(count):
            running += 1
            before = len(part.reading.problems)
            yield from _case(scene, group, f"{running}", span.begins(number, count))
            if len(part.reading.problems) > before:
                break
    scene.at = span.since


def _case(scene: Scene, group: Part, running: str, begins: datetime) -> Iterator[Event]:
    """The events of one case. The aliases it gives are its own: from outside, the running number follows them."""
    outer = dict(scene.cases)
    for node in group.items("events"):
        part = Part(group.reading, "repeated event", _numbered(node, running))
        scene.at = begins + timedelta(days=part.whole("days"))
        event = read_happening(scene, part)
        if event and isinstance(event.does, Open | Do) and event.does.alias not in outer:
            does = replace(event.does, alias=f"{event.does.alias}{NUMBER_SIGN}{running}")
            yield replace(event, does=does)
        elif event:
            yield event
    own = {alias: key for alias, key in scene.cases.items() if alias not in outer}
    scene.cases = outer | {f"{alias}{NUMBER_SIGN}{running}": key for alias, key in own.items()}


def _numbered(node: Node, number: str) -> Node:
    """The node with the running number in every text."""
    if isinstance(node, Scalar):
        return Scalar(node.place, node.text.replace(NUMBER_SIGN, number), node.plain)
    if isinstance(node, Sequence):
        return Sequence(node.place, [_numbered(item, number) for item in node.items])
    entries = {key: _numbered(entry, number) for key, entry in node.entries.items()}
    return Mapping(node.place, entries, node.keys)
