"""A mechanism under the hands of somebody who writes no YAML: its parts as forms, and back as the same files."""

from .check import Checked, check_draft
from .differences import Difference, differences
from .draft import CannotEdit, Draft, begin, unpack
from .entering import enter
from .names import Names
from .outline import Part, get_part, outline
from .shape import shape
from .sheet import Block, Group, Input, is_of, sheet

__all__ = [
    "Block",
    "CannotEdit",
    "Checked",
    "Difference",
    "Draft",
    "Group",
    "Input",
    "Names",
    "Part",
    "begin",
    "check_draft",
    "differences",
    "enter",
    "get_part",
    "is_of",
    "outline",
    "shape",
    "sheet",
    "unpack",
]
