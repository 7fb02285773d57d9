"""A county with so many firms, and a template that asks each of them every month. All invented."""

from tests.people import COUNTY, DAY_ONE, SETUP
from tests.records.imports.codes import valid_code

from tenglong.records.mechanisms.actions import install_mechanism
from tenglong.records.people.actions import add_person, add_unit, grant_role
from tenglong.records.people.models import Person
from tenglong.records.registry.actions import register_enterprise

COLLECTION = "asking.staff"
FILES = {
    "mechanism.yaml": "format: 1\nkey: asking\ntitle: 用工月报\nstation: 评价\nsources: [虚构的例子]\n",
    "ledger.yaml": """
format: 1
ledgers:
  report:
    label: 用工月报
    title: name
    identity: [firm, period]
    enterprise: firm
    fields:
      name: {label: 名称, required: true}
      firm: {label: 企业, kind: reference, to: enterprise, required: true, listed: true}
      period: {label: 期间, required: true, listed: true}
      due_on: {label: 截止日期, kind: date, listed: true}
""",
    "procedure.yaml": """
format: 1
procedures:
  answer:
    label: 用工填报
    ledger: report
    opened_by: [bureau_reviewer]
    steps:
      fill:
        label: 填报
        owner: {role: enterprise}
        limit: {until: 截止日期, unit: day, source: 虚构的例子}
        fields:
          staff: {label: 用工人数, kind: whole, unit: 人, required: true, least: 0}
      accept:
        label: 审核
        owner: {role: bureau_reviewer, unit: economy}
        after: [fill]
        returns_to: [fill]
""",
    "collection.yaml": """
format: 1
collections:
  staff:
    label: 用工月报
    procedure: answer
    owner: {role: bureau_reviewer, unit: economy}
    asks: enterprise
    every: month
    due: {amount: 8, unit: day, source: 虚构的例子}
    addressee: firm
    period: period
    due_on: due_on
    title: name
    signed: fill
    merged: accept
""",
}


def settle_firms(count: int) -> Person:
    """Register the firms, install the template; gives who asks. The county's people are there."""
    economy = add_unit(key="economy", name="经济和信息化局", region_code=COUNTY, by=SETUP, at=DAY_ONE)
    for number in range(count):
        register_enterprise(
            code=valid_code(f"91330802MB{number:07}"), name=f"试{number:04}号五金厂", region_code=COUNTY, by=SETUP,
            at=DAY_ONE,
        )  # fmt: skip
    install_mechanism(files=FILES, by=SETUP, at=DAY_ONE)
    asks = add_person(login="zhoulan", name="周岚", unit=economy, by=SETUP, at=DAY_ONE)
    grant_role(person=asks, role="bureau_reviewer", region_code=COUNTY, by=SETUP, at=DAY_ONE)
    return Person.objects.get(pk=asks.pk)
