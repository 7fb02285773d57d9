"""From the cells of a workbook to what each row says, or why it cannot be taken."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tenglong.core.ledger import Kind, read_row
from tenglong.core.ledger.headers import Columns
from tenglong.workbooks import Cell

from .importer import Handed, says_nothing
from .kinds.spec import Entry, ImportKind, Problem, RowRefused, Setting
from .wording import word_of

_MOST_SHIFTED = 500  # rows of a file that are tried with their cells moved
_CLOSED = frozenset({Kind.CHOICE, Kind.TRUTH})  # fields whose words can be told once for all


@dataclass(slots=True)
class Reading:
    """Rows by their number: what they say, or why not; and the words that no choice has."""

    entries: dict[int, Entry] = field(default_factory=dict)
    refused: dict[int, tuple[Problem, ...]] = field(default_factory=dict)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    tried: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what it takes to read its rows."""

    kind: ImportKind
    columns: Columns
    handed: Handed
    setting: Setting

    def raw(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        """Raw values by field key, in the words of the fields."""
        return self.handed.wording.speak(self.columns.pick(cells))


def read_rows(sheet: Sheet) -> Reading:
    """Every row of the table."""
    reading = Reading()
    for number, cells in sheet.handed.table.records():
        raw = sheet.raw(cells)
        try:
            reading.entries[number] = _read(sheet.kind, raw, sheet.setting)
        except RowRefused as refusal:
            if entry := _unshifted(sheet, reading, cells, refusal):
                reading.entries[number] = entry
            else:
                reading.refused[number] = refusal.problems
                _note_unknown(sheet.kind, raw, refusal, reading)
    return reading


def problems_of(kind: ImportKind, raw: Mapping[str, Any], found: Mapping[str, str]) -> Iterator[Problem]:
    """Sentences by field key as problems with their short reasons."""
    labels = {one.key: one.label for one in kind.fields}
    for key, sentence in found.items():
        empty = key in labels and key in raw and says_nothing(raw[key])
        reason = f"缺{labels[key]}" if empty else kind.reasons.get(key, "内容读不出")
        yield Problem(reason, sentence, key)


def _read(kind: ImportKind, raw: Mapping[str, Any], setting: Setting) -> Entry:
    row = read_row(kind.fields, raw, setting.units)
    if row.problems:
        raise RowRefused(problems_of(kind, raw, row.problems))
    entry = kind.read({key: value for key, value in row.values.items() if value is not None}, setting)
    if lost := {key for fact in entry.facts for key in kind.crowded(fact)}:
        labels = {one.key: one.label for one in kind.fields}
        words = "、".join(labels.get(key, key) for key in sorted(lost))
        raise RowRefused([Problem("登记簿放不下", f"{words}：写得太长，或数太大，放不下。请查对后再导入。")])
    return entry


def _note_unknown(kind: ImportKind, raw: Mapping[str, Any], refusal: RowRefused, reading: Reading) -> None:
    closed = {one.key for one in kind.fields if one.kind in _CLOSED}
    for problem in refusal.problems:
        if problem.field in closed and not says_nothing(raw.get(problem.field)):
            reading.unknown[problem.field, word_of(raw[problem.field])] += 1


def _unshifted(sheet: Sheet, reading: Reading, cells: Mapping[str, Cell], refusal: RowRefused) -> Entry | None:
    """What a row says whose cells were moved one column, when several of its cells make no sense as they stand."""
    if len(refusal.problems) < 2 or reading.tried >= _MOST_SHIFTED:
        return None
    reading.tried += 1
    for moved, sentence in _moved(cells):
        try:
            entry = _read(sheet.kind, sheet.raw(moved), sheet.setting)
        except RowRefused:
            continue
        return replace(entry, doubt=Problem("疑似错列", f"{sentence}请决定是否这样写入，或改好再导入。"))
    return None


def _moved(cells: Mapping[str, Cell]) -> Iterator[tuple[dict[str, Cell], str]]:
    """Each way in which the cells may have stood before they were moved by one, and what is said of it."""
    headers, row = list(cells), list(cells.values())
    for place, header in enumerate(headers):
        if row[place] is None and any(cell is not None for cell in row[place:]):
            back = [*row[:place], *row[place + 1 :], None]
            yield dict(zip(headers, back, strict=True)), f"从“{header}”起像是向右错了一列，移回一列就都读得出。"
        if row[-1] is None and row[place] is not None:
            back = [*row[:place], None, *row[place:-1]]
            yield dict(zip(headers, back, strict=True)), f"从“{header}”起像是向左错了一列，移回一列就都读得出。"
