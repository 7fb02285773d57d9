"""Classes of industries: GB/T 4754-2017, and what became of each class of the edition of 2011."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from tenglong.core.ledger import Field, Kind
from tenglong.records.registry.models import Industry
from tenglong.records.registry.room import without_room

from .spec import Entry, ImportKind, Problem, Setting, Values, refuse

_LEVELS = {1: "门类", 2: "大类", 3: "中类", 4: "小类"}
_CODE = re.compile(r"[A-T]|\d{2,4}")
_LETTERS = {"L": "大类", "M": "中类", "S": "小类"}
_EDITION, _BEFORE = "2017", "2011"


def read_class(values: Values, setting: Setting) -> Entry:  # noqa: ARG001  a row says all
    """One class; its level follows from its code, and what the row says of that must agree."""
    code, parent = _checked(values["code"], values.get("level")), values.get("parent")
    if len(code) > 2 and parent not in (None, code[:-1]):
        raise refuse("上级不符", f"上级代码：{code} 的上级应是 {code[:-1]}，表里写的是 {parent}，请查对原件。")
    fact = {"edition": _EDITION, "code": code, "name": values["name"], "level": _LEVELS[len(code)]}
    told = {"parent": parent or _above(code), "note": values.get("note")}
    return Entry(code, "", (fact | {key: value for key, value in told.items() if value},))


def read_change(values: Values, setting: Setting) -> Entry:  # noqa: ARG001  a row says all
    """One step from a class of the older edition to one of the newer."""
    old = _checked(values["from_code"], _LETTERS.get(values.get("level", ""), values.get("level")))
    new = _checked(values["to_code"], None)
    editions = (values.get("from_year", _BEFORE), values.get("to_year", _EDITION))
    if editions != (_BEFORE, _EDITION):
        raise refuse("版本不符", f"版本：{editions[0]} 到 {editions[1]}，这里只收 {_BEFORE} 到 {_EDITION} 的对照。")
    fact = {"edition": _BEFORE, "code": old, "level": _LEVELS[len(old)], "successors": new}
    return Entry(old, "", (fact | ({"parent": _above(old)} if _above(old) else {}),))


def gather(entries: Mapping[int, Entry], setting: Setting) -> Mapping[int, Entry]:  # noqa: ARG001  all is in the rows
    """All that became of a class in the row that names it first; the others of that class say nothing more."""
    first: dict[str, int] = {}
    became: dict[str, dict[str, None]] = {}
    for number, entry in entries.items():
        first.setdefault(entry.key, number)
        became.setdefault(entry.key, {})[entry.facts[0]["successors"]] = None
    return {
        number: _whole(entry, became[entry.key]) if first[entry.key] == number else _told(entry, first[entry.key])
        for number, entry in entries.items()
    }


def _whole(entry: Entry, became: Mapping[str, None]) -> Entry:
    return replace(entry, facts=({**entry.facts[0], "successors": "、".join(sorted(became))},))


def _told(entry: Entry, number: int) -> Entry:
    sentence = f"和第 {number} 行是同一个旧代码 {entry.key}，它的新代码 {entry.facts[0]['successors']} 已并在那一行。"
    return replace(entry, facts=(), note=Problem("并入同一旧代码的行", sentence))


def _checked(code: str, level: str | None) -> str:
    if not _CODE.fullmatch(code):
        raise refuse("行业代码有误", f"行业代码：“{code}”不是一个门类字母或两到四位数字，请查对原件。")
    if level not in (None, _LEVELS[len(code)]):
        raise refuse("层级不符", f"层级：{code} 是{_LEVELS[len(code)]}，表里写的是 {level}，请查对原件。")
    return code


def _above(code: str) -> str:
    return code[:-1] if len(code) > 2 else ""


INDUSTRIES = ImportKind(
    key="industries_2017",
    label="国民经济行业分类（2017）",
    register="industry",
    fields=(
        Field("code", "行业代码", required=True),
        Field("name", "行业名称", required=True),
        Field("level", "层级", Kind.CHOICE, choices=tuple(_LEVELS.values())),
        Field("parent", "上级代码"),
        Field("note", "说明", Kind.LONG_TEXT),
    ),
    aliases={"代码": "code", "名称": "name", "类别名称": "name", "parent_code": "parent"},
    reasons={},
    read=read_class,
    crowded=partial(without_room, Industry),
)

CROSSWALK = ImportKind(
    key="industries_2011",
    label="行业分类新旧对照（2011 到 2017）",
    register="industry",
    fields=(
        Field("from_code", "旧代码", required=True),
        Field("to_code", "新代码", required=True),
        Field("level", "层级"),
        Field("from_year", "旧版年份"),
        Field("to_year", "新版年份"),
    ),
    aliases={"2011代码": "from_code", "2017代码": "to_code"},
    reasons={},
    read=read_change,
    crowded=partial(without_room, Industry),
    together=gather,
)
