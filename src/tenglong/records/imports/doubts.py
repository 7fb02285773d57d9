"""Rows that may be what they say or something else: a person decides, row by row or all at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .comparing import change_of
from .kinds.spec import Entry, ImportKind, Problem
from .staged import Change, Way
from .targets import Target

TAKE, NEW, AS = "take", "new", "as:"
_MOST_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a row is doubtful, and the ways in which it can be decided; to leave it out is always one more."""

    problem: Problem
    ways: tuple[Way, ...]


def doubts_of(
    kind: ImportKind, target: Target, entries: Mapping[int, Entry], outcomes: Mapping[int, object]
) -> dict[int, Doubt]:
    """The doubtful rows among those that could be written."""
    registered = kind.taken(entry.alone for entry in entries.values() if entry.alone)
    here: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, entry in entries.items():
        if entry.alone:
            here[entry.alone].setdefault(entry.key, number)
    doubts: dict[int, Doubt] = {}
    for number, entry in entries.items():
        mine = outcomes.get(number)
        changes = mine if isinstance(mine, tuple) else ()
        others = sorted(registered.get(entry.alone, set()) - {entry.key})[:_MOST_OTHERS]
        beside = [(key, line) for key, line in here[entry.alone].items() if key != entry.key] if entry.alone else []
        if others or beside:
            doubts[number] = _same_name(target, entry, changes, others, beside)
        elif entry.doubt and changes:
            doubts[number] = Doubt(entry.doubt, (Way(TAKE, f"按“{entry.key}”写入", changes),))
    return doubts


def _same_name(
    target: Target, entry: Entry, changes: tuple[Change, ...], others: list[str], beside: list[tuple[str, int]]
) -> Doubt:
    told = [f"已登记的 {key}" for key in others] + [f"第 {line} 行的 {key}" for key, line in beside]
    sentence = f"“{entry.alone}”和{'、'.join(told)} 同名（或曾用此名），请查对是不是同一家，再决定怎样写入。"
    ways = [Way(f"{AS}{key}", f"就是 {key}，更新它", _as(target, entry, key)) for key in others]
    ways.append(Way(NEW, f"不是同一家，按 {entry.key} 写入", changes))
    return Doubt(Problem("同名不同代码", sentence), tuple(ways))


def _as(target: Target, entry: Entry, key: str) -> tuple[Change, ...]:
    """What the row says, said of another row of the registry."""
    current = target.current([key])
    if key not in current:
        return ()
    identity = target.ledger.identity
    facts = ({name: value for name, value in fact.items() if name not in identity} for fact in entry.facts)
    return _changes(target, key, current, facts)


def _changes(target: Target, key: str, current: Mapping, facts: Iterable[Mapping]) -> tuple[Change, ...]:
    found = (change_of(target.ledger.fields, key, current[key], fact) for fact in facts)
    return tuple(change for change in found if change)
