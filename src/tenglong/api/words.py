"""What the address and the body may say: short clean texts, plausible days and numbers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field as LedgerField
from tenglong.core.ledger.values import clean
from tenglong.records.audit.canonical import plain

MASK = "（个人信息）"
MOST_ROWS = 200
_LARGEST_ID = 2**31 - 1

Words = Annotated[str, Field(max_length=60), AfterValidator(clean)]
Name = Annotated[str, Field(max_length=200), AfterValidator(clean)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(clean)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31), examples=["2026-01-31"])]
Number = Annotated[int, Field(ge=0, le=_LARGEST_ID)]
Most = Annotated[int, Field(ge=1, le=MOST_ROWS, description="最多给多少行")]
Start = Annotated[int, Field(ge=0, le=1_000_000, description="从第几行起，从 0 数")]
Real = Annotated[float, Field(allow_inf_nan=False)]
Entered = Text | int | Real | bool | list[Text] | None
Cell = str | int | bool | list[str] | None


class CannotAsk(Refused):
    """The address asks for something that makes no sense."""


class Sent(Schema):
    """A body; what it says beyond its fields is refused."""

    model_config = ConfigDict(extra="forbid")


def cells(fields: Iterable[LedgerField], values: Mapping[str, Any], *, full: bool = False) -> dict[str, Any]:
    """Typed values as JSON: numbers as exact text, days as 2023-01-31. What tells of a person only if `full`."""
    return {field.key: _cell(field, values.get(field.key), full) for field in fields}


def _cell(field: LedgerField, value: Any, full: bool) -> Any:
    hidden = field.personal and not full and value not in (None, "", [])
    return MASK if hidden else plain(value)


def cursor(text: str) -> int:
    """Where a list goes on, of those that go by their rows' ids."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and int(text[:12]) <= _LARGEST_ID):
        raise CannotAsk("不能接着列：after 看不懂。请用上一页给出的 next。")
    return int(text)
