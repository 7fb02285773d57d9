"""Matches (匹配): pairs of two ledgers' rows, judged with every reason."""

from .decide import (
    POINT,
    WORDS,
    Condition,
    Judgement,
    Preference,
    Question,
    Verdict,
    judge,
    most_of,
    taken_up,
    verdict_of,
)
from .model import Hard, Match, On, Pairing, Side, Soft
from .names import formulas_of, keys_read, names_of_side, row_of

__all__ = [
    "POINT",
    "WORDS",
    "Condition",
    "Hard",
    "Judgement",
    "Match",
    "On",
    "Pairing",
    "Preference",
    "Question",
    "Side",
    "Soft",
    "Verdict",
    "formulas_of",
    "judge",
    "keys_read",
    "most_of",
    "names_of_side",
    "row_of",
    "taken_up",
    "verdict_of",
]
