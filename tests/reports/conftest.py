"""Three yards, two of them cleared, in a county with the probe mechanism: what a report is drawn of. All invented."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from tests.people import DAY_ONE, FIRM_CODE, SETUP, TOWN, People
from tests.web.county import moment

from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.registry.actions import register_enterprise

PROBE = Path(__file__).parent / "probe"
YARDS = (  # name, goods, 亩, 万元, the day it was left
    ("东坪堆场", "砂石", "12.5", "350.5", "2022-03-10"),
    ("西坪堆场", "废料", "3", "", "2022-07-20"),
    ("南坪堆场", "砂石", "1.5", "18", ""),
)


@dataclass(frozen=True, slots=True)
class Yards:
    """The people, and the cases by the name of their yard."""

    people: People
    numbers: dict[str, str]


@pytest.fixture
def yards(people: People) -> Yards:
    """The yards as they stand at the end of July 2022."""
    install_folders(folders={"probe": PROBE}, by=SETUP, at=DAY_ONE)
    register_enterprise(code=FIRM_CODE, name="石桥包装厂", region_code=TOWN, scale="规上", by=SETUP, at=DAY_ONE)
    numbers = {}
    for name, goods, area, offer, left_on in YARDS:
        values = {
            "场名": name, "使用企业": FIRM_CODE, "堆物": goods, "堆场面积": area, "补偿价": offer, "补偿底价": "9.9",
        }  # fmt: skip
        case = open_case(procedure="probe.clear", values=values, by=people.officer, at=moment("2022-02-01 09:00"))
        numbers[name] = case.number
        if left_on:
            at = moment(f"{left_on} 10:00")
            _finish(people, case.number, "visit", {}, at)
            _finish(people, case.number, "leave", {"腾空日期": left_on}, at)
    return Yards(people, numbers)


def _finish(people: People, number: str, step: str, values: dict[str, str], at: datetime) -> None:
    move_case(number=number, act="finish", step=step, values=values, by=people.officer, at=at)
