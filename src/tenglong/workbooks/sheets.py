"""Sheets of xlsx and xls workbooks, through calamine."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from tenglong.core.ledger import CannotRead

from .limits import check_cells, check_rows
from .package import LOCKED, Oddities, look_into, open_package
from .table import Cell, Grid, is_blank

XLSX_MARK = b"PK\x03\x04"
XLS_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # a workbook with a password, in a compound file
_PLAIN = Oddities(frozenset(), {})
_Result = TypeVar("_Result")


def read_sheet(data: bytes, name: str, wanted: str | None = None) -> Grid:
    """The cells of the sheet named `wanted`, or of the first visible sheet that has any. CannotRead says why not."""
    if data.startswith(XLS_MARK) and _LOCKED in data:
        raise CannotRead(LOCKED.format(name))
    package = open_package(data, name) if data.startswith(XLSX_MARK) else None
    workbook = _safely(lambda: CalamineWorkbook.from_filelike(BytesIO(data)), name)
    sheets = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if wanted is not None and wanted not in sheets:
        raise CannotRead(f"“{name}”里没有名为“{wanted}”的工作表，有的是：{'、'.join(sheets)}。")
    for title in [wanted] if wanted else sheets:
        oddities = look_into(package, title) if package else _PLAIN
        sheet = _safely(partial(workbook.get_sheet_by_name, title), name)
        if rows := _rows(sheet, oddities, name):
            others = tuple(other for other in sheets if other != title)
            return Grid(rows, title, merged=_merged(sheet), other_sheets=others)
    raise CannotRead(f"“{name}”里没有内容，请查对文件。")


def read_hidden_sheet(data: bytes, name: str, title: str) -> list[list[Cell]]:
    """The cells of the hidden sheet of an xlsx with that title; none when there is no such sheet."""
    if not data.startswith(XLSX_MARK):
        return []
    package = open_package(data, name)
    if title not in package.parts:
        return []
    look_into(package, title)
    workbook = _safely(lambda: CalamineWorkbook.from_filelike(BytesIO(data)), name)
    return _rows(_safely(partial(workbook.get_sheet_by_name, title), name), _PLAIN, name)


def _rows(sheet: CalamineSheet, oddities: Oddities, name: str) -> list[list[Cell]]:
    check_rows(sheet.total_height, name)
    check_cells(sheet.total_height * sheet.width, name)
    rows: list[list[Cell]] = [
        [None if is_blank(cell) else cell for cell in row]
        for row in _safely(partial(sheet.to_python, skip_empty_area=False), name)
    ]
    for (row, column), text in oddities.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    for row, column in oddities.percents:
        if row < len(rows) and column < len(rows[row]) and isinstance(share := rows[row][column], (int, float)):
            rows[row][column] = f"{share * 100:.15g}%"
    return rows if any(cell is not None for row in rows for cell in row) else []


def _merged(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())


def _safely(read: Callable[[], _Result], name: str) -> _Result:
    """What `read` gives. Whatever goes wrong in a damaged file, also inside the Rust reader, becomes a sentence."""
    try:
        return read()
    except PasswordError:
        raise CannotRead(LOCKED.format(name)) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the Rust reader is no Exception
        raise CannotRead(
            f"“{name}”打不开，文件可能损坏，请重新取一份，或用表格软件打开后另存为 xlsx 再导入。"
        ) from None
