"""Ledgers (台账): typed fields, validation, differences."""

from .differences import Difference, differences
from .guessing import guess_columns
from .headers import Columns, match_headers
from .names import name_specs
from .show import canonical, from_canonical, show_value
from .spec import Field, Kind, Ledger
from .validate import Row, read_row, read_value
from .values import CannotRead, Value

__all__ = [
    "CannotRead",
    "Columns",
    "Difference",
    "Field",
    "Kind",
    "Ledger",
    "Row",
    "Value",
    "canonical",
    "differences",
    "from_canonical",
    "guess_columns",
    "match_headers",
    "name_specs",
    "read_row",
    "read_value",
    "show_value",
]
