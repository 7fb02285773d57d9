"""The verdict on every row of a workbook: new, changed, unchanged or handed back, and why. Nothing is written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tenglong.core.ledger import differences, read_row
from tenglong.records.people.rights import By, can
from tenglong.records.regions.queries import list_regions
from tenglong.records.registry.kinds import KINDS
from tenglong.records.registry.room import without_room
from tenglong.workbooks import Table

from .importer import Judged, columns_of, says_nothing
from .kinds.spec import Entry, ImportKind, Problem, RowRefused, Setting
from .models import Row
from .places import Places
from .staged import Change


def judge(kind: ImportKind, table: Table, *, by: By, on: date, name: str) -> list[Judged]:
    """Every row of the table, in its order."""
    columns = columns_of(kind.label, kind.fields, kind.aliases, table, name)
    setting = Setting(Places(list_regions()), on, columns.units)
    raws = dict(table.records())
    entries: dict[int, Entry] = {}
    refused: dict[int, tuple[Problem, ...]] = {}
    for number, cells in raws.items():
        try:
            entries[number] = _read(kind, columns.pick(cells), setting)
        except RowRefused as problem:
            refused[number] = problem.problems
    for reading in (_outside(by, entries, setting.places), _repeated(kind, entries), _taken(kind, entries)):
        for number, problem in reading:
            refused[number] = (*refused.get(number, ()), problem)
    good = {number: entry for number, entry in entries.items() if number not in refused}
    compared = _compared(kind, good, by)
    return [_judged(number, cells, entries, refused, compared) for number, cells in raws.items()]


def _read(kind: ImportKind, cells: Mapping[str, Any], setting: Setting) -> Entry:
    row = read_row(kind.fields, cells, setting.units)
    labels = {field.key: field.label for field in kind.fields}
    if row.problems:
        raise RowRefused(
            Problem(
                f"缺{labels[key]}" if says_nothing(cells.get(key)) else kind.reasons.get(key, "内容读不出"), sentence
            )
            for key, sentence in row.problems.items()
        )
    entry = kind.read({key: value for key, value in row.values.items() if value is not None}, setting)
    if lost := {key for fact in entry.facts for key in without_room(kind.table.model, fact)}:
        words = "、".join(labels.get(key, key) for key in sorted(lost))
        raise RowRefused([Problem("登记簿放不下", f"{words}：写得太长，或数太大，放不下。请查对后再导入。")])
    return entry


def _outside(by: By, entries: Mapping[int, Entry], places: Places) -> Iterator[tuple[int, Problem]]:
    """Rows of regions in which the person may not import."""
    may = {region: can(by, "import", region=region) for region in {entry.region_code for entry in entries.values()}}
    for number, entry in entries.items():
        if not may[entry.region_code]:
            place = f"{places.label(entry.region_code)}（{entry.region_code}）"
            yield number, Problem("不在授权区划", f"属于{place}，不在您的授权范围内。请交给当地导入。")


def _repeated(kind: ImportKind, entries: Mapping[int, Entry]) -> Iterator[tuple[int, Problem]]:
    """Rows that say again what another says, and rows that say different things of the same."""
    first: dict[str, int] = {}
    for number, entry in entries.items():
        keys = [kind.table.key_of(fact) for fact in entry.facts]
        for other in sorted({first[key] for key in keys if key in first}):
            if entries[other].facts == entry.facts:
                yield number, Problem("重复行", f"和第 {other} 行相同，已按第 {other} 行处理，请删去这一行。")
                continue
            for one, another in ((number, other), (other, number)):
                yield (
                    one,
                    Problem(
                        "同一代码内容不一", f"和第 {another} 行是同一个“{entry.key}”，内容不同，请查对后只留一行。"
                    ),
                )
        for key in keys:
            first.setdefault(key, number)


def _taken(kind: ImportKind, entries: Mapping[int, Entry]) -> Iterator[tuple[int, Problem]]:
    """Rows that claim what only one may have: a name under two credit codes."""
    holders: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for alone, keys in kind.taken(entry.alone for entry in entries.values() if entry.alone).items():
        holders[alone].update(dict.fromkeys(keys, "已登记的"))
    for number, entry in entries.items():
        if entry.alone:
            holders[entry.alone].setdefault(entry.key, f"第 {number} 行的")
    for number, entry in entries.items():
        others = [f"{where} {key}" for key, where in holders[entry.alone].items() if key != entry.key]
        if entry.alone and others:
            yield (
                number,
                Problem("同名不同代码", f"“{entry.alone}”和{'、'.join(others)} 同名，请查对哪一个代码是对的。"),
            )


def _compared(kind: ImportKind, entries: Mapping[int, Entry], by: By) -> dict[int, tuple[Change, ...] | Problem]:
    """What each row changes in the registry as it stands; a row that belongs elsewhere by now is a problem."""
    facts = {number: [(kind.table.key_of(fact), fact) for fact in entry.facts] for number, entry in entries.items()}
    current = kind.table.find(key for keyed in facts.values() for key, _ in keyed)
    fields = KINDS[kind.table.kind].fields
    may = {region: can(by, "import", region=region) for region in {row["region_code"] for row in current.values()}}
    compared: dict[int, tuple[Change, ...] | Problem] = {}
    for number, keyed in facts.items():
        elsewhere = {current[key]["region_code"] for key, _ in keyed if key in current}
        if lost := sorted(region for region in elsewhere if not may[region]):
            compared[number] = Problem(
                "不在授权区划", f"已登记在区划 {lost[0]}，不在您的授权范围内，不能改动。请交给当地导入。"
            )
            continue
        changes = [_change(fields, key, current.get(key), fact) for key, fact in keyed]
        compared[number] = tuple(change for change in changes if change)
    return compared


def _change(fields: Any, key: str, current: Mapping[str, Any] | None, fact: Mapping[str, Any]) -> Change | None:
    if current is None:
        return Change(key, None, fact)
    finer = str(current["region_code"]).startswith(fact["region_code"])  # what people know better than an address
    different = [d for d in differences(fields, current, fact) if not (finer and d.field.key == "region_code")]
    if not different:
        return None
    return Change(key, {d.field.key: d.old for d in different}, {d.field.key: d.new for d in different})


def _judged(
    number: int,
    cells: Mapping[str, Any],
    entries: Mapping[int, Entry],
    refused: Mapping[int, tuple[Problem, ...]],
    compared: Mapping[int, tuple[Change, ...] | Problem],
) -> Judged:
    key = entries[number].key if number in entries else ""
    outcome = compared.get(number)
    if number in refused or isinstance(outcome, Problem):
        problems = refused.get(number) or (outcome,)
        return Judged(number, cells, Row.Verdict.REFUSED, key, tuple(p for p in problems if isinstance(p, Problem)))
    if not outcome:
        return Judged(number, cells, Row.Verdict.UNCHANGED, key)
    all_new = len(outcome) == len(entries[number].facts) and all(change.before is None for change in outcome)
    return Judged(number, cells, Row.Verdict.NEW if all_new else Row.Verdict.CHANGED, key, changes=outcome)
