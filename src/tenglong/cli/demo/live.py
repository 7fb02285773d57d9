"""Cases under way, so that the demo's today has work in it: each walks a script as far as its age allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.people.rights import By


@dataclass(frozen=True, slots=True)
class Beat:
    """One move of a script, so many days after the one before. A value None is the day of the move."""

    days: int
    by: str
    act: str
    step: str
    values: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    reason: str = ""


BUYBACK = (
    Beat(6, "赵宁", "finish", "verify", {"权属清楚": "是", "有抵押": "否"}, ("不动产登记簿查询结果",)),
    Beat(20, "王敏", "note", "talks", {"谈判方式": "上门", "企业态度": "再考虑"}),
    Beat(25, "王敏", "note", "talks", {"谈判方式": "部门陪同", "企业态度": "同意"}),
    Beat(2, "王敏", "finish", "talks", {"愿意签约": "是", "处置方式": "净地挂牌"}),
    Beat(14, "赵宁", "finish", "appraise", {"评估价": 2600}, ("评估报告",)),
    Beat(8, "陈立", "finish", "decide", {"决策日期": None, "收储价": 2500}, ("集体决策纪要",)),
    Beat(9, "王敏", "finish", "sign", {"签约日期": None}, ("收储协议",)),
    Beat(12, "孙浩", "finish", "quota", {}, ("额度调整通知",)),
    Beat(10, "赵宁", "finish", "title", {}, ("注销登记证明",)),
    Beat(15, "王敏", "finish", "vacate", {"腾空日期": None, "腾出面积": None}, ("交接清单",)),
    Beat(9, "赵宁", "finish", "clear", {"入库日期": None, "计划挂牌": "下一季度"}),
)
REQUEST = (
    Beat(0, "王敏", "finish", "accept", {"急件": "否"}),
    Beat(1, "王敏", "finish", "assign", {"主办单位": "economy"}),
    Beat(3, "周岚", "note", "handle", {"办理情况": "已到企业了解情况。"}),
    Beat(2, "周岚", "finish", "handle", {"办理结果": "已解决", "答复内容": "已协调解决，答复企业。"}),
    Beat(1, "王敏", "finish", "feedback", {"企业评价": "满意"}),
)
REVIVE = (
    Beat(5, "李青", "finish", "survey", {"闲置原因": "企业腾退", "联系人": "航埠镇 李青"}, ("现场照片",)),
    Beat(4, "王敏", "finish", "offer", {"挂出日期": None, "租售条件": "可整租，可分层出租"}),
    Beat(30, "王敏", "note", "match", {"对接客商": "一家装备企业", "客商需求": "三千平方米厂房", "对接结果": "再对接"}),
    Beat(12, "王敏", "finish", "match", {"承接方": "一家装备企业"}),
    Beat(8, "王敏", "finish", "sign", {"签约日期": None, "投资额": 1800}, ("投资协议",)),
    Beat(20, "李青", "finish", "refit", {}, ("消防验收意见",)),
    Beat(6, "李青", "finish", "licence", {}, ("营业执照或许可证",)),
    Beat(15, "李青", "finish", "use", {"投用日期": None, "盘活建筑": None, "年租金": 36}, ("投用照片",)),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A case to be opened `age` days ago; it stops after `most` beats whatever its age."""

    procedure: str
    script: Sequence[Beat]
    values: Mapping[str, Any]
    age: int
    by: str
    fills: Mapping[str, Any] = field(default_factory=dict)
    most: int = 99


def walk(plan: Plan, people: Mapping[str, By], now: datetime) -> None:
    """Open the case and make the moves that lie in the past."""
    at = at_work(now - timedelta(days=plan.age))
    if at > now:
        at -= timedelta(days=3)  # the Friday before
    values = {label: _filled(plan, label, value, at) for label, value in plan.values.items()}
    case = open_case(procedure=plan.procedure, values=values, by=people[plan.by], at=at)
    for beat in plan.script[: plan.most]:
        at = at_work(at + timedelta(days=beat.days, minutes=20))
        if at >= now:
            return
        move_case(
            number=case.number,
            act=beat.act,
            step=beat.step,
            values={label: _filled(plan, label, value, at) for label, value in beat.values.items()},
            evidence=[(title, "", None) for title in beat.evidence],
            reason=beat.reason,
            by=people[beat.by],
            at=at,
        )


def _filled(plan: Plan, label: str, value: Any, at: datetime) -> Any:
    if value is not None:
        return value
    return plan.fills.get(label, at.date())


def at_work(at: datetime) -> datetime:
    """The same day, or the Monday after a weekend, within office hours."""
    at += timedelta(days=(7 - at.weekday()) % 7 if at.weekday() > 4 else 0)
    return at.replace(hour=min(max(at.hour, 9), 16))


def requests(firms: Sequence[str], rng: Random) -> Iterator[Plan]:
    """Requests of the last six weeks, at every step."""
    titles = {
        "厂房用地": "扩产缺厂房",
        "融资": "流动资金周转",
        "用工": "旺季招工难",
        "证照审批": "经营范围变更",
        "技术": "产品缺陷找专家",
        "政策兑现": "技改奖补兑现",
    }
    for serial in range(48):
        category = rng.choice(tuple(titles))
        firm = firms[serial % len(firms)]
        yield Plan(
            "requests.handle",
            REQUEST,
            {
                "诉求标题": f"{titles[category]}（{firm[:2]}）",
                "企业": firm,
                "诉求类别": category,
                "诉求内容": "企业反映，希望近期协调解决。",
                "来源渠道": rng.choice(("企业码", "走访", "热线")),
            },
            age=rng.randint(0, 5) if serial % 3 else rng.randint(8, 42),
            by="王敏",
            most=rng.choice((1, 2, 3, 5)) if serial % 3 else 5,
        )
