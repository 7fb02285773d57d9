"""The records of a declared ledger as rows."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from tenglong.records.ledgers.finding import KEY
from tenglong.records.ledgers.queries import list_records
from tenglong.records.ledgers.sources import Source, register_resolver
from tenglong.records.ledgers.stored import load
from tenglong.records.people.rights import By

from .queries import find_current


def source_of(key: str) -> Source | None:
    """The rows of a ledger that an installed mechanism declares, in the form of its current version."""
    found = find_current(key.partition(".")[0])
    if found is None or key not in found[1].ledgers:
        return None
    ledger = found[1].ledgers[key]

    def rows(by: By, *, on: date | None = None, keys: Collection[str] | None = None) -> Iterator[dict[str, Any]]:  # noqa: ARG001
        fields = [field for field in ledger.fields if keys is None or field.key in keys]
        for name, data in list_records(by, key).values_list("key", "data").iterator():
            yield {KEY: name, **load(fields, data)}

    def pick(by: By, named: Collection[str]) -> Iterator[dict[str, Any]]:
        for name, data in list_records(by, key).filter(key__in=list(named)).values_list("key", "data"):
            yield {KEY: name, **load(ledger.fields, data)}

    return Source(ledger, rows, ledger.label, key=KEY, pick=pick)


def register() -> None:
    """Make declared ledgers known to whoever reads rows."""
    register_resolver(source_of)
