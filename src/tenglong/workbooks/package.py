"""What a look into an xlsx package must tell, because the reader of cells does not.

The reader lays out a sheet up to its last written cell: one stray cell in the far corner, in a file of five kilobytes,
would take all memory and end the process. So the extent is known before. The reader also gives error cells and
uncalculated formulas as blank, and percentages as bare numbers.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from tenglong.core.ledger import CannotRead

from .limits import MOST_UNPACKED, check_cells, check_rows

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    EOFError,
    LookupError,
    ValueError,
    OSError,
    RuntimeError,
)
LOCKED = "“{}”加了密码，请用表格软件打开，去掉密码后再导入。"
_ENCRYPTED = 1  # the flag of a part of a zip
_OTHERS = {"word/": " Word 文档", "ppt/": "演示文稿", "content.xml": "WPS 或 OpenDocument 文件"}
_USE = "请用表格软件打开后另存为 xlsx；表在压缩包里的，先解压。"
_TAG, _END = rb"<(?:\w+:)?", rb"</(?:\w+:)?"
_FORMULA = _TAG + rb"f\b[^>]*(?:/>|>[^<]*" + _END + rb"f>)"
_REFERENCE = rb"""[^>]*?\br=["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*"""
# Whatever says where it stands and is not closed at once; quoted signs cannot hide it.
_WRITTEN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'](?:[^>"']++|"[^"]*"|'[^']*')*+(?<!/)>""")
_UNCALCULATED = re.compile(_TAG + rb"c\b" + _REFERENCE + rb">" + _FORMULA + _END + rb"c>")
_ERROR = re.compile(
    _TAG + rb"""c\b(?=[^>]*\bt=["']e["'])""" + _REFERENCE + rb">(?:" + _FORMULA + rb")?" + _TAG + rb"v>([^<]*)<"
)
_HAS_FORMULA, _HAS_ERROR = re.compile(_TAG + rb"f\b"), re.compile(rb"""t=["']e""")  # quick to look for
_BUILT_IN_PERCENT = {"9", "10"}  # 0% and 0.00%
_CHUNK = 1 << 20

Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class Package:
    """An opened xlsx package: the part of each sheet, and the cell styles that show a percentage."""

    name: str
    archive: zipfile.ZipFile
    parts: dict[str, str]
    percent_styles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Oddities:
    """Cells of a sheet that need more than their value: percentages, and errors with their text."""

    percents: frozenset[Place]
    errors: dict[Place, str]


def open_package(data: bytes, name: str) -> Package:
    """The package in `data`. CannotRead when it is broken, encrypted, not a workbook or too large once unpacked."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        sizes = {part.filename: part.file_size for part in archive.infolist()}
        if any(part.flag_bits & _ENCRYPTED for part in archive.infolist()):
            raise CannotRead(LOCKED.format(name))
        if "xl/workbook.xml" not in sizes:
            kinds = (kind for start, kind in _OTHERS.items() if any(part.startswith(start) for part in sizes))
            raise CannotRead(f"“{name}”是{next(kinds, '压缩包')}，不是 Excel 工作簿。{_USE}")
        if sum(sizes.values()) > MOST_UNPACKED:
            raise CannotRead(f"“{name}”展开后太大，请分成几个文件导入。")
        if len(sizes) < len(archive.infolist()) or archive.testzip():  # testzip also finds parts larger than they say
            raise zipfile.BadZipFile
        return Package(name, archive, _sheet_parts(archive), _percent_styles(archive))
    except _BROKEN:
        why = f"“{name}”打不开：文件不完整或已损坏，可能没有传完。"
        raise CannotRead(f"{why}请重新取一份，或用表格软件打开、修复后另存为 xlsx 再导入。") from None


def look_into(package: Package, sheet: str) -> Oddities:
    """The odd cells of a sheet. CannotRead when it reaches too far or has formulas that were never calculated."""
    percent = _with_style(package.percent_styles)
    percents: set[Place] = set()
    errors: dict[Place, str] = {}
    last_row = last_column = 0
    for piece in _pieces(package, sheet):
        written = _WRITTEN.findall(piece)
        last_row = max([last_row, *(int(row) for row in {row for _, row in written})])
        last_column = max([last_column, *(_column(letters) for letters in {letters for letters, _ in written})])
        check_rows(last_row, package.name)
        check_cells(last_row * last_column, package.name)
        if _HAS_FORMULA.search(piece) and (waiting := _UNCALCULATED.search(piece)):
            place = (waiting[1] + waiting[2]).decode()
            raise CannotRead(f"“{package.name}”的 {place} 格有公式但没有结果，请用表格软件打开并保存一次再导入。")
        if _HAS_ERROR.search(piece):
            found = _ERROR.findall(piece)
            errors |= {_place(letters, row): text.decode(errors="replace") for letters, row, text in found}
        if package.percent_styles:
            percents |= {_place(letters, row) for letters, row in percent.findall(piece)}
    return Oddities(frozenset(percents), errors)


def _pieces(package: Package, sheet: str) -> Iterator[bytes]:
    """The sheet's text in pieces that end with a whole cell."""
    if sheet not in package.parts:
        raise CannotRead(f"“{package.name}”的工作表“{sheet}”打不开，请用表格软件打开后另存为 xlsx 再导入。")
    rest = b""
    with package.archive.open(package.parts[sheet]) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            end = text.rfind(b"c>") + 2 if b"c>" in text else 0
            yield text[:end]
            rest = text[end:]
    yield rest


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = {
        link.get("Id"): posixpath.normpath(posixpath.join("xl", link.get("Target", ""))).lstrip("/")
        for link in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    parts: dict[str, str] = {}
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        link = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        if (target := targets.get(link)) in archive.namelist():
            parts.setdefault(sheet.get("name", ""), str(target))
    return parts


def _percent_styles(archive: zipfile.ZipFile) -> tuple[int, ...]:
    if "xl/styles.xml" not in archive.namelist():
        return ()
    formats = _elements(archive, "xl/styles.xml", "numFmt")
    percent = _BUILT_IN_PERCENT | {str(each.get("numFmtId")) for each in formats if "%" in each.get("formatCode", "")}
    styles = _elements(archive, "xl/styles.xml", "cellXfs")
    return tuple(place for style in styles for place, xf in enumerate(style) if xf.get("numFmtId") in percent)


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> list[ElementTree.Element]:
    """Elements of that name in any namespace: the transitional and the strict standard differ in it."""
    return [
        element for element in ElementTree.fromstring(archive.read(part)).iter() if element.tag.endswith(f"}}{name}")
    ]


def _with_style(styles: tuple[int, ...]) -> re.Pattern[bytes]:
    """Finds the cells that have one of these styles; with no styles, nothing."""
    numbers = b"|".join(b"%d" % style for style in styles) or b"none"
    return re.compile(_TAG + rb"""c\b(?=[^>]*\bs=["'](?:""" + numbers + rb""")["'])""" + _REFERENCE)


def _place(letters: bytes, row: bytes) -> Place:
    return int(row) - 1, _column(letters) - 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
