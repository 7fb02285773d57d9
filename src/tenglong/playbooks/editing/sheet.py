"""One part of a draft as a form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tenglong.playbooks import text
from tenglong.playbooks.problems import Problem
from tenglong.playbooks.sections import HELD, NAMED
from tenglong.playbooks.text import Sequence

from .asks import ASKS, ITEMS, KINDS, SHAPED, TITLES, UNITS, Ask, How
from .draft import Draft, begun
from .names import Names
from .outline import Part
from .tree import Path, entries, find, text_at, texts_at, written

LISTED = ("limit", "check", "explain", "log_check", "needs", "lights")  # held parts that may be a list
ALWAYS_LISTS = LISTED[1:]
LISTS = (How.MANY, How.LINES)


@dataclass(frozen=True, slots=True)
class Input:
    """One value: `texts` are what it holds, `options` (value, label) what can be chosen. `fixed`: it cannot change."""

    path: Path
    ask: Ask
    texts: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    fixed: bool = False
    problem: str = ""

    @property
    def name(self) -> str:
        return written(self.path)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


@dataclass(frozen=True, slots=True)
class Group:
    """The inputs of one section. `shaped`: it can be moved and taken away; `opens` is the part that has its inputs.

    `words` say in short what it is. `fresh`: it was not there when the draft was begun.
    """

    path: Path
    section: str
    title: str
    inputs: tuple[Input, ...]
    shaped: bool = False
    opens: str = ""
    words: str = ""
    fresh: bool = False
    problem: str = ""

    @property
    def name(self) -> str:
        return written(self.path)

    @property
    def usual(self) -> tuple[Input, ...]:
        """The inputs that are always shown."""
        return tuple(one for one in self.inputs if not one.ask.rare)

    @property
    def rare(self) -> tuple[Input, ...]:
        """Those that are shown when asked for."""
        return tuple(one for one in self.inputs if one.ask.rare)

    @property
    def opened(self) -> bool:
        """Whether it must be seen at once: it is new, or something in it is to be changed."""
        return self.fresh or bool(self.problem) or any(one.problem for one in self.inputs)

    @property
    def unusual(self) -> bool:
        """Whether one of the rare inputs says something."""
        return any(one.texts or one.problem for one in self.rare)


@dataclass(frozen=True, slots=True)
class Block:
    """Groups under one heading. `adds` is the word for one more of them, empty where none can be added."""

    path: Path
    title: str
    groups: tuple[Group, ...]
    adds: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        return written(self.path)

    @property
    def named(self) -> bool:
        """Whether what is added gets a name."""
        return bool(self.path) and self.path[-1] in SHAPED


def sheet(draft: Draft, part: Part, names: Names, problems: Iterable[Problem] = ()) -> tuple[Block, ...]:
    """The form of a part, every problem of it beside what it is about."""
    return place(tuple(blocks(draft, part, names)), [problem for problem in problems if is_of(problem, part)])


def is_of(problem: Problem, part: Part) -> bool:
    """Whether a problem is in that part: of a procedure's steps only those that have no part of their own."""
    path = written(part.path)
    inside = problem.path == path or problem.path.startswith((f"{path}.", f"{path}[")) or not path
    step = part.section == "procedure" and problem.path.startswith(f"{path}.steps.")
    return problem.file == part.file and inside and not step


def blocks(draft: Draft, part: Part, names: Names) -> Iterator[Block]:
    root, path = draft.roots[part.file], part.path
    make = _Maker(draft, part, names, begun(draft))
    yield Block(path, "", (make.group(path, part.section, ""),))
    for word, section in HELD.get(part.section, {}).items():
        if section in ASKS:
            yield _held(root, make, (*path, word), section)
    for word, section in NAMED.get(part.section, {}).items():
        if section in ASKS and (word in SHAPED or entries(root, (*path, word))):
            groups = tuple(make.named((*path, word, key), section) for key in entries(root, (*path, word)))
            yield Block((*path, word), TITLES.get(word, ""), groups, ITEMS[section] if word in SHAPED else "")


