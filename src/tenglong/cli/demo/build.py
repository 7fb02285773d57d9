"""Builds the demo county: people, mechanisms, the stories at their dates, and work of these weeks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from tenglong.cli.demo import live, papers
from tenglong.cli.demo.closing import close_old
from tenglong.cli.demo.months import walk_months
from tenglong.cli.demo.newcomers import newcomers
from tenglong.cli.demo.plans import plans
from tenglong.cli.demo.registers import enter_registers
from tenglong.cli.demo.zone import SETUP, registered, report, settle_zone
from tenglong.core.errors import Refused
from tenglong.playbooks import Story, find_folders
from tenglong.playbooks.story import ExpectMeasure, ExpectReport, ExpectScore
from tenglong.records.flows.stories import play
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.mechanisms.queries import list_stories
from tenglong.records.people.actions import add_person, add_unit, grant_role
from tenglong.records.people.queries import list_people
from tenglong.records.people.rights import By
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows
from tenglong.records.scores.actions import publish_run
from tenglong.records.scores.queries import Supplied
from tenglong.reports import say

SEED = 20240115
TOLD = (  # stories, in the order they are played
    "figures",
    "buyback",
    "handover",
    "premises",
    "thousand",
    "black_spots",
    "coating",
    "clearance",
    "outpost",
    "forty_six",
    "thirty_six_days",
    "ninety_one",
    "park",
    "whole_loop",
)
KEPT = ("permits", "certificates", "eight")  # stories of registers: their rows are entered by the piece
OFFICER = "王敏"
OF_A_COUNTY = (ExpectMeasure, ExpectScore, ExpectReport)  # true where only that story happens


class CannotBuild(Refused):
    """A story did not go as it is told."""


def is_built() -> bool:
    """Whether the county is there; it is built as a whole or not at all."""
    return list_people().exists()


def build(county_file: Path, *, at: datetime) -> None:
    """Build everything in one transaction. `at` is the day that the work under way leads up to."""
    county = yaml.safe_load(county_file.read_text(encoding="utf-8"))
    rng = Random(SEED)
    began = at.replace(year=2018, month=1, day=2, hour=9)
    with transaction.atomic():
        add_regions(rows=seed_rows(), by=SETUP, at=began)
        install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=SETUP, at=began)
        told = {story.key: story for _, story in list_stories()}
        stories = [told[key] for key in TOLD]
        people = settle(county, stories, began)
        for story in stories:
            tell(story, people)
        enter_registers([told[key] for key in KEPT], people, at)
        zone = settle_zone(county, stories, began, at, rng)
        for figure in county["figures"]:
            report(**figure, now=at)
        evaluate(county, people[OFFICER], at)
        live.walk([*plans(county, zone, rng), *newcomers(county, zone, at, rng)], people, at, rng)
        walk_months(county, people, at, rng)
        close_old(people.values(), at=at)


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


def evaluate(county: Mapping[str, Any], by: By, now: datetime) -> None:
    """Publish the evaluations of the last two years, each in the September after."""
    told = county["evaluation"]
    supplied = {label: Supplied(Decimal(str(value)), told["source"]) for label, value in told["values"].items()}
    for year in (now.year - 2, now.year - 1):
        at = datetime(year + 1, 9, 15, 10, tzinfo=now.tzinfo)
        for scorecard in ("evaluation.above_scale", "evaluation.below_scale") if at < now else ():
            publish_run(scorecard=scorecard, region=county["county"], period=str(year), supplied=supplied, by=by, at=at)


def tell(story: Story, people: Mapping[str, By]) -> None:
    """Play a story; the demo stands only if it goes as it is told, its numbers apart: here other rows count too."""
    for played in play(story, people.__getitem__, papers.paper, say):
        if not (played.ok or isinstance(played.event.does, OF_A_COUNTY)):
            raise CannotBuild(f"演示县没有建成：故事“{story.title}”第 {played.event.line} 行没有照着走：{played.words}")
