"""Whether a draft can become the next version: everything that loading says, and what the cases so far stand on."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenglong.core.ledger import Field
from tenglong.playbooks.load import load_mechanism
from tenglong.playbooks.mechanism import County, Mechanism
from tenglong.playbooks.problems import BadMechanism, Problem

from .asks import KINDS
from .draft import Draft


@dataclass(frozen=True, slots=True)
class Checked:
    """The mechanism that the draft makes, or every problem."""

    mechanism: Mechanism | None
    problems: tuple[Problem, ...] = ()


def check_draft(draft: Draft, county: County, before: Mechanism) -> Checked:
    """Load the draft. A field that was there may go; under its key nothing of another kind may come."""
    try:
        mechanism = load_mechanism(draft.files(), county)
    except BadMechanism as bad:
        return Checked(None, bad.problems)
    kinds = dict(_fields(before))
    problems = [
        Problem(
            _file(path), 1, 1, path, f"“{field.label}”已有办件记成{KINDS[kinds[path].kind]}，不能改；请另加一个字段。"
        )
        for path, field in _fields(mechanism)
        if path in kinds and (field.kind, field.refers_to) != (kinds[path].kind, kinds[path].refers_to)
    ]
    return Checked(None if problems else mechanism, tuple(problems))


def _file(path: str) -> str:
    return "ledger.yaml" if path.startswith("ledgers.") else "procedure.yaml"


def _fields(mechanism: Mechanism) -> Iterator[tuple[str, Field]]:
    """Every field of records and steps with the path at which it is written."""
    for key, ledger in mechanism.ledgers.items():
        for field in ledger.fields:
            yield f"ledgers.{key.partition('.')[2]}.fields.{field.key}", field
    for key, procedure in mechanism.procedures.items():
        for step in procedure.steps:
            for word, fields in (("fields", step.fields), ("log", step.log)):
                for field in fields:
                    yield f"procedures.{key.partition('.')[2]}.steps.{step.key}.{word}.{field.key}", field
