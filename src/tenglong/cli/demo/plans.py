"""Which cases the demo county has under way, of whom and since when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import cycle
from random import Random
from typing import Any

from tenglong.cli.demo import scripts
from tenglong.cli.demo.invent import Firm, Plot
from tenglong.cli.demo.live import Plan
from tenglong.cli.demo.zone import Zone, occupy

OFFICERS = ("王敏", "徐然")
BUYBACKS, REVIVALS, NEEDS, REQUESTS = 18, 12, 9, 84
WAN_OF_MU = 150  # what a 亩 with its buildings is bought back for
CAUSES = ("企业腾退", "经营不善", "配套未启用", "规划调整")
CHANNELS = ("企业码", "走访", "热线", "驿站", "浙里办")
UNRATED, UNSOLVED, STUCK = 6, 60, 9  # every so many requests one is not rated, not solved, waits longer than it may
UNDECIDED, BEFORE_DECISION = 4, 7  # this buy-back waits for the leader: so many moves lie before that


def plans(county: Mapping[str, Any], zone: Zone, rng: Random) -> Iterator[Plan]:
    """Buy-backs of the firms that pay least, revivals of idle plants, needs for some, requests of the last months."""
    yield from buybacks(county["reasons"], zone, rng)
    yield from revivals(zone, rng)
    yield from needs(zone, rng)
    yield from requests(county, zone, rng)


def buybacks(reasons: Sequence[str], zone: Zone, rng: Random) -> Iterator[Plan]:
    """Every third with a mortgage, every sixth handed over to a firm that rents; the newest waits to be verified."""
    weakest = sorted(zone.owned, key=lambda one: one[0].tax_wan_mu)[:BUYBACKS]
    for serial, (firm, plot) in enumerate(rng.sample(weakest, len(weakest))):
        officer = OFFICERS[serial % 2]
        price_wan = round(float(plot.area_mu) * WAN_OF_MU * rng.uniform(0.9, 1.15), -1)
        taker = zone.tenants[serial].code if serial % 6 == 4 else ""
        yield Plan(
            "cleanup.buyback",
            scripts.buyback(
                officer,
                area_mu=plot.area_mu,
                price_wan=int(price_wan),
                talk_days=33 if serial == UNDECIDED else rng.randint(20, 75),
                mortgaged=serial % 3 == 1,
                taker=taker,
            ),
            {
                "企业": firm.code,
                "地块": plot.code,
                "列入日期": None,
                "整治方式": "回收收储",
                "列入依据": rng.choice(reasons),
                "计划腾出面积": plot.area_mu,
            },
            age=3 + serial * 26,
            by=officer,
            most=BEFORE_DECISION if serial == UNDECIDED else 99,
        )


def revivals(zone: Zone, rng: Random) -> Iterator[Plan]:
    """Idle plants of the zone's own company; who takes one rents it from the week after."""
    for serial, plot in enumerate(zone.empty[:REVIVALS]):
        officer = OFFICERS[serial % 2]
        taker, visitor = zone.tenants[-1 - serial], zone.tenants[serial]
        yield Plan(
            "inventory.revive",
            scripts.revival(
                officer,
                cause=CAUSES[serial % len(CAUSES)],
                visitor=visitor.name,
                taker=taker.name,
                floor_sqm=plot.floor_sqm,
                wait_days=rng.randint(8, 24),
            ),
            {
                "名称": f"{plot.name}闲置厂房",
                "资源类型": "厂房",
                "地块": plot.code,
                "权属单位": "园区建设公司",
                "建筑面积": plot.floor_sqm,
                "摸排日期": None,
            },
            age=6 + serial * 19,
            by="李青",
            after=partial(_moves_in, taker, plot),
        )


def _moves_in(taker: Firm, plot: Plot, at: datetime) -> None:
    occupy(taker, plot, "租用", plot.area_mu, at.date())


def needs(zone: Zone, rng: Random) -> Iterator[Plan]:
    """Tenants that look for a plant or for land; some ask for what nobody has measured, some for more than there is."""
    for serial, firm in enumerate(zone.tenants[1 : NEEDS + 1]):
        officer = OFFICERS[serial % 2]
        asked = {
            "最低层高": rng.choice((5, 6, 8)),
            "最低配电容量": rng.choice((400, 630)),
            "最高租金": rng.choice((11, 14)),
        }
        land = serial % 3 == 2
        size = (
            {"最小土地面积": rng.randrange(8, 36, 4)} if land else {"最小建筑面积": rng.randrange(2_000, 12_000, 500)}
        )
        yield Plan(
            "needs.meet",
            scripts.need(officer, firm.name),
            {
                "需求名称": f"{firm.name}扩产用{'地' if land else '厂房'}",
                "需求方": firm.name,
                "企业": firm.code,
                "需要空间": "净地" if land else "厂房",
                "用途": "生产",
                **size,
                **({} if land else dict(list(asked.items())[: serial % 4])),
            },
            age=8 + serial * 5,
            by=officer,
        )


def requests(county: Mapping[str, Any], zone: Zone, rng: Random) -> Iterator[Plan]:
    """Requests of the last three months; those of the last days are still under way."""
    kinds, people = county["requests"], cycle(OFFICERS)
    firms = rng.sample(zone.firms, len(zone.firms))
    for serial in range(REQUESTS):
        words, officer, firm = kinds[serial * 5 % len(kinds)], next(people), firms[serial % len(firms)]
        end = "不满意" if serial % UNSOLVED == 8 else "未评价" if serial % UNRATED == 2 else "满意"
        stuck = serial % STUCK == 0
        yield Plan(
            "requests.handle",
            scripts.request(officer, words["unit"], words["by"], words, end),
            {
                "诉求标题": words["title"],
                "企业": firm.code,
                "诉求类别": words["category"],
                "诉求内容": words["content"],
                "来源渠道": rng.choice(CHANNELS),
            },
            age=rng.randint(6, 16) if stuck else rng.randint(0, 9) if serial % 4 == 1 else rng.randint(10, 95),
            by=officer,
            most=serial // STUCK % 3 + 1 if stuck else 5,
        )
