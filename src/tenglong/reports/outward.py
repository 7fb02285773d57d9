"""An outward table as a workbook: the receiving form's columns in its order, numbers that stay numbers, its scope."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from tenglong.workbooks import write_table

TOTAL = "合计"


def write_outward(table: Mapping[str, Any], title: str, notes: Iterable[str] = ()) -> bytes:
    """The workbook of a table as a round keeps it (see records.rounds.freezing)."""
    scope = f"口径：{table['why']}" + (f"（{table['scope']}）" if table["scope"] else "")
    cut_off = [f"截止日：{table['cut_off']}"] if table["cut_off"] else []
    told = (f"报送：{table['to']}", scope, *cut_off, *notes)
    return write_table(table["columns"], _rows(table), title=title, notes=told)


def _rows(table: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    numbers = [said is not None for said in table["said"]]
    for line in table["lines"]:
        yield [_number(cell) if is_number else cell for cell, is_number in zip(line["cells"], numbers, strict=True)]
    totals = [_number(said) if said is not None else "" for said in table["said"]]
    named = next((place for place, is_number in enumerate(numbers) if not is_number), None)
    if named is not None:
        totals[named] = TOTAL
    yield totals


def _number(said: str) -> Decimal | str:
    try:
        return Decimal(said.replace(",", ""))
    except InvalidOperation:
        return said
