"""Stated figures of named projects (重大项目), each an observation with its source. What is not stated is no row."""

import re
from datetime import date
from functools import partial

from tenglong.core.ledger import Field, Kind
from tenglong.records.registry.models import Observation
from tenglong.records.registry.room import without_room

from .spec import Entry, ImportKind, Problem, RowRefused, Setting, Values, check_not_negative, refuse

_FIGURES = (  # column, metric; the unit is the column's
    (Field("total_invest_wan", "总投资", Kind.NUMBER, unit="万元"), "总投资"),
    (Field("done_before_year_wan", "截至上年底完成投资", Kind.NUMBER, unit="万元"), "截至上年底完成投资"),
    (Field("year_plan_wan", "本年计划投资", Kind.NUMBER, unit="万元"), "本年计划投资"),
    (Field("land_mu", "用地", Kind.NUMBER, unit="亩"), "用地"),
    (Field("annual_output_wan", "年产值", Kind.NUMBER, unit="万元"), "年产值"),
    (Field("annual_tax_wan", "年税收", Kind.NUMBER, unit="万元"), "年税收"),
)
_MONTH = r"\d{4}(?:-(?:0[1-9]|1[0-2]))?"
_SPAN = re.compile(rf"(?P<start>{_MONTH})?(?:[-—~至](?P<end>{_MONTH})?)?")
_YEARS = range(1978, 2100)


def read(values: Values, setting: Setting) -> Entry:
    """The figures of one project for its plan year."""
    region = setting.places.named_in(values["county"])
    if region is None:
        raise refuse("区划不明", f"区县：“{values['county']}”在区划表里找不到或不止一个，请写全称，例如 衢州市柯城区。")
    problems = [
        *check_not_negative(values, (field for field, _ in _FIGURES)),
        *_impossible_sums(values),
        *_impossible_dates(values, setting.on),
    ]
    stated = [(field, metric) for field, metric in _FIGURES if values.get(field.key) is not None]
    if not stated:
        problems.append(Problem("没有数字", "这一行一个数也没有写，请补上总投资、用地等，或删去这一行。"))
    if problems:
        raise RowRefused(problems)
    facts = tuple(
        {
            "subject": f"project:{values['project']}",
            "metric": metric,
            "period": str(values["plan_year"]),
            "value": values[field.key],
            "unit": field.unit,
            "nature": "总量",
            "region_code": region,
            "source": values["source_url"],
        }
        for field, metric in stated
    )
    return Entry(values["project"], region, facts)


def _impossible_sums(values: Values) -> list[Problem]:
    total, done, plan = (values.get(key) for key in ("total_invest_wan", "done_before_year_wan", "year_plan_wan"))
    if total is None or total < 0 or (done or 0) + (plan or 0) <= total:
        return []
    return [
        Problem(
            "数额不可能",
            f"总投资：上年底前完成 {done or 0} 加本年计划 {plan or 0}，超过总投资 {total} 万元，请查对原件。",
        )
    ]


def _impossible_dates(values: Values, on: date) -> list[Problem]:
    problems = []
    year, span = values["plan_year"], values.get("period")
    if year not in _YEARS:
        problems.append(Problem("日期不可能", f"计划年份：{year} 不是一个可能的年份，请查对原件。"))
    if (reported := values.get("reported_on")) and reported > on:
        problems.append(Problem("日期不可能", f"报道日期：{reported} 还没有到，请查对原件。"))
    if span:
        problems += _impossible_span(span, year)
    return problems


def _impossible_span(span: str, year: int) -> list[Problem]:
    read_as = _SPAN.fullmatch(span)
    if not read_as or not (read_as["start"] or read_as["end"]):
        return [Problem("日期读不出", f"建设期：“{span}”读不出，请写成 2016-2020、2023- 或 -2017-10。")]
    start, end = read_as["start"], read_as["end"]
    if start and end and end[:4] < start[:4]:
        return [Problem("日期不可能", f"建设期：“{span}”的结束早于开始，请查对原件。")]
    if (start and year < int(start[:4])) or (end and year > int(end[:4])):
        return [Problem("日期不可能", f"计划年份：{year} 不在建设期“{span}”之内，请查对原件。")]
    return []


PROJECTS = ImportKind(
    key="projects",
    label="重大项目数据",
    register="observation",
    fields=(
        Field("project", "项目名称", required=True),
        Field("county", "区县", required=True),
        Field("location", "地点"),
        Field("nature", "建设性质"),
        Field("period", "建设期"),
        Field("plan_year", "计划年份", Kind.WHOLE, required=True),
        *(field for field, _ in _FIGURES),
        Field("reported_on", "报道日期", Kind.DATE),
        Field("source_url", "来源", required=True),
    ),
    aliases={"项目": "project", "建设起止年限": "period", "年度": "plan_year", "来源网址": "source_url"},
    reasons={field.key: "数额读不出" for field, _ in _FIGURES}
    | {"plan_year": "日期读不出", "reported_on": "日期读不出"},
    read=read,
    crowded=partial(without_room, Observation),
)
