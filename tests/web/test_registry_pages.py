"""The pages of an enterprise and of a building: as of a day, with names, ties, titles, land, who is in which space."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.people import DAY_ONE, FIRM_CODE, SETUP
from tests.web.county import PLOT, TENANT_CODE

from tenglong.records.ledgers.registers import get_register


def save(kind: str, key: str | None = None, **values: Any) -> None:
    get_register(kind).save(key=key, values=values, version=None, by=SETUP, at=DAY_ONE)


@pytest.fixture
def page(county, client):
    """The text of a page that the officer opens."""
    plant = f"{PLOT}-1"
    save("floor", code="F2", name="二层", plant=plant, storey=2, area_sqm=5000, load_t_sqm="1.5")
    save("space", code="S201", name="二层东区", plant=plant, floor="F2", area_sqm=2000, height_m="4.5")
    save("space", code="S202", name="二层西区", plant=plant, floor="F2", area_sqm=1000)
    save(
        "occupancy", parcel=PLOT, space="S201", enterprise=TENANT_CODE, tenure="租用", area_mu=2, let_by=FIRM_CODE,
        from_on=date(2023, 6, 1), source="租赁合同",
    )  # fmt: skip
    save("past", enterprise=FIRM_CODE, matter="名称", value="石桥纸箱厂", until_on=date(2021, 3, 1), source="登记档案")
    save("past", enterprise=FIRM_CODE, matter="规模", value="规下", until_on=date(2021, 1, 1), source="名录")
    save("title", enterprise=FIRM_CODE, title="专精特新中小企业", level="省级", from_on=date(2021, 1, 1),
         until_on=date(2024, 1, 1), source="公告")  # fmt: skip
    save("enterprise", key=TENANT_CODE, parent=FIRM_CODE)
    save("parcel", key=PLOT, holder=FIRM_CODE, supply="挂牌出让", price_wan=1290)
    save("term", parcel=PLOT, indicator="亩均税收", bound="不低于", value=25, unit="万元/亩",
         signed_on=date(2019, 5, 1), source="出让合同")  # fmt: skip
    client.force_login(county.people.officer)

    def opened(name: str, key: str, on: str = "") -> str:
        answer = client.get(reverse(name, args=[key]), {"on": on} if on else {})
        assert answer.status_code == 200
        return answer.content.decode()

    return opened


def test_an_enterprise_is_shown_as_it_was_on_a_day(page):
    now = page("enterprise", FIRM_CODE, "2023-07-01")
    for words in (
        "曾用名",
        "石桥纸箱厂",
        "下属企业",
        "白鹭电子材料有限公司",
        "专精特新中小企业",
        "1 项有效",
        "变更历史",
    ):
        assert words in now
    assert "证载 25.4 亩，实际占用 11.1 亩" in now
    assert "那天：" not in now
    then = page("enterprise", FIRM_CODE, "2020-06-01")
    assert "那天：企业名称 石桥纸箱厂；规模 规下" in then
    assert "0 项有效" in then


def test_a_building_shows_who_is_in_which_space_on_a_day(page):
    now = page("building", f"{PLOT}-1", "2023-07-01")
    for words in (
        "二层东区",
        "白鹭电子材料有限公司",
        "向 石桥包装厂 租",
        "荷载 1.5 吨/平方米",
        "1 处没有人用",
        "2,000 平方米没有登记空间",
    ):
        assert words in now
    assert "2 处没有人用" in page("building", f"{PLOT}-1", "2023-05-31")


def test_a_plot_shows_its_holder_and_what_the_contract_promises(page):
    shown = page("plot", PLOT)
    for words in ("权利人", "挂牌出让", "1,290", "标准地约定", "不低于 25"):
        assert words in shown
    assert reverse("building", args=[f"{PLOT}-1"]) in shown


def test_a_form_says_from_which_day_on_a_change_holds(county, client):
    client.force_login(county.people.officer)
    edit = f"/registers/enterprise/{FIRM_CODE}/edit/"
    form = client.get(edit)
    assert "企业名称" in form.context["turning"]
    sent = dict(form.context["was"]) | {one.name: one.text for one in form.context["inputs"]}
    sent |= {"version": form.context["version"], "name": "石桥包装有限公司", "since.on": "2020-05-01"}
    lost = client.post(edit, sent)
    assert lost.status_code == 422
    assert "请写依据" in lost.content.decode()
    assert 'value="2020-05-01"' in lost.content.decode()
    assert client.post(edit, sent | {"since.source": "变更登记"}).status_code == 302
    assert "石桥包装厂" in client.get(f"/enterprises/{FIRM_CODE}/", {"on": "2020-04-30"}).content.decode()
    assert "<h1>石桥包装有限公司" in client.get(f"/enterprises/{FIRM_CODE}/").content.decode()
    wrong = client.post(edit, sent | {"name": "石桥", "version": "", "since.on": "哪天", "since.source": "登记"})
    assert wrong.status_code == 422
