"""The towns' monthly report: a year ago and last month frozen, one of them corrected; this one under way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tenglong.core.measure import Period
from tenglong.core.report.periods import newest_periods
from tenglong.records.flows.actions import move_case
from tenglong.records.people.rights import By
from tenglong.records.rounds.actions import freeze, merge, open_round, remind, reopen
from tenglong.records.rounds.queries import get_asked

COLLECTION = "monthly.output"
ASKS = "周岚"
ANSWERED, SIGNED = 7, 6  # of this month's, so far
CORRECTED = 4  # the town, by its place, that had left a firm out
IN_ZONE = ("hangbu", "huayuan", "shuanggang")


@dataclass(frozen=True, slots=True)
class Town:
    """An office that is asked, who fills in and who signs there, and its usual month."""

    unit: str
    clerk: By
    leader: By
    firms: int
    output_wan: float


def walk_months(county: Mapping[str, Any], people: Mapping[str, By], at: datetime, rng: Random) -> None:
    """Run the rounds that lead up to `at`."""
    towns = list(_towns(county, people, rng))
    newest = newest_periods("month", at.date(), 15)
    running, last, year_before = newest[1], newest[2], newest[13]
    for period in (year_before, last):
        _run(period, towns, people[ASKS], at, rng)
    began = at - timedelta(days=4)
    found = open_round(
        collection=COLLECTION, period=running.text, due_on=(at + timedelta(days=3)).date(), by=people[ASKS], at=began
    )
    for place, town in enumerate(towns[:ANSWERED]):
        when = began + timedelta(days=2, minutes=7 * place)
        _fill(found, town, when, rng)
        if place < SIGNED:
            _sign(found, town, when + timedelta(minutes=3))
    remind(found=found, by=people[ASKS], at=at - timedelta(hours=20))


def _run(period: Period, towns: list[Town], asks: By, at: datetime, rng: Random) -> None:
    """A round from sending out to freezing; of last month's one town corrects itself later."""
    began = datetime(period.until.year, period.until.month, 2, 9, 10, tzinfo=at.tzinfo)
    found = open_round(collection=COLLECTION, period=period.text, by=asks, at=began)
    for place, town in enumerate(towns):
        when = began + timedelta(days=2, minutes=11 * place)
        _fill(found, town, when, rng)
        _sign(found, town, when + timedelta(hours=2))
    merge(found=found, by=asks, at=began + timedelta(days=6))
    freeze(found=found, by=asks, at=began + timedelta(days=6, hours=1))
    later = began + timedelta(days=13)
    if later < at and at - began < timedelta(days=120):
        _correct(found, towns[CORRECTED], asks, later, rng)


def _correct(found: Any, town: Town, asks: By, at: datetime, rng: Random) -> None:
    reopen(found=found, addressee=town.unit, reason="漏了一家新入库的企业", by=asks, at=at)
    _fill(found, town, at + timedelta(hours=3), rng, firms=town.firms + 1, more=1.04)
    _sign(found, town, at + timedelta(hours=5))
    number = get_asked(found, town.unit).number
    move_case(number=number, act="finish", step="accept", by=asks, at=at + timedelta(hours=6))
    freeze(found=found, by=asks, at=at + timedelta(hours=7), reason="一个镇街漏报一家企业，更正后重新定案")


def _towns(county: Mapping[str, Any], people: Mapping[str, By], rng: Random) -> Iterator[Town]:
    held = {(one.get("unit"), one.get("role")): people[one["name"]] for one in county["people"].values()}
    for unit in county["units"]:
        if (unit, "town_clerk") in held and (unit, "leader") in held:
            firms = rng.randint(9, 58)
            yield Town(unit, held[unit, "town_clerk"], held[unit, "leader"], firms, firms * rng.uniform(480, 900))


def _fill(found: Any, town: Town, at: datetime, rng: Random, *, firms: int = 0, more: float = 1.0) -> None:
    drift = rng.uniform(0.95, 1.06) * more
    output = town.output_wan * drift
    values = {
        "规上企业数": firms or town.firms,
        "规上总产值": round(output, 1),
        "规下总产值": round(output * 0.11, 1),
        "园区内规上总产值": round(output * 0.7, 1) if town.unit in IN_ZONE else 0,
        "规上增加值": round(output * 0.22, 1),
        "工业投资": round(output * rng.uniform(0.04, 0.09), 1),
        "工业用电量": round(town.output_wan * 0.036 * drift, 1),
        "规上用工人数": town.firms * 74,
        "波动说明": "新入库或退库的企业已核对" if firms or more > 1 else "和名录库核对无误",
    }
    number = get_asked(found, town.unit).number
    move_case(number=number, act="finish", step="fill", values=values, by=town.clerk, at=at)


def _sign(found: Any, town: Town, at: datetime) -> None:
    number = get_asked(found, town.unit).number
    move_case(number=number, act="finish", step="sign", by=town.leader, at=at)
