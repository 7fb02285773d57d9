"""Workbooks: tables in, marked copies and exports out."""

from .marked import Verdict, VerdictKind, marked_copy
from .read import read_table
from .table import Cell, Skipped, Table, TableRow
from .write import CannotWrite, write_separated, write_table

__all__ = [
    "CannotWrite",
    "Cell",
    "Skipped",
    "Table",
    "TableRow",
    "Verdict",
    "VerdictKind",
    "marked_copy",
    "read_table",
    "write_separated",
    "write_table",
]
