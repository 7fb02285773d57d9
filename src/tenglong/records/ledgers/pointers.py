"""Rows that name rows of other kinds: what hangs on a row, and how it is turned to another. Each app has its own."""

from collections.abc import Collection, Iterable
from typing import Protocol

from tenglong.records.audit.actions import Trail


class Pointer(Protocol):
    """Rows of one kind or of many that name rows by their key. `name` is kept with merges: never to be changed."""

    @property
    def name(self) -> str: ...

    def uses_of(self, kind: str, keys: Collection[str]) -> dict[str, str]:
        """What names rows of that kind, in words, by their keys: 用地、办件."""

    def turn(self, kind: str, old: str, new: str, *, only: Collection[str] | None, trail: Trail) -> list[str]:
        """Rows that name `old` name `new` from now on; of `only` these, if given. Gives them, as texts of its own."""


_pointers: dict[str, Pointer] = {}


def register_pointer(pointer: Pointer) -> None:
    """Make known, at start-up, rows that name others."""
    _pointers[pointer.name] = pointer


def list_pointers() -> tuple[Pointer, ...]:
    """All of them, by name."""
    return tuple(_pointers[name] for name in sorted(_pointers))


def uses_of(kind: str, keys: Iterable[str]) -> dict[str, str]:
    """What hangs on rows, in words, by their keys; rows that nothing hangs on are left out."""
    wanted = sorted(set(keys))
    found: dict[str, list[str]] = {}
    for pointer in list_pointers():
        for key, words in pointer.uses_of(kind, wanted).items():
            found.setdefault(key, []).append(words)
    return {key: "、".join(dict.fromkeys(words)) for key, words in found.items()}
