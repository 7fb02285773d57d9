"""A small county for the screens: two firms, three plots, one buy-back half way, requests and figures. All invented."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from tests.people import DAY_ONE, FIRM_CODE, SETUP, TOWN, People

from tenglong.playbooks import find_folders
from tenglong.records.files.actions import attach_evidence
from tenglong.records.flows.actions import move_case, open_case
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.registry.actions import (
    begin_occupancy,
    record_observation,
    register_enterprise,
    register_parcel,
    register_plant,
)

CHINA = ZoneInfo("Asia/Shanghai")
TENANT_CODE = "91330802MA0TL0002H"
PLOT, LEASED, EMPTY = "330802-101-0112", "330802-101-0113", "330802-101-0114"
PDF = b"%PDF-1.4 invented"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class County:
    """What the tests look at by its key."""

    people: People
    buyback: str
    request: str
    photo: int


def moment(text: str) -> datetime:
    """2022-06-15 09:30, in the county."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def square(west: float, south: float) -> dict[str, object]:
    east, north = west + 0.0012, south + 0.0010
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def settle_county(people: People) -> County:
    """Register what there is, walk the buy-back to the talks."""
    register()
    photo = attach_evidence(
        title="地块现状照片", on=date(2022, 5, 20), subject=f"parcel:{PLOT}", region_code=TOWN, parcel_code=PLOT,
        data=PNG, name="现状.png", by=people.officer, at=moment("2022-05-20 10:00"),
    )  # fmt: skip
    return County(people, _buyback(people), _request(people), photo.pk)


def register() -> None:
    """Install the mechanisms and enter the firms, the plots and who uses them."""
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=SETUP, at=DAY_ONE)
    by = {"by": SETUP, "at": DAY_ONE}
    for code, name, scale in ((FIRM_CODE, "石桥包装厂", "规上"), (TENANT_CODE, "白鹭电子材料有限公司", "规下")):
        register_enterprise(code=code, name=name, region_code=TOWN, scale=scale, industry="2231 纸制品制造", **by)
    for place, (code, name) in enumerate(((PLOT, "东坪路12号"), (LEASED, "东坪路14号"), (EMPTY, "东坪路16号"))):
        shape = square(118.770 + 0.0016 * place, 28.948)
        register_parcel(
            code=code, name=name, region_code=TOWN, area_mu="25.4", use="工业用地", shape=shape,
            certificate="浙（2011）演示县不动产权第0417号", **by,
        )  # fmt: skip
    register_plant(
        code=f"{PLOT}-1", name="东坪路12号厂房", parcel=PLOT, region_code=TOWN, floor_area_sqm="15800", floors="3", **by
    )
    begin_occupancy(
        parcel=PLOT, enterprise=FIRM_CODE, tenure="自有", area_mu=Decimal("25.4"), from_on=date(2019, 5, 1),
        source="不动产权证", **by,
    )  # fmt: skip
    begin_occupancy(
        parcel=PLOT, enterprise=TENANT_CODE, tenure="租用", area_mu=Decimal("12.3"), from_on=date(2022, 12, 1),
        source="厂房租赁合同", **by,
    )  # fmt: skip
    for year, value in (("2020", "4.1"), ("2021", "3.2")):
        record_observation(
            subject=f"parcel:{PLOT}", metric="亩均税收", period=year, value=Decimal(value), unit="万元/亩",
            source="税务局年度汇算", **by,
        )  # fmt: skip
        record_observation(
            subject=f"enterprise:{FIRM_CODE}", metric="实缴税收", period=year, value=Decimal(value) * 25, unit="万元",
            source="税务局年度汇算", **by,
        )  # fmt: skip


def _buyback(people: People) -> str:
    case = open_case(
        procedure="cleanup.buyback",
        values={
            "企业": FIRM_CODE,
            "地块": PLOT,
            "列入日期": "2022-06-15",
            "整治方式": "回收收储",
            "计划腾出面积": "25.4",
        },
        by=people.officer,
        at=moment("2022-06-15 09:30"),
    )
    move_case(
        number=case.number, act="finish", step="verify", values={"权属清楚": "是", "有抵押": "是"},
        evidence=[("不动产登记簿查询结果", "查询.pdf", PDF)], by=people.reviewer, at=moment("2022-06-24 16:00"),
    )  # fmt: skip
    move_case(
        number=case.number, act="note", step="talks", values={"谈判方式": "约谈", "企业态度": "拒签"},
        words="企业一边生产一边出租", by=people.officer, at=moment("2022-12-20 15:00"),
    )  # fmt: skip
    return case.number


def _request(people: People) -> str:
    case = open_case(
        procedure="requests.handle",
        values={
            "诉求标题": "订单增加，厂房不够", "企业": TENANT_CODE, "诉求类别": "厂房用地",
            "诉求内容": "需要增加约八千平方米生产用房。", "来源渠道": "走访",
        },
        by=people.officer,
        at=moment("2022-08-11 10:00"),
    )  # fmt: skip
    return case.number
