"""Figures of a year for invented firms of the small county, so that there is something to evaluate. All invented."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tests.people import COUNTY, FIRM_CODE, SETUP, TOWN
from tests.web.county import moment

from tenglong.records.registry.actions import (
    begin_occupancy,
    record_observation,
    register_enterprise,
    register_parcel,
)
from tenglong.records.registry.land import get_land
from tenglong.records.scores.actions import publish_run
from tenglong.records.scores.trial import Supplied

ABOVE = "evaluation.above_scale"
SOURCE = "演练用的县里通知"
CUTS = MappingProxyType(
    {
        label: Supplied(Decimal(value), SOURCE)
        for label, value in (("A类上限", 20), ("B类上限", 60), ("C类上限", 95), ("低效线", 5))
    }
)
UNITS = {
    "评价税收": "万元",
    "工业增加值": "万元",
    "综合能耗": "吨标煤",
    "主要污染物排放量": "吨",
    "年平均职工人数": "人",
    "研发经费支出": "万元",
    "主营业务收入": "万元",
}
FIRMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {  # code: name, its figures in the order of UNITS; – is not registered
        FIRM_CODE: ("石桥包装厂", "81.28 1478.943 1100 1 130 20 5200"),
        "91330802MA0TE00010": ("标杆阀门有限公司", "4819.4 27232 10108.389013 5.523945 1501.212789 302 10000"),
        "91330802MA0TE00023": ("云帆机电有限公司", "2400 13803.468 4600 2 700 1350 36000"),
        "91330802MA0TE00036": ("岩前线缆有限公司", "1250 7200 3000 – 420 560 21000"),
        "91330802MA0TE00049": ("小河纸品有限公司", "150 2600 1500 0.9 160 66 4300"),
        "91330802MA0TE0005C": ("东岭塑胶有限公司", "300 1900 900 0.6 – 60 4000"),
        "91330802MA0TE0006F": ("南溪传动有限公司", "1380 7420 3310 1.9 455 310 15800"),
    }
)
LAND = dict(zip(FIRMS, ("25.4", "200", "80", "60", "30.5", "20", "66.2"), strict=True))  # 亩 that each uses
ESTATE = "330802-101-0900"  # nobody's own


def settle_firms() -> None:
    """Register the firms that the small county does not have yet, and rent to each the land that it lacks."""
    register_parcel(
        code=ESTATE, name="标准厂房园", region_code=TOWN, area_mu="600", use="工业用地", by=SETUP,
        at=moment("2022-05-15 08:00"),
    )  # fmt: skip
    for code, (name, _) in FIRMS.items():
        if code != FIRM_CODE:
            register_enterprise(
                code=code, name=name, region_code=TOWN, scale="规上", industry="34 通用设备制造",
                by=SETUP, at=moment("2022-05-15 09:00"),
            )  # fmt: skip
        if lacking := Decimal(LAND[code]) - get_land(SETUP, code, on=date(2022, 12, 31)).area_mu:
            rent(code, lacking)


def rent(code: str, area_mu: Decimal | str, from_on: date = date(2022, 1, 1)) -> None:
    """So much more land for a firm, of an estate."""
    begin_occupancy(
        parcel=ESTATE, enterprise=code, tenure="租用", area_mu=area_mu, from_on=from_on,
        source="厂房租赁合同", by=SETUP, at=moment("2022-05-15 09:30"),
    )  # fmt: skip


def settle_figures(period: str = "2022") -> None:
    """Enter their figures of the year."""
    for code, (_, figures) in FIRMS.items():
        for metric, figure in zip(UNITS, figures.split(), strict=True):
            if figure != "–":
                enter(code, metric, figure, period)


def enter(code: str, metric: str, figure: str, period: str = "2022", unit: str = "") -> None:
    """Enter, or correct, one figure."""
    record_observation(
        subject=f"enterprise:{code}", metric=metric, period=period, value=Decimal(figure),
        unit=unit or UNITS[metric], source="税务、统计、环保年报汇总", by=SETUP, at=moment("2023-05-15 10:00"),
    )  # fmt: skip


def publish(by: Any, at: str = "2023-09-26 10:00", period: str = "2022", **supplied: Supplied) -> Any:
    """Publish the year, with the county's cuts or those given."""
    return publish_run(scorecard=ABOVE, region=COUNTY, period=period, supplied=supplied or CUTS, by=by, at=moment(at))
