"""Every kind of table that can be imported: bureaus' own tables, what apps above register at start-up, any register."""

from collections.abc import Callable, Iterable

from tenglong.core.errors import Refused
from tenglong.records.ledgers.registers import can_keep, get_register, list_registers
from tenglong.records.people.rights import By

from .facts import Facts, kind_of
from .importer import Importer
from .kinds import IMPORTS
from .targets import find_target, get_target

Find = Callable[[str], Importer | None]
Offer = Callable[[By], Iterable[Importer]]
_FACTS = {key: Facts(kind) for key, kind in IMPORTS.items()}
_above: list[tuple[Find, Offer]] = []


class NoSuchKind(Refused):
    """Nothing of that kind is imported."""


def register_importers(find: Find, offer: Offer) -> None:
    """Make kinds known that stand above: by key, and those that a person may import."""
    if (find, offer) not in _above:
        _above.append((find, offer))


def find_importer(key: str) -> Importer | None:
    """The importer with that key; None when what it was for is there no more."""
    if key in _FACTS:
        return _FACTS[key]
    for find, _ in _above:
        if found := find(key):
            return found
    return Facts(kind_of(key)) if find_target(key) else None


def get_importer(key: str) -> Importer:
    """The importer with that key."""
    if found := find_importer(key):
        return found
    known = "、".join(f"{kind.key}（{kind.label}）" for kind in _FACTS.values())
    raise NoSuchKind(f"不能导入“{key}”：没有这一种表。可选：{known}，或一种办理，例如 requests.handle。")


def list_importers(by: By) -> list[Importer]:
    """What a person may choose from."""
    own = [spec for spec in _FACTS.values() if can_keep(get_target(spec.kind.register), by)]
    registers = [Facts(kind_of(key)) for key in list_registers() if can_keep(get_register(key), by)]
    return [*own, *(found for _, offer in _above for found in offer(by)), *registers]
