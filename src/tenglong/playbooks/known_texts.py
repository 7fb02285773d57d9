"""Mechanisms read before: the same texts among the same others, as far as these were asked for, are the same one."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from json import dumps
from threading import Lock

from .mechanism import County, Mechanism

_KEPT = 256  # texts, the least lately asked for go first
_READINGS = 4  # of one text, among different others

Load = Callable[[Mapping[str, str], County], Mechanism]


class _Asked(Mapping[str, Mechanism]):
    """The other mechanisms, with a note of which were asked for and what was there."""

    def __init__(self, others: Mapping[str, Mechanism]) -> None:
        self._others = others
        self.found: dict[str, Mechanism | None] = {}

    def __getitem__(self, key: str) -> Mechanism:
        self.found[key] = self._others.get(key)
        return self._others[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._others)

    def __len__(self) -> int:
        return len(self._others)


@dataclass(frozen=True, slots=True)
class _Reading:
    mechanism: Mechanism
    county: County  # without the others
    asked: Mapping[str, Mechanism | None]

    def holds(self, county: County, others: Mapping[str, Mechanism]) -> bool:
        return self.county == county and all(others.get(key) is found for key, found in self.asked.items())


@dataclass(slots=True)
class KnownTexts:
    """What was read, by its texts."""

    _readings: OrderedDict[str, list[_Reading]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def read(self, files: Mapping[str, str], county: County, load: Load) -> Mechanism:
        """The mechanism, loaded unless it is known. What `load` raises is raised, and not kept."""
        texts = sha256(dumps(sorted(files.items())).encode()).hexdigest()
        alone = replace(county, others={})
        for reading in list(self._readings.get(texts, ())):
            if reading.holds(alone, county.others):
                return reading.mechanism
        asked = _Asked(county.others)
        mechanism = load(files, replace(county, others=asked))
        with self._lock:
            found = self._readings.setdefault(texts, [])
            found[:] = [*found, _Reading(mechanism, alone, asked.found)][-_READINGS:]
            self._readings.move_to_end(texts)
            while len(self._readings) > _KEPT:
                self._readings.popitem(last=False)
        return mechanism
