"""The rows of the registers' stories, entered by the piece, in the years that lead up to now."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from tenglong.core.clocks import CHINA
from tenglong.playbooks import Story
from tenglong.playbooks.story import Event, Register
from tenglong.records.ledgers.entering import enter_rows
from tenglong.records.people.rights import By

_YEAR = re.compile(r"(?<=〔)\d{4}(?=〕)")


def enter_registers(stories: Sequence[Story], people: Mapping[str, By], now: datetime) -> None:
    """What each story registers, so many years later that its last year is the one before this."""
    for story in stories:
        events = [event for event in story.events if isinstance(event.does, Register) and not event.refused]
        years = now.year - 1 - max(event.at.year for event in events)
        for (kind, by), alike in groupby(events, key=lambda event: (event.does.kind, event.by)):
            rows, at = _rows(alike, years)
            enter_rows(register=kind, rows=rows, by=people[by], at=at)


def _rows(events: Iterator[Event], years: int) -> tuple[list[dict[str, Any]], datetime]:
    """Their values, and the moment of the last."""
    told = list(events)
    rows = [{key: _later(value, years) for key, value in event.does.values.items()} for event in told]
    return rows, _later(max(event.at for event in told), years).replace(tzinfo=CHINA)


def _later(value: Any, years: int) -> Any:
    """A day so many years later, or a number that has its year in it; 29 February becomes the 28th if need be."""
    if isinstance(value, str):
        return _YEAR.sub(lambda year: str(int(year[0]) + years), value)
    if not isinstance(value, date):
        return value
    try:
        return value.replace(year=value.year + years)
    except ValueError:
        return value.replace(year=value.year + years, day=28)
