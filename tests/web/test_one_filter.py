"""Ask 11: one row filter at every way out and in, for the next county, a town, an enterprise, a stranger; and fast."""

import math

import pytest
from django.urls import reverse
from stdnum.cn import uscc
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, NEXT_COUNTY, SETUP, TOWN, People
from tests.web.county import PLOT, TENANT_CODE, moment, square

from tenglong.records.audit.actions import change_set
from tenglong.records.cases.queries import list_cases
from tenglong.records.imports.actions import apply, stage
from tenglong.records.ledgers.registers import get_register
from tenglong.records.people.actions import grant_role
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.actions import register_enterprise, register_parcel
from tenglong.records.registry.models import Enterprise
from tenglong.records.registry.queries import get_enterprise, list_enterprises

OTHER_TOWN, ELSEWHERE, THERE = "330802100", "91330803MA0TL0001A", "邻县青禾五金有限公司"
EVERY = ("clerk", "enterprise", "stranger", "neighbour")
FIRMS = {
    "clerk": {"石桥包装厂", "白鹭电子材料有限公司"},
    "enterprise": {"石桥包装厂"},
    "stranger": set(),
    "neighbour": {THERE},
}
MANY = 62_000  # cases of a county in some years; rows here, of two hundred towns


@pytest.fixture
def both(county) -> People:
    """The small county, and a firm and a plot of the next one."""
    with change_set(by=SETUP, at=DAY_ONE, action="test", summary="邻县企业"):
        Enterprise.objects.create(code=ELSEWHERE, name=THERE, region_code=NEXT_COUNTY)
    register_parcel(
        code="330803-1", name="邻县地块", region_code=NEXT_COUNTY, area_mu="10", use="工业用地",
        shape=square(118.7705, 28.9485), by=SETUP, at=DAY_ONE,
    )  # fmt: skip
    return county.people


def shown(client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode(errors="replace") if answer.status_code == 200 else ""


def named(text: str) -> set[str]:
    return {name for name in ("石桥包装厂", "白鹭电子材料有限公司", THERE) if name in text}


@pytest.mark.parametrize("who", EVERY)
def test_ask_11_the_one_filter_holds_at_every_way_out(who: str, both: People, client):
    person, theirs = getattr(both, who), FIRMS[who]
    client.force_login(person)
    ways = {
        "list": shown(client, reverse("enterprises")),
        "search": shown(client, reverse("search"), q="9133080"),
        "suggest": shown(client, reverse("suggest"), q="9133080"),
        "options": shown(client, reverse("options", args=["enterprise"]), q="9133080"),
        "register": shown(client, reverse("register", args=["enterprise"])),
        "export": shown(client, reverse("register-export", args=["enterprise"]), format="csv"),
    }
    for way, text in ways.items():
        assert named(text) <= theirs, way
    for way in ("list", "register", "export"):
        assert named(ways[way]) == theirs, way
    assert list_enterprises(person).count() == len(theirs)
    assert get_register("enterprise").find(person).count() == len(theirs)
    for code, name in ((FIRM_CODE, "石桥包装厂"), (TENANT_CODE, "白鹭电子材料有限公司"), (ELSEWHERE, THERE)):
        page = client.get(reverse("enterprise", args=[code])).status_code
        card = client.get(reverse("register-card", args=["enterprise", code])).status_code
        assert (page, card) == ((200, 200) if name in theirs else (404, 404)), name


def tile_at(east: float, north: float, zoom: int = 15) -> tuple[int, int, int]:
    """The tile of the map in which a place lies."""
    size, angle = 2**zoom, math.radians(north)
    across = (east + 180) / 360
    down = (1 - math.asinh(math.tan(angle)) / math.pi) / 2
    return zoom, int(across * size), int(down * size)


@pytest.mark.parametrize("who", EVERY)
def test_ask_11_maps_files_cases_and_numbers_show_no_neighbour(who: str, both: People, county, client):
    client.force_login(getattr(both, who))
    shapes = shown(client, reverse("tile", args=tile_at(118.7706, 28.9486)))
    assert ("330803-1" in shapes) == (who == "neighbour")
    assert (PLOT in shapes) == (who in {"clerk", "enterprise"})
    file = client.get(reverse("file", args=[county.photo]))
    assert file.status_code == (200 if who == "clerk" else 404)
    assert b"".join(file)  # read to its end, a file is closed
    assert (county.buyback in set(list_cases(getattr(both, who)).values_list("number", flat=True))) == (
        who in {"clerk", "enterprise"}
    )


def test_ask_11_an_import_overwrites_nothing_without_the_right(both: People):
    table = f"企业名称,统一社会信用代码,注册日期,地区\n改了名的厂,{FIRM_CODE},2017-05-31,衢江区\n"
    given = {"kind": "enterprises", "data": table.encode(), "name": "名录.csv", "at": moment("2023-02-01 09:00")}
    for who in ("neighbour", "clerk"):
        batch = stage(by=getattr(both, who), **given)
        apply(batch_id=batch.pk, by=getattr(both, who), at=moment("2023-02-01 10:00"))
        kept = get_enterprise(both.officer, FIRM_CODE)
        assert kept.name == "石桥包装厂" or who == "clerk"
        assert kept.region_code == TOWN, "nor moved to another county"


def test_ask_11_two_towns_do_not_make_the_county(both: People):
    grant_role(person=both.stranger, role="town_clerk", region_code=TOWN, by=SETUP, at=DAY_ONE)
    grant_role(person=both.stranger, role="town_clerk", region_code=OTHER_TOWN, by=SETUP, at=DAY_ONE)
    register_enterprise(code="91330802MA0TL0003L", name="县城的厂", region_code=COUNTY, by=SETUP, at=DAY_ONE)
    assert "县城的厂" not in set(list_enterprises(both.stranger).values_list("name", flat=True))
    another = "91330802MA0TL7000" + uscc.calc_check_digit("91330802MA0TL7000")
    with pytest.raises(CannotDo, match="不在您的授权范围内"):
        register_enterprise(code=another, name="越权的厂", region_code=COUNTY, by=both.stranger, at=DAY_ONE)


def test_ask_11_the_filter_asks_no_more_of_many_rows(both: People, django_assert_max_num_queries):
    rows = (
        Enterprise(code=f"T{number:017}", name=f"第{number}厂", region_code=f"330802{number % 200 + 200}")
        for number in range(MANY)
    )
    with change_set(by=SETUP, at=DAY_ONE, action="test", summary="许多"):
        Enterprise.objects.bulk_create(rows, batch_size=2000)
    for person, count in ((both.officer, MANY + 2), (both.clerk, 2), (both.neighbour, 1)):
        with django_assert_max_num_queries(4):  # whom the rights are of, the count, the page
            assert list_enterprises(person).count() == count
            assert len(list_enterprises(person)[:50]) == min(count, 50)
