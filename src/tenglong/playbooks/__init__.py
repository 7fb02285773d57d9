"""YAML → a frozen `Mechanism`, or every problem at once with its place and a suggestion; and its list of screens."""

from .collections import answer_rows
from .entry_rows import ENTRY, entry_ledger
from .folders import Loaded, find_folders, load_folders
from .load import load_mechanism, read_folder, without_stories
from .mechanism import INSIDE, LANES, STATIONS, Confidence, County, DeclaredLedger, Mechanism, Role
from .problems import BadMechanism, Problem
from .reference import format_page
from .roles import load_confidences, load_roles
from .rows import SYSTEM, SYSTEM_KEYS, procedure_ledger
from .score_rows import deciding_of, facts_of, formulas_of, kind_of, score_ledger, type_of
from .screens import Screen, screens_of
from .story import Event, Story

__all__ = [
    "ENTRY",
    "INSIDE",
    "LANES",
    "STATIONS",
    "SYSTEM",
    "SYSTEM_KEYS",
    "BadMechanism",
    "Confidence",
    "County",
    "DeclaredLedger",
    "Event",
    "Loaded",
    "Mechanism",
    "Problem",
    "Role",
    "Screen",
    "Story",
    "answer_rows",
    "deciding_of",
    "entry_ledger",
    "facts_of",
    "find_folders",
    "format_page",
    "formulas_of",
    "kind_of",
    "load_confidences",
    "load_folders",
    "load_mechanism",
    "load_roles",
    "procedure_ledger",
    "read_folder",
    "score_ledger",
    "screens_of",
    "type_of",
    "without_stories",
]
