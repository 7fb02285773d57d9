"""Many cases of the same kind, written once: groups with a count, spread evenly over days."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tenglong.core.ledger import Value

from .happenings import read_happening
from .read import Part
from .scene import NUMBER_SIGN, Scene
from .story import Do, Event, Happening, Open, Register
from .text import Node, Place, Scalar, Sequence

COUNT_LIMIT = 5_000
Telling = Callable[[str], str]  # a text as it is written to the text of one case


@dataclass(frozen=True, slots=True)
class _Span:
    """The whole days over which a group's cases begin, each at the same time of day."""

    since: datetime
    until: datetime

    def delay(self, number: int, count: int) -> timedelta:
        """How long after the first the case of that number (from 0) begins."""
        return timedelta(days=(self.until - self.since).days * number // count)


def read_repeat(scene: Scene, part: Part) -> Iterator[Event]:
    """Every event of every case of every group. Each group is read once and then only numbered and moved in time."""
    span = _Span(scene.at, part.moment("until") or scene.at)
    if span.until < span.since:
        part.reading.problem(part.at("until"), "“until”早于“at”。")
    running, outer = 0, dict(scene.cases)
    for node in part.items("repeat"):
        group = Part(part.reading, "group", node)
        count = group.whole("count")
        if count > COUNT_LIMIT:
            part.reading.problem(group.at("count"), f"一组最多 {COUNT_LIMIT} 件。")
            count = 1
        scene.cases, scene.outside = dict(outer), frozenset(outer)
        events = list(_first(scene, group, span.since))
        words = {f"〈{name}〉": _listed(group, place, node) for name, place, node in group.labelled("words")}
        own = {scene.called(alias): key for alias, key in scene.cases.items() if alias not in outer}
        for number in range(count):
            running += 1
            outer |= {_numbered(alias, running): key for alias, key in own.items()}
            delay, telling = span.delay(number, count), _telling(running, words)
            yield from (
                replace(event, at=event.at + delay, does=_told(event.does, running, telling)) for event in events
            )
    scene.cases, scene.outside, scene.at = outer, None, span.since


def _first(scene: Scene, group: Part, begins: datetime) -> Iterator[Event]:
    for node in group.items("events"):
        part = Part(group.reading, "repeated event", node)
        scene.at = begins + timedelta(days=part.whole("days"))
        event = read_happening(scene, part)
        if event:
            yield event


def _listed(group: Part, place: Place, node: Node) -> list[str]:
    texts = [item.text.strip() for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []
    if not texts:
        group.reading.problem(place, "这里要写一串文字，例如 [松涛, 竹坞]。")
    return texts


def _telling(number: int, words: Mapping[str, list[str]]) -> Telling:
    """The running number and its words. Each list turns at its own pace: 7 names and 9 trades are 63 firms."""
    chosen = {sign: texts[number % len(texts)] for sign, texts in words.items() if texts}
    chosen[NUMBER_SIGN] = str(number)

    def tell(text: str) -> str:
        for sign, word in chosen.items():
            text = text.replace(sign, word)
        return text

    return tell


def _told(does: Happening, number: int, tell: Telling) -> Happening:
    """What happens, with the running number in its aliases and its words in its texts."""
    if isinstance(does, Open):
        return replace(does, alias=_numbered(does.alias, number), values=_values(does.values, tell))
    if isinstance(does, Do):
        return replace(
            does,
            alias=_numbered(does.alias, number),
            values=_values(does.values, tell),
            evidence=tuple(map(tell, does.evidence)),
            reason=tell(does.reason),
        )
    if isinstance(does, Register):
        return replace(does, values=_values(does.values, tell))
    return does


def _values(values: Mapping[str, Value], tell: Telling) -> dict[str, Value]:
    return {key: _value(value, tell) for key, value in values.items()}


def _value(value: Value, tell: Telling) -> Value:
    if isinstance(value, list):
        return [tell(word) for word in value]
    return tell(value) if isinstance(value, str) else value


def _numbered(text: str, number: int) -> str:
    return text.replace(NUMBER_SIGN, str(number))
