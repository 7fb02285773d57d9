"""Where imported rows are kept: the register of a kind, asked only for what an import needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from tenglong.core.ledger import Ledger
from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.registers import Kept, NoSuchRegister, get_register
from tenglong.records.people.rights import By
from tenglong.records.registry.kinds import KINDS
from tenglong.records.registry.tables import ENTERPRISES, OBSERVATIONS, Table

Values = Mapping[str, Any]


class Target(Protocol):
    """The part of a Register that writes in bulk."""

    @property
    def ledger(self) -> Ledger: ...

    @property
    def right(self) -> str: ...

    def check(self, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]: ...

    def key_of(self, values: Values) -> str: ...

    def current(self, keys: Iterable[str]) -> dict[str, Kept]: ...

    def create(self, rows: Sequence[Values], trail: Trail) -> None: ...

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None: ...

    def drop(self, rows: Sequence[Values], trail: Trail) -> None: ...

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class OfTable:
    """A table of the registry that is no register by itself."""

    table: Table
    right: str = "import"

    @property
    def ledger(self) -> Ledger:
        return KINDS[self.table.kind]

    def check(self, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]:  # noqa: ARG002
        """The readers of these kinds have checked what they say."""
        return [{} for _ in rows]

    def key_of(self, values: Values) -> str:
        return self.table.key_of(values)

    def current(self, keys: Iterable[str]) -> dict[str, Kept]:
        return {
            key: Kept(key, str(values.get(self.ledger.title) or key), values, region_code=values["region_code"])
            for key, values in self.table.find(keys).items()
        }

    def create(self, rows: Sequence[Values], trail: Trail) -> None:
        self.table.create(rows, trail)

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None:
        self.table.change(rows, trail)

    def drop(self, rows: Sequence[Values], trail: Trail) -> None:
        self.table.remove(rows, trail)

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]:
        return self.table.uses(keys)


_TABLES: dict[str, Target] = {table.kind: OfTable(table) for table in (ENTERPRISES, OBSERVATIONS)}


def get_target(key: str) -> Target:
    """Where rows of a register are written."""
    try:
        return get_register(key)
    except NoSuchRegister:
        if key in _TABLES:
            return _TABLES[key]
        raise


def find_target(key: str) -> Target | None:
    """The same; None where rows of that kind are not imported as such."""
    try:
        return get_target(key)
    except NoSuchRegister:
        return None
