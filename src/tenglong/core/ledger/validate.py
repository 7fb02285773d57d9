"""From what a cell or a form says to a typed value of a field, or a sentence about why not."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from .dates import read_date
from .numbers import read_number, trimmed
from .spec import Field, Kind, Ledger
from .values import NO_VALUE, SHEET_ERRORS, CannotRead, Value, clean, half_width, quoted

_TRUE = frozenset({"是", "有", "√", "✓", "✔", "对", "真", "y", "yes", "true", "1", "on"})
_FALSE = frozenset({"否", "无", "没有", "×", "x", "✗", "✘", "错", "假", "n", "no", "false", "0", "off"})
_SEPARATORS = re.compile(r"[、,，;；\n]")
_LONGEST_EXACT = 10**15  # a workbook keeps fifteen digits of a number; longer codes have lost their tail
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d{2,3}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read: typed values by field key, and a sentence by field key for each field that cannot be read."""

    values: dict[str, Value]
    problems: dict[str, str]


def read_value(field: Field, raw: object, given_unit: str | None = None) -> Value:
    """The value that `raw` says in `field`: str, Decimal in the field's unit, int, date, bool, list of keys, or None.

    `raw` is a cell of a workbook or a text of a form or csv. `given_unit` is the unit its header states, if any.
    CannotRead is a sentence that names the field, what was read and what is expected.
    """
    text = half_width(raw) if isinstance(raw, str) else raw
    try:
        if isinstance(text, str) and text in SHEET_ERRORS:
            raise CannotRead(f"{quoted(raw)}是表格公式的错误，请改成实际的内容")
        says_nothing = text is None or (isinstance(text, str) and text in NO_VALUE)
        value = None if says_nothing else _READERS[field.kind](field, raw, given_unit)
        if field.required and value in (None, []):
            raise CannotRead("没有填，这一项必须填")
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            _check_between(field, value, raw)
    except CannotRead as problem:
        raise CannotRead(f"{field.label}：{problem}。") from None
    return None if value == [] else value


def read_row(
    fields: Ledger | Iterable[Field], raw: Mapping[str, object], units: Mapping[str, str] | None = None
) -> Row:
    """Every field of a row, all problems at once. `raw` and `units` are by field key or label; keys win.

    A required field that `raw` does not name is a problem; any other one is left out, so that a workbook with few
    columns empties nothing. What `raw` names beyond the fields is not read.
    """
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for field in fields.fields if isinstance(fields, Ledger) else fields:
        name = field.key if field.key in raw else field.label
        if name not in raw and not field.required:
            continue
        try:
            values[field.key] = read_value(field, raw.get(name), (units or {}).get(name))
        except CannotRead as problem:
            problems[field.key] = str(problem)
    return Row(values, problems)


def _check_between(field: Field, number: int | Decimal, raw: object) -> None:
    unit = field.unit or ""
    if field.least is not None and number < field.least:
        raise CannotRead(f"{quoted(raw)}太小，最少填 {field.least:,f}{unit}，请查对数字和单位")
    if field.most is not None and number > field.most:
        raise CannotRead(f"{quoted(raw)}太大，最多填 {field.most:,f}{unit}，请查对数字和单位")


def _read_text(field: Field, raw: object, _unit: str | None) -> str:
    text = _plain_text(raw)
    return text if field.kind is Kind.LONG_TEXT else re.sub(r"\s*\n\s*", " ", text)


def _plain_text(raw: object) -> str:
    """A text as it stands, or the text of a number cell that is a code."""
    if isinstance(raw, str):
        if _SCIENTIFIC.fullmatch(raw.strip()):
            raise CannotRead(_lost_tail(raw))
        return clean(raw)
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, (int, float)):
        if abs(raw) >= _LONGEST_EXACT:
            raise CannotRead(_lost_tail(str(raw)))
        return f"{trimmed(Decimal(str(raw))):f}"
    if isinstance(raw, datetime):
        return f"{raw:%Y-%m-%d}" if raw.time() == raw.min.time() else f"{raw:%Y-%m-%d %H:%M}"
    return clean(str(raw))


def _lost_tail(raw: str) -> str:
    return f"{quoted(raw)}被表格当成了数，长编号的末几位已经丢失，请把这一列设成文本格式后重新填写"


def _read_number(field: Field, raw: object, unit: str | None) -> Decimal:
    return read_number(raw, field.unit, unit)


def _read_whole(field: Field, raw: object, unit: str | None) -> int:
    number = read_number(raw, field.unit, unit)
    if number != int(number):
        raise CannotRead(f"{quoted(raw)}不是整数，请查对")
    return int(number)


def _read_date(_field: Field, raw: object, _unit: str | None) -> date:
    return read_date(raw)


def _read_choice(field: Field, raw: object, _unit: str | None) -> str:
    text = _plain_text(raw)
    for choice in field.choices:
        if half_width(choice) == half_width(text):
            return choice
    if not field.choices:
        return text
    near = get_close_matches(text, field.choices, n=1, cutoff=0.5)
    perhaps = f"，是不是“{near[0]}”？" if near else "。"
    raise CannotRead(f"{quoted(raw)}不在可选的内容里{perhaps}可选：{'、'.join(field.choices)}")


def _read_truth(_field: Field, raw: object, _unit: str | None) -> bool:
    if isinstance(raw, (bool, int, float)) and raw in {0, 1}:
        return bool(raw)
    word = half_width(str(raw)).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CannotRead(f"{quoted(raw)}看不出是或否，请写“是”或“否”")


def _read_references(_field: Field, raw: object, _unit: str | None) -> list[str]:
    parts = raw if isinstance(raw, (list, tuple)) else _SEPARATORS.split(_plain_text(raw))
    return list(dict.fromkeys(key for part in parts if (key := _plain_text(part))))


_READERS: dict[Kind, Callable[[Field, object, str | None], Value]] = {
    Kind.TEXT: _read_text,
    Kind.LONG_TEXT: _read_text,
    Kind.NUMBER: _read_number,
    Kind.WHOLE: _read_whole,
    Kind.DATE: _read_date,
    Kind.CHOICE: _read_choice,
    Kind.TRUTH: _read_truth,
    Kind.REFERENCE: _read_text,
    Kind.REFERENCES: _read_references,
}
