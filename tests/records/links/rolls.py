"""A registry of invented firms, and the files that bureaus keep of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.people import COUNTY, DAY_ONE, SETUP

from tenglong.records.ledgers.registers import get_register
from tenglong.records.links.actions import take_roll
from tenglong.records.links.models import Roll
from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.people.models import Person
from tenglong.records.registry.actions import register_enterprise

AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
PAPER, MACHINES, BOXES = "91330802MA0TL9001F", "91330802MA0TL0002H", "91330802MA0TL0003L"
FIRMS = {
    PAPER: ("柯城砚湖特种纸有限公司", "柯城区砚北路9号"),
    MACHINES: ("柯城霁川机械有限公司", "柯城区霁川路12号"),
    BOXES: ("柯城皓榆包装有限公司", "柯城区云溪路3号"),
}
TAX = """纳税人名称,纳税人识别号,生产经营地址
柯城砚湖特种纸有限公司,91330802MA0TL9001F,柯城区砚北路9号
霁川(柯城)机械有限公司,,柯城区霁川路12号
皓榆包装材料厂,,云溪路3号
柯城栀桐食品有限公司,,柯城区栀桐路7号
栀桐食品有限公司,,柯城区栀桐路7号
"""
PERMITS = """
format: 1
ledgers:
  permit:
    label: 排水许可
    title: holder
    identity: [number]
    enterprise: firm
    fields:
      number: {label: 证号, required: true, listed: true}
      holder: {label: 排水户, required: true, listed: true}
      firm: {label: 企业, kind: reference, to: enterprise, listed: true}
      address: {label: 经营地址}
      person: {label: 户名, personal: true}
  visit:
    label: 巡查
    title: topic
    identity: [topic]
    fields:
      topic: {label: 事由, required: true, listed: true}
"""
MECHANISM = {"mechanism.yaml": "format: 1\nkey: water\ntitle: 水\nstation: 服务\n", "ledger.yaml": PERMITS}


def register_firms() -> None:
    for code, (name, address) in FIRMS.items():
        register_enterprise(code=code, name=name, region_code=COUNTY, address=address, by=SETUP, at=DAY_ONE)


def take(by: Person, text: str, name: str = "税务.csv") -> Roll:
    return take_roll(data=text.encode(), name=name, by=by, at=AT)


def permits(by: Person) -> None:
    """A register of drainage permits: one whose firm is known, one whose firm nobody has looked up yet."""
    install_mechanism(files=MECHANISM, by=SETUP, at=DAY_ONE)
    register = get_register("water.permit")
    for number, holder, firm in (("1", FIRMS[PAPER][0], PAPER), ("2", "霁川(柯城)机械有限公司", None)):
        values = {"number": number, "holder": holder, "firm": firm, "address": "霁川路12号", "person": "周岚"}
        register.save(key=None, values=values, version=None, by=by, at=AT)
