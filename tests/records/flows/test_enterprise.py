"""An enterprise opens its own request, and sees it through."""

import pytest
from django.conf import settings
from tests.people import DAY_ONE, SETUP, People
from tests.records.trial import FIRM, OTHER_FIRM, moment

from tenglong.playbooks import find_folders
from tenglong.records.cases.checks import CannotOpen
from tenglong.records.cases.queries import get_case, list_cases
from tenglong.records.flows.actions import open_case
from tenglong.records.ledgers.actions import CannotFill
from tenglong.records.mechanisms.actions import install_folders

VALUES = {"诉求标题": "厂房不够", "诉求类别": "厂房用地", "诉求内容": "需要厂房。", "来源渠道": "企业码"}


def test_for_itself_and_for_nobody_else(county: People):
    install_folders(folders=find_folders(settings.MECHANISMS_ROOT), by=SETUP, at=DAY_ONE)
    at = moment("2023-03-01 09:00")
    firm = county.enterprise
    case = open_case(procedure="requests.handle", values={**VALUES, "企业": FIRM}, by=firm, at=at)
    assert [one.number for one in list_cases(firm)] == [case.number]
    view = get_case(firm, case.number, at=at)
    assert (view.case.title, view.moves) == ("厂房不够", ())
    assert [step.unit for step in view.open_steps] == ["园区服务中心"]
    with pytest.raises((CannotFill, CannotOpen)):
        open_case(procedure="requests.handle", values={**VALUES, "企业": OTHER_FIRM}, by=firm, at=at)
