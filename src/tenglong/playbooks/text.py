"""YAML text → nodes that know their place. Values stay text: what they mean is decided by who reads them.

Only plain YAML is taken: no anchors, aliases, tags, merges or second documents; sizes are limited.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from .problems import Problem

FILE_LIMIT = 512 * 1024  # characters
DEPTH_LIMIT = 24
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SYNTAX = (  # what the parser stumbled over → what the author should look at
    ("mapping values are not allowed", "这一行有两个冒号，或上一行没有写完；带冒号的文字请加引号。"),
    ("that cannot start any token", "这个符号不能开头；请把整段文字放进引号。"),
    ("unexpected end of stream", "引号或括号没有成对。"),
    ("expected ',' or", "逗号或右括号没有写，或文字里有括号、逗号；请加引号。"),
    ("could not find expected ':'", "缺少冒号；冒号后面要有一个空格。"),
    ("expected <block end>", "缩进没有对齐，请与上一行同级的内容对齐。"),
    ("did not find expected key", "缩进没有对齐，请与上一行同级的内容对齐。"),
    ("control characters are not allowed", "有看不见的控制字符，请删去。"),
    ("special characters are not allowed", "有看不见的控制字符，请删去。"),
)


@dataclass(slots=True)
class Place:
    """Where something stands: `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    path: str


@dataclass(slots=True)
class Scalar:
    """A single value as written. `plain`: without quotes."""

    place: Place
    text: str
    plain: bool


@dataclass(slots=True)
class Sequence:
    """A list."""

    place: Place
    items: "list[Node]" = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Names with their values, in order. `keys` are the names' own places."""

    place: Place
    entries: "dict[str, Node]" = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


class Unreadable(Exception):
    """A file is no plain YAML: carries the one problem that stops its reading."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_text(file: str, text: str, problems: list[Problem]) -> Mapping | None:
    """The mapping a file holds; None, with the problem added, when there is none to read."""
    try:
        if len(text) > FILE_LIMIT:
            raise Unreadable(Problem(file, 1, 1, "", f"文件超过 {FILE_LIMIT // 1024} 千字，请拆开。"))
        node = _Composer(file, text, problems).document()
    except Unreadable as unreadable:
        problems.append(unreadable.problem)
        return None
    except yaml.YAMLError as error:
        problems.append(_syntax(file, text, error))
        return None
    except UnicodeError:
        problems.append(Problem(file, 1, 1, "", "文件里有不成字的编码，请存为 UTF-8。"))
        return None
    if not isinstance(node, Mapping):
        problems.append(Problem(file, 1, 1, "", "文件的最外层应当是“名称: 内容”，例如 format: 1。"))
        return None
    return node


def _syntax(file: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    advice = next((sentence for words, sentence in _SYNTAX if words in str(error)), "请核对这里的缩进、冒号和引号。")
    if "\t" in "".join(text.splitlines()[line : line + 1]):
        advice = "缩进不能用制表符，请换成空格。"
    return Problem(file, line + 1, column + 1, "", "这里读不懂。", advice)


class _Composer:
    """One pass over the parser's events."""

    def __init__(self, file: str, text: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)

    def document(self) -> Node | None:
        node: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise self._stop(event, "", "一个文件里只能有一份内容，不能用 --- 分成几份。")
                node = self._node(next(self.events), "", 1)
        return node

    def _node(self, event: yaml.Event, path: str, depth: int) -> Node:
        self._refuse_tricks(event, path, depth)
        place = self._place(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(place, event.value, not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place, depth)
        return self._mapping(place, depth)

    def _sequence(self, place: Place, depth: int) -> Sequence:
        items: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, f"{place.path}[{len(items)}]", depth + 1))
        return Sequence(place, items)

    def _mapping(self, place: Place, depth: int) -> Mapping:
        mapping = Mapping(place)
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._stop(event, place.path, "冒号前面应当是一个名称；花括号、方括号开头的文字请加引号。")
            self._refuse_tricks(event, place.path, depth)
            key = event.value
            path = f"{place.path}.{key}" if place.path else key
            node = self._node(next(self.events), path, depth + 1)
            if key in mapping.entries:
                self.problems.append(self._problem(event, path, f"“{key}”写了两次，请删去一处。"))
                continue
            mapping.keys[key] = self._place(event, path)
            mapping.entries[key] = node
        return mapping

    def _refuse_tricks(self, event: yaml.Event, path: str, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._stop(event, path, "不能用 & 和 * 引用别处的内容，请把内容写在这里；文字以它们开头时请加引号。")
        if getattr(event, "tag", None):
            raise self._stop(event, path, "不能用 ! 标记；文字以它开头时请加引号。")
        if depth > DEPTH_LIMIT:
            raise self._stop(event, path, f"嵌套超过 {DEPTH_LIMIT} 层。")

    def _place(self, event: yaml.Event, path: str) -> Place:
        mark = event.start_mark
        assert mark is not None
        return Place(self.file, mark.line + 1, mark.column + 1, path)

    def _problem(self, event: yaml.Event, path: str, message: str) -> Problem:
        place = self._place(event, path)
        return Problem(place.file, place.line, place.column, place.path, message)

    def _stop(self, event: yaml.Event, path: str, message: str) -> Unreadable:
        return Unreadable(self._problem(event, path, message))
