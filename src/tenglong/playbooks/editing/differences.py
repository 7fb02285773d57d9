"""What a draft changes, in people's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenglong.playbooks.sections import HELD, NAMED, section_of
from tenglong.playbooks.text import Mapping, Node, Scalar, Sequence
from tenglong.playbooks.write import ordered

from .asks import ITEMS, TITLES, How, ask_of
from .draft import Draft, begun
from .names import Names, Options
from .outline import KINDS
from .tree import mapping, texts_at

YES, NO = "是", "否"
UNSAID = "（没有写）"
_HEADS = {section: kind for _, _, section, kind in KINDS}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: where, and what becomes of it."""

    place: str
    says: str


def differences(draft: Draft, names: Names) -> tuple[Difference, ...]:
    """Every change from the files that the draft was begun from."""
    before, after, told = begun(draft), draft.roots, _Teller(draft, names)
    found: list[Difference] = []
    for file in after:
        found += told.between(section_of(file), before.get(file) or mapping({}), after[file], ())
    dropped = (Difference("故事", f"不再附“{story}”") for story in sorted(draft.dropped))
    return (*found, *dropped)


class _Teller:
    """Says what is between two trees, with the labels of the draft."""

    def __init__(self, draft: Draft, names: Names) -> None:
        self._names = names
        self._steps = _labels(begun(draft).get("procedure.yaml")) | _labels(draft.roots.get("procedure.yaml"))

    def between(self, section: str, before: Mapping, after: Mapping, place: tuple[str, ...]) -> Iterator[Difference]:
        """The changes within a section."""
        words = [word for word, _ in ordered(mapping({**before.entries, **after.entries}), section)]
        for word in words:
            old, new = before.entries.get(word), after.entries.get(word)
            inside = NAMED.get(section, {}).get(word)
            held = HELD.get(section, {}).get(word)
            if inside:
                yield from self._named(inside, word, old or mapping({}), new or mapping({}), place)
            elif isinstance(old, Mapping) and isinstance(new, Mapping) and held:
                yield from self.between(held, old, new, (*place, TITLES.get(word, word)))
            else:
                was, now = self.told(section, word, old), self.told(section, word, new)
                if was != now:
                    yield Difference(_place(place), f"{_label(section, word)}：{was or UNSAID} → {now or UNSAID}")

    def _named(self, section: str, word: str, old: Node, new: Node, place: tuple[str, ...]) -> Iterator[Difference]:
        """What was taken away, added, put in another order or changed among named parts."""
        before = old.entries if isinstance(old, Mapping) else {}
        after = new.entries if isinstance(new, Mapping) else {}
        item = ITEMS.get(section, _HEADS.get(section, word))
        for key in before:
            if key not in after:
                yield Difference(_place(place), f"删去{item}“{_name(before[key], key)}”")
        for key, node in after.items():
            name = _name(node, key)
            if key not in before:
                yield Difference(_place(place), f"新增{item}“{name}”（{self.all_of(section, node)}）")
            elif isinstance(node, Mapping) and isinstance(was := before[key], Mapping):
                yield from self.between(section, was, node, (*place, _name(was, key)))
        stay = [key for key in before if key in after]
        if stay != [key for key in after if key in before]:
            order = "、".join(_name(node, key) for key, node in after.items())
            yield Difference(_place(place), f"{item}的顺序改为：{order}")

    def all_of(self, section: str, node: Node) -> str:
        """Everything that a section says but its name, in one line."""
        if not isinstance(node, Mapping):
            return ""
        said = ((word, self.told(section, word, entry)) for word, entry in ordered(node, section) if word != "label")
        return "；".join(f"{_label(section, word)}：{words}" for word, words in said if words)

    def told(self, section: str, word: str, node: Node | None) -> str:
        """What stands behind a word."""
        if node is None:
            return ""
        if (inside := NAMED.get(section, {}).get(word)) and isinstance(node, Mapping):
            return "、".join(_name(entry, key) for key, entry in node.entries.items() if inside)
        if held := HELD.get(section, {}).get(word):
            items = node.items if isinstance(node, Sequence) else [node]
            return "；".join(f"（{self.all_of(held, item)}）" for item in items)
        ask = ask_of(section, word)
        texts = texts_at(mapping({word: node}), (word,)) if isinstance(node, Scalar | Sequence) else ()
        if ask and ask.how is How.TRUTH:
            return YES if texts in (("true",), ("是",)) else NO
        options = self._options(ask.options) if ask else {}
        return "、".join(options.get(text, text) for text in texts)

    def _options(self, which: str) -> Options:
        if which == "steps":
            return self._steps
        return self._names.fixed(which)


def _labels(root: Mapping | None) -> dict[str, str]:
    """The labels of every step."""
    found: dict[str, str] = {}
    procedures = root.entries.get("procedures") if root else None
    for procedure in procedures.entries.values() if isinstance(procedures, Mapping) else ():
        steps = procedure.entries.get("steps") if isinstance(procedure, Mapping) else None
        for key, step in steps.entries.items() if isinstance(steps, Mapping) else ():
            found[key] = _name(step, key)
    return found


def _name(node: Node, key: str) -> str:
    label = node.entries.get("label") if isinstance(node, Mapping) else None
    return label.text.strip() or key if isinstance(label, Scalar) else key


def _label(section: str, word: str) -> str:
    ask = ask_of(section, word)
    return ask.label if ask else TITLES.get(word, word)


def _place(place: tuple[str, ...]) -> str:
    return " › ".join(place) or "机制"
