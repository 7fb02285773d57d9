"""Cases that finishing a step opens: what they carry over, and how the two know of each other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tenglong.core.formula import Checked, evaluate
from tenglong.core.formula.tree import Name
from tenglong.core.ledger import Field, Kind
from tenglong.core.procedure import Opening
from tenglong.records.cases.actions import Moved, start_case
from tenglong.records.cases.frames import current_frame
from tenglong.records.cases.models import Case
from tenglong.records.cases.references import titles
from tenglong.records.people.rights import Program

from .effects import typed


def open_next(opening: Opening, moved: Moved, *, by: Program, at: datetime) -> Case | None:
    """Open the case that the opening says; None when its condition does not hold."""
    if opening.when is not None and evaluate(opening.when, moved.facts) is not True:
        return None
    fields = {field.key: field for field in current_frame(opening.procedure).ledger.fields}
    values = {key: _carried(formula, fields[key], moved) for key, formula in opening.carry.items() if key in fields}
    if opening.link in fields:
        values[opening.link] = moved.case.number
    return start_case(
        procedure=opening.procedure,
        values={key: value for key, value in values.items() if value is not None},
        by=by,
        at=at,
        opened_from=moved.case,
        unit_key=moved.case.unit_key,
        by_step=True,
    ).case


def _carried(formula: Checked, field: Field, moved: Moved) -> Any:
    """The value to carry. A reference put into a field of words is carried as what people read."""
    value = typed(evaluate(formula, moved.facts))
    source = _reference(formula, moved)
    if source is None or value is None or field.kind is Kind.REFERENCE:
        return value
    return titles(source, [str(value)]).get(str(value), value)


def _reference(formula: Checked, moved: Moved) -> str | None:
    """The kind that the formula's value is a key of, when it is nothing but the name of a reference."""
    root = formula.formula.root
    if not isinstance(root, Name):
        return None
    fields: Mapping[str, Field] = {field.label: field for field in moved.frame.row.fields}
    return fields[root.name].refers_to if root.name in fields else None
