"""A small mechanism of tests: it reaches every kind of step, pause, return, opening and effect."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from tests.people import COUNTY, DAY_ONE, FIRM_CODE, SETUP, TOWN

from tenglong.records.cases.models import Case
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.people.models import Person
from tenglong.records.registry.actions import begin_occupancy, register_enterprise, register_parcel

CHINA = ZoneInfo("Asia/Shanghai")
FIRM, OTHER_FIRM = "石桥包装厂", "白鹭电子材料有限公司"
OTHER_CODE = "91330802MA0TL0002H"
PARCEL, PARCEL_CODE = "东坪路12号", "330802-101-0112"

HEAD = "format: 1\nkey: trial\ntitle: 试办\nstation: 整治\nsummary: 测试用。\n"
LEDGER = """format: 1
ledgers:
  matter:
    label: 事项
    title: enterprise
    identity: [enterprise, listed_on]
    enterprise: enterprise
    parcel: parcel
    fields:
      enterprise: {label: 企业, kind: reference, to: enterprise, required: true, listed: true}
      parcel: {label: 地块, kind: reference, to: parcel, listed: true}
      listed_on: {label: 列入日期, kind: date, required: true, listed: true}
      way: {label: 方式, kind: choice, choices: [收储, 改造], required: true, listed: true}
      planned_mu: {label: 计划面积, kind: number, unit: 亩, listed: true}
      floor_price_wan: {label: 底价, kind: number, unit: 万元, confidential: true}
  follow:
    label: 跟进
    title: name
    parcel: parcel
    fields:
      name: {label: 名称, required: true, listed: true}
      parcel: {label: 地块, kind: reference, to: parcel}
      land_mu: {label: 面积, kind: number, unit: 亩}
      source_case: {label: 来源办件}
"""
PROCEDURE = """format: 1
procedures:
  settle:
    label: 办理
    ledger: matter
    opened_by: [zone_officer]
    cancel_by: [leader]
    warn_before: 2
    pauses:
      lawsuit: {label: 诉讼, needs_evidence: true}
      valuation: {label: 评估}
    steps:
      verify:
        label: 核查
        owner: {role: bureau_reviewer, unit: natural-resources}
        limit: {amount: 5, unit: workday, source: 未公布}
        fields:
          clear: {label: 权属清楚, kind: truth, required: true}
          mortgaged: {label: 有抵押, kind: truth}
        evidence: [登记簿]
      talks:
        label: 谈判
        owner: {role: zone_officer}
        after: [verify]
        log:
          answer: {label: 态度, kind: choice, choices: [同意, 拒签], required: true}
        fields:
          agreed: {label: 愿意, kind: truth, required: true}
          lead: {label: 主办单位, kind: reference, to: unit, required: true}
        check:
          - {that: 愿意, else: 企业还没有同意。}
        returns_to: [verify]
      release:
        label: 解押
        owner: {role: bureau_reviewer, unit_from: 主办单位}
        after: [talks]
        when: 有抵押
      vacate:
        label: 腾空
        owner: {role: zone_officer}
        after: [talks]
        limit: {amount: 30, unit: day, source: 未公布}
        fields:
          vacated_on: {label: 腾空日期, kind: date, required: true, listed: true}
          freed_mu: {label: 腾出面积, kind: number, unit: 亩, required: true, listed: true}
        effects:
          - {kind: occupancy_ends, when: 地块 有值, values: {地块: 地块, 日期: 腾空日期}}
        opens:
          - procedure: follow_up
            link: source_case
            when: 地块 有值
            carry: {名称: 地块, 地块: 地块, 面积: 腾出面积}
  follow_up:
    label: 跟进
    ledger: follow
    opened_by: [zone_officer]
    steps:
      look:
        label: 查看
        owner: {role: town_clerk}
"""
MEASURES = """format: 1
measures:
  freed:
    label: 腾出土地
    unit: 亩
    digits: 1
    terms:
      腾出面积: {over: settle, sum: 腾出面积, dated: 腾空日期}
    target: {value: 30, source: 未公布}
    today: true
  share:
    label: 腾空率
    unit: '%'
    percent: true
    digits: 1
    terms:
      分子: {over: settle, count: true, where: 腾出面积 > 0, dated: 列入日期}
      分母: {over: settle, count: true, dated: 列入日期}
    needs:
      - {that: 分母 > 0, else: 这一期没有列入的，没有分母。}
  by_way:
    label: 按方式
    unit: 件
    digits: 0
    terms:
      件数: {over: settle, count: true, dated: 列入日期}
    group: 方式
    opens: follow_up
  never:
    label: 不能算的
    unit: 亩
    digits: 1
    refused: 没有期间，算不了。
    terms:
      计划: {over: settle, sum: 计划面积}
"""
FILES: Mapping[str, str] = MappingProxyType(
    {"mechanism.yaml": HEAD, "ledger.yaml": LEDGER, "procedure.yaml": PROCEDURE, "measures.yaml": MEASURES}
)


def moment(text: str) -> datetime:
    """The county's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def install(files: Mapping[str, str] = FILES, at: datetime = DAY_ONE) -> None:
    """Install the mechanism."""
    install_mechanism(files=files, by=SETUP, at=at)


def register() -> None:
    """Two firms, one parcel that the first owns and uses."""
    for code, name in ((FIRM_CODE, FIRM), (OTHER_CODE, OTHER_FIRM)):
        register_enterprise(code=code, name=name, region_code=COUNTY, by=SETUP, at=DAY_ONE)
    register_parcel(
        code=PARCEL_CODE, name=PARCEL, region_code=TOWN, area_mu="25.4", use="工业用地", by=SETUP, at=DAY_ONE
    )
    begin_occupancy(
        parcel=PARCEL_CODE,
        enterprise=FIRM_CODE,
        tenure="自有",
        area_mu="25.4",
        from_on=DAY_ONE.date(),
        source="不动产权证",
        by=SETUP,
        at=DAY_ONE,
    )


VALUES = MappingProxyType({"企业": FIRM, "地块": PARCEL, "列入日期": "2022-06-15", "方式": "收储", "计划面积": "25.4"})


def open_one(by: Person, at: str = "2022-06-15 09:00", **values: Any) -> Case:
    """A case, listed in June 2022."""
    return open_case(procedure="trial.settle", values={**VALUES, **values}, by=by, at=moment(at))


def finish(case: Case, step: str, by: Person, at: str, evidence: tuple[str, ...] = (), **values: Any) -> Case:
    """Finish a step; documents are named, not attached as files."""
    papers = [(title, "", None) for title in evidence]
    return move_case(number=case.number, act="finish", step=step, values=values, evidence=papers, by=by, at=moment(at))
