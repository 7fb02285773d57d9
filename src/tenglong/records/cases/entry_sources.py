"""The entries of a step's log as rows: what measures see of them, already through the row filter of their cases."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q

from tenglong.core.clocks import china_time
from tenglong.core.ledger import Field, Ledger
from tenglong.core.procedure import Act, Status
from tenglong.playbooks import ENTRY, entry_ledger
from tenglong.playbooks.entry_rows import ENTRY_SYSTEM, SEPARATOR, entry_keys
from tenglong.records.ledgers.sources import Source
from tenglong.records.ledgers.stored import READERS
from tenglong.records.mechanisms.queries import find_current, version
from tenglong.records.people.rights import By

from .facts import STATUS_WORDS
from .models import Entry
from .reach import seen_by

_KEPT = 512
ORIGIN = "entry_told"
CASE = "case"  # the primary key of an entry's case
_COLUMNS = ("case", "pk", "case__number", "case__title", "case__status", "step", "at", "by", "data")
_SYSTEM = frozenset(field.key for field in ENTRY_SYSTEM)


@dataclass(frozen=True, slots=True)
class Log:
    """One log: whose entries they are, and the row each makes; `log` are the keys of its own fields."""

    procedure: str
    step: str
    row: Ledger
    log: frozenset[str]


@lru_cache(maxsize=_KEPT)
def log_of(version_id: int, key: str) -> Log:
    """The log of that key in one version of its mechanism."""
    mechanism = version(version_id)
    procedure, _, step = key.partition(SEPARATOR)
    fields = mechanism.procedures[procedure].step(step).log
    return Log(procedure, step, entry_ledger(mechanism, key), frozenset(field.key for field in fields))


def forget() -> None:
    """Forget every log, where the ids of versions begin again."""
    log_of.cache_clear()


def source_of(key: str) -> Source | None:
    """The entries of a log of an installed mechanism, in the form of its current version."""
    found = find_current(key.partition(".")[0]) if SEPARATOR in key else None
    procedure = key.partition(SEPARATOR)[0]
    if found is None or procedure not in found[1].procedures or key not in entry_keys(found[1].procedures[procedure]):
        return None
    log = log_of(found[0], key)
    return Source(log.row, _rows(log), log.row.label, key=ENTRY, origin=ORIGIN, pick=_pick(log))


def _rows(log: Log) -> Callable[..., Iterator[dict[str, Any]]]:
    def rows(by: By, *, on: date | None = None, keys: Collection[str] | None = None) -> Iterator[dict[str, Any]]:  # noqa: ARG001  an entry holds for good
        return read_entries(
            log, seen_by(by, "case__"), [one for one in log.row.fields if keys is None or one.key in keys]
        )

    return rows


def _pick(log: Log) -> Callable[[By, Collection[str]], Iterable[dict[str, Any]]]:
    def picked(by: By, named: Collection[str]) -> Iterator[dict[str, Any]]:
        own = [int(key.rpartition(SEPARATOR)[2]) for key in named if key.rpartition(SEPARATOR)[2].isdecimal()]
        return read_entries(log, seen_by(by, "case__") & Q(pk__in=own), log.row.fields)

    return picked


def read_entries(log: Log, where: Q, fields: Iterable[Field]) -> Iterator[dict[str, Any]]:
    """Rows of the fields, in the order in which they were noted, with the primary key of each one's case."""
    return (row for _, row in read_logs({log.step: (log, fields)}, where))


def read_logs(wanted: Mapping[str, tuple[Log, Iterable[Field]]], where: Q) -> Iterator[tuple[str, dict[str, Any]]]:
    """As `read_entries`, of several logs of one procedure at once: each row with the step it was noted at."""
    procedure = next(log.procedure for log, _ in wanted.values())
    parts = {step: _parts(log, fields) for step, (log, fields) in wanted.items()}
    record = ("case__record__data",) if any(known for _, known in parts.values()) else ()
    entries = Entry.objects.filter(where, case__procedure=procedure, step__in=list(wanted), act=Act.NOTE.value)
    rows = entries.order_by("at", "pk").values_list(*_COLUMNS, *record)
    for case, pk, number, title, status, step, at, by, data, *rest in rows.iterator(chunk_size=5000):
        moment = china_time(at)
        row = {
            CASE: case,
            ENTRY: f"{number}{SEPARATOR}{pk}",
            "entry_case": number,
            "entry_title": title,
            "entry_status": STATUS_WORDS[Status(status)],
            "entry_on": moment.date(),
            "entry_by": by,
            ORIGIN: f"办件 {number} 的记录，{moment:%Y-%m-%d %H:%M} {by}",
        }
        noted, known = parts[step]
        _fill(row, noted, data)
        _fill(row, known, rest[0] if rest else {})
        yield step, row


_Readers = list[tuple[str, Any]]


def _parts(log: Log, fields: Iterable[Field]) -> tuple[_Readers, _Readers]:
    """How the fields of the entry are read, and those of its case's record."""
    own = [(field, READERS.get(field.kind)) for field in fields if field.key not in _SYSTEM]
    noted = [(field.key, reader) for field, reader in own if field.key in log.log]
    return noted, [(field.key, reader) for field, reader in own if field.key not in log.log]


def _fill(row: dict[str, Any], fields: Iterable[tuple[str, Any]], data: Mapping[str, Any]) -> None:
    for key, reader in fields:
        kept = data.get(key)
        row[key] = kept if reader is None or kept is None else reader(kept)
