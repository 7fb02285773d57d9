"""The labels of roles and units, for sentences: read from the tables only when a sentence needs them."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from tenglong.records.people.queries import list_units
from tenglong.records.people.rights import roles


class Names(Mapping[str, str]):
    """Labels of roles and names of units by key."""

    @cached_property
    def _names(self) -> dict[str, str]:
        units = {unit.key: unit.name for unit in list_units()}
        return {key: role.label for key, role in roles().items()} | units

    def __getitem__(self, key: str) -> str:
        return self._names[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
