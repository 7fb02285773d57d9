"""A report or a document as drawn: what Word, a workbook and a web page each set in their own way."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

_LEVELS = (  # of headings, as papers number them
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d+[.．]"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words, or a figure. `path` is the page that opens it, `basis` its number in the annex (0: none).

    `value` is the number as it is said, where there is one. `reason`: it says why there is no number.
    """

    text: str
    path: str = ""
    basis: int = 0
    value: Fraction | None = None
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is 一、, 2 is （一）, 3 is 1."""

    said: tuple[Said, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark under a text or a table."""

    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; a `number` stands at the right."""

    label: str
    unit: str = ""
    number: bool = False

    @property
    def text(self) -> str:
        """With its unit."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; with `sums` the last row is the total. The last cell of a short row reaches to the end.

    A form has no header: its first column says what stands beside it.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Said, ...], ...]
    sums: bool = False
    form: bool = False

    @property
    def cells(self) -> tuple[tuple[tuple[Head, Said, int], ...], ...]:
        """Rows of cells: each with the head over it and the number of columns it reaches over."""
        width = len(self.heads)
        return tuple(
            tuple(
                (head, said, width - place if place == len(row) - 1 else 1)
                for place, (head, said) in enumerate(zip(self.heads, row, strict=False))
            )
            for row in self.rows
        )


Part = Heading | Paragraph | Table | Note


@dataclass(frozen=True, slots=True)
class BasisTerm:
    """One term of a figure: `over` how many rows of what it was taken, which of them, which were left out."""

    label: str
    shown: str
    unit: str
    rows: int
    over: str
    chosen: str
    left: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a figure comes from (口径). `remarks` are its refusal, its assumption, its note and its source."""

    number: int
    measure: str
    label: str
    shown: str
    value: Fraction | None
    unit: str
    span: str
    formula: str
    terms: tuple[BasisTerm, ...]
    remarks: tuple[str, ...]
    path: str
    period: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn report or document. `scope` says whose rows were counted; `signed_by` who signs."""

    label: str
    title: tuple[Said, ...]
    to: tuple[Said, ...]
    parts: tuple[Part, ...]
    bases: tuple[Basis, ...]
    signed_by: tuple[tuple[Said, ...], ...]
    drawn_on: date
    formal: bool
    scope: str = ""

    @property
    def name(self) -> str:
        """The title in plain words, on one line."""
        return plain(self.title).replace("\n", "")

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables in order."""
        return tuple(part for part in self.parts if isinstance(part, Table))


def plain(said: tuple[Said, ...]) -> str:
    """Pieces as one text."""
    return "".join(piece.text for piece in said)


def level_of(text: str) -> int:
    """The level of a heading by its number; 1 without one."""
    return next((level for level, form in enumerate(_LEVELS, start=1) if form.match(text)), 1)


def words_of(paper: Paper) -> str:
    """All that a paper says, line by line, cells of a row beside each other."""
    lines = [paper.name, plain(paper.to)]
    for part in paper.parts:
        if isinstance(part, Table):
            lines += [part.caption, " ".join(head.text for head in part.heads)]
            lines += [" ".join(cell.text for cell in row) for row in part.rows]
        else:
            lines.append(plain(part.said))
    lines += [plain(said) for said in paper.signed_by]
    return "\n".join(line for line in lines if line)
