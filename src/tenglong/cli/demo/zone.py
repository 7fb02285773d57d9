"""The firms and plots of the demo that the stories do not speak of: who uses what since when, and yearly figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Any

from tenglong.cli.demo import invent
from tenglong.cli.demo.ground import along_the_south, in_the_community
from tenglong.core.clocks import CHINA
from tenglong.playbooks import Story
from tenglong.playbooks.story import Register
from tenglong.records.ledgers.entering import enter_rows
from tenglong.records.people.rights import Program
from tenglong.records.registry.actions import (
    begin_occupancy,
    draw_parcel,
    record_observation,
    register_enterprise,
    register_parcel,
    register_plant,
)

FIRMS = 120
OWNERS = 78  # firms that own a plot; the others rent a part of one
FIRST_YEAR = 2021
EVALUATED_YEARS = 2
ABOVE = (  # what firms above scale report for the evaluation: metric, unit, about how much for each 万元 of value added
    ("综合能耗", "吨标煤", 0.36),
    ("主要污染物排放量", "吨", 0.0002),
    ("年平均职工人数", "人", 0.054),
    ("研发经费支出", "万元", 0.13),
    ("主营业务收入", "万元", 4.3),
)
TITLES = (
    ("高新技术企业", "国家级", "省科学技术厅"),
    ("专精特新中小企业", "省级", "省经济和信息化厅"),
    ("科技型中小企业", "省级", "省科学技术厅"),
)
TITLED = 4  # every so many firms
BELOW = (("用电量", "万千瓦时", 0.6),)
SOMETIMES, UNTOLD = ("主要污染物排放量",), 0.15  # some firms have no emission data
SETUP = Program("演示数据")


@dataclass(frozen=True, slots=True)
class Zone:
    """What was settled: `owned` are firms on their own plots, `empty` plots that nobody uses."""

    firms: Sequence[invent.Firm]
    tenants: Sequence[invent.Firm]
    owned: Sequence[tuple[invent.Firm, invent.Plot]]
    empty: Sequence[invent.Plot]


def registered(stories: Sequence[Story], kind: str) -> Iterator[Mapping[str, Any]]:
    """What the stories enter into the registry themselves."""
    for story in stories:
        for event in story.events:
            if isinstance(event.does, Register) and event.does.kind == kind:
                yield event.does.values


def settle_zone(
    county: Mapping[str, Any], stories: Sequence[Story], began: datetime, now: datetime, rng: Random
) -> Zone:
    """Register everything as of the day it `began`; figures are told up to `now`."""
    town = county["zone"]["town"]
    firms = _firms(county, stories, rng)
    for firm in firms:
        register_enterprise(
            code=firm.code,
            name=firm.name,
            region_code=town,
            industry=firm.industry,
            scale=firm.scale,
            by=SETUP,
            at=began,
        )
    free = _plots(county, stories, began, rng)
    rng.shuffle(free)
    owned = list(zip(firms[:OWNERS], free, strict=False))
    tenants = firms[OWNERS:]
    let = {plot.code: (plot.area_mu / 4).quantize(Decimal("0.1")) for _, (_, plot) in zip(tenants, owned, strict=False)}
    for firm, plot in owned:
        occupy(firm, plot, "自有", plot.area_mu, date(rng.randint(2016, 2020), rng.randint(1, 12), 1))
        yearly(firm, plot.area_mu - let.get(plot.code, 0), now)
    for firm, (_, plot) in zip(tenants, owned, strict=False):
        occupy(firm, plot, "租用", let[plot.code], date(rng.randint(2020, 2021), rng.randint(1, 12), 1))
        yearly(firm, let[plot.code], now)
    enter_rows(register="title", rows=list(_titles(firms[::TITLED])), by=SETUP, at=now)
    return Zone(firms, tenants, owned, free[OWNERS:])


def _titles(firms: Sequence[invent.Firm]) -> Iterator[Mapping[str, Any]]:
    """A title of each, for three years; those of the first ones have ended."""
    for number, firm in enumerate(firms):
        title, level, issuer = TITLES[number % len(TITLES)]
        from_on = date(FIRST_YEAR + number % 5, 12, 1)
        yield {
            "enterprise": firm.code,
            "title": title,
            "level": level,
            "issued_by": issuer,
            "from_on": from_on,
            "until_on": from_on.replace(year=from_on.year + 3),
            "source": "认定公告（虚构）",
        }


def _firms(county: Mapping[str, Any], stories: Sequence[Story], rng: Random) -> list[invent.Firm]:
    known = {values["name"] for values in registered(stories, "enterprise")}
    drawn = invent.firms(county["brands"], county["trades"], FIRMS, rng)
    others = [firm for firm in drawn if firm.name not in known]
    return others[: FIRMS - len(known)]


def _plots(county: Mapping[str, Any], stories: Sequence[Story], at: datetime, rng: Random) -> list[invent.Plot]:
    """Register the plots with their plants, draw those of the stories; gives those that the stories leave free.

    A plot of a story lies on its street with the area told, or off the streets if it has no number there.
    """
    town = county["zone"]["town"]
    told = {values["code"]: values for values in registered(stories, "parcel")}
    fixed = {values["name"]: values["area_mu"] for values in told.values()}
    land = list(invent.plots(town, county["streets"], fixed, rng))
    for plot in land:
        if plot.code in told:
            draw_parcel(code=plot.code, shape=plot.shape, by=SETUP, at=at)
        else:
            _register(plot, town, at)
    off = [values for code, values in told.items() if code not in {plot.code for plot in land}]
    for drawn, inside in ((along_the_south, True), (in_the_community, False)):
        there = [values for values in off if (values["region_code"] == town) is inside]
        for values, shape in zip(there, drawn([float(values["area_mu"]) for values in there]), strict=True):
            draw_parcel(code=values["code"], shape=shape, by=SETUP, at=at)
    return [plot for plot in land if plot.code not in told]


def _register(plot: invent.Plot, town: str, at: datetime) -> None:
    where = {"region_code": town, "by": SETUP, "at": at}
    register_parcel(
        code=plot.code,
        name=plot.name,
        area_mu=plot.area_mu,
        use="工业用地",
        certificate=plot.certificate,
        shape=plot.shape,
        **where,
    )
    register_plant(
        code=f"{plot.code}-1",
        name=f"{plot.name}厂房",
        parcel=plot.code,
        floor_area_sqm=plot.floor_sqm,
        floors=plot.floors,
        **where,
    )


def occupy(firm: invent.Firm, plot: invent.Plot, tenure: str, area_mu: Decimal, from_on: date) -> None:
    """The firm uses so much of the plot from that day on."""
    begin_occupancy(
        parcel=plot.code,
        enterprise=firm.code,
        tenure=tenure,
        area_mu=area_mu,
        from_on=from_on,
        source="不动产权证" if tenure == "自有" else "厂房租赁合同",
        by=SETUP,
        at=datetime.combine(from_on, time(9), CHINA),
    )


def yearly(firm: invent.Firm, area_mu: Decimal, now: datetime) -> None:
    """A firm's tax and value added of each year; of the last ones all that the evaluation looks at."""
    years = range(FIRST_YEAR, now.year)
    taxes = {year: round(float(area_mu) * firm.tax_wan_mu * (1 + 0.06 * (year - FIRST_YEAR)), 1) for year in years}
    added = {year: round(tax * 6, 1) for year, tax in taxes.items()}
    subject = f"enterprise:{firm.code}"
    report(subject, "评价税收", "万元", taxes, now)
    report(subject, "工业增加值", "万元", added, now)
    evaluated = {year: added[year] for year in years[-EVALUATED_YEARS:]}
    for metric, unit, of_added in ABOVE if firm.scale == "规上" else BELOW:
        told = Random(f"{firm.code}{metric}")
        if metric not in SOMETIMES or told.random() > UNTOLD:
            share = of_added * told.uniform(0.6, 1.7)
            report(subject, metric, unit, {year: round(value * share, 3) for year, value in evaluated.items()}, now)


def report(subject: str, metric: str, unit: str, years: Mapping[int, float | Decimal], now: datetime) -> None:
    """A figure of each year, told at the end of the January after."""
    for year, value in years.items():
        told_at = datetime(year + 1, 1, 31, 9, tzinfo=CHINA)
        if told_at > now:
            continue
        record_observation(
            subject=subject,
            metric=metric,
            period=str(year),
            value=Decimal(str(value)),
            unit=unit,
            nature="总量" if "/" not in unit else "比率",
            source=f"{year} 年度企业填报（虚构）",
            by=SETUP,
            at=told_at,
        )
