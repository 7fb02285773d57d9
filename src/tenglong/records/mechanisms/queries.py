"""Reading installed mechanisms. A version never changes, so each is read from its text once and kept."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from tenglong.core.errors import Refused
from tenglong.playbooks import County, Mechanism, load_mechanism
from tenglong.records.people.rights import roles
from tenglong.records.registry.kinds import KINDS

from .models import MechanismVersion

_KEPT_VERSIONS = 256


class NoSuchMechanism(Refused):
    """No mechanism of that key is installed."""


class Others(Mapping[str, Mechanism]):
    """The mechanisms that one may refer to, each read when it is asked for."""

    def __init__(self, ids: Mapping[str, int]) -> None:
        self._ids = dict(ids)

    def __getitem__(self, key: str) -> Mechanism:
        return version(self._ids[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def current_ids() -> dict[str, int]:
    """The id of the current version of every installed mechanism, by key."""
    return dict(MechanismVersion.objects.filter(current=True).values_list("key", "id"))


def county(others: Mapping[str, int] | None = None) -> County:
    """What a mechanism may refer to: roles, the registry's kinds, other mechanisms (by version id; None: the current)."""
    return County(roles=roles(), ledgers=KINDS, others=Others(current_ids() if others is None else others))


def version(version_id: int, sha256: str = "") -> Mechanism:
    """The mechanism as it was installed under that id; whoever has its hash at hand spares a look-up."""
    known = sha256 or MechanismVersion.objects.values_list("sha256", flat=True).get(pk=version_id)
    return _read(version_id, known)


@lru_cache(maxsize=_KEPT_VERSIONS)
def _read(version_id: int, sha256: str) -> Mechanism:  # noqa: ARG001  the hash is part of what is kept
    kept = MechanismVersion.objects.get(pk=version_id)
    return load_mechanism(kept.files, county({key: other for key, other in kept.others.items() if key != kept.key}))


def find_current(key: str) -> tuple[int, Mechanism] | None:
    """The version that new cases begin under, and its id."""
    found = MechanismVersion.objects.filter(key=key, current=True).values_list("id", "sha256").first()
    return (found[0], version(*found)) if found else None


def current_id(key: str) -> int:
    """The id of the version that new cases begin under."""
    return _current(key)[0]


def current(key: str) -> Mechanism:
    """The version that new cases begin under."""
    return _current(key)[1]


def _current(key: str) -> tuple[int, Mechanism]:
    if found := find_current(key):
        return found
    raise NoSuchMechanism(f"机制“{key}”还没有安装。请先运行 tenglong mechanism install，或请管理员安装。")


def list_current() -> tuple[Mechanism, ...]:
    """Every installed mechanism in its current version, by key."""
    rows = MechanismVersion.objects.filter(current=True).order_by("key").values_list("id", "sha256")
    return tuple(version(*row) for row in rows)
