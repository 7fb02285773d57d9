"""The cases of a procedure as rows: what formulas and measures see of them, read without building objects."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from tenglong.core.clocks import china_time
from tenglong.core.ledger import Field
from tenglong.core.procedure import Status
from tenglong.playbooks import SYSTEM_KEYS
from tenglong.records.ledgers.sources import Source, register_resolver
from tenglong.records.ledgers.stored import READERS
from tenglong.records.mechanisms.queries import find_current
from tenglong.records.people.rights import By

from . import entry_sources
from .facts import STATUS_WORDS, overdue
from .frames import Frame, frame
from .log_totals import totals_of
from .models import Case, StepRun
from .reach import seen_by

NUMBER = "case_number"
_ACTIVE = (Status.OPEN.value, Status.PAUSED.value)
_COLUMNS = {  # of the table, by the key of the system field that needs them
    NUMBER: ("number",),
    "case_status": ("status",),
    "case_opened_on": ("opened_at",),
    "case_closed_on": ("closed_at",),
    "case_overdue": ("due_on", "closed_at"),
    "case_step": ("pk",),
}


def source_of(key: str) -> Source | None:
    """The rows of a procedure of an installed mechanism, in the form of its current version."""
    found = find_current(key.partition(".")[0])
    if found is None or key not in found[1].procedures:
        return None
    used = frame(found[0], key)
    return Source(used.row, _rows(used), used.procedure.label, key=NUMBER, pick=_pick(used))


def register() -> None:
    """Make procedures and their logs known to whoever reads rows."""
    register_resolver(source_of)
    register_resolver(entry_sources.source_of)


def _rows(used: Frame) -> Callable[..., Iterator[dict[str, Any]]]:
    def rows(by: By, *, on: date | None = None, keys: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
        return _read(used, seen_by(by), on, [field for field in used.row.fields if keys is None or field.key in keys])

    return rows


def _pick(used: Frame) -> Callable[[By, Collection[str]], Iterable[dict[str, Any]]]:
    return lambda by, named: _read(used, seen_by(by) & Q(number__in=list(named)), None, used.row.fields)


def _read(used: Frame, where: Q, on: date | None, fields: Iterable[Field]) -> Iterator[dict[str, Any]]:
    """Rows of the fields, in the order of the numbers given out."""
    fields = tuple(fields)
    taken = {total.field.key for total in used.procedure.totals} & {field.key for field in fields}
    own = [(field.key, READERS.get(field.kind)) for field in fields if field.key not in SYSTEM_KEYS | taken]
    system = [field.key for field in fields if field.key in SYSTEM_KEYS]
    columns = list(dict.fromkeys(["pk", *(column for key in system for column in _COLUMNS[key])]))
    labels = _labels(used, where) if "case_step" in system else {}
    cases = Case.objects.filter(where, procedure=used.procedure.key).order_by("pk")
    totals = totals_of(used, Q(case__in=cases.order_by().values("pk")), on, taken) if taken else None
    for data, *values in cases.values_list("record__data", *columns).iterator(chunk_size=5000):
        row = {}
        for key, reader in own:
            kept = data.get(key)
            row[key] = kept if reader is None or kept is None else reader(kept)
        given = dict(zip(columns, values, strict=True))
        row |= {key: _system(key, given, labels, on) for key in system}
        if totals is not None:
            row |= {key: totals[given["pk"]][key] for key in taken}
        yield row


def _system(key: str, given: dict[str, Any], labels: dict[int, str], on: date | None) -> Any:
    match key:
        case "case_status":
            return STATUS_WORDS[Status(given["status"])]
        case "case_opened_on":
            return china_time(given["opened_at"]).date()
        case "case_closed_on":
            return china_time(given["closed_at"]).date() if given["closed_at"] else None
        case "case_overdue":
            until = china_time(given["closed_at"]).date() if given["closed_at"] else on
            return None if until is None else overdue(given["due_on"], until)
        case "case_step":
            return labels.get(given["pk"], "")
    return given["number"]


def _labels(used: Frame, where: Q) -> dict[int, str]:
    """The steps in hand of each case, in the procedure's order."""
    order = {step.key: (place, step.label) for place, step in enumerate(used.procedure.steps)}
    cases = Case.objects.filter(where, procedure=used.procedure.key)
    found: dict[int, list[tuple[int, str]]] = {}
    for case, step in StepRun.objects.filter(case__in=cases, status__in=_ACTIVE).order_by().values_list("case", "step"):
        found.setdefault(case, []).append(order.get(step, (len(order), step)))
    return {case: "、".join(label for _, label in sorted(steps)) for case, steps in found.items()}
