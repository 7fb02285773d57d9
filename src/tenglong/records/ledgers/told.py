"""A change in words: the labels of its fields, what is confidential hidden, what was erased said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenglong.core.ledger import Ledger
from tenglong.records.audit.models import Change, ChangeSet
from tenglong.records.audit.personal import is_apart
from tenglong.records.people.rights import By, can, open_fields

from .sources import CannotRead, get_source

HIDDEN = "（保密）"
ERASED = "已依法删除"
MASKED = "（个人信息）"
_WORDS = {"status": "状态", "due_on": "到期日", "version": "版本", "shape": "边界", "identity": "唯一标识"}
_WORDS |= {"region_code": "区划", "name": "名称", "label": "名称", "level": "级别", "reason": "原因", "fields": "字段"}
_WORDS |= {
    "values": "几个",
    "title": "名称",
    "on": "日期",
    "file_name": "文件名",
    "kind": "种类",
    "rows_read": "读到（行）",
}
_WORDS |= {"post": "职务", "unit": "单位", "role": "岗位", "enterprise_code": "企业", "parcel_code": "地块"}
_WORDS |= {"size": "字节", "media_type": "类型", "file": "文件", "files": "文件", "sha256": "校验和", "subject": "对象"}
_TRUTH = {True: "是", False: "否"}


@dataclass(frozen=True, slots=True)
class Line:
    """One value that changed. `erased`: a value of it was erased by law; `hidden`: it is confidential to the reader."""

    label: str
    before: Any
    after: Any
    erased: bool = False
    hidden: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One row changed, in words. `verb`: created, changed, removed."""

    change_set: ChangeSet
    kind: str
    key: str
    verb: str
    lines: tuple[Line, ...]


class Teller:
    """Tells changes to one reader; what a kind's fields are is asked once."""

    def __init__(self, by: By, values: Mapping[str, Any], *, masked: bool) -> None:
        self._by = by
        self._values = values
        self._masked = masked
        self._reads_audit = can(by, "audit")
        self._kinds: dict[str, tuple[dict[str, str], frozenset[str]] | None] = {}

    def tell(self, change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> Told:
        """One row changed."""
        verb = "changed" if change.before and change.after else "created" if change.after else "removed"
        lines = tuple(self._line(change.kind, key, before.get(key), after.get(key)) for key in {**before, **after})
        return Told(change.change_set, change.kind, change.key, verb, lines)

    def _line(self, kind: str, key: str, before: Any, after: Any) -> Line:
        label, is_open = self._field(kind, key)
        if not is_open:
            return Line(label, HIDDEN, HIDDEN, hidden=True)
        parts = [one for one in (before, after) if is_apart(one)]
        erased = not self._masked and any(one["personal"] not in self._values for one in parts)
        return Line(label, self._shown(before), self._shown(after), erased=erased, personal=bool(parts))

    def _shown(self, value: Any) -> str:
        if is_apart(value):
            return MASKED if self._masked else self._shown(self._values.get(value["personal"], ERASED))
        if isinstance(value, dict):
            return "；".join(f"{_WORDS.get(key, key)} {self._shown(part)}" for key, part in value.items())
        if isinstance(value, list):
            return "、".join(map(self._shown, value))
        if isinstance(value, bool):
            return _TRUTH[value]
        return "" if value is None else str(value)

    def _field(self, kind: str, key: str) -> tuple[str, bool]:
        """The label of a field, and whether this reader may see it; what is no longer known is the auditor's."""
        if kind not in self._kinds:
            self._kinds[kind] = self._known(kind)
        known = self._kinds[kind]
        if known is None or key in _WORDS.keys() - known[0].keys():
            return _WORDS.get(key, key), True
        labels, seen = known
        return labels.get(key, key), key in seen or (key not in labels and self._reads_audit)

    def _known(self, kind: str) -> tuple[dict[str, str], frozenset[str]] | None:
        if (ledger := ledger_of(kind)) is None:
            return None
        seen = frozenset(field.key for field in open_fields(self._by, ledger.fields))
        return {field.key: field.label for field in ledger.fields}, seen


def ledger_of(kind: str) -> Ledger | None:
    """The fields of a kind, where it is one that people keep."""
    try:
        return get_source(kind).ledger
    except CannotRead:
        return None
