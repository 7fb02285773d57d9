"""The county of the whole loop: a plot, the firm that gives it up, the one that comes, their figures. All invented."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from django.conf import settings
from tests.people import COUNTY, DAY_ONE, SETUP, TOWN, settle
from tests.web.county import square

from tenglong.playbooks import find_folders
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.people.actions import add_person, add_unit, grant_role
from tenglong.records.registry.actions import (
    begin_occupancy,
    record_observation,
    register_enterprise,
    register_parcel,
)

OLD, GOOD, NEW = "91330802MA0TL0011F", "91330802MA0TL0012J", "91330802MA0TL0013M"
FIRMS = {
    OLD: ("松涛五金有限公司", "3351 建筑用金属制品制造"),
    GOOD: ("竹坞机械有限公司", "3484 机械零部件加工"),
    NEW: ("澄湖光电科技有限公司", "3976 光电子器件制造"),
}
PLOT, PLOT_NAME = "330802-101-0504", "航城路4号"
OTHER = "330802-101-0505"
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "评价税收": "万元",
        "工业增加值": "万元",
        "综合能耗": "吨标煤",
        "主要污染物排放量": "吨",
        "年平均职工人数": "人",
        "研发经费支出": "万元",
        "主营业务收入": "万元",
    }
)
LAST_YEAR = {OLD: "68.6 515 420 – 64 18 2400", GOOD: "512 2900 980 0.6 150 360 11800"}  # – was not reported
THIS_YEAR = {NEW: "795.1 4320 1150 0.4 168 610 16800"}
OFFICES = {  # unit: its name, login and name of who reviews there
    "economy": ("经济和信息化局", "zhoulan", "周岚"),
    "housing": ("住房和城乡建设局", "gaojie", "高洁"),
    "statistics": ("统计局", "suping", "苏平"),
    "environment": ("生态环境局", "luoqi", "骆琪"),
    "water": ("水利局", "shuijing", "水静"),
}
_BY = {"by": SETUP, "at": DAY_ONE}


def settle_loop(at: datetime) -> None:
    """The named people and some offices more; the figures of the year before `at`, and the new plant's of its year."""
    settle()
    for key, (name, login, reviewer) in OFFICES.items():
        unit = add_unit(key=key, name=name, region_code=COUNTY, **_BY)
        person = add_person(login=login, name=reviewer, unit=unit, **_BY)
        grant_role(person=person, role="bureau_reviewer", region_code=COUNTY, **_BY)
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), **_BY)
    for code, (name, industry) in FIRMS.items():
        register_enterprise(code=code, name=name, region_code=TOWN, scale="规上", industry=industry, **_BY)
    register_parcel(
        code=PLOT, name=PLOT_NAME, region_code=TOWN, area_mu="28.6", use="工业用地", shape=square(118.770, 28.948),
        certificate="浙（2012）演示县不动产权第0733号", **_BY,
    )  # fmt: skip
    begin_occupancy(
        parcel=PLOT, enterprise=OLD, tenure="自有", area_mu=Decimal("28.6"), from_on=date(2012, 3, 1),
        source="不动产权证", **_BY,
    )  # fmt: skip
    register_parcel(code=OTHER, name="航城路5号", region_code=TOWN, area_mu="20", use="工业用地", **_BY)
    begin_occupancy(
        parcel=OTHER, enterprise=GOOD, tenure="自有", area_mu=Decimal(20), from_on=date(2015, 5, 1),
        source="不动产权证", **_BY,
    )  # fmt: skip
    for year, figures in ((at.year - 1, LAST_YEAR), (at.year, THIS_YEAR)):
        _record(str(year), figures, at - timedelta(days=1))


def _record(period: str, figures: Mapping[str, str], at: datetime) -> None:
    for code, text in figures.items():
        for (metric, unit), figure in zip(UNITS.items(), text.split(), strict=True):
            if figure != "–":
                record_observation(
                    subject=f"enterprise:{code}", metric=metric, period=period, value=Decimal(figure), unit=unit,
                    source=f"{period} 年度企业填报（虚构）", by=SETUP, at=at,
                )  # fmt: skip
