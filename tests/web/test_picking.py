"""What a form names is picked by name, pinyin or code; what is over is not offered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, SETUP, TOWN, People

from tenglong.records.clients.models import Key
from tenglong.records.ledgers.registers import get_register
from tenglong.records.people.queries import get_person, list_units

TOWN_NAME = "航埠镇"
PARCEL = {"region_code": TOWN, "area_mu": 25, "use": "工业用地"}


def save(kind: str, **values: object) -> None:
    get_register(kind).save(key=None, values=values, version=None, by=SETUP, at=DAY_ONE)


def offered(client, kind: str, words: str) -> list[str]:
    return [hit.value for hit in client.get(reverse("options", args=[kind]), {"q": words}).context["hits"]]


@pytest.fixture
def signed(people: People, client):
    client.force_login(people.administrator)
    return client


@pytest.mark.parametrize("words", [TOWN_NAME, "航埠", "hb", TOWN, TOWN[:8]])
def test_a_division_is_found_by_name_pinyin_and_code(signed, words: str):
    assert TOWN in offered(signed, "region", words)


def test_ones_own_divisions_are_offered_first(signed):
    assert offered(signed, "region", "")[0] == COUNTY


def test_a_division_is_written_by_its_name_wherever_a_form_names_one(signed):
    firm = {"code": FIRM_CODE, "name": "石桥包装厂", "region_code": TOWN_NAME}
    assert signed.post(reverse("register-new", args=["enterprise"]), firm).status_code == 302
    assert get_register("enterprise").current([FIRM_CODE])[FIRM_CODE].values["region_code"] == TOWN
    form = signed.get(reverse("register-edit", args=["enterprise", FIRM_CODE]))
    assert f"现为 <b>{TOWN_NAME}" in form.content.decode()

    unit = {"name": "园区一站", "key": "zone-one", "region_code": TOWN_NAME, "parent": ""}
    assert signed.post(reverse("people-units"), unit).status_code == 302
    assert list_units().get(key="zone-one").region_code == TOWN

    lasting = str(timezone.localdate() + timedelta(days=90))
    key = {"label": "对账", "scope": ["read"], "region_code": TOWN_NAME, "expires_on": lasting}
    assert signed.post(reverse("keys"), key).status_code == 200
    assert Key.objects.get().region_code == TOWN

    signed.post(reverse("person-grant", args=["guoke"]), {"role": "town_clerk", "region": TOWN_NAME})
    assert [one.region_code for one in get_person("guoke").grants.all()] == [TOWN]
    lost = signed.post(reverse("keys"), key | {"region_code": "无此镇"})
    assert lost.status_code == 422
    assert "没有找到“无此镇”" in lost.content.decode()


def test_a_list_is_narrowed_to_a_division_and_all_below_it_by_name_or_code(signed):
    save("parcel", code="A", name="东坪路12号", **PARCEL)
    save("parcel", code="B", name="东坪路14号", **PARCEL | {"region_code": "330802100"})

    def narrowed(words: str) -> list[str]:
        return [line.key for line in signed.get("/registers/parcel/", {"f.region_code": words}).context["lines"]]

    assert narrowed(TOWN_NAME) == narrowed(TOWN) == ["A"]
    assert narrowed("柯城") == narrowed(COUNTY) == ["A", "B"]


def test_what_is_over_is_not_offered_and_gives_its_name_to_what_came_after(signed):
    save("parcel", code="OLD", name="东坪路12号", **PARCEL, until_on="2021-06-01")
    save("parcel", code="NEW", name="东坪路12号", **PARCEL, from_on="2021-06-01")
    save("region", code="330821", name="衢县", parent="3308", last_edition="GB/T 2260-1999", successor="330803")
    assert offered(signed, "parcel", "东坪路") == ["NEW"]
    assert offered(signed, "region", "衢县") == []
    save("plant", code="P", name="一号厂房", parcel="东坪路12号", floor_area_sqm=9000)
    assert get_register("plant").current(["P"])["P"].values["parcel"] == "NEW"
    save("plant", code="Q", name="二号厂房", parcel="OLD", floor_area_sqm=9000)
    assert get_register("plant").current(["Q"])["Q"].values["parcel"] == "OLD"
    assert offered(signed, "plant", "二号") == ["Q"]


def test_a_list_shows_what_is_and_on_request_what_is_over(signed):
    save("parcel", code="OLD", name="东坪路12号", **PARCEL, until_on="2021-06-01")
    save("parcel", code="NEW", name="东坪路12号东", **PARCEL, from_on="2021-06-01")

    def listed(**asked: str) -> tuple[list[str], int]:
        context = signed.get("/registers/parcel/", asked).context
        return [line.key for line in context["lines"]], context["page"].paginator.count

    assert listed() == (["NEW"], 1)
    assert listed(ended="all") == (["NEW", "OLD"], 2)
    assert listed(on="2020-01-01") == (["OLD"], 1)
    assert signed.get("/registers/parcel/", {"ended": "all"}).content.decode().count("已结束</span>") == 1
    assert "已结束" in signed.get("/registers/parcel/OLD/").content.decode()
    (group,) = signed.get("/registers/").context["groups"]
    assert {shelf.label: shelf.count for shelf in group.shelves}["地块"] == 1


def test_the_sentence_beside_a_field_does_not_begin_with_its_name(signed):
    given = {"code": "A", "name": "一号", "region_code": TOWN, "area_mu": "-1", "use": "工业用地"}
    page = signed.post("/registers/parcel/new/", given)
    problems = {one.name: one.problem for one in page.context["inputs"] if one.problem}
    assert problems.keys() == {"area_mu"}
    assert not problems["area_mu"].startswith("面积")
    assert "面积：" in page.context["sentence"]
