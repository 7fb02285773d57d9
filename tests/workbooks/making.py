"""Workbooks made for tests, in memory."""

import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def new_workbook(fill: Callable[[Any], None], **options: object) -> bytes:
    """An xlsx that `fill` wrote into."""
    buffer = BytesIO()
    book = Workbook(buffer, options)
    fill(book)
    book.close()
    return buffer.getvalue()


def simple_workbook(*rows: tuple[object, ...], **options: object) -> bytes:
    """An xlsx of one sheet with these rows from the top; None leaves a cell out."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表")
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(place, column, cell)

    return new_workbook(fill, **options)


def old_workbook(*rows: tuple[str | float, ...]) -> bytes:
    """An xls (BIFF8 in a compound file) of one sheet with texts and numbers."""
    title = "表".encode("utf-16-le")
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    cells = b"".join(_cell(place, column, cell) for place, row in enumerate(rows) for column, cell in enumerate(row))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + _record(0x000A, b"")
    at = len(_record(0x0809, begin)) + 4 + 8 + len(title) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", at, 0, 0, 1, 1) + title)
    return _compound(_record(0x0809, begin) + bound + _record(0x000A, b"") + sheet)


def _cell(row: int, column: int, cell: str | float) -> bytes:
    if isinstance(cell, str):
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(cell), 1) + cell.encode("utf-16-le"))
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    return header + table + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII16sIQQIQ", text, len(text), kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, start, size)
