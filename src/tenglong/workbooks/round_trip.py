"""A workbook to be edited and handed back: it remembers on a hidden sheet what every row was when it was exported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .paper import HEADER, Look, Paper
from .sheets import read_hidden_sheet

KEY_HEADER = "记录号"  # the column by which a row is known, wherever it is moved
_SHEET = "腾笼底稿"
_FORMAT = 1
_GREY: Look = {"font_color": "#8A8F94"}
_PIECE = 32_000  # of a text that does not fit into one cell
_NARROW = 12


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A row as it was exported: its version, and its values as canonical JSON by field key."""

    version: int
    values: str


@dataclass(frozen=True, slots=True)
class Base:
    """What an export was: of which register, and its rows by key."""

    register: str
    rows: Mapping[str, BaseRow]


@dataclass(frozen=True, slots=True)
class Exported:
    """One row of an export: its key and what the sheet shows, and what is remembered of it."""

    key: str
    cells: Sequence[object]
    base: BaseRow


def write_round_trip(register: str, headers: Sequence[str], rows: Iterable[Exported]) -> bytes:
    """An xlsx of the rows, the key of each in the last column, with its base on a hidden sheet."""
    with Paper("数据") as paper:
        shown = paper.sheet
        paper.add_sheet(_SHEET)
        hidden = paper.sheet
        hidden.hide()
        shown.set_column(0, max(len(headers) - 1, 0), _NARROW + 4)
        shown.set_column(len(headers), len(headers), _NARROW)
        paper.write_row(0, (_SHEET, _FORMAT, register))
        paper.sheet = shown
        paper.write_row(0, (*headers, KEY_HEADER), look=HEADER)
        last = 0
        for last, row in enumerate(rows, start=1):
            paper.sheet = shown
            paper.write_row(last, row.cells)
            paper.write_row(last, (row.key,), len(headers), _GREY)
            paper.sheet = hidden
            text = row.base.values
            pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
            paper.write_row(last, (row.key, row.base.version, *pieces))
        shown.freeze_panes(1, 0)
        shown.autofilter(0, 0, max(last, 1), len(headers))
    return paper.data


def read_base(data: bytes, name: str) -> Base | None:
    """What an edited export remembers; None for any other file. CannotRead as for the file itself."""
    rows = read_hidden_sheet(data, name, _SHEET)
    if not rows or [str(cell) for cell in rows[0][:1]] != [_SHEET] or len(rows[0]) < 3:
        return None
    kept: dict[str, BaseRow] = {}
    for key, version, *pieces in rows[1:]:
        if key is None or not isinstance(version, (int, float)):
            continue
        kept[_text(key)] = BaseRow(int(version), "".join(str(piece) for piece in pieces if piece is not None))
    return Base(str(rows[0][2]), kept)


def _text(key: object) -> str:
    return str(int(key)) if isinstance(key, float) and key.is_integer() else str(key)
