"""A table from the bytes of a file, whatever an office sends."""

from collections.abc import Collection

from tenglong.core.ledger import CannotRead

from .features import read_features
from .layout import lay_out
from .separated import read_separated
from .sheets import XLS_MARK, XLSX_MARK, read_sheet
from .table import Table

_WORKBOOK = (".xlsx", ".xlsm", ".xls", ".et")
_OTHERS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"<": "网页或 XML，有的系统把它存成 .xls 的名字",
}


def read_table(data: bytes, name: str, sheet: str | None = None, expected: Collection[str] = ()) -> Table:
    """The table in an xlsx, xls, csv, tab-separated or GeoJSON file; what it is shows in its bytes, not in its name.

    `sheet` names a sheet, otherwise the first visible one with content is read; `expected` are likely header words.
    Rows keep their numbers; blank rows, totals, notes and repeated headers are in `skipped`. CannotRead is a sentence.
    """
    if not data.strip():
        raise CannotRead(f"“{name}”是空文件，请查对。")
    if data.startswith((XLSX_MARK, XLS_MARK)):
        return lay_out(read_sheet(data, name, sheet), name, expected)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_features(data, name)
    for mark, kind in _OTHERS.items():
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(mark):
            raise CannotRead(f"“{name}”是{kind}，不是表格文件，请用表格软件打开后另存为 xlsx 再导入。")
    grid = read_separated(data, name)
    try:
        return lay_out(grid, name, expected)
    except CannotRead:
        if name.lower().endswith(_WORKBOOK):  # text with separators under such a name is common, and was tried
            raise CannotRead(f"“{name}”不是 Excel 工作簿：里面是一段文字，没有表格。请查对是不是这个文件。") from None
        raise
