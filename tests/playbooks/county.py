"""A small county for the tests of playbooks: roles and kinds of the registry, invented."""

from dataclasses import replace
from pathlib import Path

from tenglong.core.ledger import Field, Kind, Ledger
from tenglong.playbooks import County, load_confidences, load_mechanism, load_roles, read_folder

HERE = Path(__file__).parent
FORMAT_1 = HERE / "good" / "format-1"

ROLES = """
format: 1
confidences:
  floor_price: {label: 底价, sums_from: 3}
roles:
  officer: {label: 专员, sees: region, may: [register, score]}
  clerk: {label: 干事, sees: unit}
  reviewer: {label: 审核人, sees: unit, may: [attach], reads: [inside, floor_price], second_factor: true}
  leader: {label: 领导, sees: region}
"""

KINDS = (
    Ledger("enterprise", "企业", (Field("code", "代码", required=True), Field("name", "企业名称")), "name", ("code",)),
    Ledger("parcel", "地块", (Field("code", "地块编号", required=True), Field("name", "地块名称")), "name", ("code",)),
    Ledger("unit", "单位", (Field("key", "单位代号"), Field("name", "单位名称")), "name", ("key",)),
    Ledger(
        "observation",
        "数据",
        (
            Field("metric", "指标"),
            Field("period", "期间"),
            Field("value", "数值", Kind.NUMBER),
            Field("seen_on", "登记日期", Kind.DATE),
        ),
        "metric",
    ),
)


def county() -> County:
    """The county with the mechanism `store` in it."""
    roles, ledgers = load_roles(ROLES), {ledger.key: ledger for ledger in KINDS}
    around = County(roles, ledgers, confidences=load_confidences(ROLES))
    store = load_mechanism(read_folder(FORMAT_1 / "store"), around)
    return replace(around, others={"store": store})
