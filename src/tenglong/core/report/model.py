"""What a report or a document is: blocks in order, in which every figure is a measure or a fact of a case.

A report is of a period, drawn for one of its audiences (county, city, province …) from the same rows.
A document is of one case. Both are drawn as editable Word files and, for reports, as a workbook.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenglong.core.formula import Checked

REPORT_FACTS = ("期间", "期末", "日期", "单位")  # what a report may say of itself
DOCUMENT_FACTS = ("日期", "编号")


class Since(StrEnum):
    """From when on a figure of a report counts, up to the end of the report's period."""

    PERIOD = "本期"
    YEAR = "本年"
    ALWAYS = "累计"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of running text: plain `words`, or a figure: a measure by key, or a formula over the case's facts.

    `field` is a fact of the whole paper (REPORT_FACTS, DOCUMENT_FACTS) or the label of a field of the case.
    `unit` is the unit the figure is said in (its own, if empty); `since` which rows a measure's figure counts.
    """

    words: str = ""
    measure: str = ""
    value: Checked | None = None
    field: str = ""
    unit: str = ""
    since: Since = Since.PERIOD


Text = tuple[Piece, ...]


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    NUMBERS = "numbers"  # a table of measures: label, unit, number, target
    GROUPS = "groups"  # a table of a grouped measure
    ROWS = "rows"  # a table of rows
    FACTS = "facts"  # a table of facts of the case


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of rows: the field's label, and the unit it is shown in if not the field's."""

    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `only` are the audiences it is for; empty: all.

    `since` are the columns of a table of numbers. Of a table of rows `dated` is the label of the date that puts a row
    into the report's period (empty: every row), `order` the label it is sorted by, a minus before it: downwards.
    """

    kind: BlockKind
    pieces: Text = ()
    measures: Text = ()
    since: tuple[Since, ...] = ()
    over: str = ""
    where: Checked | None = None
    dated: str = ""
    order: str = ""
    columns: tuple[Column, ...] = ()
    caption: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a report is for and addressed `to`. `units`: what is kept in the first is said in the second."""

    key: str
    label: str
    units: tuple[tuple[str, str], ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a period (`every`: month, quarter, half or year)."""

    key: str
    label: str
    title: Text
    every: str
    audiences: tuple[Audience, ...]
    blocks: tuple[Block, ...]
    signed_by: str = ""  # the unit that signs; the date stands under it
    formal: bool = False  # a 公文 with a red head
    note: str = ""

    def audience(self, key: str) -> Audience | None:
        """The audience with that key; the first for an empty one."""
        return next((one for one in self.audiences if key in ("", one.key)), None)


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of one case of a procedure: a notice, an agreement.

    `from_step`: only once that step is in hand or over. Several in `signed_by` sign beside each other; a single one
    signs as a unit, with the date under it.
    """

    key: str
    label: str
    procedure: str
    title: Text
    blocks: tuple[Block, ...]
    signed_by: tuple[Text, ...] = ()
    to: Text = ()
    formal: bool = False
    from_step: str = ""


def day_words(day: date) -> str:
    """2023年9月14日, as papers write a day."""
    return f"{day.year}年{day.month}月{day.day}日"
