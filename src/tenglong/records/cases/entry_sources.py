"""The entries of a step's log as rows: what measures see of them, already through the row filter of their cases."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tenglong.core.clocks import china_time
from tenglong.core.ledger import Field, Ledger
from tenglong.core.procedure import Act, Status
from tenglong.playbooks import ENTRY, entry_ledger
from tenglong.playbooks.entry_rows import ENTRY_SYSTEM, SEPARATOR, entry_keys
from tenglong.records.ledgers.sources import Source
from tenglong.records.ledgers.stored import READERS
from tenglong.records.mechanisms.queries import find_current
from tenglong.records.people.rights import By

from .facts import STATUS_WORDS
from .models import Entry
from .reach import seen_by

ORIGIN = "entry_told"
_SYSTEM = frozenset(field.key for field in ENTRY_SYSTEM)
_COLUMNS = ("pk", "case__number", "case__title", "case__status", "at", "by", "data", "case__record__data")


@dataclass(frozen=True, slots=True)
class _Log:
    """One log: whose entries they are, and the row each makes; `log` are the keys of its own fields."""

    procedure: str
    step: str
    row: Ledger
    log: frozenset[str]


def source_of(key: str) -> Source | None:
    """The entries of a log of an installed mechanism, in the form of its current version."""
    found = find_current(key.partition(".")[0]) if SEPARATOR in key else None
    procedure, _, step = key.partition(SEPARATOR)
    if found is None or procedure not in found[1].procedures or key not in entry_keys(found[1].procedures[procedure]):
        return None
    fields = found[1].procedures[procedure].step(step).log
    log = _Log(procedure, step, entry_ledger(found[1], key), frozenset(field.key for field in fields))
    return Source(log.row, _rows(log), log.row.label, key=ENTRY, origin=ORIGIN, pick=_pick(log))


def _rows(log: _Log) -> Callable[..., Iterator[dict[str, Any]]]:
    def rows(by: By, *, on: date | None = None, keys: Collection[str] | None = None) -> Iterator[dict[str, Any]]:  # noqa: ARG001  an entry holds for good
        return _read(log, seen_by(by, "case__"), [one for one in log.row.fields if keys is None or one.key in keys])

    return rows


def _pick(log: _Log) -> Callable[[By, Collection[str]], Iterable[dict[str, Any]]]:
    def picked(by: By, named: Collection[str]) -> Iterator[dict[str, Any]]:
        own = [int(key.rpartition(SEPARATOR)[2]) for key in named if key.rpartition(SEPARATOR)[2].isdecimal()]
        return _read(log, seen_by(by, "case__") & Q(pk__in=own), log.row.fields)

    return picked


def _read(log: _Log, where: Q, fields: Iterable[Field]) -> Iterator[dict[str, Any]]:
    """Rows of the fields, in the order in which they were noted."""
    own = [(field.key, READERS.get(field.kind)) for field in fields if field.key not in _SYSTEM]
    entries = Entry.objects.filter(where, case__procedure=log.procedure, step=log.step, act=Act.NOTE.value)
    for pk, number, title, status, at, by, data, record in (
        entries.order_by("pk").values_list(*_COLUMNS).iterator(chunk_size=5000)
    ):
        day = china_time(at)
        row = {
            ENTRY: f"{number}{SEPARATOR}{pk}",
            "entry_case": number,
            "entry_title": title,
            "entry_status": STATUS_WORDS[Status(status)],
            "entry_on": day.date(),
            "entry_by": by,
            ORIGIN: f"办件 {number} 的记录，{day:%Y-%m-%d %H:%M} {by}",
        }
        for key, reader in own:
            kept = (data if key in log.log else record).get(key)
            row[key] = kept if reader is None or kept is None else reader(kept)
        yield row
