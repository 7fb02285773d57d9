"""Reading installed mechanisms. A version never changes, so each is read from its text once and kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from tenglong.core.errors import Refused
from tenglong.playbooks import County, Mechanism, Story, load_mechanism, without_stories
from tenglong.records.people.rights import confidences, roles
from tenglong.records.registry.kinds import KINDS

from .models import MechanismVersion

_KEPT_VERSIONS = 256
_asked: ContextVar[dict[str, int] | None] = ContextVar("asked", default=None)  # empty until somebody asks


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


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it, which versions are current is asked of the database once, so that one page speaks of one state."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def current_ids() -> dict[str, int]:
    """The id of the current version of every installed mechanism, by key."""
    kept = _asked.get()
    if kept:
        return dict(kept)
    found = dict(MechanismVersion.objects.filter(current=True).values_list("key", "id"))
    if kept is not None:
        kept.update(found)
    return found


def county(others: Mapping[str, int] | None = None) -> County:
    """What a mechanism may refer to: roles, the registry's kinds, `others` by version id (None: the current ones)."""
    return County(
        roles=roles(),
        ledgers=KINDS,
        others=Others(current_ids() if others is None else others),
        confidences=confidences(),
    )


@lru_cache(maxsize=_KEPT_VERSIONS)
def version(version_id: int) -> Mechanism:
    """The mechanism as it was installed under that id, without its stories."""
    kept = MechanismVersion.objects.get(pk=version_id)
    return load_mechanism(without_stories(kept.files), _county_of(kept))


def _county_of(kept: MechanismVersion) -> County:
    return county({key: other for key, other in kept.others.items() if key != kept.key})


def list_stories() -> list[tuple[Mechanism, Story]]:
    """The stories of every installed mechanism in its current version, each with its mechanism."""
    rows = MechanismVersion.objects.filter(current=True).order_by("key")
    return [(version(row.pk), story) for row in rows for story in load_mechanism(row.files, _county_of(row)).stories]


def forget() -> None:
    """Forget every version that was read, where ids begin again."""
    version.cache_clear()


def forget_asked() -> None:
    """Ask again what is current, after one was installed."""
    if kept := _asked.get():
        kept.clear()


def find_current(key: str) -> tuple[int, Mechanism] | None:
    """The version that new cases begin under, and its id."""
    found = current_ids().get(key)
    return (found, version(found)) if found else None


def get_current(key: str) -> tuple[int, Mechanism]:
    """The version that new cases begin under, and its id."""
    if found := find_current(key):
        return found
    raise NoSuchMechanism(f"机制“{key}”还没有安装。请先运行 tenglong mechanism install，或请管理员安装。")


def current(key: str) -> Mechanism:
    """The version that new cases begin under."""
    return get_current(key)[1]


def get_version(key: str, number: int | None = None) -> MechanismVersion:
    """The text of a version, the current one without a number."""
    wanted = {"current": True} if number is None else {"number": number}
    if found := MechanismVersion.objects.filter(key=key, **wanted).first():
        return found
    which = f"第 {number} 版" if number else ""
    raise NoSuchMechanism(f"机制“{key}”{which}没有安装过。请用 tenglong mechanism list 看装了哪些。")


def list_history(key: str) -> list[MechanismVersion]:
    """Every version of a mechanism, the newest first, without the texts."""
    return list(MechanismVersion.objects.filter(key=key).defer("files", "others").order_by("-number"))


def list_versions() -> list[tuple[MechanismVersion, Mechanism]]:
    """Every installed mechanism with its current version's row, by key."""
    rows = MechanismVersion.objects.filter(current=True).defer("files", "others").order_by("key")
    return [(row, version(row.pk)) for row in rows]


def list_current() -> tuple[Mechanism, ...]:
    """Every installed mechanism in its current version, by key."""
    return tuple(version(found) for _, found in sorted(current_ids().items()))
