"""Workbooks: tables in, marked copies and exports out."""

from .marked import Verdict, VerdictKind, marked_copy
from .paper import fitting
from .read import read_table
from .round_trip import KEY_HEADER, Base, BaseRow, Exported, read_base, write_round_trip
from .table import Cell, Skipped, Table, TableRow
from .write import CannotWrite, write_separated, write_table

__all__ = [
    "KEY_HEADER",
    "Base",
    "BaseRow",
    "CannotWrite",
    "Cell",
    "Exported",
    "Skipped",
    "Table",
    "TableRow",
    "Verdict",
    "VerdictKind",
    "fitting",
    "marked_copy",
    "read_base",
    "read_table",
    "write_round_trip",
    "write_separated",
    "write_table",
]
