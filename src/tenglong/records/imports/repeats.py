"""Rows that say again what another row of the same workbook says, or something else of the same."""

from collections.abc import Iterator, Mapping

from .kinds.spec import Entry, Problem
from .targets import Target


def repeated(target: Target, entries: Mapping[int, Entry]) -> Iterator[tuple[int, Problem]]:
    """The second of two equal rows, and both of two that differ."""
    first: dict[str, int] = {}
    for number, entry in entries.items():
        keys = [key for fact in entry.facts if (key := target.key_of(fact))]
        for other in sorted({first[key] for key in keys if key in first}):
            if entries[other].facts == entry.facts:
                yield number, Problem("重复行", f"和第 {other} 行相同，已按第 {other} 行处理，请删去这一行。")
                continue
            for one, another in ((number, other), (other, number)):
                sentence = f"和第 {another} 行是同一个“{entry.key}”，内容不同，请查对后只留一行。"
                yield one, Problem("同一代码内容不一", sentence)
        for key in keys:
            first.setdefault(key, number)
