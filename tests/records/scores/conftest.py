"""The county of these tests: the named people, the county's mechanisms, seven invented firms with a year's figures."""

import pytest
from django.conf import settings
from tests.people import DAY_ONE, FIRM_CODE, SETUP, TOWN, People
from tests.web import scored

from tenglong.playbooks import find_folders
from tenglong.records.mechanisms.actions import install_folders
from tenglong.records.registry.actions import register_enterprise

NEEDED = ("requests", "needs", "inventory", "cleanup", "evaluation")  # evaluation opens cases of cleanup, and so on


@pytest.fixture
def county(people: People) -> People:
    folders = find_folders(settings.MECHANISMS_ROOT)
    install_folders(folders={name: folders[name] for name in NEEDED}, by=SETUP, at=DAY_ONE)
    name = scored.FIRMS[FIRM_CODE][0]
    register_enterprise(code=FIRM_CODE, name=name, region_code=TOWN, scale="规上", by=SETUP, at=DAY_ONE)
    scored.settle_firms()
    scored.settle_figures()
    return people
