"""The parts of a mechanism that have a form of their own, in the order in which people think of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenglong.playbooks.text import Mapping

from .draft import CannotEdit, Draft
from .tree import Path, entries, mapping, text_at, written

KINDS = (  # file, the word that holds the parts, their section, what people call them
    ("procedure.yaml", "procedures", "procedure", "办理"),
    ("ledger.yaml", "ledgers", "ledger", "台账"),
    ("measures.yaml", "measures", "measure", "指标"),
    ("scorecard.yaml", "scorecards", "scorecard", "评价"),
)
HEAD = "mechanism.yaml"


@dataclass(frozen=True, slots=True)
class Part:
    """One form. `kind` is what people call such a part, `below` the name of the part it belongs to."""

    file: str
    path: Path
    section: str
    kind: str
    label: str
    below: str = ""

    @property
    def name(self) -> str:
        """What addresses call it."""
        return f"{self.file}:{written(self.path)}"


def outline(draft: Draft) -> tuple[Part, ...]:
    """Every part."""
    return tuple(_parts(draft))


def get_part(draft: Draft, name: str) -> Part:
    """The part with that name; the first procedure, or the head, without one."""
    parts = outline(draft)
    if not name:
        return next((part for part in parts if part.section == "procedure"), parts[0])
    for part in parts:
        if part.name == name:
            return part
    raise CannotEdit("没有打开：这一部分已经不在了。请从左边另选一部分。")


def _parts(draft: Draft) -> Iterator[Part]:
    yield Part(HEAD, (), "mechanism", "机制", text_at(draft.roots[HEAD], ("title",)))
    for file, word, section, kind in KINDS:
        root = draft.roots.get(file) or mapping({})
        for key in entries(root, (word,)):
            part = Part(file, (word, key), section, kind, _label(root, (word, key)))
            yield part
            for step in entries(root, (word, key, "steps")):
                path = (word, key, "steps", step)
                yield Part(file, path, "step", "步骤", _label(root, path), below=part.name)


def _label(root: Mapping, path: Path) -> str:
    return text_at(root, (*path, "label")) or str(path[-1])
