"""The workbook that an addressee fills in instead of the form: a line for each field, what it said before beside it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tenglong.core.errors import Refused
from tenglong.core.formula.tree import Name
from tenglong.core.ledger import CannotRead, Field, Kind, show_value
from tenglong.core.ledger.values import clean
from tenglong.records.cases.queries import CaseView
from tenglong.records.ledgers.stored import load
from tenglong.workbooks import read_table, write_table

from .spec import Spec

HEADERS = ("指标", "单位", "本期数", "上期数", "上年同期数", "提示")
FIELD, NOW = HEADERS[0], HEADERS[2]
_NUMBER = re.compile(r"办件号 (\d{4}-\d+)")


class CannotTake(Refused):
    """The workbook is none of this answer."""


def beside(spec: Spec, data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What stands beside a field, by its key: 上期 and 上年同期, where the template hands that very field on."""
    ledger = spec.frame.ledger
    values = load(ledger.fields, data)
    by_label = {field.label: field for field in spec.filled}
    found: dict[str, dict[str, str]] = {}
    for word, formulas in (("上期", spec.collection.last), ("上年同期", spec.collection.year_before)):
        for key, formula in formulas.items():
            root = formula.formula.root
            if isinstance(root, Name) and root.name in by_label and values[key] is not None:
                field = by_label[root.name]
                found.setdefault(field.key, {})[word] = show_value(field, values[key])
    return found


def write_sheet(spec: Spec, view: CaseView, fields: Iterable[Field]) -> bytes:
    """The workbook of an answer, filled with what it says so far. `fields` are those of the step in hand."""
    data, told = view.case.record.data, beside(spec, view.case.record.data)
    values = load(spec.frame.row.fields, data)
    rows = [
        (
            field.label,
            field.unit or "",
            values[field.key],
            told.get(field.key, {}).get("上期", ""),
            told.get(field.key, {}).get("上年同期", ""),
            field.help,
        )
        for field in fields
    ]
    notes = (
        f"办件号 {view.case.number}；{data.get(spec.collection.due_on) or ''} 截止",
        f"只填“{NOW}”一列，别的不要改；填好后回到网页上传，核对后再办结。",
    )
    return write_table(HEADERS, rows, title=view.case.title, notes=notes)


def read_sheet(view: CaseView, fields: Iterable[Field], *, data: bytes, name: str) -> dict[str, str]:
    """The texts for the form, by field key, out of the workbook of this very answer. Nothing is written."""
    try:
        table = read_table(data, name, expected=HEADERS)
    except CannotRead as problem:
        raise CannotTake(f"没有读入：{problem}") from None
    if FIELD not in table.headers or NOW not in table.headers:
        raise CannotTake(f"没有读入“{name}”：没有“{FIELD}”和“{NOW}”两列，不是这里下载的表。请重新下载再填。")
    said = {number for row in table.above for cell in row.cells for number in _NUMBER.findall(str(cell or ""))}
    if said and view.case.number not in said:
        raise CannotTake(f"没有读入“{name}”：这是办件 {'、'.join(sorted(said))} 的表，不是这一件的。请换成这一件的表。")
    by_label = {field.label: field for field in fields}
    texts = {}
    for _, cells in table.records():
        field = by_label.get(clean(str(cells[FIELD] or "")))
        if field is not None:
            texts[field.key] = _text(field, cells[NOW])
    if not texts:
        raise CannotTake(f"没有读入“{name}”：里面没有一项是这一步要填的。请重新下载再填。")
    return texts


def _text(field: Field, cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and field.kind in (Kind.NUMBER, Kind.WHOLE) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))
