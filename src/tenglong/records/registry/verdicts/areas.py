"""Areas and offices."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tenglong.records.people.models import Unit
from tenglong.records.regions.codes import level_of, parents_of

from .stretches import ends_before

Rows = Sequence[Mapping[str, Any]]
Found = Iterator[tuple[int, str, str]]
_HIGHEST = 12


def regions(rows: Rows, _on: date) -> Found:
    """A region begins with its parent's code, and an abolished one has another successor than itself."""
    yield from ends_before(rows)
    for number, row in enumerate(rows):
        code = str(row.get("code") or "")
        if row.get("parent") and not code.startswith(str(row["parent"])):
            yield number, "parent", f"上级区划：{code} 应以上级的代码开头，{row['parent']} 不是，请查对。"
        if not row.get("parent") and level_of(code) != "province":
            perhaps = "、".join(parents_of(code)[:1])
            yield number, "parent", f"上级区划：要填；按代码应是 {perhaps}。"
        if row.get("successor") == code:
            yield number, "successor", "现行代码：不能是它自己，请查对。"
        if row.get("successor") and not (row.get("until_on") or row.get("last_edition")):
            yield number, "until_on", "撤销日期：写了现行代码的，要写撤销日期或最后收录的版本。"


def units(rows: Rows, _on: date) -> Found:
    """An office is not above itself."""
    yield from ends_before(rows)
    for number, row in enumerate(rows):
        if row.get("parent") and _reaches(row["parent"], str(row.get("key"))):
            yield number, "parent", "上级单位：绕回了它自己，请查对谁在谁之下。"


def _reaches(key: str, wanted: str) -> bool:
    for _ in range(_HIGHEST):
        if key == wanted:
            return True
        key = Unit.objects.filter(key=key).values_list("parent", flat=True).first() or ""
        if not key:
            return False
    return True
