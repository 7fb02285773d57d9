"""What happens to a case of the demo, move by move."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tenglong.cli.demo.live import FOLLOW, Beat


def buyback(
    officer: str, *, area_mu: Decimal, price_wan: int, talk_days: int, mortgaged: bool, taker: str
) -> tuple[Beat, ...]:
    """A buy-back: to cleared land, or with `taker` to standing buildings handed over."""
    ending = "整体移交" if taker else "净地挂牌"
    release = (Beat(20, officer, "finish", "mortgage", {}, ("抵押注销登记",)),) if mortgaged else ()
    proof = ("不动产登记簿查询结果",)
    return (
        Beat(6, "赵宁", "finish", "verify", {"权属清楚": "是", "有抵押": "是" if mortgaged else "否"}, proof),
        Beat(talk_days, officer, "note", "talks", {"谈判方式": "上门", "企业态度": "再考虑"}),
        Beat(talk_days, officer, "note", "talks", {"谈判方式": "部门陪同", "企业态度": "同意"}),
        Beat(4, officer, "finish", "talks", {"愿意签约": "是", "处置方式": ending}),
        Beat(3, "赵宁", "pause", "appraise", reason="valuation"),
        Beat(9, "赵宁", "resume", "appraise"),
        Beat(4, "赵宁", "finish", "appraise", {"评估价": price_wan}, ("评估报告",)),
        Beat(5, "陈立", "finish", "decide", {"决策日期": None, "收储价": price_wan - 20}, ("集体决策纪要",)),
        Beat(9, officer, "finish", "sign", {"签约日期": None}, ("收储协议",)),
        *release,
        Beat(8, "孙浩", "note", "quota", {"踏勘情况": "与企业、园区一起到现场，核对清货开票需要。"}),
        Beat(4, "孙浩", "finish", "quota", {}, ("额度调整通知",)),
        Beat(10, "赵宁", "finish", "title", {}, ("注销登记证明",)),
        Beat(15, officer, "finish", "vacate", {"腾空日期": None, "腾出面积": area_mu}, ("交接清单",)),
        *(_handed_over(officer, taker) if taker else _cleared(officer)),
    )


def _cleared(officer: str) -> tuple[Beat, ...]:
    found = {"闲置原因": "企业腾退", "联系人": "航埠镇 李青"}
    return (
        Beat(9, "赵宁", "finish", "clear", {"入库日期": None, "计划挂牌": "下一季度"}),
        Beat(0, "李青", FOLLOW, ""),
        Beat(8, "李青", "finish", "survey", found, ("现场照片",)),
        Beat(3, officer, "finish", "offer", {"挂出日期": None, "租售条件": "净地公开挂牌"}),
    )


def _handed_over(officer: str, taker: str) -> tuple[Beat, ...]:
    return (
        Beat(9, officer, "finish", "handover", {"承接企业": taker, "移交日期": None}, ("移交清单",)),
        Beat(7, officer, "finish", "fit_out", {}, ("勘察记录",)),
    )


def revival(officer: str, *, cause: str, visitor: str, taker: str, floor_sqm: int, wait_days: int) -> tuple[Beat, ...]:
    """An idle plant: surveyed, on offer, refused once, taken, refitted, in use."""
    jobs = floor_sqm // 400
    found = {"闲置原因": cause, "联系人": "航埠镇 李青", "层高": 5 + floor_sqm % 4, "可分割": "是"}
    terms = {"挂牌租金": 10 + floor_sqm % 4, "可交付日期": None, "租售条件": "可整租，可分层出租，租期三年起"}
    use = {"投用日期": None, "盘活建筑": floor_sqm, "年租金": round(floor_sqm * 0.012, 1)}
    missed = {"对接客商": visitor, "对接情况": "单层厂房，能装五吨行车", "对接结果": "不合适"}
    wanted = {"对接客商": taker, "对接情况": f"约{floor_sqm // 1000}千平方米，可分层生产", "对接结果": "有意向"}
    return (
        Beat(5, "李青", "finish", "survey", found, ("现场照片",)),
        Beat(4, officer, "finish", "offer", {"挂出日期": None, **terms}),
        Beat(wait_days, officer, "note", "match", missed),
        Beat(wait_days, officer, "note", "match", wanted),
        Beat(12, officer, "finish", "match", {"承接方": taker}),
        Beat(8, officer, "finish", "sign", {"签约日期": None, "投资额": round(floor_sqm * 0.11)}, ("投资协议",)),
        Beat(9, "李青", "note", "refit", {"陪同情况": "陪同消防技术服务机构到场，列出改造清单。"}),
        Beat(14, "李青", "finish", "refit", {}, ("消防验收意见",)),
        Beat(6, "李青", "finish", "licence", {}, ("营业执照或许可证",)),
        Beat(15, "李青", "finish", "use", {**use, "带动就业下限": jobs, "带动就业上限": jobs + 20}, ("投用照片",)),
    )


def need(officer: str, party: str) -> tuple[Beat, ...]:
    """Who looks for space: registered and verified, then open until something fits."""
    return (
        Beat(1, officer, "finish", "register", {"需求来源": "走访", "联系人": f"{party} 行政部"}),
        Beat(3, officer, "finish", "verify", {"核实日期": None}),
    )


def request(officer: str, unit: str, answerer: str, words: Mapping[str, Any], end: str) -> tuple[Beat, ...]:
    """A firm's request, answered by the bureau it belongs to; `end` is the firm's word on it."""
    solved = end != "不满意"
    answer = words["answer"] if solved else "条件暂不具备，已向企业说明，列入跟踪。"
    return (
        Beat(0, officer, "finish", "accept", {"急件": "否"}),
        Beat(1, officer, "finish", "assign", {"主办单位": unit}),
        Beat(3, answerer, "note", "handle", {"办理情况": words["progress"]}),
        Beat(2, answerer, "finish", "handle", {"办理结果": "已解决" if solved else "未解决", "答复内容": answer}),
        Beat(1, officer, "finish", "feedback", {"企业评价": end}),
    )
