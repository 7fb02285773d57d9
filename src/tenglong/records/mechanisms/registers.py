"""The ledgers that installed mechanisms declare and no procedure handles, as registers and as what references name."""

from collections.abc import Iterator

from tenglong.records.ledgers.declared import DeclaredRegister
from tenglong.records.ledgers.queries import list_records
from tenglong.records.ledgers.referents import Kept, register_referents
from tenglong.records.ledgers.registers import register_registers

from .queries import find_current, list_current


def find_register(key: str) -> DeclaredRegister | None:
    """The register of a declared ledger, in the form of its mechanism's current version."""
    found = find_current(key.partition(".")[0]) if "." in key else None
    if found is None or key not in found[1].registers():
        return None
    return DeclaredRegister(found[1].ledgers[key])


def offer_registers() -> Iterator[str]:
    """Their keys, by mechanism."""
    for mechanism in list_current():
        yield from mechanism.registers()


def find_records(kind: str) -> Kept | None:
    """Where the rows of a declared ledger are, for references."""
    found = find_current(kind.partition(".")[0]) if "." in kind else None
    if found is None or kind not in found[1].ledgers:
        return None
    return Kept("key", "title", lambda by: list_records(by, kind))


def register() -> None:
    """Make them known."""
    register_registers(find_register, offer_registers)
    register_referents(find_records)
