"""What a plot yields year by year: figures of the plot itself and of the enterprises that used it in that year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenglong.core.measure.periods import CannotReadPeriod, read_period
from tenglong.web.templatetags.tenglong import amount

YEAR_DIGITS = 4
PLOT = "本地块"


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure of a year."""

    metric: str
    shown: str
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one subject in a year, and where they are written."""

    subject: str
    figures: tuple[Reported, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year with its figures, from `since` until `until`."""

    label: str
    since: date
    until: date
    rows: tuple[Row, ...]


def yearly_output(own: Iterable[Any], theirs: Iterable[Any], occupancies: Sequence[Any]) -> list[Year]:
    """The years that have a figure, the oldest first. `own` are the plot's observations, `theirs` the enterprises'."""
    names = {one.enterprise.code: one.enterprise.name for one in occupancies}
    years: dict[str, dict[str, list[Any]]] = {}
    for one in own:
        years.setdefault(one.period, {}).setdefault(PLOT, []).append(one)
    for one in theirs:
        if one.subject == f"enterprise:{one.enterprise_code}" and _used(occupancies, one.enterprise_code, one.period):
            years.setdefault(one.period, {}).setdefault(names[one.enterprise_code], []).append(one)
    return [
        Year(f"{period} 年", date(int(period), 1, 1), date(int(period) + 1, 1, 1), _rows(years[period]))
        for period in sorted(years)
        if len(period) == YEAR_DIGITS and period.isdecimal()
    ]


def _rows(told: Mapping[str, Iterable[Any]]) -> tuple[Row, ...]:
    found = []
    for subject, figures in told.items():
        reported = tuple(Reported(one.metric, amount(one.value), one.unit) for one in figures)
        found.append(Row(subject, reported, tuple(dict.fromkeys(one.source for one in figures))))
    return tuple(found)


def _used(occupancies: Iterable[Any], enterprise: str, text: str) -> bool:
    """Whether the enterprise used the plot in that period."""
    try:
        period = read_period(text)
    except CannotReadPeriod:
        return False
    return any(
        one.enterprise.code == enterprise
        and one.from_on < period.until
        and (one.until_on is None or one.until_on > period.since)
        for one in occupancies
    )
