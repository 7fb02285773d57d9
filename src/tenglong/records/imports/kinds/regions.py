"""Regions by their codes: lists of the statistical divisions, and GB/T 2260 with the codes it has given up."""

import re
from functools import partial

from tenglong.core.ledger import Field
from tenglong.records.regions.codes import LEVELS, SUCCESSORS, level_of, parents_of
from tenglong.records.regions.models import Region
from tenglong.records.registry.room import without_room

from .spec import Entry, ImportKind, Setting, Values, refuse

_ABOVE = (
    Field("province", "省级代码"),
    Field("city", "地级代码"),
    Field("county", "县级代码"),
    Field("town", "乡级代码"),
)
_NO_PLACE = ("市辖区", "省辖县", "县")  # names that stand where a level is skipped: never a province's
_TOWN = re.compile(r"\d{6}[45]\d\d")  # the statistical offices number what is like a town, and none, from 400 to 599


def read(values: Values, setting: Setting) -> Entry:
    """One region. Its level and what it lies in follow from its code; what the row says of that must agree."""
    above = [values[field.key] for field in _ABOVE if field.key in values]
    code = values["code"] if above else short(values["code"], values["name"])
    if level_of(code) == "zone":
        lengths = "、".join(str(length) for length in LEVELS)
        raise refuse("区划代码有误", f"区划代码：“{values['code']}”不是 {lengths} 位数字，请查对原件。")
    if wrong := [one for one in above if not code.startswith(short(one) if code.startswith(short(one)) else one)]:
        raise refuse("上级不符", f"区划代码：{code} 应以上级的代码开头，表里写的上级 {wrong[0]} 不是，请查对原件。")
    fact = {"code": code, "name": values["name"], "kind": "类似乡级单位" if _TOWN.fullmatch(code) else "行政区划"}
    if parents := parents_of(code):
        fact["parent"] = parents[0]
    if edition := values.get("last_edition"):
        fact["last_edition"] = edition
        if setting.places.known(SUCCESSORS.get(code, "")):
            fact["successor"] = SUCCESSORS[code]
    return Entry(code, "", (fact,))


def short(digits: str, name: str = "") -> str:
    """A code of six digits without the pairs of zeros behind: 330000 → 33; 460000 省辖县 → 4600: no province."""
    if len(digits) != 6 or not digits.isdigit():
        return digits
    if digits.endswith("0000"):
        return digits[:4] if name in _NO_PLACE else digits[:2]
    return digits[:4] if digits.endswith("00") else digits


REGIONS = ImportKind(
    key="regions",
    label="行政区划",
    register="region",
    fields=(
        Field("code", "区划代码", required=True),
        Field("name", "区划名称", required=True),
        *_ABOVE,
        Field("last_edition", "最后收录的版本"),
    ),
    aliases={
        "代码": "code", "名称": "name", "provinceCode": "province", "cityCode": "city", "areaCode": "county",
        "streetCode": "town", "last_standard_edition_if_abolished": "last_edition",
    },
    reasons={},
    read=read,
    crowded=partial(without_room, Region),
    public=True,
)  # fmt: skip
