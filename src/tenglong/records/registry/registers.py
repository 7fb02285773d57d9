"""The loop's own kinds, made known as registers."""

from collections.abc import Iterable
from dataclasses import replace

from tenglong.records.audit import personal
from tenglong.records.ledgers.pointers import register_pointer
from tenglong.records.ledgers.registers import register_registers

from .kinds.given import GIVEN
from .layouts import LAYOUTS, Layout
from .pointing import EvidencePointer, RowPointer
from .register import KindRegister
from .tables import REGION


def _of(layout: Layout) -> KindRegister:
    """The fields that are entered: not what the system gives, nor a region that follows from another row."""
    left = GIVEN | ({REGION} if layout.follows else set())
    fields = tuple(field for field in layout.ledger.fields if field.key not in left)
    return KindRegister(replace(layout.ledger, fields=fields), layout)


REGISTERS = {kind: _of(layout) for kind, layout in LAYOUTS.items()}


def find(key: str) -> KindRegister | None:
    """The register of that kind."""
    return REGISTERS.get(key)


def offer() -> Iterable[str]:
    """The kinds, in their order."""
    return REGISTERS


def register() -> None:
    """Make the kinds known as registers, their fields that tell of persons, and their rows as naming others."""
    register_registers(find, offer)
    for kind, layout in LAYOUTS.items():
        if keys := [field.key for field in layout.ledger.fields if field.personal]:
            personal.register(kind, keys)
    register_pointer(RowPointer())
    register_pointer(EvidencePointer())