def _held(root: text.Mapping, make: "_Maker", path: Path, section: str) -> Block:
    """A part that stands alone, or as a list of such parts."""
    node = find(root, path)
    word = str(path[-1])
    if isinstance(node, Sequence):
        places: list[Path] = [(*path, number) for number in range(len(node.items))]
    else:
        places = [] if word in ALWAYS_LISTS else [path]
    several = len(places) > 1 or word in ALWAYS_LISTS
    groups = tuple(
        replace(make.group(place, section, f"第 {number} 条" if several else ""), shaped=isinstance(place[-1], int))
        for number, place in enumerate(places, start=1)
    )
    return Block(path, TITLES[word], groups, ITEMS[section] if word in LISTED else "")


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the groups of one part."""

    draft: Draft
    part: Part
    names: Names
    begun: Mapping[str, text.Mapping]

    def group(self, path: Path, section: str, title: str) -> Group:
        inputs = tuple(self._input((*path, ask.word), ask) for ask in ASKS[section] if self._goes(ask, path))
        return Group(path, section, title, inputs, fresh=not self._began_with(path))

    def named(self, path: Path, section: str) -> Group:
        root = self.draft.roots[self.part.file]
        title = text_at(root, (*path, "label")) or str(path[-1])
        if section == "step":
            opens = f"{self.part.file}:{written(path)}"
            return Group(path, section, title, (), shaped=True, opens=opens, words=self._step(root, path))
        words = KINDS.get(text_at(root, (*path, "kind")) or "text", "") if section == "field" else ""
        if section == "parameter":
            said = "" if text_at(root, (*path, "value")) else "未公布"
            words = " · ".join(part for part in (text_at(root, (*path, "unit")), said) if part)
        return replace(self.group(path, section, title), shaped=path[-2] in SHAPED, words=words)

    def _step(self, root: text.Mapping, path: Path) -> str:
        """Who does a step, and within how long."""
        role, amount = text_at(root, (*path, "owner", "role")), text_at(root, (*path, "limit", "amount"))
        unit = UNITS.get(text_at(root, (*path, "limit", "unit")), "")
        return " · ".join(part for part in (self.names.roles.get(role, role), f"{amount} {unit}".strip()) if part)

    def _goes(self, ask: Ask, path: Path) -> bool:
        """A field that keeps its kind is not asked for what goes with others."""
        kind = text_at(self.draft.roots[self.part.file], (*path, "kind")) or "text"
        return not ask.only or kind in ask.only or not self._began_with(path)

    def _began_with(self, path: Path) -> bool:
        """Whether it was there when the draft was begun."""
        root = self.begun.get(self.part.file)
        return root is not None and find(root, path) is not None

    def _input(self, path: Path, ask: Ask) -> Input:
        root = self.draft.roots[self.part.file]
        texts = texts_at(root, path) if ask.how in LISTS else _one(text_at(root, path) or ask.assumed)
        if ask.how is How.TRUTH:
            texts = ("true",) if texts in (("true",), ("是",)) else ()
        options = dict(self.names.options(ask.options, self.draft, self.part)) if ask.options else {}
        options |= {text: text for text in texts if ask.options and text not in options}
        fixed = ask.kept and self._began_with(path[:-1])
        return Input(path, ask, texts, tuple(options.items()), fixed)


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def place(found: tuple[Block, ...], problems: Iterable[Problem]) -> tuple[Block, ...]:
    """Blocks with each problem at the innermost input, group or block that it is about; else at the first block."""
    told: dict[str, str] = {}
    labels = {one.name: one.ask for block in found for group in block.groups for one in group.inputs}
    names = [*labels, *(group.name for block in found for group in block.groups), *(block.name for block in found)]
    for problem in problems:
        fits = [name for name in names if problem.path == name or problem.path.startswith((f"{name}.", f"{name}["))]
        name = max(fits, key=len, default=found[0].name)
        told[name] = told.get(name, "") + _said(problem, labels.get(name))
    return tuple(_with(block, told) for block in found)


def _said(problem: Problem, ask: Ask | None) -> str:
    """The sentence, with the form's word for the file's."""
    sentence = problem.message + problem.suggestion
    return sentence.replace(f"“{ask.word}”", f"“{ask.label}”") if ask else sentence


def _with(block: Block, told: Mapping[str, str]) -> Block:
    groups = tuple(
        replace(
            group,
            inputs=tuple(replace(one, problem=told.get(one.name, "")) for one in group.inputs),
            problem=told.get(group.name, ""),
        )
        for group in block.groups
    )
    alone = any(group.name == block.name for group in groups)
    return replace(block, groups=groups, problem="" if alone else told.get(block.name, ""))
