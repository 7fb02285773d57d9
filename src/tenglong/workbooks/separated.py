"""Text files with separated columns (csv, tab): the encodings and quirks that Chinese offices produce."""

import codecs
import csv
import re

from tenglong.core.ledger import CannotRead

from .limits import check_cells, check_rows
from .table import Cell, Grid, is_blank

_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # ="0012": how some programs keep leading zeros
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r]")  # '=1+1: how this program keeps a text from becoming a formula
_QUOTED = re.compile(r'"[^"]*"')
_SAMPLE = 20_000  # characters


def read_separated(data: bytes, name: str) -> Grid:
    """The cells of a csv or tab-separated file, all as text. CannotRead when it is not one."""
    text, encoding = _decoded(data, name)
    rows: list[list[Cell]] = []
    cells = 0
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            rows.append([_cell(cell) for cell in row])
            cells += len(row)
            check_rows(len(rows), name)
            check_cells(cells, name)
    except csv.Error:
        raise CannotRead(
            f"“{name}”第 {reader.line_num} 行附近的引号不成对，分不清各列，请用表格软件打开后另存为 xlsx 再导入。"
        ) from None
    return Grid(rows, sheet="", encoding=encoding)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            candidates = [encoding]
            break
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text, encoding
    raise CannotRead(f"“{name}”不是表格文件，请用 xlsx、xls 或 csv 文件。")


def _delimiter(text: str) -> str:
    """Comma, tab or semicolon: whichever stands, outside quotes, in most of the first lines."""
    lines = _QUOTED.sub("", text[:_SAMPLE]).splitlines()
    return max(",\t;", key=lambda sign: sum(sign in line for line in lines))


def _cell(text: str) -> Cell:
    if kept := _AS_TEXT.fullmatch(text):
        return kept[1]
    text = text[1:] if _GUARDED.match(text) else text
    return None if is_blank(text) else text
