"""What the options of a form are called: what the county has, and what the draft itself declares."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tenglong.playbooks import text

from .asks import KINDS, UNITS
from .draft import Draft
from .outline import Part
from .tree import Path, entries, text_at

Options = Mapping[str, str]  # what is written → what people read


@dataclass(frozen=True, slots=True)
class Names:
    """What the county has: roles, units and what a field may refer to, each key with its label."""

    roles: Options = field(default_factory=dict)
    units: Options = field(default_factory=dict)
    targets: Options = field(default_factory=dict)
    confidences: Options = field(default_factory=dict)

    def fixed(self, which: str) -> Options:
        """The options of a list that are the same everywhere."""
        lists = {
            "roles": self.roles,
            "units": self.units,
            "targets": self.targets,
            "confidences": self.confidences,
            "kinds": KINDS,
            "units_of_time": UNITS,
        }
        return lists.get(which, {})

    def options(self, which: str, draft: Draft, part: Part) -> Options:
        """The options of a list, as they are for that part of the draft."""
        if fixed := self.fixed(which):
            return {**fixed, **_own(draft)} if which == "targets" else fixed
        root = draft.roots.get("procedure.yaml")
        procedure = part.path[:2]
        if root is None or part.file != "procedure.yaml":
            return {}
        if which == "steps":
            steps = (*procedure, "steps")
            return {
                key: text_at(root, (*steps, key, "label")) or key
                for key in entries(root, steps)
                if key not in part.path
            }
        return _labels(draft, root, procedure, "date" if which == "dates" else "unit")


def _own(draft: Draft) -> dict[str, str]:
    """The ledgers and procedures of the draft itself."""
    found: dict[str, str] = {}
    for file, word in (("ledger.yaml", "ledgers"), ("procedure.yaml", "procedures")):
        if root := draft.roots.get(file):
            found |= {key: text_at(root, (word, key, "label")) or key for key in entries(root, (word,))}
    return found


def _labels(draft: Draft, root: text.Mapping, procedure: Path, wanted: str) -> dict[str, str]:
    """The labels of a procedure's fields that hold a date, or a unit."""
    held = [(root, (*procedure, "steps", step, "fields")) for step in entries(root, (*procedure, "steps"))]
    if ledgers := draft.roots.get("ledger.yaml"):
        held.insert(0, (ledgers, ("ledgers", text_at(root, (*procedure, "ledger")), "fields")))
    fields = [(one, (*path, key)) for one, path in held for key in entries(one, path)]
    word = "kind" if wanted == "date" else "to"
    labels = [text_at(one, (*path, "label")) for one, path in fields if text_at(one, (*path, word)) == wanted]
    return {label: label for label in labels if label}
