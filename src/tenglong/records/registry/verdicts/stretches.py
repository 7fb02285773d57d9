"""Stretches of time, half-open; no first day is since ever, no last one goes on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

Stretch = tuple[date | None, date | None]


def ends_before(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """Rows that end before they begin."""
    for number, row in enumerate(rows):
        since, until = row.get("from_on"), row.get("until_on")
        if since and until and until <= since:
            yield number, "until_on", f"截止日期：{until} 不晚于起始日期 {since}，请查对。"


def overlap(one: Stretch, other: Stretch) -> bool:
    """Whether there is a day in both."""
    begins = one[0] is None or other[1] is None or one[0] < other[1]
    return begins and (other[0] is None or one[1] is None or other[0] < one[1])


def above_zero(rows: Sequence[Mapping[str, Any]], key: str, label: str) -> Iterator[tuple[int, str, str]]:
    """Rows whose area is not above zero."""
    for number, row in enumerate(rows):
        if row.get(key) is not None and row[key] <= 0:
            yield number, key, f"{label}：{row[key]} 应大于 0，请查对。"
