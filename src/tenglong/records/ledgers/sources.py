"""Where the rows of a ledger come from: one registry, so that measures read any kind without importing its app."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from tenglong.core.errors import Refused
from tenglong.core.ledger import Ledger

Row = Mapping[str, Any]


class CannotRead(Refused):
    """There are no rows under that name."""


class Rows(Protocol):
    """Gives the rows that a person may see, as values by field key.

    `on`: kinds with dates of validity give what holds on that day; others ignore it.
    `keys`: the only fields that will be looked at; a source may leave the others out. None: all.
    """

    def __call__(self, by: Any, *, on: date | None = None, keys: Collection[str] | None = None) -> Iterable[Row]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """A ledger and its rows, already through the row filter.

    `key` is the field that names a row for good (a case's number, a parcel's code); empty: the ledger's first identity.
    `origin` is the field that says where a row was written down; empty: the row is its own source.
    `unit` is the field that says in which unit a row's number is; empty: the fields have units of their own.
    `summed` gives the rows that totals are taken over where `rows` leaves some out: those about a single one of
    `single_by` (a field key), which are kept in `confidence`.
    `pick` gives the rows with the given keys; None: they are sought among all.
    """

    ledger: Ledger
    rows: Rows
    label: str
    key: str = ""
    origin: str = ""
    unit: str = ""
    pick: Callable[[Any, Collection[str]], Iterable[Row]] | None = None
    summed: Rows | None = None
    single_by: str = ""
    confidence: str = ""

    def picked(self, by: Any, named: Collection[str], *, on: date | None = None) -> list[Row]:
        """The rows with these keys that `by` may see; what is reckoned anew for each day, as it is on that day."""
        if self.pick is not None:
            return list(self.pick(by, named))
        wanted = set(named)
        return [row for row in self.rows(by, on=on) if str(row[self.named_by]) in wanted]

    @property
    def named_by(self) -> str:
        """The field that names a row for good."""
        return self.key or (*self.ledger.identity, self.ledger.title)[0]


Resolver = Callable[[str], Source | None]

_sources: dict[str, Source] = {}
_resolvers: list[Resolver] = []


def register_source(key: str, source: Source) -> None:
    """Make the rows of a fixed kind known, at start-up."""
    _sources[key] = source


def register_resolver(resolver: Resolver) -> None:
    """Make kinds known that appear and change while the program runs: declared ledgers, procedures."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def personal_fields(key: str) -> frozenset[str] | None:
    """Which fields of a kind tell of a person; None where there is no such kind. The audit asks."""
    source = _sources.get(key) or (_resolved(key) if "." in key else None)
    return None if source is None else frozenset(field.key for field in source.ledger.fields if field.personal)


def get_source(key: str) -> Source:
    """The rows under that key."""
    if source := _sources.get(key) or _resolved(key):
        return source
    raise CannotRead(f"没有叫“{key}”的台账或办理，不能读取；请核对机制里写的名称。")


def _resolved(key: str) -> Source | None:
    return next((source for resolver in _resolvers if (source := resolver(key))), None)
