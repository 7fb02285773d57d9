"""Typed reading of nodes. Nothing raises: what is wrong is collected, and a plain default is given instead."""

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from .problems import Problem, perhaps
from .text import Mapping, Node, Place, Scalar, Sequence
from .vocabulary import FORMATS, SECTIONS

T = TypeVar("T")

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")
_WHOLE = re.compile(r"[0-9]{1,6}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{2}:[0-9]{2}))?")
_TRUTHS = {"true": True, "是": True, "false": False, "否": False}
TEXT_LIMIT = 4000  # characters of one text


@dataclass(slots=True)
class Reading:
    """One loading of one mechanism: its format number, the problems so far, the mechanisms it misses."""

    format: int = 1
    problems: list[Problem] = field(default_factory=list)
    waits_for: set[str] = field(default_factory=set)

    def problem(self, place: Place, message: str, suggestion: str = "") -> None:
        """Add a problem at a place."""
        self.problems.append(Problem(place.file, place.line, place.column, place.path, message, suggestion))

    def unknown(self, place: Place, message: str, word: str, known: Iterable[str]) -> None:
        """Add the problem of a word that is not among those known, with the nearest of them."""
        self.problem(place, message, perhaps(word, known))


class Part:
    """One section of a file, such as a step. Reading it refuses unknown and missing words by name."""

    def __init__(self, reading: Reading, section: str, node: Node) -> None:
        self.reading = reading
        self.place = node.place
        self.entries: dict[str, Node] = {}
        words = {word.name: word for word in SECTIONS[section] if word.since <= reading.format}
        self._takes = {name: word.takes for name, word in words.items()}
        if not isinstance(node, Mapping):
            reading.problem(node.place, f"这里应当是“名称: 内容”，可以写的名称有：{'、'.join(words)}。")
            return
        for name, entry in node.entries.items():
            if name in words:
                self.entries[name] = entry
            else:
                self._refuse(node, section, name)
        for name, word in words.items():
            if word.required and name not in node.entries:
                reading.problem(node.place, f"缺少“{name}”，它应当是{word.takes}。")

    def _refuse(self, node: Mapping, section: str, name: str) -> None:
        later = next((word.since for word in SECTIONS[section] if word.name == name), None)
        if later:
            self.reading.problem(node.keys[name], f"“{name}”要 format: {later} 才能用。")
        else:
            self.reading.unknown(node.keys[name], f"这里不能写“{name}”。", name, self._takes)

    @property
    def words(self) -> tuple[str, ...]:
        """What may be written here."""
        return tuple(self._takes)

    def has(self, name: str) -> bool:
        """Is it written?"""
        return name in self.entries

    def at(self, name: str) -> Place:
        """Where its content stands; where the section begins if it is not written."""
        return self.entries[name].place if name in self.entries else self.place

    def wrong(self, name: str, node: Node | None = None) -> None:
        """Add the problem of content that is not of its type, in the words of the vocabulary."""
        self.reading.problem((node or self.entries[name]).place, f"“{name}”应当是{self._takes[name]}。")

    def text(self, name: str, default: str = "") -> str:
        """A text, trimmed; empty is refused where it is written."""
        return self._text(name, self.entries[name]) if name in self.entries else default

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        return tuple(text for text, _ in self.placed_texts(name))

    def placed_texts(self, name: str) -> list[tuple[str, Place]]:
        """A list of texts with their places."""
        found: dict[str, Place] = {}
        for node in self.items(name):
            text = self._text(name, node)
            if text in found:
                self.reading.problem(node.place, f"“{text}”写了两次，请删去一处。")
            elif text:
                found[text] = node.place
        return list(found.items())

    def items(self, name: str) -> list[Node]:
        """The nodes of a list."""
        node = self.entries.get(name)
        if node is None:
            return []
        if isinstance(node, Sequence):
            return node.items
        self.wrong(name)
        return []

    def named(self, name: str) -> Iterator[tuple[str, Place, Node]]:
        """Entries under physical names (lower-case letters, digits, _)."""
        for key, place, node in self.labelled(name):
            if NAME.fullmatch(key):
                yield key, place, node
            else:
                self.reading.problem(place, f"名字“{key[:40]}”要用小写英文字母开头，只含小写字母、数字和下划线。")

    def labelled(self, name: str) -> Iterator[tuple[str, Place, Node]]:
        """Entries under the county's words."""
        node = self.entries.get(name)
        if isinstance(node, Mapping):
            for key, entry in node.entries.items():
                yield key, node.keys[key], entry
        elif node is not None:
            self.wrong(name)

    def truth(self, name: str, default: bool = False) -> bool:
        """True or false."""
        return self._scan(name, read_truth, default)

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number from 0 up."""
        return self._scan(name, read_whole, default)

    def number(self, name: str, default: Decimal = Decimal(0)) -> Decimal:
        """A decimal number."""
        return self._scan(name, read_number, default)

    def day(self, name: str) -> date | None:
        """A day."""
        return self._scan(name, read_day, None)

    def moment(self, name: str) -> datetime | None:
        """A moment; a day alone is its beginning."""
        return self._scan(name, read_moment, None)

    def choice(self, name: str, options: Table[str, T], default: T) -> T:
        """What one of the words stands for."""
        text = self.text(name)
        if text and text not in options:
            message = f"“{name}”不能写“{text}”，可以写：{'、'.join(options)}。"
            self.reading.unknown(self.at(name), message, text, options)
        return options.get(text, default)

    def _text(self, name: str, node: Node) -> str:
        if not isinstance(node, Scalar):
            self.wrong(name, node)
            return ""
        text = node.text.strip()
        if not text:
            self.reading.problem(node.place, f"“{name}”没有写内容，它应当是{self._takes[name]}。")
        elif len(text) > TEXT_LIMIT:
            self.reading.problem(node.place, f"“{name}”超过 {TEXT_LIMIT} 字。")
        return text[:TEXT_LIMIT]

    def _scan(self, name: str, read: Callable[[str], T | None], default: T) -> T:
        if name not in self.entries:
            return default
        node = self.entries[name]
        value = read(node.text.strip()) if isinstance(node, Scalar) else None
        if value is None:
            self.wrong(name)
            return default
        return value


def read_whole(text: str) -> int | None:
    """A whole number from 0 up, or None."""
    return int(text) if _WHOLE.fullmatch(text) else None


def read_number(text: str) -> Decimal | None:
    """A decimal number as plain digits, or None."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def read_truth(text: str) -> bool | None:
    """True, false or None."""
    return _TRUTHS.get(text)


def read_day(text: str) -> date | None:
    """A day as 2023-01-31, or None."""
    moment = read_moment(text)
    return moment.date() if moment and len(text) == len("2023-01-31") else None


def read_moment(text: str) -> datetime | None:
    """A moment as 2023-01-31 09:00, its time perhaps left out, or None."""
    found = _MOMENT.fullmatch(text)
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00'}") if found else None
    except ValueError:
        return None


def read_format(part: Part) -> int:
    """The format number of a file, a problem added if this program does not know it."""
    number = part.whole("format", FORMATS[-1])
    if number in FORMATS:
        return number
    known = "、".join(map(str, FORMATS))
    part.reading.problem(part.at("format"), f"不认识 format: {number}，这一版认识 {known}。请升级程序或改回。")
    return FORMATS[-1]
