"""What came back from the form of a part, put into the draft; what it did not change stays as it was written."""

from collections.abc import Mapping

from tenglong.core.ledger.values import clean
from tenglong.playbooks import text
from tenglong.playbooks.sections import is_required
from tenglong.playbooks.text import Node

from .asks import Ask, How
from .draft import Draft
from .names import Names
from .outline import Part
from .sheet import LISTS, Group, Input, blocks
from .tree import find, put, remove, scalar, sequence

OPTIONAL = ("limit", "target")  # sections that are not there when nothing is said in them

Given = tuple[str, ...]


def enter(draft: Draft, part: Part, names: Names, sent: Mapping[str, list[str]]) -> None:
    """Put what a form of `sheet` sent, texts by the names of its inputs, into the draft."""
    root = draft.roots[part.file]
    for block in reversed(tuple(blocks(draft, part, names))):
        for group in reversed(block.groups):
            _enter(root, group, {one: _given(one, sent.get(one.name, [])) for one in group.inputs})


def _enter(root: text.Mapping, group: Group, given: Mapping[Input, Given]) -> None:
    said = any(texts for one, texts in given.items() if one.ask.how is not How.TRUTH and not one.ask.assumed)
    if group.section in OPTIONAL and not said:
        if find(root, group.path) is not None:
            remove(root, group.path)
        return
    for one, texts in given.items():
        if texts != one.texts:
            _set(root, one, texts)
    if given and (group.section not in OPTIONAL or said):
        _complete(root, group)


def _set(root: text.Mapping, one: Input, texts: Given) -> None:
    value: Node | None
    if one.ask.how is How.TRUTH:
        usual = one.ask.assumed == "true"
        value = None if bool(texts) is usual else scalar("true" if texts else "false")
    else:
        value = (sequence(texts) if one.ask.how in LISTS else scalar(texts[0])) if texts else None
    if value is not None:
        put(root, one.path, value)
    elif find(root, one.path) is not None:
        remove(root, one.path)


def _complete(root: text.Mapping, group: Group) -> None:
    """A word that must be there and is not is there without a content: the problem then stands at its input."""
    for one in group.inputs:
        if is_required(group.section, one.ask.word) and find(root, one.path) is None:
            put(root, one.path, scalar(one.ask.assumed))


def _given(one: Input, sent: list[str]) -> Given:
    """What was sent for an input, as `texts` hold it."""
    if one.fixed:
        return one.texts
    ask: Ask = one.ask
    texts = [clean(given) for given in sent]
    if ask.how is How.LINES:
        texts = [clean(line) for given in texts for line in given.split("\n")]
    if ask.how is How.TRUTH:
        return ("true",) if any(texts) else ()
    texts = list(dict.fromkeys(given for given in texts if given))
    return tuple(texts if ask.how in LISTS else texts[:1])
