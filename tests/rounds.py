"""Eleven towns that are asked every month: each with a clerk who fills in and a leader who signs. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from tests.people import COUNTY, DAY_ONE, SETUP, settle

from tenglong.core.report.periods import newest_periods
from tenglong.playbooks import read_folder
from tenglong.records.cases.models import Case
from tenglong.records.flows.actions import move_case
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.people.actions import add_person, add_unit, grant_role
from tenglong.records.people.models import Person, Unit
from tenglong.records.regions.queries import get_region
from tenglong.records.rounds.actions import freeze, merge, open_round
from tenglong.records.rounds.models import Round

COLLECTION = "monthly.output"
TOWNS: Mapping[str, str] = MappingProxyType(  # unit → region; the office of 航埠镇 is there already
    {
        "xinxin": "330802005",
        "fushan": "330802006",
        "hehua": "330802007",
        "xinan": "330802008",
        "baiyun": "330802009",
        "shuanggang": "330802010",
        "quhua": "330802012",
        "huayuan": "330802013",
        "shiliang": "330802100",
        "hangbu": "330802101",
        "wantian": "330802214",
    }
)
FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "规上企业数": "12",
        "规上总产值": "8200",
        "规下总产值": "1300",
        "园区内规上总产值": "0",
        "规上增加值": "1900",
        "工业投资": "640",
        "工业用电量": "310",
        "规上用工人数": "860",
    }
)
IN_ZONE = ("shuanggang", "huayuan", "hangbu")


@dataclass(frozen=True, slots=True)
class Towns:
    """Who acts: the office that asks, and by town the clerk and the leader."""

    asks: Person
    clerks: Mapping[str, Person]
    leaders: Mapping[str, Person]


def settle_towns() -> Towns:
    """Add the offices and people of the eleven towns to those of the county, and install the mechanism."""
    by = {"by": SETUP, "at": DAY_ONE}
    economy = add_unit(key="economy", name="经济和信息化局", region_code=COUNTY, **by)
    clerks, leaders = {}, {}
    for key, region in TOWNS.items():
        name = get_region(region).name
        unit = Unit.objects.filter(key=key).first() or add_unit(key=key, name=name, region_code=region, **by)
        clerks[key] = _person(f"{key}-clerk", f"{name}干事", unit, "town_clerk")
        leaders[key] = _person(f"{key}-leader", f"{name}负责人", unit, "leader")
    install_mechanism(files=read_folder(settings.MECHANISMS_ROOT / "monthly"), **by)
    return Towns(_person("zhoulan", "周岚", economy, "bureau_reviewer"), clerks, leaders)


def settle_round_county(at: datetime) -> None:
    """What the journey begins with: the people, and two rounds before that of last month: a month, a year earlier."""
    settle()
    towns = settle_towns()
    months = newest_periods("month", at.date(), 14)
    for period in (months[13], months[2]):
        frozen_round(towns, period.text, datetime(period.until.year, period.until.month, 5, 10, tzinfo=at.tzinfo))


def figures(place: int, **changed: str) -> dict[str, str]:
    """What the town at that place reports; every town something of its own."""
    own = {label: str(int(value) + 100 * place) for label, value in FIGURES.items() if label != "规上企业数"}
    zone = {"园区内规上总产值": str(5000 + 100 * place) if tuple(TOWNS)[place] in IN_ZONE else "0"}
    return {"规上企业数": FIGURES["规上企业数"], **own, **zone, **changed}


def number_of(found: Round, town: str) -> str:
    """The case in which a town answers."""
    return found.asked.get(addressee=town).number


def fill(towns: Towns, found: Round, town: str, at: datetime, **changed: str) -> Case:
    """The clerk of a town fills its figures in."""
    values = figures(tuple(TOWNS).index(town), **changed)
    by = towns.clerks[town]
    return move_case(number=number_of(found, town), act="finish", step="fill", values=values, by=by, at=at)


def sign(towns: Towns, found: Round, town: str, at: datetime) -> Case:
    """The leader of a town signs."""
    return move_case(number=number_of(found, town), act="finish", step="sign", by=towns.leaders[town], at=at)


def answer_all(towns: Towns, found: Round, at: datetime, but: tuple[str, ...] = ()) -> None:
    """Every town fills in and signs."""
    for town in TOWNS:
        if town not in but:
            fill(towns, found, town, at)
            sign(towns, found, town, at)


def frozen_round(towns: Towns, period: str, at: datetime) -> Round:
    """A round of that period, answered by all, merged and frozen."""
    found = open_round(collection=COLLECTION, period=period, by=towns.asks, at=at)
    answer_all(towns, found, at)
    merge(found=found, by=towns.asks, at=at)
    freeze(found=found, by=towns.asks, at=at)
    return found


def _person(login: str, name: str, unit: Unit, role: str) -> Person:
    person = add_person(login=login, name=name, unit=unit, by=SETUP, at=DAY_ONE)
    grant_role(person=person, role=role, region_code=unit.region_code, by=SETUP, at=DAY_ONE)
    return Person.objects.get(pk=person.pk)
