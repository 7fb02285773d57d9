"""Parcels drawn, parted and made one on their pages."""

import json
import re
from datetime import date

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.people import TOWN
from tests.web.county import EMPTY, LEASED, PLOT, TENANT_CODE, moment, square

from tenglong.geo import from_wkb
from tenglong.records.registry.actions import begin_occupancy, draw_parcel, register_parcel
from tenglong.records.registry.models import Occupancy, Parcel, Plant, Reshaping

WEST, SOUTH = 118.7716, 28.948  # of LEASED
LINE = [[WEST + 0.0006, SOUTH - 0.001], [WEST + 0.0006, SOUTH + 0.002]]
AT = moment("2022-06-02 09:00")
DAY = "2023-03-01"
TRIANGLE = "1,28.95,118.79\n2,28.951,118.79\n3,28.951,118.791"


@pytest.fixture(autouse=True)
def officer(county, client):
    client.force_login(county.people.officer)
    return county.people.officer


def text(answer):
    return answer.content.decode()


def listed(shape):
    corners = shape["coordinates"][0]
    return "点号,X,Y\n" + "\n".join(f"J{n},{north:.8f},{east:.8f}" for n, (east, north) in enumerate(corners))


def shape_of(code):
    return from_wkb(bytes(Parcel.objects.get(code=code).shape))


def test_an_outline_is_measured_before_it_is_kept(client):
    address = reverse("draw", args=[EMPTY])
    wide = square(WEST + 0.0011, SOUTH)  # reaches into its neighbour
    sent = {"outline": listed(wide), "datum": "CGCS2000", "act": "check"}
    whole = client.post(address, sent)
    piece = client.post(address, sent, headers={"HX-Request": "true"})
    for answer in (whole, piece):
        assert answer.status_code == 200
        assert re.search(r"图上面积</dt><dd>19\.\d\d", text(answer))
        assert "东坪路14号" in text(answer)
        assert "亩。保存之前请查清界线以谁为准" in text(answer)
        assert "登记的面积差得多" in text(answer)
    assert "<html" not in text(piece)
    assert shape_of(EMPTY).bounds[0] == pytest.approx(118.7732)
    assert client.post(address, sent | {"act": "save"}).status_code == 302
    assert shape_of(EMPTY).bounds[0] == pytest.approx(WEST + 0.0011)


