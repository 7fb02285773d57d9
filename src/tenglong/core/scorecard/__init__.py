"""Scorecards (评价): indicators held against benchmarks, the total, the rank, the class and the reasons."""

from .facts import all_facts
from .model import Adjustment, Band, Indicator, Input, Missing, Parameter, Scorecard, Shortlist
from .names import class_names, indicator_names, parameter_names, ranking_names, score_names, table_names
from .points import value_digits
from .reasons import Reason, explain
from .results import CannotScore, Mark, Outcome, Scored
from .score import score_rows

__all__ = [
    "Adjustment",
    "Band",
    "CannotScore",
    "Indicator",
    "Input",
    "Mark",
    "Missing",
    "Outcome",
    "Parameter",
    "Reason",
    "Scorecard",
    "Scored",
    "Shortlist",
    "all_facts",
    "class_names",
    "explain",
    "indicator_names",
    "parameter_names",
    "ranking_names",
    "score_names",
    "score_rows",
    "table_names",
    "value_digits",
]
