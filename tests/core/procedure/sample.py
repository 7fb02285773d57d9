"""A small invented procedure with every kind of step, in the county's words."""

from datetime import datetime

from tenglong.core.clocks import Unit
from tenglong.core.formula import Checked, NameSpec, Type, check, parse
from tenglong.core.ledger import Field, Kind
from tenglong.core.procedure import Actor, Limit, Owner, PauseReason, Procedure, Step

FIELDS = {
    "clear": Field("clear", "权属清楚", Kind.TRUTH, required=True),
    "mortgaged": Field("mortgaged", "有抵押", Kind.TRUTH),
    "lead": Field("lead", "主办单位", Kind.REFERENCE, required=True),
    "price": Field("price", "收储价", Kind.NUMBER, unit="万元", required=True),
    "decided_on": Field("decided_on", "决策日期", Kind.DATE, required=True),
    "signed_on": Field("signed_on", "签约日期", Kind.DATE, required=True),
}
TYPES = {Kind.TRUTH: Type.TRUTH, Kind.NUMBER: Type.NUMBER, Kind.DATE: Type.DATE, Kind.REFERENCE: Type.TEXT}
SPECS = {field.label: NameSpec(field.label, TYPES[field.kind], field.unit) for field in FIELDS.values()}

NAMES = {
    "officer": "园区专员",
    "reviewer": "审核人",
    "leader": "领导",
    "land": "自然资源局",
    "zone": "园区服务中心",
}
OFFICER = Actor(frozenset({"officer"}), "zone")
REVIEWER = Actor(frozenset({"reviewer"}), "land")
LEADER = Actor(frozenset({"leader"}), "county")


def formula(text: str) -> Checked:
    return check(parse(text), SPECS)


def days(amount: int) -> Limit:
    return Limit(amount, Unit.WORKDAY, "未公布")


BUYBACK = Procedure(
    key="sample.buyback",
    label="收储",
    ledger="sample.site",
    opened_by=("officer",),
    cancel_by=("leader",),
    station="整治",
    limits=(days(60),),
    warn_before=2,
    pauses=(PauseReason("lawsuit", "诉讼", needs_evidence=True), PauseReason("expert", "专家评审")),
    steps=(
        Step(
            "verify",
            "权属核查",
            Owner("reviewer", "land"),
            limits=(days(10),),
            fields=(FIELDS["clear"], FIELDS["mortgaged"]),
            evidence=("登记簿查询结果",),
        ),
        Step(
            "appraise", "测绘评估", Owner("reviewer", "land"), ("verify",), limits=(days(20),), returns_to=("verify",)
        ),
        Step(
            "decide",
            "集体决策",
            Owner("officer", "zone"),
            ("appraise",),
            fields=(FIELDS["price"], FIELDS["decided_on"]),
            returns_to=("verify", "appraise"),
        ),
        Step("release", "解除抵押", Owner("officer"), ("verify",), when=formula("有抵押"), limits=(days(5),)),
        Step("assign", "交办", Owner("officer"), ("decide",), fields=(FIELDS["lead"],)),
        Step("carry", "协办", Owner("reviewer", unit_from="主办单位"), ("assign",)),
        Step(
            "sign",
            "签订收储协议",
            Owner("officer"),
            ("decide", "release"),
            fields=(FIELDS["signed_on"],),
            check=((formula("签约日期 >= 决策日期"), "签约日期早于集体决策日期；先集体决策，后签协议。"),),
            returns_to=("decide",),
        ),
    ),
)


def moment(day: int, hour: int = 10, month: int = 3) -> datetime:
    return datetime(2024, month, day, hour)
