"""YAML → a frozen `Mechanism`, or every problem at once with its place and a suggestion; and its list of screens."""

from .folders import Loaded, find_folders, load_folders
from .load import load_mechanism, read_folder
from .mechanism import LANES, STATIONS, County, DeclaredLedger, Mechanism, Role
from .problems import BadMechanism, Problem
from .reference import format_page
from .roles import load_roles
from .rows import SYSTEM, procedure_ledger
from .screens import Screen, screens_of
from .story import Event, Story

__all__ = [
    "LANES",
    "STATIONS",
    "SYSTEM",
    "BadMechanism",
    "County",
    "DeclaredLedger",
    "Event",
    "Loaded",
    "Mechanism",
    "Problem",
    "Role",
    "Screen",
    "Story",
    "find_folders",
    "format_page",
    "load_folders",
    "load_mechanism",
    "load_roles",
    "procedure_ledger",
    "read_folder",
    "screens_of",
]
