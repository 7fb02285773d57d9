"""Measures: numbers that open down to rows."""

from .evaluate import MISSING, Outcome, TermValue, Value, outcome, scaled, show, show_term
from .model import Measure, Need, Take, Target, Term
from .periods import CannotReadPeriod, Period, read_period, year_of

__all__ = [
    "MISSING",
    "CannotReadPeriod",
    "Measure",
    "Need",
    "Outcome",
    "Period",
    "Take",
    "Target",
    "Term",
    "TermValue",
    "Value",
    "outcome",
    "read_period",
    "scaled",
    "show",
    "show_term",
    "year_of",
]
