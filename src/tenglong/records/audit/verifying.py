"""Compares what is kept with its seals: finds what was changed, taken away or put in afterwards, and says where."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max

from .models import Change, ChangeSet, PersonalValue, Seal
from .personal import MARK, digest_of
from .sealed_text import FIRST, digest_over, texts_of
from .sealing import unsealed

ERASED = "personal"  # the kind under which an erasure by law is recorded
_PIECE = 2000
_MOST = 100
MARK_IN_LINE = MARK.replace('"', '\\"')


@dataclass(frozen=True, slots=True)
class Head:
    """A seal as it was exported: the change-sets up to it were then as they are sealed."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed. `change_set` None: a seal itself, or the exported head."""

    change_set: int | None
    says: str


@dataclass(slots=True)
class Verified:
    """What was compared. `late`: sealed after a change-set with a higher id; of interest, not wrong in itself."""

    sealed: int = 0
    changes: int = 0
    unsealed: int = 0
    oldest_unsealed: datetime | None = None
    late: list[int] = field(default_factory=list)
    erased: int = 0
    findings: list[Finding] = field(default_factory=list)
    head: Head | None = None

    @property
    def holds(self) -> bool:
        return not self.findings

    def found(self, change_set: int | None, says: str) -> None:
        """Keep a finding; beyond the first hundred they are not kept."""
        if len(self.findings) < _MOST:
            self.findings.append(Finding(change_set, says))


def verify(*, head: Head | None = None, each: Callable[[int], None] = lambda _: None) -> Verified:
    """Compare everything with its seals. `each` is told after every piece how many are done."""
    told = Verified(head=Head(0, FIRST))
    personal = _Personal(told)
    highest = 0
    while seals := _next(told.head.number):
        kept = {pk: (number, digest) for number, pk, digest in seals}
        _check_numbers(told, [number for number, _, _ in seals])
        computed = dict(_computed(told.head.digest, seals, personal))
        for number, pk, digest in seals:
            if pk not in computed:
                told.found(pk, f"变更集 {pk} 已封存（第 {number} 号），但记录不在了：被删除。")
            elif computed[pk] != digest:
                told.found(pk, f"变更集 {pk} 与封存（第 {number} 号）不符：它或它的某一行被改动、删除或插入。")
            if pk < highest and len(told.late) < _MOST:
                told.late.append(pk)
            highest = max(highest, pk)
        told.head = Head(*_last(seals))
        told.sealed += len(kept)
        each(told.sealed)
    _check_tail(told, highest)
    personal.check()
    _check_exported(told, head)
    return told


def _next(number: int) -> list[tuple[int, int, str]]:
    rows = Seal.objects.filter(number__gt=number).order_by("number")
    return list(rows.values_list("number", "change_set_id", "digest")[:_PIECE])


def _last(seals: list[tuple[int, int, str]]) -> tuple[int, str]:
    number, _, digest = seals[-1]
    return number, digest


def _computed(previous: str, seals: list[tuple[int, int, str]], personal: "_Personal") -> Iterator[tuple[int, str]]:
    """Each set's seal computed again, over the seal that is kept before it: one change spoils one seal only."""
    before, last = {}, previous
    for _, pk, digest in seals:
        before[pk], last = last, digest
    for pk, _, lines in texts_of(list(before)):
        yield pk, digest_over(before[pk], personal.watched(pk, lines))


def _check_numbers(told: Verified, numbers: list[int]) -> None:
    expected = told.head.number + 1
    for number in numbers:
        if number != expected:
            told.found(None, f"封存号 {expected} 到 {number - 1} 不在了：被删除。")
        expected = number + 1


def _check_tail(told: Verified, highest: int) -> None:
    tail = ChangeSet.objects.filter(seal=None)
    told.unsealed = tail.count()
    told.oldest_unsealed = tail.order_by("pk").values_list("at", flat=True).first()
    for pk in unsealed()[:_MOST]:
        if pk < highest:
            told.found(
                pk, f"变更集 {pk} 没有封存，编号却在已封存的之前：可能是事后插入的。刚刚才写入的，请过一分钟再核对。"
            )
    highest_known = ChangeSet.objects.aggregate(highest=Max("pk"))["highest"] or 0
    if astray := Change.objects.filter(change_set__gt=highest_known).aggregate(n=Count("pk"))["n"]:
        told.found(None, f"有 {astray} 行变更不属于任何变更集。")


def _check_exported(told: Verified, head: Head | None) -> None:
    if head is None or head.number == 0:
        return
    kept = Seal.objects.filter(number=head.number).values_list("digest", flat=True).first()
    if kept is None:
        told.found(
            None, f"导出的封存头是第 {head.number} 号，现在只到第 {told.head.number} 号：末尾被删除，或这是较早的备份。"
        )
    elif kept != head.digest:
        told.found(None, f"第 {head.number} 号封存与导出的封存头不符：在它之前的记录被整体改写过。")


class _Personal:
    """Watches the digests of personal values go by, and looks whether each is kept, or was erased by law."""

    def __init__(self, told: Verified) -> None:
        self._told = told
        self._named: dict[str, tuple[int, str, str]] = {}

    def watched(self, change_set: int, lines: Iterator[str]) -> Iterator[str]:
        """The same lines; the first is the change-set's own."""
        yield next(lines)
        for line in lines:
            self._told.changes += 1
            if MARK_IN_LINE in line:
                _, kind, key, *texts = json.loads(line)
                self._named |= dict.fromkeys(_digests("".join(texts)), (change_set, kind, key))
            yield line

    def check(self) -> None:
        missing = dict(self._named)
        for digest, salt, value in PersonalValue.objects.values_list("digest", "salt", "value").iterator():
            where = missing.pop(digest, None)
            if digest_of(salt, value) != digest:
                told = f"变更集 {where[0]} 的一个个人信息" if where else "一个个人信息"
                self._told.found(where[0] if where else None, f"{told}被改动：与封存的摘要不符。")
        self._told.erased = len(missing)
        for change_set, kind, key in set(missing.values()) if missing else ():
            if not _erased_after(change_set, kind, key):
                self._told.found(change_set, f"变更集 {change_set} 的个人信息不在了，却没有依法删除的记录。")


def _digests(text: str) -> Iterator[str]:
    for part in text.split(MARK)[1:]:
        yield part[:64]


def _erased_after(change_set: int, kind: str, key: str) -> bool:
    return Change.objects.filter(kind=ERASED, key=f"{kind}:{key}"[:200], change_set__gt=change_set).exists()
