"""The rows that measures see of the log of a step: one per entry, with what is known of its case."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.procedure.model import Procedure

from .mechanism import Mechanism
from .rows import SYSTEM_KEYS, procedure_ledger

ENTRY = "entry"  # names an entry for good: the case's number, a stroke, the entry's own
SEPARATOR = "/"
NOTED_ON = "记录日期"
ENTRY_SYSTEM = (
    Field("entry_case", "办件号", Kind.REFERENCE, listed=True),
    Field("entry_title", "办件名称", listed=True),
    Field("entry_status", "办件状态", Kind.CHOICE, choices=("办理中", "已办结", "已取消")),
    Field("entry_on", NOTED_ON, Kind.DATE, listed=True),
    Field("entry_by", "记录人", listed=True),
)


def entry_keys(procedure: Procedure) -> tuple[str, ...]:
    """The keys of a procedure's logs: `projects.deliver/daily`."""
    return tuple(f"{procedure.key}{SEPARATOR}{step.key}" for step in procedure.steps if step.log)


def entry_ledger(mechanism: Mechanism, key: str) -> Ledger:
    """The rows of a log as a ledger under its key. KeyError if the mechanism has no such log."""
    procedure, _, step = key.partition(SEPARATOR)
    found = mechanism.procedures[procedure].step(step)
    totals = {total.field.key for total in mechanism.procedures[procedure].totals}
    case = procedure_ledger(mechanism, procedure)
    kept = replace(case, fields=tuple(field for field in case.fields if field.key not in totals))
    return entry_rows(procedure, found.key, found.label, found.log, kept)


def entry_rows(procedure: str, step: str, label: str, log: Iterable[Field], case: Ledger) -> Ledger:
    """ENTRY_SYSTEM, the log's fields, then what the case's record holds under other keys and labels."""
    first = [replace(field, refers_to=procedure if field.kind is Kind.REFERENCE else None) for field in ENTRY_SYSTEM]
    fields = [*first, *(replace(field, required=False, listed=True) for field in log)]
    fields += _of_case(case, fields)
    return Ledger(f"{procedure}{SEPARATOR}{step}", f"{case.label} · {label}", tuple(fields), "entry_title")


def _of_case(case: Ledger, before: Iterable[Field]) -> Iterator[Field]:
    keys = {field.key for field in before} | SYSTEM_KEYS
    labels = {field.label for field in before}
    for field in case.fields:
        if field.key not in keys and field.label not in labels:
            yield replace(field, required=False)
