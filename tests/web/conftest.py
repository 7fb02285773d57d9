"""What the tests of the screens may ask for."""

import pytest
from tests.web.county import County, moment, settle_county

from tenglong.records.imports.actions import stage

CSV = """企业名称,统一社会信用代码,注册日期,地区
青禾五金有限公司,91330802MA0TL0003L,2017-05-31,衢江区
没有代码的厂,,2017-05-31,衢江区
"""


@pytest.fixture
def county(people) -> County:
    """The small county, settled."""
    return settle_county(people)


@pytest.fixture
def batch(county):
    """A workbook handed in and not yet written."""
    return stage(
        kind="enterprises", data=CSV.encode(), name="名录.csv", by=county.people.officer, at=moment("2023-02-01 09:00")
    )
