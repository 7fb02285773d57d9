"""What it takes to import a kind of table: judge its rows, write them, take them back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field, guess_columns, match_headers
from tenglong.core.ledger.headers import Columns
from tenglong.core.ledger.values import NO_VALUE, half_width
from tenglong.geo import Datum
from tenglong.records.audit.actions import Trail
from tenglong.records.people.rights import By
from tenglong.workbooks import Base, Table

from .kinds.spec import Problem
from .models import Row
from .staged import Change, Clash, Way
from .wording import Wording


class CannotImport(Refused):
    """A workbook cannot be imported at all, or not any more."""


class CannotMap(CannotImport):
    """A column that must be there is not found under any name. `columns`: header → field key, empty where unknown."""

    def __init__(self, sentence: str, columns: Mapping[str, str]) -> None:
        super().__init__(sentence)
        self.columns = dict(columns)


@dataclass(frozen=True, slots=True)
class Handed:
    """A workbook handed in: by whom, on which day, with the office's own words, the export that it once was, and what
    its coordinates are in."""

    table: Table
    name: str
    by: By
    on: date
    wording: Wording = field(default_factory=Wording)
    base: Base | None = None
    datum: Datum | None = None
    meridian: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with its verdict."""

    number: int
    raw: Mapping[str, Any]
    verdict: str
    key: str = ""
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    region_code: str = ""
    ways: tuple[Way, ...] = ()
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every row in its order; the field of each header; words that no choice has, by field and word, with their count;
    how many rows of the base are no longer in the sheet."""

    rows: Sequence[Judged]
    columns: Mapping[str, str]
    unknown: Mapping[tuple[str, str], int] = field(default_factory=dict)
    missing: int = 0


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

    @property
    def drawn(self) -> bool:
        """Whether its rows have shapes, so that their datum is asked for."""

    def judge(self, handed: Handed) -> Judgement:
        """The verdict on every row, in its order. Nothing is written."""

    def write(self, rows: Sequence[Row], *, by: By, at: datetime, trail: Trail) -> None:
        """Write some of what was staged; a row that cannot be written any more is handed back."""

    def conflicts(self, parts: Iterable[Sequence[Row]]) -> Iterator[Conflict]:
        """What stands against taking back rows of a batch that were written, which come in pieces."""

    def take_back(
        self, rows: Sequence[Row], *, force: bool, by: By, at: datetime, trail: Trail
    ) -> tuple[Conflict, ...]:
        """Put back what the rows changed, the last row first; gives the conflicts that were decided."""


def columns_of(label: str, fields: Iterable[Field], aliases: Mapping[str, str], handed: Handed) -> Columns:
    """Which column is which field. CannotMap when a column that must be there is not."""
    headers = handed.table.headers
    columns = match_headers(fields, headers, aliases, handed.wording.columns)
    if lost := [field.label for field in columns.missing if field.required]:
        guessed = guess_columns((field for field in columns.missing if field.required), columns.unknown)
        labels = {field.key: field.label for field in columns.missing}
        likely = "、".join(f"“{header}”是不是{labels[key]}" for header, key in guessed.items())
        likely = f"{likely}？这是猜的，请核对。" if likely else ""
        sentence = (
            f"“{handed.name}”不能作为{label}导入：没有找到列“{'”“'.join(lost)}”。"
            f"表头读到的是：{'、'.join(headers)}。{likely}请核对表的种类和表头，或在页面上说明每一列是哪一项。"
        )
        raise CannotMap(sentence, fields_of(headers, columns))
    return columns


def fields_of(headers: Iterable[str], columns: Columns) -> dict[str, str]:
    """Header → field key, empty where it is no field's."""
    return {header: columns.fields[header].key if header in columns.fields else "" for header in headers}


def hand_back(row: Row, reason: str, sentence: str) -> None:
    """A staged row is not written after all."""
    row.verdict, row.reason = Row.Verdict.REFUSED, reason
    row.sentence = f"第 {row.number} 行，{sentence}"


def says_nothing(raw: object) -> bool:
    """Whether a cell is empty, or holds a sign for nothing."""
    return raw is None or (isinstance(raw, str) and half_width(raw) in NO_VALUE)
