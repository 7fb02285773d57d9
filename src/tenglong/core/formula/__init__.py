"""The formula language: parse, check, evaluate, explain. See docs/reference/formula.md."""

from .check import Checked, check
from .explanation import Explanation, explain
from .names import NameSpec
from .numbers import Value, format_number, round_half_up
from .parse import parse
from .problems import FormulaProblem, FormulaProblems
from .reference import WrongValue, evaluate
from .tree import Formula, Type

__all__ = [
    "Checked",
    "Explanation",
    "Formula",
    "FormulaProblem",
    "FormulaProblems",
    "NameSpec",
    "Type",
    "Value",
    "WrongValue",
    "check",
    "evaluate",
    "explain",
    "format_number",
    "parse",
    "round_half_up",
]
