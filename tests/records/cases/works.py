"""A small mechanism of projects: limits that count from or end on a day, a daily log, totals and rule lights."""

from datetime import date, datetime
from typing import Any

from tests.people import DAY_ONE, SETUP, TOWN
from tests.records.trial import moment

from tenglong.records.cases.models import Case
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.people.models import Person

HEAD = "format: 1\nkey: works\ntitle: 项目\nstation: 项目\n"
LEDGER = """format: 1
ledgers:
  project:
    label: 项目
    title: name
    region: area
    fields:
      name: {label: 项目名称, required: true, listed: true}
      area: {label: 区划}
      year_plan_wan: {label: 年度计划投资, kind: number, unit: 万元}
      start_plan_on: {label: 计划开工日期, kind: date}
      auction_on: {label: 摘牌日期, kind: date}
      fast: {label: 快批, kind: truth}
  mark:
    label: 节点
    title: what
    fields:
      what: {label: 节点名称, required: true, listed: true}
      project: {label: 项目, kind: reference, to: deliver, required: true}
      plan_on: {label: 计划日期, kind: date, required: true, listed: true}
"""
PROCEDURE = """format: 1
procedures:
  deliver:
    label: 交付
    ledger: project
    opened_by: [zone_officer, town_clerk]
    cancel_by: [leader]
    warn_before: 2
    pauses:
      weather: {label: 汛期}
    totals:
      累计完成投资: {log: build, sum: 完成投资}
      本年完成投资: {log: build, sum: 完成投资, where: 年份(记录日期) = 年份(当日)}
      记录条数: {log: build, count: true, listed: false}
      最大一笔: {log: build, max: 完成投资, listed: false}
      最近形象: {log: build, last: 形象进度}
      最高估价: {log: build, max: 内部估价}
      改定日期: {log: finish, last: 新计划日期, listed: false}
    lights:
      - label: 开工
        red: 开工日期 缺失 且 月数(计划开工日期, 当日) >= 2
        yellow: 开工日期 缺失 且 计划开工日期 <= 当日
        source: 某市做法
        note: 到计划的月份还没有开工
      - label: 投资进度
        red: 月份(当日) / 12 - 本年完成投资 / 年度计划投资 > 30%
        yellow: 月份(当日) / 12 - 本年完成投资 / 年度计划投资 >= 10%
        source: 某市做法
    steps:
      permit:
        label: 许可
        owner: {role: zone_officer}
        limit:
          - {when: 快批, amount: 0, unit: workday, source: 同时决定}
          - {amount: 15, unit: day, since: 摘牌日期, source: 未公布}
        fields:
          auction_on: {label: 摘牌日期, kind: date}
          started_on: {label: 开工日期, kind: date}
      build:
        label: 建设
        owner: {role: zone_officer}
        log:
          spent_wan: {label: 完成投资, kind: number, unit: 万元, required: true}
          floor: {label: 形象进度}
          secret_wan: {label: 内部估价, kind: number, unit: 万元, confidential: true}
        fields:
          finish_plan_on: {label: 计划完工日期, kind: date, required: true}
        evidence: [现场照片]
      finish:
        label: 竣工
        owner: {role: zone_officer}
        after: [build]
        limit:
          - {when: 改定日期 有值, until: 改定日期, unit: day, source: 改期}
          - {until: 计划完工日期, unit: day, source: 计划}
        log:
          moved_to_on: {label: 新计划日期, kind: date, required: true}
          why: {label: 改期原因, required: true}
        log_check:
          - {that: 新计划日期 > 当日, else: 新的日子要在今天以后。}
          - {that: '新计划日期 > 首个有值(改定日期, 计划完工日期)', else: 只能往后改。}
        returns_to: [build]
  reach:
    label: 节点
    ledger: mark
    opened_by: [zone_officer]
    warn_before: 3
    steps:
      done:
        label: 完成
        owner: {role: zone_officer}
        limit: {until: 计划日期, unit: day, source: 承诺}
        fields:
          reached_on: {label: 实际日期, kind: date, required: true, listed: true}
"""
MEASURES = """format: 1
measures:
  spent:
    label: 完成投资
    unit: 万元
    digits: 1
    terms:
      完成投资: {over: deliver/build, sum: 完成投资, dated: 记录日期}
    group: 项目名称
  days_noted:
    label: 有记录的项目
    unit: 个
    digits: 0
    terms:
      项目数: {over: works.deliver/build, distinct: 办件号}
  spent_by_case:
    label: 累计完成投资
    unit: 万元
    digits: 1
    terms:
      累计: {over: deliver, sum: 累计完成投资}
  this_year:
    label: 本年完成投资
    unit: 万元
    digits: 1
    by_day: true
    terms:
      本年: {over: deliver, sum: 本年完成投资}
"""


def install() -> None:
    """Install the mechanism."""
    files = {
        "mechanism.yaml": HEAD,
        "ledger.yaml": LEDGER,
        "procedure.yaml": PROCEDURE,
        "measures.yaml": MEASURES,
    }
    install_mechanism(files=files, by=SETUP, at=DAY_ONE)


def open_project(by: Person, name: str = "一号厂房", at: datetime | None = None, **values: Any) -> Case:
    """Open a case, by default on 1 March 2023."""
    values = {"项目名称": name, "区划": TOWN, **values}
    return open_case(procedure="works.deliver", values=values, by=by, at=at or moment("2023-03-01 09:00"))


def note(case: Case, by: Person, at: str, spent: int, **values: Any) -> Case:
    """Note what was spent."""
    return move_case(
        number=case.number, act="note", step="build", values={"完成投资": spent, **values}, by=by, at=moment(at)
    )


def finish(case: Case, step: str, by: Person, at: str, **values: Any) -> Case:
    """Finish a step, with its photo."""
    papers = [("现场照片", "", None)] if step == "build" else []
    return move_case(number=case.number, act="finish", step=step, values=values, evidence=papers, by=by, at=moment(at))


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)
