"""What it takes to import a kind of table: judge its rows, write them, take them back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, match_headers
from tenglong.core.ledger.headers import Columns
from tenglong.core.ledger.values import NO_VALUE, half_width
from tenglong.records.audit.actions import Trail
from tenglong.records.people.rights import By
from tenglong.workbooks import Table

from .kinds.spec import Problem
from .models import Batch, Row
from .staged import Change


class CannotImport(Refused):
    """A workbook cannot be imported at all, or not any more."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with its verdict."""

    number: int
    raw: Mapping[str, Any]
    verdict: str
    key: str = ""
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that cannot simply be put back. `forcible`: it is put back if the person insists.

    `field` is empty where the whole row is meant.
    """

    number: int
    key: str
    field: str
    label: str
    imported: str
    now: str
    why: str
    forcible: bool


class Importer(Protocol):
    """One kind of table. `aliases` are other words for a column: word → field key."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def fields(self) -> tuple[Field, ...]: ...

    @property
    def aliases(self) -> Mapping[str, str]: ...

    @property
    def values(self) -> tuple[Field, ...]:
        """The fields of what rows change."""

    def judge(self, table: Table, *, by: By, on: date, name: str) -> list[Judged]:
        """The verdict on every row, in its order. Nothing is written."""

    def write(self, rows: Sequence[Row], *, by: By, at: datetime, trail: Trail) -> None:
        """Write what was staged; a row that cannot be written any more is handed back."""

    def conflicts(self, batch: Batch) -> tuple[Conflict, ...]:
        """What stands against taking a batch back."""

    def take_back(self, batch: Batch, *, force: bool, by: By, at: datetime, trail: Trail) -> tuple[Conflict, ...]:
        """Put back what the batch changed; gives the conflicts that were decided."""


def columns_of(label: str, fields: Iterable[Field], aliases: Mapping[str, str], table: Table, name: str) -> Columns:
    """Which column is which field. CannotImport when a column that must be there is not."""
    columns = match_headers(fields, table.headers, aliases)
    if lost := [field.label for field in columns.missing if field.required]:
        raise CannotImport(
            f"“{name}”不能作为{label}导入：没有找到列“{'”“'.join(lost)}”。"
            f"表头读到的是：{'、'.join(table.headers)}。请核对表的种类和表头。"
        )
    return columns


def hand_back(row: Row, reason: str, sentence: str) -> None:
    """A staged row is not written after all."""
    row.verdict, row.reason = Row.Verdict.REFUSED, reason
    row.sentence = f"第 {row.number} 行，{sentence}"


def says_nothing(raw: object) -> bool:
    """Whether a cell is empty, or holds a sign for nothing."""
    return raw is None or (isinstance(raw, str) and half_width(raw) in NO_VALUE)
