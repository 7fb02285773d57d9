"""Who begins to use a plot, told on its page."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.web.county import FIRM_CODE, PLOT

from tenglong.records.registry.models import Occupancy

pytestmark = pytest.mark.usefixtures("county")
SENT = {"enterprise": FIRM_CODE, "tenure": "租用", "area_mu": "3.5", "from_on": "2023-02-01", "source": "租赁合同"}


def test_a_use_is_told_once(people, client):
    client.force_login(people.clerk)
    address = reverse("use", args=[PLOT])
    answer = client.post(address, SENT)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("plot", args=[PLOT])
    again = client.post(address, SENT)
    assert again.status_code == 422
    assert "已经登记过" in again.content.decode()
    told = Occupancy.objects.get(tenure="租用", from_on=date(2023, 2, 1))
    assert (told.enterprise.code, told.area_mu) == (FIRM_CODE, Decimal("3.5"))


def test_what_is_wrong_stands_beside_its_field(people, client):
    client.force_login(people.officer)
    answer = client.post(reverse("use", args=[PLOT]), {**SENT, "area_mu": "很多", "from_on": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "面积" in text
    assert 'value="很多"' in text
    assert not Occupancy.objects.filter(from_on=date(2023, 2, 1)).exists()


def test_only_who_may_register_finds_the_way(people, client):
    for role, found in (("officer", True), ("reviewer", False)):
        client.force_login(getattr(people, role))
        page = client.get(reverse("plot", args=[PLOT])).content.decode()
        assert (reverse("use", args=[PLOT]) in page) is found
