"""Where imported rows are kept, and who may write there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from tenglong.core.ledger import Ledger
from tenglong.records.audit.actions import Trail
from tenglong.records.ledgers.registers import Kept, NoSuchRegister, Register, Values, can_keep, get_register
from tenglong.records.people.rights import By, can
from tenglong.records.registry.outlines import OUTLINES

from .importer import CannotImport
from .joined import Joined

_AND = "+"


class Target(Protocol):
    """What writing in bulk takes of a register: see `registers.Register`."""

    @property
    def ledger(self) -> Ledger: ...

    @property
    def right(self) -> str: ...

    def check(self, rows: Sequence[Values], *, by: By, on: date) -> list[Mapping[str, str]]: ...

    def key_of(self, values: Values) -> str: ...

    def current(self, keys: Iterable[str]) -> dict[str, Kept]: ...

    def create(self, rows: Sequence[Values], trail: Trail) -> list[str]: ...

    def change(self, rows: Sequence[tuple[Values, Values]], trail: Trail) -> None: ...

    def drop(self, rows: Sequence[Values], trail: Trail) -> None: ...

    def uses_of(self, keys: Iterable[str]) -> dict[str, str]: ...


def get_target(key: str) -> Target:
    """The register with that key; several as one: `parcel+term`; the outlines of its rows: `region.outline`."""
    if key in OUTLINES:
        return OUTLINES[key]
    parts = tuple(get_register(part) for part in key.split(_AND))
    return parts[0] if len(parts) == 1 else Joined(parts)


def find_target(key: str) -> Register | None:
    """The register with that key; None where there is none, or none any more."""
    try:
        return get_register(key)
    except NoSuchRegister:
        return None


def registers_of(target: Target) -> tuple[Register, ...]:
    """The registers that rows are created in."""
    if isinstance(target, Joined):
        return target.parts
    return (target,) if target.ledger.key not in OUTLINES else ()


def may_import(target: Target, by: By, region: str) -> bool:
    """Whether the person may import there, and may write such a row there by hand."""
    return can(by, "import", region=region) and can_keep(target, by, region=region)


def check_target(target: Target, by: By, name: str) -> None:
    """Refuse a whole file of rows that the person may write nowhere."""
    if not can_keep(target, by):
        what = f"您的岗位不能登记或修改“{target.ledger.label}”"
        raise CannotImport(f"不能导入“{name}”：{what}。请交给有权限的同事，或请管理员授权。")
