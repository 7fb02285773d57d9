"""The chapters of the reference page, in its order."""

from tests.spec.formula import conditions, numbers, refusals, totals

CHAPTERS = (*numbers.CHAPTERS, *conditions.CHAPTERS, *totals.CHAPTERS, *refusals.CHAPTERS)
