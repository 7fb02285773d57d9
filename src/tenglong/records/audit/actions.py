"""The only way to write: inside a change-set, which is kept in the same transaction as what it tells of."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction

from tenglong.core.errors import Refused

from . import personal
from .canonical import canonical, differing
from .models import Change, ChangeSet, PersonalValue
from .turns import my_turn

_BATCH = 1000


class CannotRecord(Refused):
    """A write without anybody who answers for it, or at no known moment."""


class Trail:
    """Gathers the rows that an action changes. `kind` is the ledger's key, `key` the row's own. `by` answers for it."""

    def __init__(self, change_set: ChangeSet, by: Any) -> None:
        self.by = by
        self._change_set = change_set
        self._changes: list[Change] = []
        self._personal: list[PersonalValue] = []
        self._personal_keys: dict[str, frozenset[str]] = {}

    @property
    def id(self) -> int:
        """Of the change-set."""
        return self._change_set.pk

    @property
    def at(self) -> datetime:
        """When the action was taken."""
        return self._change_set.at

    def created(self, kind: str, key: object, after: Mapping[str, Any]) -> None:
        """A row that was not there before."""
        self._add(kind, str(key), None, after)

    def changed(self, kind: str, key: object, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """A row with other values; only those that differ are kept, and nothing when none does."""
        old, new = differing(before, after)
        if new:
            self._add(kind, str(key), old, new)

    def removed(self, kind: str, key: object, before: Mapping[str, Any]) -> None:
        """A row that is no longer there."""
        self._add(kind, str(key), before, None)

    def _add(self, kind: str, key: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        told = {"before": self._text(kind, key, before), "after": self._text(kind, key, after)}
        self._changes.append(Change(change_set=self._change_set, kind=kind, key=key, **told))

    def _text(self, kind: str, key: str, values: Mapping[str, Any] | None) -> str:
        if values is None:
            return ""
        if kind not in self._personal_keys:
            self._personal_keys[kind] = personal.keys_of(kind)
        if keys := self._personal_keys[kind]:
            values, kept = personal.apart(kind, key, keys, values)
            self._personal += kept
        return canonical(values)

    @contextmanager
    def _joined(self) -> Iterator["Trail"]:
        """A part of the action; when it fails and the action goes on, what it told of did not happen."""
        told, kept = len(self._changes), len(self._personal)
        try:
            with transaction.atomic():
                yield self
        except BaseException:
            del self._changes[told:], self._personal[kept:]
            raise

    def _begin(self) -> None:
        self._change_set.save()

    def _finish(self) -> None:
        Change.objects.bulk_create(self._changes, batch_size=_BATCH)
        if self._personal:
            PersonalValue.objects.bulk_create(self._personal, batch_size=_BATCH)


_current: ContextVar[Trail | None] = ContextVar("trail", default=None)
_origin: ContextVar[str] = ContextVar("origin", default="")


@contextmanager
def change_set(*, by: Any, at: datetime, action: str, summary: str, batch: str = "") -> Iterator[Trail]:
    """One action in one transaction. `by` is who answers for it, a person or a name; within another it joins that one.

    `action` is `<app>.<verb>`, `summary` a sentence for people. `batch` is the same for all pieces of a long write,
    which the history then shows as one: `import:12`.
    """
    if (outer := _current.get()) is not None:
        with outer._joined() as trail:
            yield trail
        return
    actor = actor_text(by)
    if at.tzinfo is None:
        raise CannotRecord(f"“{summary}”没有写入：时刻 {at} 没有时区。请从入口传入带时区的时刻。")
    told = {"action": action, "summary": summary[:400], "batch": batch}
    trail = Trail(ChangeSet(at=at, by=actor, origin=origin(), region_code=region_of(by), **told), by)
    token = _current.set(trail)
    try:
        with my_turn(), transaction.atomic():
            trail._begin()
            yield trail
            trail._finish()
    finally:
        _current.reset(token)


@contextmanager
def from_where(text: str) -> Iterator[None]:
    """What is written or read within came through this door, from that address. Doors set it: 网页 10.1.2.3."""
    token = _origin.set(text[:120])
    try:
        yield
    finally:
        _origin.reset(token)


def origin() -> str:
    """From where the present work was asked for; what hands it on to another thread hands this on too."""
    return _origin.get()


def actor_text(by: Any) -> str:
    """The actor as text, which outlives the account: 王敏（wangmin）."""
    name = by if isinstance(by, str) else getattr(by, "name", "")
    if not name:
        raise CannotRecord("没有写入：不知道是谁在办。请先登录。")
    login = getattr(by, "login", "")
    return f"{name}（{login}）" if login else name


def region_of(by: Any) -> str:
    """The area of whoever acts; empty for the program where it is bound to none."""
    return getattr(by, "region", "")


def is_open() -> bool:
    """Whether what is written now belongs to a change-set."""
    return _current.get() is not None
