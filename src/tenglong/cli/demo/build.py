"""Builds the demo county: people, mechanisms, the stories at their dates, and work of these weeks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from tenglong.cli.demo import invent, live, papers
from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.playbooks import Story
from tenglong.playbooks.story import Register
from tenglong.records.flows.stories import play
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import list_current
from tenglong.records.people.actions import add_person, add_unit, grant_role
from tenglong.records.people.queries import list_people
from tenglong.records.people.rights import By, Program
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows
from tenglong.records.registry.actions import (
    begin_occupancy,
    draw_parcel,
    record_observation,
    register_enterprise,
    register_parcel,
)

SEED = 20240115
PER_STREET = 16
FIRMS = 120
OWNERS = 78  # firms that own a plot; the others rent
TOLD = ("figures", "buyback", "handover", "premises", "thousand")  # stories, in the order they are played
FIXED_MU = {"东坪路12号": Decimal("25.4"), "兴业路8号": Decimal("41.6")}
COMMUNITY_M = (-420.0, 260.0)  # where the community premises of story 9 lie
YEARS = range(2021, 2026)
BUYBACKS = 16
REVIVALS = 12
SETUP = Program("演示数据")


class CannotBuild(Refused):
    """A story did not go as it is told."""


def is_built() -> bool:
    """Whether the county is there; it is built as a whole or not at all."""
    return list_people().exists()


def build(county_file: Path, *, at: datetime) -> None:
    """Build everything in one transaction. `at` is the day that the work under way leads up to."""
    county = yaml.safe_load(county_file.read_text(encoding="utf-8"))
    rng = Random(SEED)
    began = at.replace(year=2021, month=1, day=4, hour=9)
    with transaction.atomic():
        add_regions(rows=seed_rows(), by=SETUP, at=began)
        folders = {path.parent.name: path.parent for path in sorted(settings.MECHANISMS_ROOT.glob("*/mechanism.yaml"))}
        install_folders(folders=folders, by=SETUP, at=began)
        told = {story.key: story for mechanism in list_current() for story in mechanism.stories}
        stories = [told[key] for key in TOLD]
        people = settle(county, stories, began)
        for story in stories:
            tell(story, people)
        land = list(invent.plots(county["zone"]["town"], county["streets"], PER_STREET, FIXED_MU, rng))
        firms = settle_firms(county, stories, land, began, rng)
        for figure in county["figures"]:
            report(**figure)
        for plan in plans(firms, land, rng):
            live.walk(plan, people, at)


def settle(county: Mapping[str, Any], stories: Sequence[Story], at: datetime) -> dict[str, By]:
    """Offices, people and their roles; a firm's person is tied to the firm's credit code of the stories."""
    codes = {values["name"]: values["code"] for values in registered(stories, "enterprise")}
    who = {"by": SETUP, "at": at}
    units = {
        key: add_unit(key=key, name=unit["name"], region_code=unit["region"], **who)
        for key, unit in county["units"].items()
    }
    people = {}
    for login, told in county["people"].items():
        person = add_person(login=login, name=told["name"], unit=units.get(told.get("unit")), post=told["post"], **who)
        if "role" in told:
            code = codes[told["enterprise"]] if "enterprise" in told else ""
            grant_role(
                person=person, role=told["role"], region_code=told.get("region", ""), enterprise_code=code, **who
            )
        people[person.name] = person
    return people


def tell(story: Story, people: Mapping[str, By]) -> None:
    """Play a story; the demo stands only if it goes as it is told."""
    for played in play(story, people.__getitem__, papers.paper):
        if not played.ok:
            raise CannotBuild(f"演示县没有建成：故事“{story.title}”第 {played.event.line} 行没有照着走：{played.words}")


def registered(stories: Sequence[Story], kind: str) -> Iterator[Mapping[str, Any]]:
    """What the stories enter into the registry themselves."""
    for story in stories:
        for event in story.events:
            if isinstance(event.does, Register) and event.does.kind == kind:
                yield event.does.values


def settle_firms(
    county: Mapping[str, Any], stories: Sequence[Story], land: Sequence[invent.Plot], at: datetime, rng: Random
) -> list[invent.Firm]:
    """The firms and plots that the stories do not speak of, who uses what, and yearly facts."""
    known = {values["name"] for values in registered(stories, "enterprise")}
    drawn = {values["code"] for values in registered(stories, "parcel")}
    firms = [
        firm
        for firm in invent.firms(county["brands"], county["trades"], FIRMS + len(known), rng)
        if firm.name not in known
    ][: FIRMS - len(known)]
    who = {"by": SETUP, "at": at}
    for firm in firms:
        register_enterprise(
            code=firm.code,
            name=firm.name,
            region_code=county["zone"]["town"],
            industry=firm.industry,
            scale=firm.scale,
            **who,
        )
    for plot in land:
        if plot.code in drawn:
            draw_parcel(code=plot.code, shape=plot.shape, **who)
            continue
        register_parcel(
            code=plot.code,
            name=plot.name,
            region_code=county["zone"]["town"],
            area_mu=plot.area_mu,
            use="工业用地",
            shape=plot.shape,
            **who,
        )
    for values in registered(stories, "parcel"):
        if values["code"] not in {plot.code for plot in land}:
            draw_parcel(code=values["code"], shape=invent.rectangle(*COMMUNITY_M, 60.0), **who)
    free = [plot for plot in land if plot.code not in drawn]
    for firm, plot in zip(firms[:OWNERS], free, strict=False):
        occupy(firm, plot, "自有", plot.area_mu, date(rng.randint(2006, 2019), rng.randint(1, 12), 1))
        yearly(firm, plot.area_mu, rng)
    for firm, plot in zip(firms[OWNERS:], free, strict=False):
        let = (plot.area_mu / 4).quantize(Decimal("0.1"))
        occupy(firm, plot, "租用", let, date(rng.randint(2019, 2021), rng.randint(1, 12), 1))
        yearly(firm, let, rng)
    return firms


def occupy(firm: invent.Firm, plot: invent.Plot, tenure: str, area_mu: Decimal, from_on: date) -> None:
    begin_occupancy(
        parcel=plot.code,
        enterprise=firm.code,
        tenure=tenure,
        area_mu=area_mu,
        from_on=from_on,
        source="不动产权证" if tenure == "自有" else "租赁合同",
        by=SETUP,
        at=datetime.combine(from_on, time(9), CHINA),
    )


def yearly(firm: invent.Firm, area_mu: Decimal, rng: Random) -> None:
    """A firm's tax, value added and land of each year, invented around one strength."""
    strength = rng.lognormvariate(2.4, 0.7)
    taxes = {year: round(float(area_mu) * strength * (1 + 0.06 * (year - YEARS[0])), 1) for year in YEARS}
    subject = f"enterprise:{firm.code}"
    report(subject, "评价税收", "万元", taxes)
    report(subject, "工业增加值", "万元", {year: round(tax * 6, 1) for year, tax in taxes.items()})
    report(subject, "用地面积", "亩", dict.fromkeys(YEARS, area_mu))


