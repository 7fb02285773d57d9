"""A county with one declared register, for the tests of registers: licences of a mechanism made for them."""

from datetime import date
from typing import Any

from tests.people import COUNTY, DAY_ONE, SETUP, TOWN, People
from tests.records.trial import moment

from tenglong.records.ledgers.registers import Kept, Register, get_register
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.registry.actions import register_enterprise, register_parcel

AT = moment("2023-05-04 09:00")
KEY = "trial.licence"
LEDGER = """
format: 1
ledgers:
  licence:
    label: 许可证
    title: firm
    identity: [number]
    enterprise: firm
    parcel: land
    state: standing
    from: since_on
    through: through_on
    fields:
      number: {label: 许可证号, required: true, listed: true}
      firm: {label: 企业, kind: reference, to: enterprise, required: true, listed: true}
      land: {label: 地块, kind: reference, to: parcel}
      standing: {label: 证件状态, kind: choice, choices: [有效, 注销], required: true, listed: true}
      since_on: {label: 发证日期, kind: date, required: true, listed: true}
      through_on: {label: 有效期至, kind: date, listed: true}
      flow: {label: 日排水量, kind: number, unit: 立方米, least: 0, listed: true}
      urgent: {label: 重点, kind: truth, listed: true}
      before: {label: 原许可证, kind: references, to: licence}
      contact: {label: 联系人, personal: true}
      note: {label: 备注, kind: long_text}
  session:
    label: 培训
    title: topic
    identity: [topic, held_on]
    region: area
    by: [bureau_reviewer]
    fields:
      topic: {label: 专题, required: true, listed: true}
      held_on: {label: 日期, kind: date, required: true, listed: true}
      area: {label: 区划, listed: true}
      firms: {label: 参训企业, kind: references, to: enterprise}
"""
MECHANISM = {"mechanism.yaml": "format: 1\nkey: trial\ntitle: 试\nstation: 服务\n", "ledger.yaml": LEDGER}
FIRMS = {"91330802MA0TL9001F": "石桥包装厂", "91330802MA0TL9002J": "白鹭电子厂"}


def settle(people: People) -> Register:
    """Two firms, a plot and the register of licences."""
    install_mechanism(files=MECHANISM, by=SETUP, at=DAY_ONE)
    for code, name in FIRMS.items():
        register_enterprise(code=code, name=name, region_code=TOWN, by=people.officer, at=AT)
    register_parcel(
        code="330802-101-0112",
        name="东坪路12号",
        region_code=TOWN,
        area_mu=25,
        use="工业用地",
        by=people.officer,
        at=AT,
    )
    return get_register(KEY)


def enter(register: Register, people: People, number: str, **values: Any) -> Kept:
    """A licence in force in 2023."""
    given = {"number": number, "firm": "石桥包装厂", "standing": "有效", "since_on": date(2023, 1, 1), "flow": "12.5"}
    return register.save(key=None, values=given | values, version=None, by=people.officer, at=AT)


__all__ = ["AT", "COUNTY", "FIRMS", "KEY", "enter", "settle"]
