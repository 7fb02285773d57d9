"""Parts added to a draft, taken away, put in another order."""

from tenglong.playbooks import text
from tenglong.playbooks.read import NAME
from tenglong.playbooks.sections import HELD, NAMED, is_required
from tenglong.playbooks.text import Sequence

from .asks import ASKS, SHAPED
from .draft import CannotEdit, Draft, begun
from .outline import Part
from .sheet import LISTED
from .tree import Path, entries, find, mapping, move, put, remove, scalar, sequence, texts_at, written

MOVES = {"up": -1, "down": 1}


def shape(draft: Draft, part: Part, act: str, name: str, *, label: str = "", key: str = "") -> None:
    """One of add, remove, up, down. `name` is that of the block to add to, or of the group meant.

    What is added gets the label, and the key or one made up for it.
    """
    root = draft.roots[part.file]
    path = _path(root, part, name)
    word = path[-2] if len(path) > 1 else ""
    if act == "add" and path[-1] in SHAPED:
        _add_named(draft, part, path, label, key)
    elif act == "add" and path[-1] in LISTED:
        _add_listed(root, part, path)
    elif act == "remove" and (word in SHAPED or word in LISTED):
        if word == "steps":
            _unlink(root, path)
        remove(root, path)
    elif act in MOVES and word in SHAPED:
        move(root, path, MOVES[act])


def _path(root: text.Mapping, part: Part, name: str) -> Path:
    """The path that is written so: below the part, a block or one of its groups."""
    words = (*HELD.get(part.section, {}), *NAMED.get(part.section, {}))
    for word in words:
        path = (*part.path, word)
        node = find(root, path)
        inside = range(len(node.items)) if isinstance(node, Sequence) else entries(root, path)
        for one in (path, *((*path, key) for key in inside)):
            if written(one) == name:
                return one
    raise CannotEdit("没有改动：这一项已经不在了，可能刚刚删去。请看最新的内容再改。")


def _add_named(draft: Draft, part: Part, path: Path, label: str, key: str) -> None:
    section = NAMED[part.section][str(path[-1])]
    taken = _taken(draft, section)
    if key and not NAME.fullmatch(key):
        raise CannotEdit(f"没有加上：代号“{key[:40]}”要用小写英文字母开头，只含小写字母、数字和下划线；也可以不填。")
    if key and key in taken:
        raise CannotEdit(f"没有加上：代号“{key}”已经用过。请换一个，或不填。")
    number = next(number for number in range(1, len(taken) + 2) if f"{section}_{number}" not in taken)
    root, new = draft.roots[part.file], mapping({"label": scalar(label)})
    if section == "step":
        put(new, ("owner", "role"), scalar(""))
        if steps := list(entries(root, path)):
            put(new, ("after",), sequence(steps[-1:]))
    put(root, (*path, key or f"{section}_{number}"), new)


def _taken(draft: Draft, section: str) -> set[str]:
    """The keys of every such part, those of the files begun from too: cases of earlier versions know them."""
    found: set[str] = set()
    for roots in (draft.roots, begun(draft)):
        for root in roots.values():
            _collect(root, section, found)
    return found


def _collect(node: text.Node, section: str, found: set[str]) -> None:
    if not isinstance(node, text.Mapping):
        return
    for word, entry in node.entries.items():
        if isinstance(entry, text.Mapping) and any(held.get(word) == section for held in NAMED.values()):
            found.update(entry.entries)
        _collect(entry, section, found)


def _add_listed(root: text.Mapping, part: Part, path: Path) -> None:
    """One more of a list; a part that stood alone becomes the first of one."""
    node = find(root, path)
    items = node.items if isinstance(node, Sequence) else [node] if node is not None else []
    section = HELD[part.section][str(path[-1])]
    needed = [ask for ask in ASKS[section] if is_required(section, ask.word) or ask.word == "amount"]
    fresh: dict[str, text.Node] = {ask.word: scalar(ask.assumed) for ask in needed}
    put(root, path, Sequence(text.Place("", 1, 1, ""), [*items, mapping(fresh)]))


def _unlink(root: text.Mapping, path: Path) -> None:
    """What came after a step that goes comes after those that it came after itself."""
    gone, before = str(path[-1]), texts_at(root, (*path, "after"))
    for key in entries(root, path[:-1]):
        step = (*path[:-1], key)
        for word, instead in (("after", before), ("returns_to", ())):
            now = texts_at(root, (*step, word))
            if gone in now:
                left = [one for old in now for one in (instead if old == gone else (old,))]
                put(root, (*step, word), sequence(dict.fromkeys(left)))
                if not left:
                    remove(root, (*step, word))
