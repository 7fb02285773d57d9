"""Writing records of declared ledgers: validated, indexed, audited."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, Ledger, canonical, read_row
from tenglong.records.audit.actions import Trail

from .index import write_index
from .models import Record
from .stored import dump


class CannotFill(Refused):
    """What was entered cannot be taken as it stands. `problems` holds a sentence by field key."""

    def __init__(self, what: str, problems: Mapping[str, str]) -> None:
        super().__init__(f"{what}没有保存：" + "；".join(text.rstrip("。") for text in problems.values()) + "。")
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a record to the registry: the row filter looks at it, pages collect by it."""

    region_code: str
    unit_key: str = ""
    enterprise_code: str = ""
    parcel_code: str = ""


def check_entered(what: str, fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values of what was entered; CannotFill with every problem at once."""
    row = read_row(tuple(fields), values)
    if row.problems:
        raise CannotFill(what, row.problems)
    return row.values


def identity_of(ledger: Ledger, values: Mapping[str, Any]) -> str:
    """One text for equal identities; empty when the ledger has none or a part of it has no value."""
    parts = {key: values.get(key) for key in ledger.identity}
    if not parts or None in parts.values():
        return ""
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def check_new(ledger: Ledger, identity: str, title: str) -> None:
    """Refuse a second record of the same identity."""
    if not identity:
        return
    for same in Record.objects.filter(ledger=ledger.key, identity=identity).order_by().values_list("key", flat=True):
        labels = "、".join(ledger.field(key).label for key in ledger.identity)
        sentence = f"{title}已经登记过（{same}），{labels}都相同；请在那一件上办理，或核对填写的内容"
        raise CannotFill(ledger.label, {ledger.identity[0]: sentence})


def add_record(trail: Trail, *, ledger: Ledger, key: str, title: str, typed: Mapping[str, Any], ties: Ties) -> Record:
    """A new record as part of a larger action; its values are typed and checked."""
    identity = identity_of(ledger, typed)
    check_new(ledger, identity, title)
    record = Record.objects.create(
        ledger=ledger.key,
        key=key,
        title=title[:200],
        data=dump(typed),
        region_code=ties.region_code,
        unit_key=ties.unit_key,
        enterprise_code=ties.enterprise_code,
        parcel_code=ties.parcel_code,
        identity=identity,
    )
    write_index(record, ledger.fields, typed)
    trail.created(ledger.key, key, record.data)
    return record


def set_values(trail: Trail, *, record: Record, fields: Iterable[Field], typed: Mapping[str, Any]) -> None:
    """Set values as part of a larger action; they are typed and checked."""
    before = record.data
    record.data = {key: kept for key, kept in before.items() if key not in typed} | dump(typed)
    record.version += 1
    Record.objects.filter(pk=record.pk).update(data=record.data, version=record.version)
    write_index(record, fields, typed)
    trail.changed(record.ledger, record.key, before, record.data)


def release_identity(trail: Trail, *, record: Record) -> None:
    """A record that no longer counts stands in nobody's way: another of the same identity may be made."""
    trail.changed(record.ledger, record.key, {"identity": record.identity}, {"identity": ""})
    Record.objects.filter(pk=record.pk).update(identity="")
