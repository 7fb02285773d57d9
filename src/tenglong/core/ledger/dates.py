"""Dates as people and workbooks write them."""

import math
import re
from datetime import date, datetime, timedelta

from .values import CannotRead, half_width, quoted

_WRITTEN = re.compile(r"(\d{4})\s*([-/.年])\s*(\d{1,2})\s*([-/.月])\s*(\d{1,2})\s*日?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SAME_SIGN = {("-", "-"), ("/", "/"), (".", "."), ("年", "月")}
_SERIAL_ORIGIN = date(1899, 12, 30)  # day 0 of workbooks that count from 1900
_SERIALS = range(7306, 109_575)  # 1920-01-01 to 2199-12-31; smaller numbers are years or counts, not dates
_YEARS = range(1900, 2200)
_EXPECTED = "请写成 2017-05-31、2017/5/31、2017年5月31日 或 20170531"


def read_date(raw: object) -> date:
    """A date from text in any usual form, a date or moment of a workbook, or its serial number (1900 system).

    CannotRead says what is wrong: only a year, no such day, a year that cannot be.
    """
    if isinstance(raw, datetime):
        return _plausible(raw.date(), raw)
    if isinstance(raw, date):
        return _plausible(raw, raw)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_number(raw)
    if isinstance(raw, str):
        return _from_text(half_width(raw))
    raise CannotRead(f"{quoted(raw)}不是日期，{_EXPECTED}")


def _from_number(raw: int | float) -> date:
    if math.isfinite(raw) and int(raw) in _SERIALS:
        return _SERIAL_ORIGIN + timedelta(days=int(raw))
    if raw == raw // 1:
        return _from_text(str(int(raw)))
    raise CannotRead(f"{quoted(raw)}不是日期，{_EXPECTED}")


def _from_text(text: str) -> date:
    day = _TIME.sub("", text)
    if found := _COMPACT.fullmatch(day):
        year, month, day_of_month = (int(part) for part in found.groups())
    elif (found := _WRITTEN.fullmatch(day)) and (found[2], found[4]) in _SAME_SIGN:
        year, month, day_of_month = int(found[1]), int(found[3]), int(found[5])
    elif day.isdigit() and int(day) in _SERIALS and len(day) == 5:
        return _from_number(int(day))
    elif re.fullmatch(r"\d{4}([-/.年]\d{1,2}月?|年)?", day):
        raise CannotRead(f"{quoted(text)}没有写到日，{_EXPECTED}")
    else:
        raise CannotRead(f"{quoted(text)}不是日期，{_EXPECTED}")
    try:
        return _plausible(date(year, month, day_of_month), text)
    except ValueError:
        raise CannotRead(f"{quoted(text)}这一天不存在，请查对年月日") from None


def _plausible(day: date, raw: object) -> date:
    if day.year not in _YEARS:
        raise CannotRead(f"{quoted(raw)}的年份不在 1900 至 2199 之间；长期有效的请留空")
    return day
