"""Published totals and their parts (集中开工等汇总): kept as published. Parts need not add up and are never summed."""

from functools import partial

from tenglong.core.ledger import Field, Kind
from tenglong.records.registry.models import Observation
from tenglong.records.registry.room import without_room

from .spec import Entry, ImportKind, Problem, RowRefused, Setting, Values, check_not_negative, refuse

_TOTAL = "合计"
_FIGURES = (
    (Field("projects", "项目数", Kind.WHOLE), "个"),
    (Field("total_invest_yi", "总投资", Kind.NUMBER, unit="亿元"), "亿元"),
    (Field("year_plan_yi", "年度计划投资", Kind.NUMBER, unit="亿元"), "亿元"),
)


def read(values: Values, setting: Setting) -> Entry:
    """The published figures of a total or of one part of it; the metric carries what was counted: 集中开工总投资."""
    scope = setting.places.at_the_head_of(values["scope"])
    if scope is None:
        raise refuse("区划不明", f"范围：“{values['scope']}”开头不是区划表里的地名，请写成 衢州市二季度集中开工。")
    region, event = scope
    problems = [*check_not_negative(values, (field for field, _ in _FIGURES)), *_impossible(values, setting)]
    stated = [(field, unit) for field, unit in _FIGURES if values.get(field.key) is not None]
    if not stated:
        problems.append(Problem("没有数字", "这一行一个数也没有写，请补上项目数或投资，或删去这一行。"))
    if problems:
        raise RowRefused(problems)
    part = "" if values["group"] == _TOTAL else f"/{values['group']}/{values['item']}"
    facts = tuple(
        {
            "subject": f"region:{region}{part}",
            "metric": f"{event}{field.label}",
            "period": f"{values['as_of']:%Y-%m}",
            "value": values[field.key],
            "unit": unit,
            "nature": "总量",
            "region_code": region,
            "source": values["source_url"],
        }
        for field, unit in stated
    )
    return Entry(f"{values['scope']}{part}", region, facts)


def _impossible(values: Values, setting: Setting) -> list[Problem]:
    problems = []
    if values["as_of"] > setting.on:
        problems.append(Problem("日期不可能", f"截至日期：{values['as_of']} 还没有到，请查对原件。"))
    total, plan = values.get("total_invest_yi"), values.get("year_plan_yi")
    if total is not None and plan is not None and plan > total:
        problems.append(Problem("数额不可能", f"年度计划投资：{plan} 亿元超过总投资 {total} 亿元，请查对原件。"))
    return problems


ROLLUPS = ImportKind(
    key="rollups",
    label="集中开工汇总",
    register="observation",
    fields=(
        Field("scope", "范围", required=True),
        Field("as_of", "截至日期", Kind.DATE, required=True),
        Field("group", "分组", required=True),
        Field("item", "分项", required=True),
        *(field for field, _ in _FIGURES),
        Field("source_url", "来源", required=True),
    ),
    aliases={"日期": "as_of", "来源网址": "source_url"},
    reasons={field.key: "数额读不出" for field, _ in _FIGURES} | {"as_of": "日期读不出"},
    read=read,
    crowded=partial(without_room, Observation),
)
