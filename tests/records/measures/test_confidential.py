"""A number tells nobody what its rows keep from them."""

from decimal import Decimal

import pytest
from stdnum.cn import uscc
from tests.people import DAY_ONE, SETUP, TOWN, People
from tests.records.trial import FILES, MEASURES, install, open_one

from tenglong.records.ledgers.registers import get_register
from tenglong.records.measures.queries import figure, open_term
from tenglong.records.registry.actions import record_observation, register_enterprise
from tenglong.records.registry.queries import list_observations

FLOOR = """  floor:
    label: 底价合计
    unit: 万元
    digits: 0
    terms:
      底价: {over: settle, sum: 底价, dated: 列入日期}
"""


@pytest.mark.parametrize(
    ("who", "shown"),
    [("officer", "1,200"), ("leader", "1,200"), ("reviewer", "1,200"), ("enterprise", "—"), ("stranger", "0")],
)
def test_a_sum_of_confidential_values_is_for_those_inside(county: People, who: str, shown: str):
    install({**FILES, "measures.yaml": MEASURES + FLOOR})
    open_one(county.officer, 底价="1200")
    assert figure("trial.floor", by=getattr(county, who), period="2022").shown == shown


TAX = """  tax:
    label: 实缴税收
    unit: 万元
    digits: 0
    terms:
      税收: {over: observation, sum: 数值, where: "指标 = \\"实缴税收\\"", dated: 期间, unit: 万元}
  most:
    label: 最高税收
    unit: 万元
    digits: 0
    terms:
      税收: {over: observation, max: 数值, where: "指标 = \\"实缴税收\\"", dated: 期间, unit: 万元}
"""


def reported(firms: int) -> None:
    """So many firms' taxes of a year, 100 each, and a figure of the county."""
    for number in range(firms):
        front = f"91330802MA0TL70{number:02}"
        code = front + uscc.calc_check_digit(front)
        register_enterprise(code=code, name=f"第{number}厂", region_code=TOWN, by=SETUP, at=DAY_ONE)
        record_observation(
            subject=f"enterprise:{code}", metric="实缴税收", period="2022", value=Decimal(100), unit="万元",
            source="年报", enterprise_code=code, region_code=TOWN, by=SETUP, at=DAY_ONE,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("firms", "who", "shown"),
    [
        (3, "officer", "300"),
        (2, "officer", "200"),
        (3, "supervisor", "300"),
        (2, "supervisor", "—"),
        (1, "supervisor", "—"),
    ],
)
def test_a_sum_over_few_firms_is_for_who_is_let_into_single_ones(county: People, firms: int, who: str, shown: str):
    install({**FILES, "measures.yaml": MEASURES + TAX})
    reported(firms)
    assert figure("trial.tax", by=getattr(county, who), period="2022").shown == shown


def test_the_greatest_of_many_firms_is_still_that_of_one(county: People):
    install({**FILES, "measures.yaml": MEASURES + TAX})
    reported(5)
    assert figure("trial.most", by=county.officer, period="2022").shown == "100"
    assert figure("trial.most", by=county.supervisor, period="2022").shown == "—"


def test_what_one_firm_reported_stands_in_no_list_of_who_is_not_let_in(county: People):
    install({**FILES, "measures.yaml": MEASURES + TAX})
    reported(3)
    assert list_observations(county.officer).count() == 3
    assert list_observations(county.supervisor).count() == 0
    assert get_register("observation").find(county.supervisor).count() == 0
    assert open_term("trial.tax", "税收", by=county.supervisor, period="2022").rows == ()
    assert len(open_term("trial.tax", "税收", by=county.officer, period="2022").rows) == 3
