"""What the tests of the API may ask for."""

import pytest
from tests.people import DAY_ONE, FIRM_CODE, SETUP, TOWN, People
from tests.web.county import PLOT, TENANT_CODE, County, settle_county

from tenglong.records.registry.actions import register_enterprise, register_parcel


@pytest.fixture
def county(people) -> County:
    """The small county of the screens."""
    return settle_county(people)


@pytest.fixture
def firms(people) -> People:
    """Two firms and a plot, and no mechanism."""
    by = {"by": SETUP, "at": DAY_ONE}
    for code, name, scale in ((FIRM_CODE, "石桥包装厂", "规上"), (TENANT_CODE, "白鹭电子材料有限公司", "规下")):
        register_enterprise(code=code, name=name, region_code=TOWN, scale=scale, **by)
    register_parcel(code=PLOT, name="东坪路12号", region_code=TOWN, area_mu="25.4", use="工业用地", **by)
    return people
