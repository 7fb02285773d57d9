"""Results of land supply (土地供应结果) as published: a parcel, what its contract promises, who was given it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tenglong.core.identity import normal_name
from tenglong.core.ledger import Field, Kind
from tenglong.records.registry.models import Parcel
from tenglong.records.registry.room import without_room

from .enterprises import taken
from .spec import Entry, ImportKind, Problem, RowRefused, Setting, Values, check_not_negative, refuse

_RENEWAL = re.compile(r"续期|续签|延期")
_RECORD = re.compile(r"recorderguid=([0-9a-f-]{32,36})", re.IGNORECASE)  # of the publisher's page
_YEARS = re.compile(r"(?P<use>[^\d;；]*)(?P<years>\d{1,2})\s*年?\s*")
_PLACES = Decimal("0.000001")
_KEPT = ("use", "supply", "price_wan", "hand_over_on", "start_by", "finish_by", "location", "industry")
_LEAST, _MOST = "容积率", "容积率上限"  # two promises, each with its one bound


def read(values: Values, setting: Setting) -> Entry:
    """One result; the holder and the plot ratios are settled when all rows are read."""
    problems = [*check_not_negative(values, FIELDS), *_dates(values, setting.on)]
    region, doubt = _region(values, setting)
    if problems:
        raise RowRefused(problems)
    code = _code(values["record"])
    fact = {key: values[key] for key in _KEPT if key in values} | {
        "code": code,
        "name": values["name"],
        "region_code": region,
        "area_mu": values["area_mu"].quantize(_PLACES, ROUND_HALF_UP),
        "signed_on": values["signed_on"],
        "source": values["record"],
    }
    if years := _years(values):
        fact["years"] = years
    if holder := values.get("holder"):
        fact["holder_name"] = normal_name(holder)
    if _RENEWAL.search(values["name"]) or _RENEWAL.search(values.get("supply", "")):
        doubt = Problem("出让年限续期", _RENEWED)
    ratios = {key: values[key] for key in ("ratio_most", "ratio_least") if values.get(key)}
    return Entry(code, region, (fact,), doubt=doubt, aside=ratios)


_RENEWED = (
    "这是原有土地的续期，不是新供的地：面积会算两次。原地块已登记的，请不写这一行，改原地块的年限；没有登记过的才写入。"
)


def settle(entries: Mapping[int, Entry], setting: Setting) -> Mapping[int, Entry]:  # noqa: ARG001  all is in the rows
    """Who the holders are, and which of the two columns of plot ratios holds the lower limits.

    Publishers have the two headers swapped: of a file in which no row has the upper limit above the lower one, both
    columns are what the other says. A ratio of 0 was not set.
    """
    names = {entry.facts[0]["holder_name"] for entry in entries.values() if "holder_name" in entry.facts[0]}
    codes = {name: found.pop() for name, found in taken(names).items() if len(found) == 1}
    both = [entry.aside for entry in entries.values() if len(entry.aside) > 1]
    right = any(ratios["ratio_most"] > ratios["ratio_least"] for ratios in both)
    wrong = any(ratios["ratio_most"] < ratios["ratio_least"] for ratios in both)
    told = {}
    for number, entry in entries.items():
        parcel = dict(entry.facts[0])
        if code := codes.get(parcel.get("holder_name", "")):
            parcel["holder"] = code
        terms = tuple(_terms(parcel, entry.aside, swapped=wrong and not right))
        told[number] = replace(entry, facts=(parcel, *terms))
        if entry.aside and right and wrong and not entry.doubt:
            told[number] = replace(told[number], doubt=Problem("容积率两列不一", _UNCLEAR))
    return told


_UNCLEAR = "这份表有的行容积率上限小于下限，有的行大于，看不出两列哪一列是上限；请查对这一行，再决定是否这样写入。"


def _terms(parcel: Values, ratios: Values, *, swapped: bool) -> Iterator[dict[str, object]]:
    least, most = ("ratio_most", "ratio_least") if swapped else ("ratio_least", "ratio_most")
    for key, indicator, bound in ((least, _LEAST, "不低于"), (most, _MOST, "不高于")):
        if key in ratios:
            yield {
                "parcel": parcel["code"],
                "indicator": indicator,
                "bound": bound,
                "value": ratios[key],
                "signed_on": parcel["signed_on"],
                "source": parcel["source"],
            }


def _code(record: str) -> str:
    """The number under which the publisher keeps it, out of its address, or as it is."""
    found = _RECORD.search(record)
    return found[1].lower() if found else record


def _region(values: Values, setting: Setting) -> tuple[str, Problem | None]:
    """By the names from the province down. Of a municipal district nothing is named but the city, or 本级."""
    names = [name for name in re.split(r"[,，]", values["area"]) if name]
    district = values.get("district", "")
    city = setting.places.of_path(names)
    if city is None:
        raise refuse("区划不明", f"地区：“{values['area']}”在区划表里找不到，请先导入区划，或写成 浙江省,衢州市。")
    if not district or district.endswith("本级"):
        return city, None
    if county := setting.places.of_path([*names, district]):
        return county, None
    told = f"行政区：{district}已经撤销，或不在区划表里；请查对它现在归哪里，"
    return city, Problem("行政区已撤销", f"{told}再决定是否先记在 {setting.places.label(city)}。")


def _years(values: Values) -> int | None:
    """Years of use; of several that of the parcel's own use: 其他工业用地50年; 其他商服用地40."""
    written = values.get("years")
    if written is None:
        return None
    parts = [_YEARS.fullmatch(part) for part in re.split(r"[;；]\s*", written) if part.strip()]
    if all(parts):
        mine = [part for part in parts if part and (len(parts) == 1 or part["use"].strip().endswith(values["use"]))]
        if len(mine) == 1:
            return int(mine[0]["years"])
    raise refuse("使用年限读不出", f"土地使用年限：“{written}”读不出是几年，请写成 50。")


