"""The named people of tests: always the same roles, in invented offices on real region codes."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tenglong.records.people.actions import add_person, add_unit, grant_role
from tenglong.records.people.models import Person, Unit
from tenglong.records.people.rights import Program
from tenglong.records.regions.actions import add_regions
from tenglong.records.regions.codes import seed_rows

SETUP = Program("设置程序")
DAY_ONE = datetime(2022, 1, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
COUNTY, NEXT_COUNTY, TOWN = "330802", "330803", "330802101"
FIRM_CODE = "91330802MA0TL9001F"  # invented: the firm whose person signs in as `enterprise`

UNITS = {
    "zone": ("园区服务中心", COUNTY),
    "natural-resources": ("自然资源和规划局", COUNTY),
    "tax": ("税务局", COUNTY),
    "government": ("县政府办公室", COUNTY),
    "inspection": ("督查室", COUNTY),
    "audit": ("审计局", COUNTY),
    "hangbu": ("航埠镇", TOWN),
    "next-zone": ("邻县园区服务中心", NEXT_COUNTY),
}
ROLES = {  # name of the fixture: login, name, unit, role, region, enterprise
    "officer": ("wangmin", "王敏", "zone", "zone_officer", COUNTY, ""),
    "clerk": ("liqing", "李青", "hangbu", "town_clerk", TOWN, ""),
    "reviewer": ("zhaoning", "赵宁", "natural-resources", "bureau_reviewer", COUNTY, ""),
    "tax_reviewer": ("sunhao", "孙浩", "tax", "bureau_reviewer", COUNTY, ""),
    "leader": ("chenli", "陈立", "government", "leader", COUNTY, ""),
    "supervisor": ("zhengzhi", "郑直", "inspection", "supervisor", COUNTY, ""),
    "auditor": ("qianshen", "钱慎", "audit", "auditor", COUNTY, ""),
    "administrator": ("guanli", "关理", "government", "administrator", COUNTY, ""),
    "enterprise": ("shilei", "石磊", None, "enterprise", "", FIRM_CODE),
    "investor": ("linyuan", "林远", None, "investor", COUNTY, ""),
    "stranger": ("guoke", "过客", None, None, "", ""),
    "neighbour": ("fengxue", "冯雪", "next-zone", "zone_officer", NEXT_COUNTY, ""),
}


@dataclass(frozen=True, slots=True)
class People:
    """Who acts in tests. `neighbour` is the zone officer of the next county, who must see nothing of this one."""

    officer: Person
    clerk: Person
    reviewer: Person
    tax_reviewer: Person
    leader: Person
    supervisor: Person
    auditor: Person
    administrator: Person
    enterprise: Person
    investor: Person
    stranger: Person
    neighbour: Person

    def by_name(self, name: str) -> Person:
        """The person called so: 王敏 is the zone officer."""
        return next(person for person in self.everybody() if person.name == name)

    def everybody(self) -> tuple[Person, ...]:
        """All of them, the stranger too."""
        return tuple(getattr(self, role) for role in ROLES)


def settle() -> People:
    """Add the regions, the offices and the people."""
    add_regions(rows=seed_rows(), by=SETUP, at=DAY_ONE)
    units = {
        key: add_unit(key=key, name=name, region_code=region, by=SETUP, at=DAY_ONE)
        for key, (name, region) in UNITS.items()
    }
    return People(**{role: _person(units, words) for role, words in ROLES.items()})


def _person(units: dict[str, Unit], words: tuple[str, str, str | None, str | None, str, str]) -> Person:
    login, name, unit, role, region, enterprise = words
    person = add_person(login=login, name=name, unit=units[unit] if unit else None, by=SETUP, at=DAY_ONE)
    if role:
        grant_role(person=person, role=role, region_code=region, enterprise_code=enterprise, by=SETUP, at=DAY_ONE)
    return person
