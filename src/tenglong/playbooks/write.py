"""Nodes → YAML text in one canonical form: files that say the same are the same text, whoever wrote them.

Words stand in the order of the vocabulary, named parts in the order of their author. What has nothing but values goes
on one line if it fits. Comments are not kept.
"""

from collections.abc import Callable, Iterator, Mapping

import yaml

from .problems import BadMechanism, Problem
from .sections import HELD, NAMED, section_of, words_of
from .text import Mapping as Named
from .text import Node, Scalar, Sequence, read_text

LINE = 120  # characters
_STEP = 2  # of indentation
_ENDLESS = 10**9
_TEXT, _LIST, _MAP = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_PLAIN = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "timestamp"))
_resolve: Callable[..., str] = yaml.resolver.Resolver().resolve


class _Dumper(yaml.SafeDumper):
    """Lists are indented below the word that holds them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def dump(file: str, root: Named) -> str:
    """The canonical text of a file: `read_text` reads from it what `root` says."""
    node = _mapping(root, section_of(file), 0)
    node.flow_style = False
    text: str = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=_ENDLESS, indent=_STEP)
    return text


def canonical(files: Mapping[str, str]) -> dict[str, str]:
    """Every file in its canonical text. BadMechanism when one is no plain YAML."""
    problems: list[Problem] = []
    roots = {name: read_text(name, text, problems) for name, text in files.items()}
    if problems:
        raise BadMechanism(problems)
    return {name: dump(name, root) for name, root in roots.items() if root is not None}


def ordered(node: Named, section: str) -> Iterator[tuple[str, Node]]:
    """The words of a section in the order of the vocabulary; those it does not know come last, as written."""
    known = words_of(section)
    yield from ((word, node.entries[word]) for word in known if word in node.entries)
    yield from ((word, entry) for word, entry in node.entries.items() if word not in known)


def _node(node: Node, section: str, indent: int) -> yaml.Node:
    if isinstance(node, Scalar):
        return _scalar(node.text)
    if isinstance(node, Sequence):
        items = [_node(item, section, indent + _STEP) for item in node.items]
        flow = all(isinstance(item, Scalar) for item in node.items) and _fits(node, indent)
        return yaml.SequenceNode(_LIST, items, flow_style=flow or not items)
    return _mapping(node, section, indent)


def _mapping(node: Named, section: str, indent: int) -> yaml.MappingNode:
    named, held = NAMED.get(section, {}), HELD.get(section, {})
    pairs = []
    for word, entry in ordered(node, section):
        if word in named and isinstance(entry, Named):
            value: yaml.Node = _names(entry, named[word], indent + _STEP)
        else:
            value = _node(entry, held.get(word, ""), indent + _STEP)
        pairs.append((_scalar(word), value))
    return _pairs(node, pairs, indent)


def _names(node: Named, section: str, indent: int) -> yaml.MappingNode:
    return _pairs(
        node, [(_scalar(name), _node(entry, section, indent + _STEP)) for name, entry in node.entries.items()], indent
    )


def _pairs(node: Named, pairs: list[tuple[yaml.ScalarNode, yaml.Node]], indent: int) -> yaml.MappingNode:
    flow = all(_is_leaf(entry) for entry in node.entries.values()) and _fits(node, indent)
    return yaml.MappingNode(_MAP, pairs, flow_style=flow or not pairs)


def _scalar(text: str) -> yaml.ScalarNode:
    """Without quotes where YAML lets it be and no other reader of YAML would take a name for a truth or for nothing."""
    tag = _resolve(yaml.ScalarNode, text, (True, False))
    plain = tag in _PLAIN or text in ("true", "false")
    return yaml.ScalarNode(tag if plain else _TEXT, text, style="|" if "\n" in text.strip("\n") else None)


def _is_leaf(node: Node) -> bool:
    if isinstance(node, Sequence):
        return all(isinstance(item, Scalar) for item in node.items)
    return isinstance(node, Scalar)


def _fits(node: Node, indent: int) -> bool:
    """Whether it fits on one line, together with a name of usual length before it."""
    return "\n" not in _inline(node) and indent + len(_inline(node)) <= LINE


def _inline(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return f"[{', '.join(map(_inline, node.items))}]"
    return f"{{{', '.join(f'{name}: {_inline(entry)}' for name, entry in node.entries.items())}}}"
