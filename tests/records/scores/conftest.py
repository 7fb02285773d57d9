"""The county of these tests: the named people, the county's mechanisms, seven invented firms with a year's figures."""

import pytest
from django.conf import settings
from tests.people import DAY_ONE, FIRM_CODE, SETUP, TOWN, People
from tests.web import scored
from tests.web.county import PLOT

from tenglong.playbooks import find_folders
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.registry.actions import begin_occupancy, register_enterprise, register_parcel

NEEDED = ("requests", "needs", "inventory", "cleanup", "evaluation")  # evaluation opens cases of cleanup, and so on


@pytest.fixture
def county(people: People) -> People:
    folders = find_folders(settings.MECHANISMS_ROOT)
    install_folders(folders={name: folders[name] for name in NEEDED}, by=SETUP, at=DAY_ONE)
    name = scored.FIRMS[FIRM_CODE][0]
    register_enterprise(code=FIRM_CODE, name=name, region_code=TOWN, scale="规上", by=SETUP, at=DAY_ONE)
    register_parcel(
        code=PLOT, name="东坪路12号", region_code=TOWN, area_mu="25.4", use="工业用地", by=SETUP, at=DAY_ONE
    )
    begin_occupancy(
        parcel=PLOT, enterprise=FIRM_CODE, tenure="自有", area_mu="25.4", from_on=DAY_ONE.date(), source="不动产权证",
        by=SETUP, at=DAY_ONE,
    )  # fmt: skip
    scored.settle_firms()
    scored.settle_figures()
    return people