def test_a_file_of_coordinates_is_as_good(client):
    shape = square(118.79, 28.95)
    file = SimpleUploadedFile("界址点.csv", listed(shape).encode("gb18030"))
    answer = client.post(reverse("draw", args=[EMPTY]), {"file": file, "datum": "WGS84", "act": "save"})
    assert answer.status_code == 302
    assert shape_of(EMPTY).bounds[0] == pytest.approx(118.79)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"datum": ""}, "还没有选坐标系"),
        ({"outline": ""}, "没有坐标"),
        ({"outline": "随便写写"}, "没有坐标"),
        ({"datum": "ZONES"}, "不像三度分带坐标"),
        ({"outline": "\n".join([TRIANGLE, "", TRIANGLE])}, "读出了 2 块地"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_stays_in_the_form(client, changed, sentence):
    sent = {"outline": listed(square(118.79, 28.95)), "datum": "CGCS2000", "act": "save"} | changed
    before = shape_of(EMPTY)
    answer = client.post(reverse("draw", args=[EMPTY]), sent)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert sent["outline"][:20] in text(answer)
    assert shape_of(EMPTY) == before


def test_corners_snap_to_what_one_may_see(county, client):
    box = {"box": "118.76,28.94,118.78,28.96"}
    for role, count in (("officer", 3), ("neighbour", 0)):
        client.force_login(getattr(county.people, role))
        assert len(json.loads(client.get(reverse("near"), box).content)["features"]) == count
    assert client.get(reverse("near"), {"box": "1,2"}).status_code == 422


def cut(client, code=LEASED, **changed):
    sent = {"way": "line", "datum": "CGCS2000", "act": "parts"}
    sent["outline"] = json.dumps({"type": "LineString", "coordinates": LINE})
    return client.post(reverse("split", args=[code]), {**sent, **changed})


def fields(page):
    """What a browser would send of the last form of a page."""
    form = page[page.rindex("<form") :] if "splitting" not in page else page[page.index('class="splitting"') :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        name, value = (re.search(rf'\b{one}="([^"]*)"', tag) for one in ("name", "value"))
        if name and name[1] != "csrfmiddlewaretoken":
            found.setdefault(name[1], []).append((value[1] if value else "").replace("&quot;", '"'))
    return found


def test_a_parcel_is_parted_by_a_line(officer, client):
    begin_occupancy(
        parcel=LEASED, enterprise=TENANT_CODE, tenure="自有", area_mu="25.4", from_on=date(2022, 6, 1), source="合同",
        by=officer, at=AT,
    )  # fmt: skip
    page = text(cut(client))
    sent = fields(page)
    assert sent["area-1"] == sent["use-0-1"] == ["12.7"]
    assert sent["code-2"] == [f"{LEASED}-2"]
    answer = client.post(reverse("split", args=[LEASED]), {**sent, "on": DAY, "source": "分割批复", "act": "split"})
    assert answer.status_code == 302, text(answer)
    one, two = (shape_of(f"{LEASED}-{n}") for n in (1, 2))
    assert shapely.union(one, two).symmetric_difference(shape_of(LEASED)).area < 1e-15
    assert {str(row.area_mu.normalize()) for row in Occupancy.objects.filter(from_on=DAY)} == {"12.7"}
    old, new = (text(client.get(reverse("plot", args=[code]))) for code in (LEASED, f"{LEASED}-1"))
    assert "2023-03-01 注销" in old
    assert "起分割为" in old
    assert "分割而来" in new
    assert reverse("split", args=[LEASED]) not in old
    assert reverse("split", args=[f"{LEASED}-1"]) in new
    for address, here in ((reverse("plots"), "东坪路14号 1 号"), (reverse("map"), "东坪路14号 1 号")):
        assert here in text(client.get(address))
        assert here not in text(client.get(address, {"on": "2023-02-28"}))
    assert client.get(reverse("draw", args=[LEASED])).status_code == 422
    act = Reshaping.objects.get()
    undone = client.post(reverse("plot-undo", args=[LEASED, act.pk]))
    assert undone["Location"] == reverse("plot", args=[LEASED])
    assert Parcel.objects.filter(code__startswith=LEASED).count() == 1


def test_a_building_waits_for_a_choice_and_an_open_case_for_its_end(county, client):
    x = 118.770 + 0.0006
    line = json.dumps({"type": "LineString", "coordinates": [[x, SOUTH - 0.001], [x, SOUTH + 0.002]]})
    sent = fields(text(cut(client, PLOT, outline=line))) | {"on": DAY, "source": "批复", "act": "split"}
    address = reverse("split", args=[PLOT])
    refused = client.post(address, sent | {"plant-0": "1"})
    assert refused.status_code == 422
    assert f"1 件办件（{county.buyback}）没有办结" in text(refused)
    assert '<option value="1" selected>' in text(refused)  # what was chosen is still there
    assert Plant.objects.get().parcel.code == PLOT


def test_parts_given_by_their_coordinates(client):
    west, east = square(WEST, SOUTH), square(WEST, SOUTH)
    middle = WEST + 0.0004
    west["coordinates"][0] = [[WEST, SOUTH], [middle, SOUTH], [middle, SOUTH + 0.001], [WEST, SOUTH + 0.001]]
    far = WEST + 0.0012
    east["coordinates"][0] = [[middle, SOUTH], [far, SOUTH], [far, SOUTH + 0.001], [middle, SOUTH + 0.001]]
    page = text(cut(client, way="outlines", outline=f"{listed(west)}\n\n{listed(east)}"))
    sent = fields(page)
    assert sent["area-1"] == ["8.47"]
    answer = client.post(reverse("split", args=[LEASED]), {**sent, "on": DAY, "source": "批复", "act": "split"})
    assert answer.status_code == 302, text(answer)
    assert shape_of(f"{LEASED}-2").bounds[2] == pytest.approx(far)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"outline": ""}, "没有画线"),
        ({"outline": json.dumps({"type": "LineString", "coordinates": [[1, 1], [2, 2]]})}, "没有横穿地块"),
        ({"datum": ""}, "还没有选坐标系"),
    ],
)
def test_a_line_that_parts_nothing_is_said(client, changed, sentence):
    answer = cut(client, **changed)
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_neighbours_become_one(officer, client):
    begin = WEST + 0.0012
    beside = [[begin, SOUTH], [begin + 0.0012, SOUTH], [begin + 0.0012, SOUTH + 0.001], [begin, SOUTH + 0.001]]
    shape = {"type": "Polygon", "coordinates": [[*beside, beside[0]]]}
    draw_parcel(code=EMPTY, shape=shape, by=officer, at=AT)
    address = reverse("merge", args=[LEASED])
    first = text(client.get(address))
    assert "东坪路16号" in first
    assert "东坪路12号" not in first[first.index("和哪几块合并") : first.index("<svg")]
    page = text(client.get(address, {"with": EMPTY}))
    sent = fields(page) | {"on": DAY, "source": "合并批复"}
    assert sent["area"] == ["50.8"]
    refused = client.post(address, sent | {"area": "60"})
    assert "相差超过 0.01 亩" in text(refused)
    assert client.post(address, sent).status_code == 302
    row = Parcel.objects.get(code=f"{LEASED}-H")
    assert (row.name, str(row.area_mu.normalize()), row.from_on) == ("东坪路14号", "50.8", date(2023, 3, 1))
    assert "合并而来" in text(client.get(reverse("plot", args=[row.code])))


def test_without_outlines_it_is_said_what_to_do(officer, client):
    bare = f"{EMPTY}-9"
    register_parcel(code=bare, name="没画的", region_code=TOWN, area_mu="8", use="工业用地", by=officer, at=AT)
    assert "没有和它挨着的地块" in text(client.get(reverse("merge", args=[EMPTY])))
    assert "先勾画边界" in text(client.get(reverse("merge", args=[bare])))
    assert "先勾画边界" in text(client.get(reverse("split", args=[bare])))
    sent = fields(text(cut(client, bare, way="areas", count="3", outline="", datum="")))
    assert [sent[f"area-{n}"][0] for n in (1, 2, 3)] == ["2.67", "2.67", "2.66"]


def test_a_register_is_shown_on_the_map(county, client):
    for role, there in (("officer", True), ("neighbour", False)):
        client.force_login(getattr(county.people, role))
        page = text(client.get(reverse("register-map", args=["occupancy"])))
        assert ("东坪路12号" in page) is there
    client.force_login(county.people.officer)
    assert reverse("register-map", args=["plant"]) in text(client.get(reverse("register", args=["plant"])))
    assert reverse("register-map", args=["title"]) not in text(client.get(reverse("register", args=["title"])))
    nobody = text(client.get(reverse("register-map", args=["occupancy"]), {"q": "没有这家"}))
    assert "没有一行能画到图上" in nobody
