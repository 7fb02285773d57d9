"""Figures somebody reported."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tenglong.records.regions.models import Region
from tenglong.records.registry.models import Enterprise, Parcel
from tenglong.records.registry.subjects import KINDS_OF_SUBJECT, split

_PERIOD = re.compile(r"\d{4}(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?")
_TABLES = {"enterprise": (Enterprise, "企业"), "parcel": (Parcel, "地块"), "region": (Region, "区划")}
_BATCH = 500
Found = Iterator[tuple[int, str, str]]


def observations(rows: Sequence[Mapping[str, Any]], _on: date) -> Found:
    """The subject is known, the period can be read."""
    subjects = [split(str(row.get("subject") or "")) for row in rows]
    known = {kind: _known(kind, {key for of, key in subjects if of == kind}) for kind in _TABLES}
    for number, (row, (kind, key)) in enumerate(zip(rows, subjects, strict=True)):
        if kind not in KINDS_OF_SUBJECT or not key:
            yield (
                number,
                "subject",
                f"对象：“{row.get('subject')}”看不懂，"
                "请写成 region:代码、enterprise:代码、parcel:代码、zone:名称或 project:名称。",
            )
        elif kind in known and key not in known[kind]:
            yield number, "subject", f"对象：没有登记{_TABLES[kind][1]} {key}，请先登记，或查对代码。"
        if (period := row.get("period")) and not _PERIOD.fullmatch(period):
            yield number, "period", f"期间：“{period}”看不懂，请写成 2023、2021H1、2022Q3 或 2022-07。"


def _known(kind: str, keys: set[str]) -> set[str]:
    wanted, found = sorted(keys), set()
    for start in range(0, len(wanted), _BATCH):
        there = _TABLES[kind][0].objects.filter(code__in=wanted[start : start + _BATCH]).order_by()
        found.update(there.values_list("code", flat=True))
    return found
