"""Editing cells of a workbook: in LibreOffice where it is at hand, else in the file itself."""

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{}
</script:module>"""
_MACRO = """Sub Edit
Dim Opened(0) As New com.sun.star.beans.PropertyValue
Opened(0).Name = "Hidden"
Opened(0).Value = True
Doc = StarDesktop.loadComponentFromURL("{url}", "_blank", 0, Opened())
Sheet = Doc.Sheets.getByIndex(0)
{edits}
Dim Saved(0) As New com.sun.star.beans.PropertyValue
Saved(0).Name = "FilterName"
Saved(0).Value = "Calc MS Excel 2007 XML"
Doc.storeToURL("{to}", Saved())
Doc.close(True)
End Sub"""


def edit_in_office(data: bytes, edits: Mapping[str, str], home: Path) -> bytes:
    """Set cells (`B7`) of the first sheet to texts, as typed, and save with LibreOffice."""
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    folder = home / "profile" / "user" / "basic" / "Standard"
    if not folder.exists():  # its first start lays the profile out
        _office(profile, "--terminate_after_init")
    before, after = home / "before.xlsx", home / "after.xlsx"
    before.write_bytes(data)
    typed = "\n".join(f'Sheet.getCellRangeByName("{cell}").setFormula("{text}")' for cell, text in edits.items())
    macro = _MACRO.format(url=before.as_uri(), to=after.as_uri(), edits=typed)
    (folder / "Module1.xba").write_text(_MODULE.format(escape(macro, {'"': "&quot;"})))
    _office(profile, "macro:///Standard.Module1.Edit")
    return after.read_bytes()


def _office(profile: str, *arguments: str) -> None:
    command = [str(OFFICE), profile, "--headless", "--norestore", *arguments]
    subprocess.run(command, check=True, timeout=120, capture_output=True)


def edit_in_file(data: bytes, edits: Mapping[str, str]) -> bytes:
    """Set cells of the first sheet to texts, in the file itself; an empty text clears the cell."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _edited(content, edits) if name == "xl/worksheets/sheet1.xml" else content)
    return out.getvalue()


def _edited(sheet: bytes, edits: Mapping[str, str]) -> bytes:
    ElementTree.register_namespace("", _MAIN)
    root = ElementTree.fromstring(sheet)
    rows = {row.get("r"): row for row in root.iter(f"{{{_MAIN}}}row")}
    table = root.find(f"{{{_MAIN}}}sheetData")
    for place, text in edits.items():
        number = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if number not in rows:
            rows[number] = ElementTree.SubElement(table, f"{{{_MAIN}}}row", r=number)
        row = rows[number]
        cells = {cell.get("r"): cell for cell in row}
        if place in cells:
            row.remove(cells.pop(place))
        if text:
            cells[place] = ElementTree.Element(f"{{{_MAIN}}}c", r=place, t="inlineStr")
            inner = ElementTree.SubElement(cells[place], f"{{{_MAIN}}}is")
            ElementTree.SubElement(inner, f"{{{_MAIN}}}t").text = text
        row[:] = [cells[at] for at in sorted(cells, key=lambda at: (len(at), at))]
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