def report(subject: str, metric: str, unit: str, years: Mapping[int, float | Decimal]) -> None:
    """A figure of each year, told at the end of the January after."""
    for year, value in years.items():
        record_observation(
            subject=subject,
            metric=metric,
            period=str(year),
            value=Decimal(str(value)),
            unit=unit,
            nature="总量" if "/" not in unit else "比率",
            source=f"{year} 年度企业填报（虚构）",
            by=SETUP,
            at=datetime(year + 1, 1, 31, 9, tzinfo=CHINA),
        )


def plans(firms: Sequence[invent.Firm], land: Sequence[invent.Plot], rng: Random) -> Iterator[live.Plan]:
    """Buy-backs, revivals and requests under way."""
    free = [plot for plot in land if plot.name not in FIXED_MU]
    owned = list(zip(firms[:OWNERS], free, strict=False))
    for serial, (firm, plot) in enumerate(rng.sample(owned, BUYBACKS)):
        yield live.Plan(
            "cleanup.buyback",
            live.BUYBACK,
            {
                "企业": firm.code,
                "地块": plot.code,
                "列入日期": None,
                "整治方式": "回收收储",
                "计划腾出面积": plot.area_mu,
            },
            age=12 + serial * 11,
            by="王敏",
            fills={"腾出面积": plot.area_mu},
        )
    for serial, plot in enumerate(free[OWNERS : OWNERS + REVIVALS]):
        floor = int(plot.area_mu * 520)
        yield live.Plan(
            "inventory.revive",
            live.REVIVE,
            {
                "名称": f"{plot.name}闲置厂房",
                "资源类型": "厂房",
                "地块": plot.code,
                "权属单位": "园区建设公司",
                "建筑面积": floor,
                "摸排日期": None,
            },
            age=10 + serial * 17,
            by="李青",
            fills={"盘活建筑": floor},
        )
    yield from live.requests([firm.name for firm in firms[:24]], rng)
