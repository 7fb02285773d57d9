"""Space on offer and needs for some, in the small county. All invented."""

from dataclasses import dataclass

from tests.people import FIRM_CODE, People
from tests.web.county import EMPTY, TENANT_CODE, moment

from tenglong.records.flows.actions import move_case, open_case

MATCH = "inventory.space"


@dataclass(frozen=True, slots=True)
class Spaces:
    """Numbers of cases: premises and a plant on offer; who looks for a hospital, a home, a class room, a plant."""

    premises: str
    plant: str
    hospital: str
    home: str
    lessons: str
    firm: str


def settle_spaces(people: People) -> Spaces:
    """Two spaces surveyed and put on offer; four needs registered and verified."""
    premises = offer(
        people, "社区配套用房", "社区用房", {"建筑面积": "10600", "层高": "3.6"},
        {"可作用途": "康养、教育", "可交付日期": "2023-05-01", "挂牌租金": "8"},
    )  # fmt: skip
    plant = offer(people, "东坪路16号厂房", "厂房", {"建筑面积": "9600", "可分割": "是"}, {}, holder=FIRM_CODE)
    hospital = want(
        people, "康养医院用房", "安和康养医院",
        {"需要空间": "社区用房", "用途": "康养", "最小建筑面积": "10000", "最低层高": "3.3", "最高租金": "10"},
    )  # fmt: skip
    home = want(people, "养老院", "一家养老集团", {"需要空间": "社区用房", "用途": "康养", "最小建筑面积": "15000"})
    lessons = want(
        people, "培训教室", "一家培训机构",
        {"需要空间": "社区用房", "用途": "教育", "最小建筑面积": "2000", "最大建筑面积": "2500"},
    )  # fmt: skip
    firm = want(people, "扩产用厂房", "石桥包装厂", {"需要空间": "厂房", "最小建筑面积": "8000"}, enterprise=FIRM_CODE)
    return Spaces(premises, plant, hospital, home, lessons, firm)


def offer(
    people: People, name: str, kind: str, found: dict[str, str], terms: dict[str, str], *, holder: str = ""
) -> str:
    """A space that is surveyed and on offer."""
    values = {"名称": name, "资源类型": kind, "地块": EMPTY, "权属企业": holder, "摸排日期": "2023-03-01"}
    case = open_case(procedure="inventory.revive", values=values, by=people.officer, at=moment("2023-03-01 09:00"))
    for step, more, by, papers in (
        ("survey", {**found, "闲置原因": "企业腾退", "联系人": "李青"}, people.clerk, ("现场照片",)),
        ("offer", {"挂出日期": "2023-03-02", **terms}, people.officer, ()),
    ):
        move_case(
            number=case.number, act="finish", step=step, values=more, by=by, at=moment("2023-03-02 10:00"),
            evidence=[(title, "", None) for title in papers],
        )  # fmt: skip
    return case.number


def want(people: People, name: str, party: str, facts: dict[str, str], enterprise: str = TENANT_CODE) -> str:
    """A need that is registered and verified."""
    values = {"需求名称": name, "需求方": party, "企业": enterprise, **facts}
    case = open_case(procedure="needs.meet", values=values, by=people.officer, at=moment("2023-03-03 09:00"))
    for step, more in (("register", {"需求来源": "走访", "联系人": party}), ("verify", {"核实日期": "2023-03-03"})):
        at = moment("2023-03-03 10:00")
        move_case(number=case.number, act="finish", step=step, values=more, by=people.officer, at=at)
    return case.number