def _dates(values: Values, on: date) -> Iterator[Problem]:
    if values["signed_on"] > on:
        yield Problem("日期不可能", f"合同签订日期：{values['signed_on']} 还没有到，请查对原件。")
    start, finish = values.get("start_by"), values.get("finish_by")
    if start and finish and finish < start:
        yield Problem("日期不可能", f"约定竣工时间：{finish} 早于约定开工时间 {start}，请查对原件。")


def _crowded(fact: Values) -> tuple[str, ...]:
    return without_room(Parcel, fact) if "code" in fact else ()


FIELDS = (
    Field("record", "链接", required=True, help="公告的网址，或电子监管号：按它认出是哪一宗"),
    Field("area", "地区", required=True),
    Field("district", "行政区"),
    Field("name", "项目名称", required=True),
    Field("location", "土地坐落"),
    Field("area_mu", "面积", Kind.NUMBER, unit="亩", required=True),
    Field("use", "土地用途", required=True),
    Field("supply", "供应方式"),
    Field("years", "土地使用年限"),
    Field("industry", "行业分类"),
    Field("price_wan", "成交价格", Kind.NUMBER, unit="万元"),
    Field("holder", "土地使用权人"),
    Field("ratio_most", "约定容积率(上限)", Kind.NUMBER),
    Field("ratio_least", "约定容积率(下限)", Kind.NUMBER),
    Field("signed_on", "合同签订日期", Kind.DATE, required=True),
    Field("hand_over_on", "约定交地时间", Kind.DATE),
    Field("start_by", "约定开工时间", Kind.DATE),
    Field("finish_by", "约定竣工时间", Kind.DATE),
)
LAND_SUPPLY = ImportKind(
    key="land_supply",
    label="土地供应结果",
    register="parcel+term",
    fields=FIELDS,
    aliases={"电子监管号": "record", "受让人": "holder", "供地方式": "supply", "项目位置": "location"},
    reasons={
        **dict.fromkeys(("signed_on", "hand_over_on", "start_by", "finish_by"), "日期读不出"),
        **dict.fromkeys(("ratio_most", "ratio_least"), "容积率读不出"),
        "area_mu": "面积读不出", "price_wan": "成交价格读不出",
    },
    read=read,
    crowded=_crowded,
    together=settle,
)  # fmt: skip
