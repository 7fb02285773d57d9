"""The verdict on every row of a workbook: new, changed, doubtful, unchanged or handed back, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tenglong.records.ledgers.referents import resolve
from tenglong.records.ledgers.registers import Kept
from tenglong.records.people.rights import open_fields
from tenglong.records.regions.queries import list_regions, successors

from . import reader
from .comparing import change_of
from .doubts import Doubt, doubts_of
from .edits import Sheet, read_edits
from .importer import Handed, Judged, Judgement, columns_of, fields_of
from .kinds.spec import Entry, ImportKind, Problem, Setting
from .models import Row
from .places import Places
from .reader import Reading, problems_of, read_rows
from .repeats import repeated
from .staged import Change
from .targets import Target, check_target, get_target, may_import

Outcome = tuple[Change, ...] | Problem


@dataclass(slots=True)
class Case:
    """What is known of a sheet while it is judged."""

    kind: ImportKind
    target: Target
    handed: Handed
    places: Places
    reading: Reading
    edits: Mapping[int, Judged]


def judge(kind: ImportKind, handed: Handed) -> Judgement:
    """Every row of the table, in its order."""
    kind = replace(kind, fields=open_fields(handed.by, kind.fields))
    columns = columns_of(kind.label, kind.fields, kind.aliases, handed)
    target, places = get_target(kind.register), Places(list_regions(), successors())
    check_target(target, handed.by, handed.name)
    edits, missing = read_edits(Sheet(kind, target, columns, handed))
    rest = handed if not edits else _without(handed, edits)
    setting = Setting(places, handed.on, columns.units, handed.datum, handed.meridian)
    reading = read_rows(reader.Sheet(kind, columns, rest, setting))
    reading.entries.update(kind.together(reading.entries, setting))
    case = Case(kind, target, handed, places, reading, edits)
    if kind.refers:
        _name(case)
    for number, problem in (*_outside(case), *repeated(target, reading.entries)):
        reading.refused[number] = (*reading.refused.get(number, ()), problem)
    good = {number: entry for number, entry in reading.entries.items() if number not in reading.refused}
    outcomes, current = _compared(case, good)
    checked = _checked(case, outcomes, current)
    doubts = doubts_of(kind, target, {n: e for n, e in good.items() if n not in checked}, outcomes)
    final = outcomes | checked
    rows = [_judged(case, n, cells, final, doubts) for n, cells in handed.table.records()]
    return Judgement(rows, fields_of(handed.table.headers, columns), reading.unknown, missing)


def _name(case: Case) -> None:
    """What references name, with keys in place of names."""
    entries = [(n, entry) for n, entry in case.reading.entries.items()]
    fields = case.target.ledger.fields
    named = resolve(case.handed.by, fields, [fact for _, entry in entries for fact in entry.facts])
    for (number, entry), found in zip(entries, named, strict=True):
        case.reading.entries[number] = replace(entry, facts=(found.values,))
        if found.problems:
            problems = tuple(problems_of(case.kind, found.values, found.problems))
            case.reading.refused[number] = (*case.reading.refused.get(number, ()), *problems)


def _without(handed: Handed, edits: Mapping[int, Judged]) -> Handed:
    """The rows that are no edits."""
    rows = tuple(row for row in handed.table.rows if row.number not in edits)
    return replace(handed, table=replace(handed.table, rows=rows))


def _outside(case: Case) -> list[tuple[int, Problem]]:
    """Rows of regions in which the person may not import."""
    entries = case.reading.entries
    regions = {entry.region_code for entry in entries.values()}
    barred = {region for region in regions if region and not may_import(case.target, case.handed.by, region)}
    told = {region: f"{case.places.label(region)}（{region}）" for region in barred}
    return [
        (number, Problem("不在授权区划", f"属于{told[entry.region_code]}，不在您的授权范围内。请交给当地导入。"))
        for number, entry in entries.items()
        if entry.region_code in barred
    ]


def _compared(case: Case, entries: Mapping[int, Entry]) -> tuple[dict[int, Outcome], dict[str, Kept]]:
    """What each row changes in the registry as it stands; a row that belongs elsewhere by now is a problem."""
    target = case.target
    facts = {number: [(target.key_of(fact), fact) for fact in entry.facts] for number, entry in entries.items()}
    current = target.current({key for keyed in facts.values() for key, _ in keyed if key})
    regions = {kept.region_code for kept in current.values() if kept.region_code}
    barred = {region for region in regions if not may_import(target, case.handed.by, region)}
    outcomes: dict[int, Outcome] = {}
    for number, keyed in facts.items():
        found = [change_of(target.ledger.fields, key, current.get(key), fact) for key, fact in keyed]
        changes = tuple(change for change in found if change)
        elsewhere = sorted({current[key].region_code for key, _ in keyed if key in current} & barred)
        if elsewhere and (changes or not case.kind.public):
            sentence = f"已登记在区划 {elsewhere[0]}，不在您的授权范围内，不能改动。请交给当地导入。"
            outcomes[number] = Problem("不在授权区划", sentence)
            continue
        outcomes[number] = changes
    return outcomes, current


def _checked(case: Case, outcomes: Mapping[int, Outcome], current: Mapping[str, Kept]) -> dict[int, Problem]:
    """Rows that the register would not take as they are to stand."""
    asked: list[tuple[int, Mapping[str, Any]]] = []
    for number, outcome in outcomes.items():
        for change in outcome if isinstance(outcome, tuple) else ():
            asked.append((number, {**(current[change.key].values if change.key in current else {}), **change.after}))
    said = case.target.check([row for _, row in asked], by=case.handed.by, on=case.handed.on)
    found: dict[int, Problem] = {}
    for (number, row), sentences in zip(asked, said, strict=True):
        for problem in problems_of(case.kind, row, sentences):
            found.setdefault(number, problem)
    return found


def _judged(
    case: Case,
    number: int,
    cells: Mapping[str, Any],
    outcomes: Mapping[int, Outcome],
    doubts: Mapping[int, Doubt],
) -> Judged:
    if number in case.edits:
        return case.edits[number]
    entry = case.reading.entries.get(number)
    key, region = (entry.key, entry.region_code) if entry else ("", "")
    refused: Sequence[Problem] = case.reading.refused.get(number, ())
    outcome = outcomes.get(number, ())
    if isinstance(outcome, Problem):
        refused = refused or (outcome,)
    if refused or entry is None:
        return Judged(number, cells, Row.Verdict.REFUSED, key, tuple(refused), region_code=region)
    if number in doubts:
        doubt = doubts[number]
        return Judged(number, cells, Row.Verdict.DOUBTFUL, key, (doubt.problem,), region_code=region, ways=doubt.ways)
    changes = outcome if isinstance(outcome, tuple) else ()
    if not changes:
        notes = (entry.note,) if entry.note else ()
        return Judged(number, cells, Row.Verdict.UNCHANGED, key, notes, region_code=region)
    all_new = len(changes) == len(entry.facts) and all(change.before is None for change in changes)
    verdict = Row.Verdict.NEW if all_new else Row.Verdict.CHANGED
    return Judged(number, cells, verdict, key, changes=changes, region_code=region)
