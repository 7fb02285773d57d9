"""An export that was edited and comes back: of each row only what the person really changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tenglong.core.ledger import differences, from_canonical, read_row
from tenglong.core.ledger.headers import Columns
from tenglong.records.ledgers.referents import resolve
from tenglong.records.ledgers.registers import Kept, Register
from tenglong.workbooks import KEY_HEADER, BaseRow

from .comparing import Edited, edited
from .importer import Handed, Judged
from .kinds.spec import ImportKind, Problem
from .models import Row
from .reader import problems_of
from .staged import Change, Way
from .targets import may_import

THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True, slots=True)
class Sheet:
    """An edited export, with what it takes to read it."""

    kind: ImportKind
    target: Register
    columns: Columns
    handed: Handed


def read_edits(sheet: Sheet) -> tuple[dict[int, Judged], int]:
    """The edited rows by number, and how many exported rows are no longer in the sheet."""
    kind, target, handed = sheet.kind, sheet.target, sheet.handed
    base = handed.base
    if base is None or base.register != kind.register or KEY_HEADER not in handed.table.headers:
        return {}, 0
    marked = [(n, cells, str(cells[KEY_HEADER] or "").strip()) for n, cells in handed.table.records()]
    known = [(n, cells, key) for n, cells, key in marked if key in base.rows]
    current = target.current({key for _, _, key in known})
    first: dict[str, int] = {}
    judged: dict[int, Judged] = {}
    changed: dict[int, tuple[Change, ...]] = {}
    for number, cells, key in known:
        if key in first:
            one = _refused(number, cells, key, "记录号重复", _TWICE.format(first[key]))
        elif key not in current:
            one = _refused(number, cells, key, "已不在登记簿", _GONE)
        elif not _may(handed, target, current[key]):
            one = _refused(number, cells, key, "不在授权区划", _ELSEWHERE)
        else:
            one = _edit(sheet, number, cells, current[key], base.rows[key])
        first.setdefault(key, number)
        judged[number] = one
        changed[number] = one.ways[-1].changes if one.ways else one.changes
    for number, problem in _checked(sheet, current, changed).items():
        judged[number] = replace(
            judged[number], verdict=Row.Verdict.REFUSED, problems=(problem,), changes=(), ways=(), clashes=()
        )
    return judged, len(base.rows.keys() - first.keys())


_TWICE = "和第 {} 行是同一条记录（记录号相同）。要新增一条，请清空这一行的“记录号”，再改成新的内容。"
_GONE = "这条记录导出之后已被移除，没有写入。要重新登记，请清空这一行的“记录号”。"
_ELSEWHERE = "这条记录不在您的授权范围内，不能改动。请交给当地导入。"


def _may(handed: Handed, target: Register, kept: Kept) -> bool:
    return not kept.region_code or may_import(target, handed.by, kept.region_code)


def _refused(number: int, cells: Mapping[str, Any], key: str, reason: str, sentence: str) -> Judged:
    return Judged(number, cells, Row.Verdict.REFUSED, key, (Problem(reason, sentence),))


def _edit(sheet: Sheet, number: int, cells: Mapping[str, Any], current: Kept, base: BaseRow) -> Judged:
    kind, columns = sheet.kind, sheet.columns
    raw = sheet.handed.wording.speak(columns.pick(cells))
    was = from_canonical(kind.fields, base.values)
    row = read_row(kind.fields, {key: value for key, value in raw.items() if key in was}, columns.units)
    fresh = {key: sentence for key, sentence in row.problems.items() if key in was}
    told = Judged(number, cells, Row.Verdict.REFUSED, current.title or current.key, region_code=current.region_code)
    if fresh:
        return replace(told, problems=tuple(problems_of(kind, raw, fresh)))
    mine = {key: value for key, value in row.values.items() if key in raw}
    moved = [d for d in differences(kind.fields, was, mine) if d.field.key in sheet.target.ledger.identity]
    if moved:
        labels = "、".join(d.field.label for d in moved)
        sentence = f"{labels}：这一条记录就是按它认的，不能在表里改。要新增一条，请清空这一行的“记录号”。"
        return replace(told, problems=(Problem("改了编号", sentence, moved[0].field.key),))
    touched = [d.field for d in differences(kind.fields, was, mine)]
    (named,) = resolve(sheet.handed.by, touched, [mine])
    if named.problems:
        return replace(told, problems=tuple(problems_of(kind, raw, named.problems)))
    return _verdict(told, edited(kind.fields, current, base, named.values))


def _verdict(told: Judged, found: Edited) -> Judged:
    free = (found.free,) if found.free else ()
    if found.clashes:
        ways = (Way(THEIRS, "保留现在的", free), Way(MINE, "用表里的", found.all_mine()))
        sentence = "导出之后，同一格别人也改过。请比较两边再决定；不决定就保留现在的，其余照写。"
        problem = Problem("同一格两边都改过", sentence)
        return replace(
            told, verdict=Row.Verdict.CONFLICT, problems=(problem,), changes=free, ways=ways, clashes=found.clashes
        )
    return replace(told, verdict=Row.Verdict.CHANGED if free else Row.Verdict.UNCHANGED, changes=free)


def _checked(
    sheet: Sheet, current: Mapping[str, Kept], changed: Mapping[int, tuple[Change, ...]]
) -> dict[int, Problem]:
    """Rows that the register would not take as they are to stand."""
    asked = [
        (number, {**current[change.key].values, **change.after})
        for number, changes in changed.items()
        for change in changes
    ]
    said = sheet.target.check([row for _, row in asked], by=sheet.handed.by, on=sheet.handed.on)
    return {
        number: problem
        for (number, row), sentences in zip(asked, said, strict=True)
        for problem in list(problems_of(sheet.kind, row, sentences))[:1]
    }
