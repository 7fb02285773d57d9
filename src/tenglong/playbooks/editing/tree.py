"""Finding, putting and taking away parts of a tree of nodes, by their paths."""

from collections.abc import Iterable

from tenglong.playbooks.text import Mapping, Node, Place, Scalar, Sequence

Path = tuple[str | int, ...]
_NOWHERE = Place("", 1, 1, "")


def written(path: Path) -> str:
    """A path as problems write it: steps.talks.after[0]."""
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path).removeprefix(".")


def scalar(text: str) -> Scalar:
    """A value."""
    return Scalar(_NOWHERE, text, True)


def sequence(texts: Iterable[str]) -> Sequence:
    """A list of values."""
    return Sequence(_NOWHERE, [scalar(text) for text in texts])


def mapping(entries: dict[str, Node]) -> Mapping:
    """Names with their values."""
    return Mapping(_NOWHERE, entries, dict.fromkeys(entries, _NOWHERE))


def find(root: Node, path: Path) -> Node | None:
    """What stands at a path."""
    node: Node | None = root
    for one in path:
        if isinstance(node, Mapping) and isinstance(one, str):
            node = node.entries.get(one)
        elif isinstance(node, Sequence) and isinstance(one, int) and one < len(node.items):
            node = node.items[one]
        else:
            return None
    return node


def entries(root: Node, path: Path) -> dict[str, Node]:
    """The names at a path with what they hold; none where there is no mapping."""
    node = find(root, path)
    return node.entries if isinstance(node, Mapping) else {}


def text_at(root: Node, path: Path) -> str:
    """The value at a path; empty where there is none."""
    node = find(root, path)
    return node.text.strip() if isinstance(node, Scalar) else ""


def texts_at(root: Node, path: Path) -> tuple[str, ...]:
    """The values of a list at a path, or the one value."""
    node = find(root, path)
    if isinstance(node, Sequence):
        return tuple(item.text.strip() for item in node.items if isinstance(item, Scalar))
    return (node.text.strip(),) if isinstance(node, Scalar) and node.text.strip() else ()


def put(root: Node, path: Path, node: Node) -> None:
    """Put a node at a path, with the mappings on the way to it."""
    *above, last = path
    for length in range(1, len(above) + 1):
        if find(root, tuple(above[:length])) is None:
            put(root, tuple(above[:length]), mapping({}))
    holder = find(root, tuple(above))
    if isinstance(holder, Mapping) and isinstance(last, str):
        holder.entries[last] = node
        holder.keys.setdefault(last, _NOWHERE)
    elif isinstance(holder, Sequence) and isinstance(last, int):
        holder.items[last : last + 1] = [node]


def remove(root: Node, path: Path) -> None:
    """Take away what stands at a path, and the mapping or list it leaves empty."""
    holder, last = find(root, path[:-1]), path[-1]
    if isinstance(holder, Mapping) and isinstance(last, str):
        holder.entries.pop(last, None)
        empty = not holder.entries
    elif isinstance(holder, Sequence) and isinstance(last, int):
        del holder.items[last : last + 1]
        empty = not holder.items
    else:
        return
    if empty and len(path) > 1:
        remove(root, path[:-1])


def move(root: Node, path: Path, by: int) -> None:
    """Move a named part up (-1) or down (1) among its neighbours."""
    holder = find(root, path[:-1])
    if not isinstance(holder, Mapping):
        return
    names = list(holder.entries)
    here = names.index(str(path[-1]))
    there = min(max(here + by, 0), len(names) - 1)
    names.insert(there, names.pop(here))
    holder.entries = {name: holder.entries[name] for name in names}
