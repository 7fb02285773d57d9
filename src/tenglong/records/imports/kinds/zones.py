"""Development zones (GB/T 37028): each a region of the province that it is in."""

import re
from functools import partial

from tenglong.core.ledger import Field
from tenglong.records.regions.models import Region
from tenglong.records.registry.room import without_room

from .spec import Entry, ImportKind, Setting, Values, refuse

_CODE = re.compile(r"\d{8}")


def read(values: Values, setting: Setting) -> Entry:  # noqa: ARG001  a row says all
    """One zone."""
    code = values["code"]
    if not _CODE.fullmatch(code):
        raise refuse("园区代码有误", f"园区代码：“{code}”不是八位数字，请查对原件。")
    province = values.get("province", code)[:2]
    if province != code[:2]:
        raise refuse("上级不符", f"省份代码：{values['province']} 和园区代码 {code} 的前两位不同，请查对原件。")
    fact = {"code": of_zone(code), "name": values["name"], "kind": "开发区", "parent": province}
    if values.get("category"):
        fact["category"] = values["category"]
    return Entry(of_zone(code), "", (fact,))


def of_zone(digits: str) -> str:
    """The code under which a zone is kept: 33101013 → 33K101013, since 3310 is a city that it does not lie in."""
    return f"{digits[:2]}K{digits[2:]}"


ZONES = ImportKind(
    key="zones",
    label="开发区名录",
    register="region",
    fields=(
        Field("code", "园区代码", required=True),
        Field("name", "园区名称", required=True),
        Field("province", "省份代码"),
        Field("category", "园区类别"),
    ),
    aliases={
        "开发区代码": "code", "开发区名称": "name", "zone_code": "code", "zone_name": "name",
        "province_code": "province", "zone_type": "category",
    },
    reasons={},
    read=read,
    crowded=partial(without_room, Region),
    public=True,
)  # fmt: skip
