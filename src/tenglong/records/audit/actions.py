"""The only way to write: inside a change-set, which is kept in the same transaction as what it tells of."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction

from tenglong.core.errors import Refused

from .canonical import canonical, differing
from .models import Change, ChangeSet

_BATCH = 1000


class CannotRecord(Refused):
    """A write without anybody who answers for it, or at no known moment."""


class Trail:
    """Gathers the rows that an action changes. `kind` is the ledger's key, `key` the row's own."""

    def __init__(self, change_set: ChangeSet) -> None:
        self._change_set = change_set
        self._changes: list[Change] = []

    @property
    def id(self) -> int:
        """Of the change-set."""
        return self._change_set.pk

    def created(self, kind: str, key: object, after: Mapping[str, Any]) -> None:
        """A row that was not there before."""
        self._add(kind, key, "", canonical(after))

    def changed(self, kind: str, key: object, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """A row with other values; only those that differ are kept, and nothing when none does."""
        old, new = differing(before, after)
        if new:
            self._add(kind, key, canonical(old), canonical(new))

    def removed(self, kind: str, key: object, before: Mapping[str, Any]) -> None:
        """A row that is no longer there."""
        self._add(kind, key, canonical(before), "")

    def _add(self, kind: str, key: object, before: str, after: str) -> None:
        change = Change(change_set=self._change_set, kind=kind, key=str(key), before=before, after=after)
        self._changes.append(change)

    @contextmanager
    def _joined(self) -> Iterator["Trail"]:
        """A part of the action; when it fails and the action goes on, what it told of did not happen."""
        told = len(self._changes)
        try:
            with transaction.atomic():
                yield self
        except BaseException:
            del self._changes[told:]
            raise

    def _begin(self) -> None:
        self._change_set.save()

    def _finish(self) -> None:
        Change.objects.bulk_create(self._changes, batch_size=_BATCH)


_current: ContextVar[Trail | None] = ContextVar("trail", default=None)


@contextmanager
def change_set(*, by: Any, at: datetime, action: str, summary: str) -> Iterator[Trail]:
    """One action in one transaction. `by` is who answers for it, a person or a name; within another it joins that one.

    `action` is `<app>.<verb>`, `summary` a sentence for people.
    """
    if (outer := _current.get()) is not None:
        with outer._joined() as trail:
            yield trail
        return
    actor = actor_text(by)
    if at.tzinfo is None:
        raise CannotRecord(f"“{summary}”没有写入：时刻 {at} 没有时区。请从入口传入带时区的时刻。")
    trail = Trail(ChangeSet(at=at, by=actor, action=action, summary=summary[:400]))
    token = _current.set(trail)
    try:
        with transaction.atomic():
            trail._begin()
            yield trail
            trail._finish()
    finally:
        _current.reset(token)


def actor_text(by: Any) -> str:
    """The actor as text, which outlives the account: 王敏（wangmin）."""
    name = by if isinstance(by, str) else getattr(by, "name", "")
    if not name:
        raise CannotRecord("没有写入：不知道是谁在办。请先登录。")
    login = getattr(by, "login", "")
    return f"{name}（{login}）" if login else name


def is_open() -> bool:
    """Whether what is written now belongs to a change-set."""
    return _current.get() is not None
