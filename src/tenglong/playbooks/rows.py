"""The row that formulas and measures see of a case: its record, what was filled in at its steps, how it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tenglong.core.formula import NameSpec, Type
from tenglong.core.ledger import Field, Kind, Ledger

from .mechanism import Mechanism

SYSTEM = (
    Field("case_number", "办件号", listed=True),
    Field("case_status", "办件状态", Kind.CHOICE, choices=("办理中", "已办结", "已取消"), listed=True),
    Field("case_opened_on", "受理日期", Kind.DATE, listed=True),
    Field("case_closed_on", "办结日期", Kind.DATE, listed=True),
    Field("case_step", "当前步骤", help="正在办理的步骤，几个并行时用顿号隔开"),
    Field("case_overdue", "超期", Kind.TRUTH),
)
SYSTEM_KEYS = frozenset(field.key for field in SYSTEM)

TODAY = "当日"  # of totals, lights and checks of entries: the day they are looked at

TYPES = {
    Kind.TEXT: Type.TEXT,
    Kind.LONG_TEXT: Type.TEXT,
    Kind.NUMBER: Type.NUMBER,
    Kind.WHOLE: Type.NUMBER,
    Kind.DATE: Type.DATE,
    Kind.CHOICE: Type.TEXT,
    Kind.TRUTH: Type.TRUTH,
    Kind.REFERENCE: Type.TEXT,
}
KIND_OF = {Type.NUMBER: Kind.NUMBER, Type.TEXT: Kind.TEXT, Type.DATE: Kind.DATE, Type.TRUTH: Kind.TRUTH}


def procedure_ledger(mechanism: Mechanism, procedure_key: str) -> Ledger:
    """The rows of a procedure's cases as a ledger under the procedure's key. KeyError if it is not the mechanism's."""
    procedure = mechanism.procedures[procedure_key]
    steps = (field for step in procedure.steps for field in step.fields)
    totals = [total.field for total in procedure.totals]
    return case_rows(procedure_key, procedure.label, mechanism.ledgers[procedure.ledger], steps, totals)


def case_rows(
    key: str, label: str, ledger: Ledger, step_fields: Iterable[Field], totals: Iterable[Field] = ()
) -> Ledger:
    """The record's fields, those filled in at steps, totals over logs, SYSTEM. A field of the same key is one field."""
    merged = {field.key: field for field in ledger.fields}
    for field in step_fields:
        merged[field.key] = _merge(merged[field.key], field) if field.key in merged else replace(field, required=False)
    return Ledger(key, label, (*merged.values(), *totals, *SYSTEM), ledger.title, ledger.identity)


def _merge(earlier: Field, later: Field) -> Field:
    return replace(
        earlier,
        choices=earlier.choices or later.choices,
        listed=earlier.listed or later.listed,
        confidential=earlier.confidential or later.confidential,
        open_once=earlier.open_once or later.open_once,
    )


def names_of(ledger: Ledger) -> Mapping[str, NameSpec]:
    """The labels of a ledger as names of formulas. Lists of references have no type there and are left out."""
    return {
        field.label: NameSpec(field.label, TYPES[field.kind], field.unit, field.key)
        for field in ledger.fields
        if field.kind in TYPES
    }
