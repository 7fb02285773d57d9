"""Stories: read in order of time, every name in them checked."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from tenglong.core.procedure import Procedure

from .happenings import read_happening
from .known import Known
from .read import Part, read_format
from .repeats import read_repeat
from .scene import Scene
from .story import Cast, Event, Story
from .text import Node, Scalar

EVENTS_LIMIT = 50_000
BEFORE = datetime.fromisoformat("1900-01-01")  # any story


def read_story(known: Known, key: str, root: Node, procedures: Mapping[str, Procedure]) -> Story:
    """A story as told; what is wrong with it is collected."""
    part = Part(known.reading, "story", root)
    read_format(part)
    scene = Scene(known, BEFORE, procedures, dict(known.county.people))
    for name, _, node in part.labelled("people"):
        scene.cast[name] = _person(known, name, node)
    events = sorted(_events(scene, part), key=lambda event: event.at)
    if len(events) > EVENTS_LIMIT:
        known.reading.problem(part.at("events"), f"一个故事最多 {EVENTS_LIMIT} 个事件。")
    return Story(
        key, part.text("title"), part.text("source"), part.text("region"), tuple(scene.cast.values()), tuple(events)
    )


def _person(known: Known, name: str, node: Node) -> Cast:
    """Somebody by a role alone, or by a role with the unit or the enterprise it is held for."""
    if isinstance(node, Scalar):
        return Cast(name, known.role(node.text.strip(), node.place))
    part = Part(known.reading, "person", node)
    return Cast(name, known.role(part.text("role"), part.at("role")), part.text("unit"), part.text("enterprise"))


def _events(scene: Scene, story: Part) -> Iterator[Event]:
    for node in story.items("events"):
        part = Part(story.reading, "event", node)
        at = part.moment("at")
        if at is None:
            continue
        if at < scene.at:
            story.reading.problem(part.at("at"), f"事件要按时间先后写，这一件早于前一件（{scene.at:%Y-%m-%d %H:%M}）。")
        scene.at = at
        if part.has("repeat"):
            yield from read_repeat(scene, part)
        elif event := read_happening(scene, part):
            yield event
