"""Investors' projects of the last two years: from a lead over land and permits to a building site and its output."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tenglong.cli.demo.invent import Plot, credit_code
from tenglong.cli.demo.live import BACK, CASE, FOLLOW, OPEN, Beat, Plan
from tenglong.cli.demo.zone import SETUP, Zone
from tenglong.core.clocks import china_time
from tenglong.records.registry.actions import register_enterprise

FIRST_CODE = 3001
LEADS, DAYS_APART, NEWEST_DAYS = 16, 41, 5
BUILT_MONTHS = 9
BEFORE_BUILDING_DAYS = 100  # from the lead to the site, about
CHANNELS = ("驻外招商", "以商招商", "产业链招商", "招商活动", "平台招商", "二次投资")
PLACES = ("深圳", "杭州", "苏州", "宁波", "东莞", "上海")
Script = list[Beat]


def newcomers(county: Mapping[str, Any], zone: Zone, now: datetime, rng: Random) -> Iterator[Plan]:
    """One lead every few weeks; the older, the further it has come."""
    trades, names = list(county["trades"].items()), rng.sample(county["investors"], LEADS)
    land = zone.empty[-LEADS:]
    for serial in range(LEADS):
        trade, industry = trades[(serial * 5 + 2) % len(trades)]
        age = NEWEST_DAYS + serial * DAYS_APART
        firm = f"{names[serial]}{trade}科技有限公司"
        code = credit_code(FIRST_CODE + serial)
        told_at = now - timedelta(days=age + 10)
        register_enterprise(
            code=code,
            name=firm,
            region_code=county["zone"]["town"],
            industry=industry,
            scale="规下",
            by=SETUP,
            at=told_at,
        )
        total_yi = Decimal(rng.choice(("0.6", "0.9", "1.2", "1.8", "2.6", "3.5", "5.2", "10.5")))
        plot = land[serial]
        yield Plan(
            "investment.attract",
            [*_lead(total_yi), *_apply(code, plot), *_permits(plot), *_site(total_yi, age, now, rng)],
            {
                "项目名称": f"{names[serial]}{trade}生产基地",
                "投资方": firm,
                "投资方所在地": PLACES[serial % len(PLACES)],
                "来源渠道": CHANNELS[serial % len(CHANNELS)],
                "招商团队": "驻深圳招商组" if serial % len(CHANNELS) == 0 else "",
                "产业": trade,
                "先进制造业": "是" if trade in ("光电", "电子材料", "精密制造", "新材料") else "否",
                "建设内容": "两幢厂房和一幢综合楼",
                "计划总投资": total_yi,
                "首谈单位": "投资促进中心",
                "首谈日期": china_time(told_at).date(),
            },
            age=age,
            by="卓然",
        )


def _lead(total_yi: Decimal) -> Script:
    agreed = {"签约日期": None, "协议总投资": total_yi, "约定开工日期": timedelta(75), "约定投产日期": timedelta(480)}
    return [
        Beat(3, "卓然", "finish", "screen", {"投资方核实情况": "主体真实，在外地有同类产线。"}),
        Beat(
            9,
            "卓然",
            "note",
            "talks",
            {"洽谈方式": "上门拜访", "洽谈情况": "介绍园区地价和电价。", "投资方态度": "再考虑"},
        ),
        Beat(
            16,
            "卓然",
            "note",
            "talks",
            {"洽谈方式": "来县考察", "洽谈情况": "看过地块，问了污水和用工。", "投资方态度": "有意向"},
        ),
        Beat(9, "卓然", "finish", "talks", {"意向日期": None, "落地方式": "供地"}),
        Beat(9, "周岚", "finish", "review", {"准入": "是", "准入日期": None}, ("研判意见",)),
        Beat(8, "卓然", "finish", "sign", agreed, ("投资协议",)),
    ]


def _apply(code: str, plot: Plot) -> Script:
    kinds = {
        "审批类别": "一般",
        "环评类别": "登记表",
        "水保类别": "不需要",
        "要建防空地下室": "否",
        "特殊建设工程": "否",
    }
    return [
        Beat(2, "卓然", "finish", "apply", {**kinds, "企业": code, "地块": plot.code}),
        Beat(0, "卓然", FOLLOW, ""),
    ]


def _permits(plot: Plot) -> Script:
    contract = {"出让合同日期": None, "用地面积": plot.area_mu, "合同约定动工日期": timedelta(180)}
    return [
        Beat(1, "周岚", "finish", "filing", {"项目代码": f"演练代码 {plot.code[-4:]}", "备案日期": None}),
        Beat(
            2,
            "赵宁",
            "finish",
            "offer",
            {"挂牌日期": None, "规划条件文号": f"演练规条第{plot.code[-4:]}号"},
            ("挂牌公告",),
        ),
        Beat(2, "赵宁", "finish", "pre_land", {}, ("用地规划许可预审意见",)),
        Beat(6, "王敏", "finish", "design", {}, ("设计方案",)),
        Beat(0, "王敏", "finish", "survey", {}, ("勘察报告",)),
        Beat(1, "王敏", "finish", "papers", {}, ("报批文件",)),
        Beat(4, "赵宁", "finish", "scheme", {}, ("方案审查意见",)),
        Beat(2, "赵宁", "finish", "pre_plan", {}, ("工程规划许可预审意见",)),
        Beat(5, "王敏", "finish", "drawings", {}, ("施工图",)),
        Beat(4, "高洁", "finish", "review", {}, ("审查合格书",)),
        Beat(1, "王敏", "finish", "tender", {}, ("施工合同", "监理合同")),
        Beat(1, "高洁", "finish", "safety", {}, ("质量安全监督登记",)),
        Beat(1, "高洁", "finish", "pre_build", {}, ("施工许可预审意见",)),
        Beat(2, "赵宁", "finish", "win", {"摘牌日期": None}, ("成交结果公告",)),
        Beat(1, "赵宁", "finish", "contract", contract, ("出让合同",)),
        Beat(1, "赵宁", "finish", "land_permit", {"用地规划许可日期": None}, ("建设用地规划许可证",)),
        Beat(0, "赵宁", "finish", "plan_permit", {"工程规划许可日期": None}, ("建设工程规划许可证",)),
        Beat(0, "高洁", "finish", "build_permit", {"施工许可日期": None}, ("施工许可证",)),
        Beat(2, "王敏", "finish", "start", {"开工日期": None}, ("开工照片",)),
        Beat(0, "王敏", BACK, ""),
        Beat(0, "卓然", "finish", "land", {"落地日期": None}, ("出让合同或租购合同",)),
        Beat(0, "卓然", "finish", "start", {"施工许可开工日期": None}, ("开工照片",)),
        Beat(0, "王敏", FOLLOW, ""),
        Beat(0, "王敏", FOLLOW, ""),
    ]


def _site(total_yi: Decimal, age: int, now: datetime, rng: Random) -> Script:
    """The building site month by month; the second building's roof comes later than promised."""
    month_wan = int(total_yi * 10_000 / (BUILT_MONTHS + 3))
    began = now - timedelta(days=age - BEFORE_BUILDING_DAYS)
    plan_wan = month_wan * min(BUILT_MONTHS, 12 - began.month)
    promised = {"项目": CASE, "承诺人": "项目经理"}
    roof = {"单体": "一号厂房", "节点": "结顶", "计划日期": timedelta(130)}
    second = {"单体": "二号厂房", "节点": "结顶", "计划日期": timedelta(150)}
    lines = {"单体": "一号厂房", "节点": "设备进场", "计划日期": timedelta(250)}
    reached = ("reach", {"实际日期": None}, ("现场照片",))
    return [
        Beat(2, "王敏", "finish", "list", {"缺用地": "否", "缺用能": "否"}),
        Beat(1, "王敏", OPEN, "projects.milestone", {**promised, **roof}, of="roof"),
        Beat(0, "王敏", OPEN, "projects.milestone", {**promised, **second}, of="second"),
        Beat(0, "王敏", OPEN, "projects.milestone", {**promised, **lines}, of="lines"),
        Beat(8, "赵宁", "finish", "land_start", {"土地合同动工日期": None}, ("基坑或桩基照片",)),
        Beat(9, "苏平", "finish", "enter", {"统计入库日期": None}, ("建设内容说明", "施工合同", "现场照片")),
        *_months(["桩基", "基础", "一层", "二层", "主体"], month_wan, plan_wan=plan_wan, rng=rng),
        Beat(1, "王敏", "finish", *reached, of="roof"),
        *_months(["结顶", "砌筑"], month_wan, rng=rng),
        Beat(1, "王敏", "finish", *reached, of="second"),
        *_months(["设备进场", "调试"], month_wan, rng=rng),
        Beat(1, "王敏", "finish", *reached, of="lines"),
        Beat(9, "王敏", "finish", "daily", {"现场收工日期": None}),
        Beat(6, "王敏", "finish", "finish", {"竣工日期": None}, ("竣工验收备案",)),
        Beat(20, "王敏", "finish", "produce", {"投产日期": None}, ("投产照片",)),
        Beat(3, "王敏", "finish", "monthly", {"停止汇总日期": None}),
        Beat(0, "王敏", BACK, ""),
        Beat(1, "卓然", "finish", "produce", {"投产日期": None}, ("投产照片",)),
    ]


def _months(stages: list[str], month_wan: int, *, plan_wan: int = 0, rng: Random) -> Iterator[Beat]:
    for serial, stage in enumerate(stages):
        done = {"汇总截止日": None, "本月完成投资": round(month_wan * rng.uniform(0.6, 1.15)), "资金支付情况": "按计划"}
        plan = {"调整后年度计划": plan_wan} if plan_wan and not serial else {}
        for days, words in ((9, "按计划施工，人机到位。"), (11, "雨后复查边坡，正常施工。")):
            yield Beat(days, "王敏", "note", "daily", {"现场情况": words, "形象进度": stage}, ("现场照片",))
        yield Beat(8, "王敏", "note", "monthly", {**done, **plan})
