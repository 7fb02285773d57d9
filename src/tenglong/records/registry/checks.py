"""What must hold before something is written into the registry."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.core.identity import read_credit_code
from tenglong.records.regions.models import Region

from .models import Enterprise, Parcel
from .verdicts import VERDICTS

_PERIOD = re.compile(r"\d{4}(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?")


class CannotRegister(Refused):
    """A fact cannot be entered into the registry."""


def check_code(code: str) -> str:
    """The credit code in its normal form."""
    read = read_credit_code(code)
    if read.problem:
        perhaps = f"是不是 {read.repaired}？" if read.repaired else ""
        raise CannotRegister(f"企业没有登记：{read.problem}{perhaps}")
    return read.text


def check_region(region_code: str, what: str) -> None:
    """The region is there."""
    if not Region.objects.filter(code=region_code).exists():
        raise CannotRegister(f"{what}没有登记：没有代码为“{region_code}”的区划。请从区划列表里选。")


def check_period(period: str) -> None:
    """A year, a half, a quarter or a month; or empty."""
    if period and not _PERIOD.fullmatch(period):
        raise CannotRegister(f"数据没有登记：期间“{period}”看不懂。请写成 2023、2021H1、2022Q3 或 2022-07。")


def check_positive(values: Mapping[str, Any], *fields: tuple[str, str]) -> None:
    """Areas are above zero. `fields` are (key, label)."""
    for key, label in fields:
        if values[key] <= 0:
            raise CannotRegister(f"没有登记：{label} {values[key]} 应大于 0。请查对。")


def check_not_told(parcel: Parcel, firm: Enterprise, tenure: str, from_on: date, space: str | None = None) -> None:
    """The same use from the same day is told once: a form sent twice enters nothing twice."""
    if parcel.occupancies.filter(enterprise=firm, tenure=tenure, from_on=from_on, space__code=space).exists():
        raise CannotRegister(f"用地没有登记：{firm.name}自 {from_on} {tenure}{parcel.name}已经登记过。请核对。")


def check_row(kind: str, what: str, values: Mapping[str, Any], at: datetime) -> None:
    """Nothing stands against the row as it is to stand."""
    if found := [sentence for _, _, sentence in VERDICTS[kind]([values], at.astimezone(CHINA).date())]:
        raise CannotRegister(f"{what}没有登记：{'；'.join(sentence.rstrip('。') for sentence in found)}。")
