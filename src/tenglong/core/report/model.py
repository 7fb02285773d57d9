"""What a report or a document is: blocks in order, in which every figure is a measure or a fact of a case.

A report is of a period, drawn for one of its audiences (county, city, province …) from the same rows.
A document is of one case. Both are drawn as editable Word files and, for reports, as a workbook.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenglong.core.formula import Checked


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of running text: plain `words`, or a figure: a measure by key, or a formula over the case's facts.

    `unit` is the unit the figure is said in (the measure's own, if empty); `field` is a fact of the whole paper:
    期间, 期末, 日期, 单位, 编号.
    """

    words: str = ""
    measure: str = ""
    value: Checked | None = None
    field: str = ""
    unit: str = ""


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    NUMBERS = "numbers"  # a table of measures: label, number, unit, target, basis
    GROUPS = "groups"  # a table of a grouped measure
    ROWS = "rows"  # a table of rows


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of rows: the field's label, and the unit it is shown in if not the field's."""

    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `only` are the audiences it is for; empty: all."""

    kind: BlockKind
    pieces: tuple[Piece, ...] = ()
    measures: tuple[Piece, ...] = ()
    over: str = ""
    where: Checked | None = None
    columns: tuple[Column, ...] = ()
    caption: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a period (`every`: month, quarter, half or year). `audiences` maps by order key → label."""

    key: str
    label: str
    title: tuple[Piece, ...]
    every: str
    audiences: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    signed_by: str = ""  # the unit that signs; the date stands under it
    formal: bool = False  # a 公文 with a red head
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of one case of a procedure: a notice, an agreement. `from_step`: only once that step is open or over."""

    key: str
    label: str
    procedure: str
    title: tuple[Piece, ...]
    blocks: tuple[Block, ...]
    signed_by: tuple[str, ...] = ()  # the places to sign, one under the other
    formal: bool = False
    from_step: str = ""
