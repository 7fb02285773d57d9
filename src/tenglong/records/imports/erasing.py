"""Erasure by law in what was handed in: the staged rows of one subject, and the workbooks that told of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenglong.core.ledger import read_row
from tenglong.records.audit.actions import change_set
from tenglong.records.ledgers.registers import Register
from tenglong.records.people.rights import By

from .facts import Facts
from .importers import find_importer
from .models import Batch, Row
from .staged import blank, blank_clashes, blank_ways, names, names_in_ways
from .targets import find_target

_ERASED = "（已依法删除）"
_TEXTS = ("raw", "key", "sentence", "before", "after", "ways", "clashes")


@dataclass(frozen=True, slots=True)
class Subject:
    """A row of a register, of which these fields are erased."""

    register: Register
    key: str
    fields: frozenset[str]


def erase_staged(*, kind: str, key: str, fields: Collection[str], by: By, at: datetime) -> None:
    """Empty these fields of one subject in every batch that told of them; their workbooks are handed out no more."""
    register = find_target(kind)
    if register is None:
        return
    subject = Subject(register, key, frozenset(fields))
    for batch in Batch.objects.filter(kind__in=_kinds(kind)):
        rows = list(_rows(batch, subject))
        if not rows:
            continue
        told = f"依法清空 {batch.file_name} 里的个人信息"
        with change_set(by=by, at=at, action="imports.erase_personal", summary=told) as trail:
            for row in rows:
                _erase(row, batch, subject)
            Row.objects.bulk_update(rows, _TEXTS, batch_size=500)
            Batch.objects.filter(pk=batch.pk).update(withheld=True)
            trail.changed("import", batch.pk, {"withheld": batch.withheld}, {"withheld": True})


def _kinds(register: str) -> list[str]:
    """The kinds of table, of those handed in, whose rows are kept in that register."""
    kinds = Batch.objects.order_by().values_list("kind", flat=True).distinct()
    found = ((kind, find_importer(kind)) for kind in kinds)
    return [kind for kind, one in found if isinstance(one, Facts) and register in one.kind.register.split("+")]


def _rows(batch: Batch, subject: Subject) -> Iterator[Row]:
    """The rows of a batch that speak of the subject, where the batch has a column of what is erased."""
    if not subject.fields & set(batch.meanings.values()):
        return
    ledger = subject.register.ledger
    identity = [ledger.field(key) for key in ledger.identity]
    headers = {key: header for header, key in batch.meanings.items() if key}
    for row in batch.rows.iterator():
        raw = {field.key: row.raw.get(headers.get(field.key, "")) for field in identity}
        said = subject.register.key_of(read_row(identity, raw).values) if identity else ""
        staged = names(row.after) | names(row.before) | names_in_ways(row.ways)
        if subject.key == said or subject.key in staged:
            yield row


def _erase(row: Row, batch: Batch, subject: Subject) -> None:
    gone = {header for header, key in batch.meanings.items() if key in subject.fields}
    row.sentence = _without(row.sentence, [row.raw.get(header) for header in gone])
    row.raw = {header: None if header in gone else cell for header, cell in row.raw.items()}
    row.key = "" if subject.register.ledger.title in subject.fields else row.key
    row.before, row.after = blank(row.before, subject.fields), blank(row.after, subject.fields)
    row.ways = blank_ways(row.ways, subject.fields)
    row.clashes = blank_clashes(row.clashes, subject.fields)


def _without(sentence: str, values: Collection[Any]) -> str:
    for value in values:
        sentence = sentence.replace(str(value), _ERASED) if value not in {None, ""} else sentence
    return sentence
