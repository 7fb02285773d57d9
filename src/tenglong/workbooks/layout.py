"""From bare cells to a table: where the header is, what is data, and what is a title, a total or a note."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from tenglong.core.ledger import CannotRead

from .table import MARK_HEADERS, Cell, Grid, Skipped, Table, TableRow, is_blank

BLANK, REPEATED, TOTAL, NOTE = "空行", "重复的表头", "合计行", "说明行"
_SEARCHED = 30  # rows from the top among which the header must be
_NUMERIC = re.compile(r"[\d.,%/:\-\s]+")
_UNIT = re.compile(r"[（(\[【〔].*")
_TOTAL = re.compile(r"[总合小共累]\s*计\s*[:：]?")
_NOTE = re.compile(r"(备?注|说明|填[表报].{0,3}|制表.{0,2}|审核.{0,2}|复核.{0,2}|(单位)?负责人|联系(人|电话))\s*[:：]")


def lay_out(grid: Grid, name: str, expected: Collection[str] = ()) -> Table:
    """The table in a grid. `expected` are likely words of its header. CannotRead when no header or no data is found."""
    found = _find_header(grid.rows, expected, name)
    first = _top_of_header(grid, found)
    last = max(found, _end_of_header(grid, first))
    columns = _columns(grid, first, last)
    if [header for _, header in columns[: len(MARK_HEADERS)]] == list(MARK_HEADERS):
        columns = columns[len(MARK_HEADERS) :]
    headers = tuple(header for _, header in columns)
    data: list[TableRow] = []
    skipped: list[Skipped] = []
    for number, row in enumerate(_written(_filled_down(grid, last))[last + 1 :], start=last + 2):
        cells = tuple(row[place] if place < len(row) else None for place, _ in columns)
        if why := _why_skipped(cells, headers):
            skipped.append(Skipped(number, cells, why))
        else:
            data.append(TableRow(number, cells))
    if not data:
        raise CannotRead(f"“{name}”的表头下面没有数据行，请查对文件。")
    return Table(
        headers=headers,
        rows=tuple(data),
        skipped=tuple(skipped),
        sheet=grid.sheet,
        header_row=last + 1,
        first_row_number=data[0].number,
        encoding=grid.encoding,
        above=tuple(TableRow(number, tuple(row)) for number, row in enumerate(grid.rows[:first], start=1)),
        other_sheets=grid.other_sheets,
    )


def _find_header(rows: Sequence[Sequence[Cell]], expected: Collection[str], name: str) -> int:
    """The row of most expected words, or else the first that is all text and at least half as wide as the table."""
    if not any(_texts(row) for row in rows):
        raise CannotRead(f"“{name}”里没有内容，请查对文件。")
    wanted = {_plain(word) for word in expected}
    known = [len(wanted & {_plain(text) for text in _texts(row)}) for row in rows[:_SEARCHED]]
    if max(known) > 0:
        return known.index(max(known))
    width = max(len(_texts(row)) for row in rows[: 2 * _SEARCHED])
    for place, row in enumerate(rows[:_SEARCHED]):
        texts = _texts(row)
        words = [text for text in texts if not _NUMERIC.fullmatch(text)]
        if 2 * len(words) >= max(width, 2 * min(width, 2)) and words == texts:
            return place
    raise CannotRead(f"“{name}”里没有找到表头，请在数据上面留一行各列的名称。")


def _top_of_header(grid: Grid, found: int) -> int:
    """The header's first row: above `found` where a cell merged over rows, or one merged over columns, reaches it.

    What is merged from the first column on is a title.
    """
    top = found
    while above := [
        begin
        for begin, left, bottom, right in grid.merged
        if begin < top and (bottom >= top or (bottom == top - 1 and right > left > 0))
    ]:
        top = min(above)
    return top


def _end_of_header(grid: Grid, first: int) -> int:
    """The header's last row: below `first` only where groups of columns stand over columns of their own."""
    here = [(bottom, right > left) for top, left, bottom, right in grid.merged if top == first]
    bottom = max([first, *(bottom for bottom, _ in here)])
    grouped = any(across for _, across in here) or _has_groups(grid.rows, first, bottom)
    return min(bottom if grouped else first, len(grid.rows) - 1)


def _has_groups(rows: Sequence[Sequence[Cell]], first: int, bottom: int) -> bool:
    """Whether a row below has names where the first has none."""
    for row in rows[first + 1 : bottom + 1]:
        if any(not is_blank(cell) and is_blank(_at(rows[first], place)) for place, cell in enumerate(row)):
            return True
    return False


def _columns(grid: Grid, first: int, last: int) -> list[tuple[int, str]]:
    """Place and distinct name of each column with anything in it; the name of its group of columns comes first."""
    places = sorted({place for row in grid.rows[first:] for place, cell in enumerate(row) if not is_blank(cell)})
    block = [[*row, *[None] * (places[-1] + 1)] for row in grid.rows[first : last + 1]]
    for top, left, _, right in grid.merged:
        if first <= top < last:
            for place in places:
                if left < place <= right:
                    block[top - first][place] = block[top - first][left]
    _name_groups(block, places)
    columns: list[tuple[int, str]] = []
    for place in places:
        words = [re.sub(r"\s+", "", str(_whole(row[place]))) for row in block if not is_blank(row[place])]
        name = "/".join(dict.fromkeys(words)) or f"第{place + 1}列"
        columns.append((place, _distinct(name, {taken for _, taken in columns})))
    return columns


def _name_groups(block: list[list[Cell]], places: Sequence[int]) -> None:
    """A group that is not merged goes on over the columns after it, as long as they have names below."""
    for number, row in enumerate(block[:-1]):
        below = block[number + 1]
        for before, place in pairwise(places):
            both = not is_blank(below[before]) and not is_blank(below[place])
            if place == before + 1 and both and is_blank(row[place]):
                row[place] = row[before]


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def _distinct(name: str, taken: Collection[str]) -> str:
    number, distinct = 1, name
    while distinct in taken:
        number += 1
        distinct = f"{name}（{number}）"
    return distinct


def _filled_down(grid: Grid, header: int) -> list[list[Cell]]:
    """Rows in which a text merged over several rows stands in each. A number is not repeated: it would count twice."""
    rows = [list(row) for row in grid.rows]
    for top, left, bottom, _ in grid.merged:
        if top <= header or top >= len(rows) or left >= len(rows[top]) or not isinstance(rows[top][left], str):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if is_blank(row[left]):
                row[left] = rows[top][left]
    return rows


def _written(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows down to the last one with anything in it."""
    end = max((place + 1 for place, row in enumerate(rows) if _texts(row)), default=0)
    return rows[:end]


def _why_skipped(cells: Sequence[Cell], headers: Sequence[str]) -> str | None:
    texts = _texts(cells)
    if not texts:
        return BLANK
    if {re.sub(r"\s+", "", text) for text in texts} <= set(headers) and 2 * len(texts) > len(headers):
        return REPEATED
    if any(_TOTAL.fullmatch(text) for text in texts[:2]):
        return TOTAL
    if _NOTE.match(texts[0]) and len(headers) > 2 and len(texts) <= max(1, len(headers) // 2):
        return NOTE
    return None


def _texts(row: Sequence[Cell]) -> list[str]:
    return [str(cell).strip() for cell in row if not is_blank(cell)]


def _plain(text: str) -> str:
    return _UNIT.sub("", re.sub(r"\s+", "", text))


def _whole(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
