"""What a command prints: a table for people, JSON for machines."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

Row = Mapping[str, object]


def width(text: str) -> int:
    """Columns a text takes in a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def table(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    """Rows under their titles, in aligned columns; `columns` maps the key in a row to its title."""
    lines = [list(columns.values()), *([text_of(row.get(key)) for key in columns] for row in rows)]
    widths = [max(width(line[n]) for line in lines) for n in range(len(columns))]
    return "\n".join(
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def plain(value: object) -> object:
    """A value JSON has no word for."""
    if isinstance(value, Decimal | Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def show(rows: Sequence[Row], columns: Mapping[str, str], *, as_json: bool = False) -> None:
    """Print rows: a table with Chinese titles, or a JSON list of objects with the keys of `columns`."""
    if as_json:
        kept = [{key: row.get(key) for key in columns} for row in rows]
        print(json.dumps(kept, ensure_ascii=False, indent=2, default=plain))
    else:
        print(table(rows, columns))
