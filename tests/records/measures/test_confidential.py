"""A number tells nobody what its rows keep from them."""

import pytest
from tests.people import People
from tests.records.trial import FILES, MEASURES, install, open_one

from tenglong.records.measures.queries import figure

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
