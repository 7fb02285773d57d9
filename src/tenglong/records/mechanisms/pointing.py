"""Declared records and the records of cases as rows that name others: by their references and by their ties."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.playbooks import procedure_ledger
from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.index import write_index
from tenglong.records.ledgers.models import Record
from tenglong.records.ledgers.stored import load

from .queries import list_current

TIES = {"enterprise": "enterprise_code", "parcel": "parcel_code", "unit": "unit_key"}
_BATCH = 500
_BOTH = "+"  # before a record that named both: turned back, it names both again


class RecordPointer:
    """All records; a record is told by its ledger and its key, with / between."""

    name = "records"

    def uses_of(self, kind: str, keys: Collection[str]) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for ledger, label, fields in _naming(kind):
            for key in _named(ledger, kind, fields, keys):
                found.setdefault(key, []).append(label)
        return {key: "、".join(dict.fromkeys(labels)) for key, labels in found.items()}

    def turn(self, kind: str, old: str, new: str, *, only: Collection[str] | None, trail: Trail) -> list[str]:
        turned = []
        for ledger, _, fields in _naming(kind):
            for row in Record.objects.filter(_names(kind, fields, [old]), ledger=ledger.key).order_by("pk"):
                name, before = f"{ledger.key}/{row.key}", row.data
                told = f"{_BOTH}{name}" if _has_both(row, fields, old, new) else name
                if only is None or name in only:
                    _turn(row, kind, fields, {old: [new]})
                elif f"{_BOTH}{name}" in only:
                    _turn(row, kind, fields, {old: [old, new]})
                else:
                    continue
                trail.changed(ledger.key, row.key, before, row.data)
                turned.append(told)
        return turned


def _has_both(row: Record, fields: Iterable[Field], old: str, new: str) -> bool:
    lists = (row.data.get(field.key) for field in fields if field.kind is Kind.REFERENCES)
    return any({old, new} <= set(keys or ()) for keys in lists)


def _naming(kind: str) -> Iterator[tuple[Ledger, str, list[Field]]]:
    """Ledgers with the fields that refer to that kind; of cases what their steps fill in too."""
    for mechanism in list_current():
        for key, ledger in mechanism.ledgers.items():
            handled = [name for name, one in mechanism.procedures.items() if one.ledger == key]
            rows: list[Ledger] = [ledger, *(procedure_ledger(mechanism, name) for name in handled)]
            fields = {field.key: field for row in rows for field in row.fields if field.refers_to == kind}
            if fields or kind in TIES:
                yield ledger, ledger.label, list(fields.values())


def _names(kind: str, fields: Iterable[Field], keys: Collection[str]) -> Q:
    found = Q(**{f"{TIES[kind]}__in": keys}) if kind in TIES else Q(pk__in=())
    for field in fields:
        if field.kind is Kind.REFERENCE:
            found |= Q(**{f"data__{field.key}__in": list(keys)})
        else:
            for key in keys:
                found |= Q(**{f"data__{field.key}__icontains": f'"{key}"'})
    return found


def _named(ledger: Ledger, kind: str, fields: list[Field], keys: Collection[str]) -> set[str]:
    """Those of the keys that a record of the ledger names."""
    wanted, named = sorted(keys), set()
    columns = [TIES[kind]] if kind in TIES else []
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        rows = Record.objects.filter(_names(kind, fields, some), ledger=ledger.key)
        for data, *ties in rows.values_list("data", *columns):
            said = [data.get(field.key) or () for field in fields]
            named |= {*ties, *(key for value in said for key in ([value] if isinstance(value, str) else value))}
    return named & set(wanted)


def _turn(row: Record, kind: str, fields: list[Field], new: Mapping[str, list[str]]) -> None:
    named = [field for field in fields if row.data.get(field.key) is not None]
    row.data = row.data | {field.key: _turned(row.data[field.key], new) for field in named}
    if kind in TIES:
        setattr(row, TIES[kind], _turned(getattr(row, TIES[kind]), new))
    row.version += 1
    row.save(update_fields=("data", "version", *([TIES[kind]] if kind in TIES else ())))
    write_index(row, fields, load(fields, row.data))


def _turned(value: Any, new: Mapping[str, list[str]]) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys(key for one in value for key in new.get(one, [one])))
    return new[value][-1] if value in new else value
