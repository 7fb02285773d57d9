"""The files of a mechanism while somebody changes them, beside those it was begun from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tenglong.core.errors import Refused
from tenglong.playbooks import text
from tenglong.playbooks.problems import BadMechanism, Problem
from tenglong.playbooks.text import read_text
from tenglong.playbooks.write import dump

FILES = ("mechanism.yaml", "ledger.yaml", "procedure.yaml", "measures.yaml", "scorecard.yaml")


class CannotEdit(Refused):
    """What was asked for cannot be done to the draft."""


@dataclass(slots=True)
class Draft:
    """`base` are the files it was begun from, `roots` those that forms change, as trees.

    `dropped` are the stories that are left out.
    """

    base: Mapping[str, str]
    roots: dict[str, text.Mapping] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()

    def changed(self) -> dict[str, str]:
        """The files that say something else than those it was begun from, in their canonical text."""
        now = {name: dump(name, root) for name, root in self.roots.items()}
        before = {name: dump(name, root) for name, root in _read(self.base).items()}
        return {name: written for name, written in now.items() if before.get(name) != written}

    def files(self) -> dict[str, str]:
        """Every file: those that say the same stay as they were written, comments and all."""
        kept = {name: written for name, written in self.base.items() if name not in self.dropped}
        return kept | self.changed()

    def packed(self) -> str:
        """One text from which `unpack` makes the draft again."""
        return json.dumps({"files": self.changed(), "dropped": sorted(self.dropped)}, ensure_ascii=False)


def begin(base: Mapping[str, str]) -> Draft:
    """A draft in which nothing is changed."""
    return Draft(base, _read(base))


def unpack(base: Mapping[str, str], packed: str) -> Draft:
    """The draft that was packed over the same files. CannotEdit if it cannot be made out."""
    try:
        kept = json.loads(packed)
        files, dropped = dict(kept["files"]), frozenset(map(str, kept["dropped"]))
        changed = {name: str(files[name]) for name in FILES if name in files}
        return Draft(base, _read(base) | _read(changed), dropped & set(base))
    except (ValueError, TypeError, KeyError, BadMechanism):
        raise CannotEdit("没有保存：表单的内容不完整，可能没有传完。请重新打开这个机制再改。") from None


def _read(files: Mapping[str, str]) -> dict[str, text.Mapping]:
    problems: list[Problem] = []
    roots = {name: read_text(name, files[name], problems) for name in FILES if name in files}
    if problems:
        raise BadMechanism(problems)
    return {name: root for name, root in roots.items() if root is not None}


def begun(draft: Draft) -> dict[str, text.Mapping]:
    """The trees of the files that a draft was begun from."""
    return _read(draft.base)
