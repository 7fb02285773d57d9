"""What a collection is: whom it asks, how often, by when, what it hands on from round to round, which tables it fills.

An answer is a case of a procedure; a round opens one for each addressee and gathers what was signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from tenglong.core.clocks import Unit
from tenglong.core.errors import Refused
from tenglong.core.formula import Checked
from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.core.measure import Period, read_period
from tenglong.core.procedure import Owner
from tenglong.core.report.periods import MONTHS, newest_periods
from tenglong.core.worktime import Calendar

_PERIODS = {
    "month": ("月", "2026-10"),
    "quarter": ("季度", "2026Q3"),
    "half": ("半年", "2026H1"),
    "year": ("年", "2026"),
}
CATCH_UP = timedelta(days=3)  # a reminder of a day on which nothing served is sent so much later at most
_LEVELS = ("省", "市", "县", "镇街", "园区")


class Asks(StrEnum):
    """Who is asked: offices, towns among them, or enterprises."""

    UNIT = "unit"
    ENTERPRISE = "enterprise"


class WrongPeriod(Refused):
    """A round cannot be of that period."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many units after the last day of the period. `source` names the rule, or says "not published"."""

    amount: int
    unit: Unit
    source: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an outward table, under the receiving form's own label.

    `of` is a text, or a number said in `unit` with `digits` decimals. Columns of several tables that tell the same
    figure each in its own scope say so with `figure`.
    """

    label: str
    of: Checked
    unit: str = ""
    digits: int = 0
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Outward:
    """A table that somebody asks for: its scope (口径) in words and as a formula, its cut-off, its columns.

    An answer counts if `where` holds (None: every answer) and it was first signed no later than `cut_off`.
    """

    key: str
    label: str
    to: str
    why: str
    columns: tuple[Column, ...]
    where: Checked | None = None
    cut_off: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A template. `addressee`, `period`, `due_on` and `title` (may be empty) are keys of fields of the answer's record.

    `owner` opens, reminds, merges and freezes. `signed` is the step with which somebody answers for the figures,
    `merged` the one that merging finishes, the last. `about` fills fields of the record from the addressee's own row,
    `last` and `year_before` from the answers to the round before and to that of a year before: formulas by field key.
    `figures` are the labels of what several tables tell. `remind` are the days on which whoever has not answered is
    reminded, counted from the day it is due: -3 is three days before.
    """

    key: str
    label: str
    procedure: str
    owner: Owner
    asks: Asks
    every: str
    due: Deadline
    addressee: str
    period: str
    due_on: str
    title: str
    signed: str
    merged: str
    where: Checked | None = None
    remind: tuple[int, ...] = ()
    about: Mapping[str, Checked] = field(default_factory=dict)
    last: Mapping[str, Checked] = field(default_factory=dict)
    year_before: Mapping[str, Checked] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Outward] = field(default_factory=dict)


UNITS = Ledger(
    "unit",
    "单位",
    title="name",
    identity=("key",),
    fields=(
        Field("key", "代码"),
        Field("name", "名称"),
        Field("region_code", "区划"),
        Field("level", "级别", Kind.CHOICE, choices=_LEVELS),
    ),
)
ABOUT = (Field("addressee", "填报对象"), Field("addressee_code", "对象代码"))  # what formulas know of every answer


def addressee_ledger(asks: Asks, enterprise: Ledger) -> Ledger:
    """The rows among which the addressees are."""
    return UNITS if asks is Asks.UNIT else enterprise


def period_of(collection: Collection, text: str) -> Period:
    """The period with that written name, which must be as long as the collection's are."""
    period, (word, example) = read_period(text), _PERIODS[collection.every]
    if newest_periods(collection.every, period.since, 1)[0] != period:
        raise WrongPeriod(
            f"不能分发“{collection.label}”：它按{word}报，“{text}”不是一个{word}；请写成 {example} 的样子。"
        )
    return period


def periods_before(collection: Collection, period: Period) -> tuple[Period, Period]:
    """The period before, and the same one a year before."""
    back = newest_periods(collection.every, period.since, 12 // MONTHS[collection.every] + 1)
    return back[1], back[-1]


def day_after(deadline: Deadline, period: Period, calendar: Calendar) -> date:
    """The day on which the deadline falls for that period."""
    last = period.until - timedelta(days=1)
    if deadline.unit is Unit.WORKDAY:
        return calendar.add_workdays(last, deadline.amount)
    return last + timedelta(days=deadline.amount)


def reminder_day(collection: Collection, due_on: date, opened_on: date, on: date) -> date | None:
    """The day of the newest reminder that is to be out by that day; None where there is none, or it was long ago."""
    days = [due_on + timedelta(days=one) for one in collection.remind]
    return max((one for one in days if max(opened_on, on - CATCH_UP) < one <= on), default=None)
