"""Enterprises, how they stood before, what they were awarded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tenglong.core.identity import read_credit_code
from tenglong.records.registry.kinds import KINDS, MATTERS
from tenglong.records.registry.kinds.firms import NATURAL_PERSON, OTHER_NAME
from tenglong.records.registry.models import Enterprise, Past

from .stretches import ends_before, overlap

_OF_A_PERSON = re.compile(r"ZR\d{8}")
_ID_NUMBER = re.compile(r"\d{17}[0-9X]|\d{15}")
_HIGHEST = 12  # levels of groups and branches
Rows = Sequence[Mapping[str, Any]]
Found = Iterator[tuple[int, str, str]]


def enterprises(rows: Rows, on: date) -> Found:
    """Codes, ties to other enterprises, natural persons."""
    taken = _taken(rows)
    for number, row in enumerate(rows):
        natural = row.get("subject_kind") == NATURAL_PERSON
        if sentence := _code(str(row.get("code") or ""), natural):
            yield number, "code", sentence
        if row.get("registered_on") and row["registered_on"] > on:
            yield number, "registered_on", f"注册日期：{row['registered_on']} 还没有到，请查对执照。"
        if (given := row.get("id_number")) is not None:
            if not natural:
                yield number, "id_number", "身份证件号：只有自然人写，请把主体类型改为自然人，或留空。"
            elif not _ID_NUMBER.fullmatch(given):
                yield number, "id_number", "身份证件号：应为十八位，请查对。"
            elif taken.get(given, row["code"]) != row["code"]:
                yield number, "id_number", "身份证件号：已经登记在另一个自然人名下，请查对。"
        for key, label in (("parent", "所属集团"), ("branch_of", "隶属企业")):
            if row.get(key) and _reaches(row[key], key, row["code"]):
                yield number, key, f"{label}：绕回了它自己，请查对谁在谁之下。"


def past(rows: Rows, on: date) -> Found:
    """What is told of belongs to its subject, is over, and is told once for every day."""
    yield from ends_before(rows)
    for number, row in enumerate(rows):
        kind, field = MATTERS.get(str(row.get("matter")), ("", ""))
        other = "parcel" if kind == "enterprise" else "enterprise"
        if not kind:
            continue
        if not row.get(kind) or row.get(other):
            yield number, kind, f"{KINDS[kind].label}：{row['matter']}是{KINDS[kind].label}的事，只填这一项。"
        choices = KINDS[kind].field(field).choices if field else ()
        if choices and row.get("value") not in choices:
            yield number, "value", f"内容：{row['matter']}只能是{'、'.join(choices)}。"
        if row["matter"] != OTHER_NAME:
            yield from _over(number, row, on)
    yield from _told_twice(rows)


def titles(rows: Rows, _on: date) -> Found:
    """Validity."""
    yield from ends_before(rows)


def _code(code: str, natural: bool) -> str:
    if natural:
        return "" if _OF_A_PERSON.fullmatch(code) else "统一社会信用代码：自然人写 ZR 加八位数字，例如 ZR00000001。"
    read = read_credit_code(code)
    if not read.problem:
        return ""
    perhaps = f"是不是 {read.repaired}？" if read.repaired else ""
    return f"统一社会信用代码：{read.problem}{perhaps}"


def _taken(rows: Rows) -> dict[str, str]:
    """Who has an identity number already."""
    wanted = {row["id_number"] for row in rows if row.get("id_number")}
    there = Enterprise.objects.filter(id_number__in=wanted).order_by() if wanted else Enterprise.objects.none()
    return dict(there.values_list("id_number", "code"))


def _reaches(code: str, key: str, wanted: str) -> bool:
    """Whether the way up from there comes by that enterprise."""
    for _ in range(_HIGHEST):
        if code == wanted:
            return True
        code = Enterprise.objects.filter(code=code).values_list(key, flat=True).first() or ""
        if not code:
            return False
    return True


def _over(number: int, row: Mapping[str, Any], on: date) -> Found:
    if row.get("until_on") is None:
        yield number, "until_on", "截止日期：要填；现在还是这样的，请直接改企业或地块的登记，这里只写已经过去的。"
    elif row["until_on"] > on:
        yield number, "until_on", f"截止日期：{row['until_on']} 还没有到；现在还是这样的，请直接改企业或地块的登记。"


def _told_twice(rows: Rows) -> Found:
    """Two stretches of one matter share a day."""
    kinds = {kind: [row[kind] for row in rows if row.get(kind)] for kind in ("enterprise", "parcel")}
    told: dict[tuple[str, str, str], list[tuple[Any, ...]]] = {}
    for kind, codes in kinds.items():
        there = Past.objects.filter(**{f"{kind}__code__in": codes}).exclude(matter=OTHER_NAME).order_by()
        for code, matter, *stretch in there.values_list(f"{kind}__code", "matter", "value", "from_on", "until_on"):
            told.setdefault((kind, code, matter), []).append(tuple(stretch))
    for number, row in enumerate(rows):
        if row.get("matter") == OTHER_NAME:
            continue
        kind = "enterprise" if row.get("enterprise") else "parcel"
        mine = (row.get("value"), row.get("from_on"), row.get("until_on"))
        others = told.setdefault((kind, str(row.get(kind)), str(row.get("matter"))), [])
        for value, since, until in others:
            same = (value, since) == mine[:2]  # the row itself, as it stands now
            if not same and overlap((since, until), mine[1:]):
                yield (
                    number,
                    "from_on",
                    f"起始日期：{since or '一直以来'} 到 {until} 已经登记为“{value}”，和这一段重叠。",
                )
        others.append(mine)
