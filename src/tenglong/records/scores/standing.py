"""How far a subject is from the class above, and what each indicator alone would have to be."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from django.db.models import Count, Min

from tenglong.core.formula import format_number
from tenglong.core.scorecard import Scorecard, Scored, value_digits
from tenglong.records.people.rights import By, can

from .models import Run, ScoreRow

FEWEST = 5  # in a class before its line is told to others: of fewer it would be a total whose owner can be guessed
_NAMED = 3  # indicators named as ways to the next class


@dataclass(frozen=True, slots=True)
class Reach:
    """An indicator that alone would be enough: its value now and then."""

    label: str
    now: str
    needed: str
    unit: str


@dataclass(frozen=True, slots=True)
class Distance:
    """The next class, the lowest total in it, the points still missing, and the indicators that could bring them."""

    band: str
    line: Decimal
    gap: Decimal
    reaches: tuple[Reach, ...]


def distance_of(by: By, run: Run, row: ScoreRow, scorecard: Scorecard, scored: Scored) -> Distance | None:
    """To the class above that somebody is in, with the shortest ways there; None where there is none.

    Who may not open the rows is not told the line of a class of fewer than FEWEST.
    """
    names = [band.name for band in scorecard.bands]
    if row.total is None or row.band not in names:
        return None
    for name in reversed(names[: names.index(row.band)]):
        above = ScoreRow.objects.filter(run=run, band=name).aggregate(line=Min("total"), count=Count("pk"))
        line = above["line"]
        if line is not None and line > row.total:
            if above["count"] < FEWEST and not can(by, "open_rows"):
                return None
            gap = round(line - row.total, scorecard.digits)
            return Distance(name, round(line, scorecard.digits), gap, tuple(_reaches(scorecard, scored, gap)))
    return None


def _reaches(scorecard: Scorecard, scored: Scored, gap: Decimal) -> list[Reach]:
    """Only where points are value over benchmark times weight, so that one number answers. It is rounded up."""
    found = []
    for one, mark in zip(scorecard.indicators, scored.marks, strict=True):
        if one.score is None and mark.value and Fraction(one.weight):
            more = Fraction(gap) * Fraction(one.benchmark) / Fraction(one.weight)
            digits, now = value_digits(one) - 2, Fraction(mark.value)
            needed = Fraction(ceil((now + more) * 10**digits), 10**digits)
            reach = Reach(one.label, format_number(now, digits), format_number(needed, digits), one.unit or "")
            found.append((more / now, reach))
    return [reach for _, reach in sorted(found, key=lambda way: way[0])[:_NAMED]]
