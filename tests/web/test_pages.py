"""What holds for every page: small, without scripts of its own, with as many queries for many rows as for few."""

import math
import re
from decimal import Decimal
from itertools import product

import mapbox_vector_tile
import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.people import COUNTY, DAY_ONE, FIRM_CODE, SETUP, TOWN
from tests.web.county import EMPTY, LEASED, PLOT, TENANT_CODE, moment, register, square

from tenglong.playbooks import STATIONS
from tenglong.records.audit.actions import change_set
from tenglong.records.flows.actions import open_case
from tenglong.records.registry.actions import register_enterprise, register_parcel
from tenglong.records.registry.outlines import OUTLINE, OUTLINES

PAGES = {
    "today": (),
    "waiting": (),
    "enterprises": (),
    "enterprise": (FIRM_CODE,),
    "building": (f"{PLOT}-1",),
    "plots": (),
    "plot": (PLOT,),
    "map": (),
    "offers": (),
    "cases": ("requests", "handle"),
    "board": ("requests", "handle"),
    "new": ("cleanup", "buyback"),
    "numbers": (),
    "growth": (),
    "number": ("requests", "frequent"),
    "imports": (),
    "search": (),
}
LARGEST = 100_000  # bytes
MOST_QUERIES = 25  # a page of a plot or a firm: its ties are each sought by an index of their own
MOST_OF_TODAY = 14


@pytest.fixture
def officer(county, client):
    client.force_login(county.people.officer)
    return client


def more_rows(county, first: int, count: int) -> None:
    """More of everything that lists show."""
    for place in range(first, first + count):
        register_parcel(
            code=f"330802-201-{place:04d}", name=f"新塘边 {place} 号", region_code=COUNTY, area_mu=Decimal(12),
            use="工业用地", shape=square(118.8 + 0.002 * place, 28.96), by=SETUP, at=DAY_ONE,
        )  # fmt: skip
        for firm in (FIRM_CODE, TENANT_CODE):
            open_case(
                procedure="requests.handle",
                values={
                    "诉求标题": f"第 {place} 件", "企业": firm, "诉求类别": ("用工", "融资", "税务")[place % 3],
                    "诉求内容": "缺人", "来源渠道": "走访",
                },
                by=county.people.officer,
                at=moment("2023-03-01 10:00"),
            )  # fmt: skip


def test_a_page_is_small_and_has_no_script_of_its_own(officer):
    for name, args in PAGES.items():
        answer = officer.get(reverse(name, args=args))
        shown = answer.content.decode()
        assert answer.status_code == 200, name
        assert len(answer.content) < LARGEST, name
        assert re.findall(r"<script(?![^>]*src=)", shown) == []
        assert re.findall(r"\son\w+=", shown) == []
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', shown) == []
        assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_every_input_has_a_label_and_every_table_headers(officer):
    for name, args in PAGES.items():
        check_labels(officer.get(reverse(name, args=args)).content.decode())


def check_labels(shown: str) -> None:
    labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', shown))
    for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", shown):
        if 'type="hidden"' in tag or 'type="radio"' in tag or "aria-label=" in tag:
            continue
        assert re.search(r'id="([^"]+)"', tag)[1] in labelled, tag
    for table in re.findall(r"<table.*?</table>", shown, re.DOTALL):
        assert '<th scope="col"' in table


def test_many_rows_ask_no_more_than_few(county, officer):
    counted: dict[str, list[int]] = {}
    for first, count in ((0, 1), (1, 9)):
        more_rows(county, first, count)
        for name, args in PAGES.items():
            officer.get(reverse(name, args=args))  # what is kept in memory is there now
            with CaptureQueriesContext(connection) as queries:
                officer.get(reverse(name, args=args))
            counted.setdefault(name, []).append(len(queries))
    assert {name: few_many for name, few_many in counted.items() if few_many[1] > few_many[0]} == {}
    assert max(many for _, many in counted.values()) <= MOST_QUERIES, counted
    assert max(counted["today"][1], counted["cases"][1]) <= MOST_OF_TODAY, counted


def test_a_page_asks_once_which_mechanisms_are_current(officer):
    for name, args in PAGES.items():
        with CaptureQueriesContext(connection) as queries:
            officer.get(reverse(name, args=args))
        asked = [one["sql"] for one in queries if "mechanismversion" in one["sql"] and '"files"' not in one["sql"]]
        assert len(asked) <= 1, name


def test_today_offers_one_button_for_new_cases(officer):
    shown = officer.get(reverse("today")).content.decode()
    assert shown.count("新办件") == 1
    assert shown.index("新办件") < shown.index("/m/cleanup/buyback/new/")


def test_somebody_without_a_role_is_told_what_to_do(county, client):
    client.force_login(county.people.stranger)
    shown = client.get(reverse("today")).content.decode()
    assert "您还没有岗位" in shown
    assert "管理员" in shown
    assert "各环节在办" not in shown
    assert 'class="loop"' not in shown


BAD = [
    ("plot", (PLOT,), {"on": "昨天"}),
    ("plot", (PLOT,), {"on": "0000-99-99"}),
    ("plot-day", (PLOT,), {"on": "2023-02-30"}),
    ("plot-day", (PLOT,), {"on": "9999-12-31"}),
    ("plot", (PLOT,), {"on": "0001-01-01"}),
    ("enterprise", (FIRM_CODE,), {"on": "x"}),
    ("number", ("cleanup", "freed"), {"period": "2023Q9"}),
    ("number", ("cleanup", "freed"), {"on": "x"}),
    ("number", ("cleanup", "nix"), {}),
    ("number", ("nix", "freed"), {}),
    ("numbers", (), {"period": "去年"}),
    ("cases", ("cleanup", "nix"), {}),
    ("cases", ("nix", "nix"), {}),
    ("new", ("nix", "nix"), {}),
    ("case", ("cleanup", "buyback", "1999-0001"), {}),
    ("plot", ("nix",), {}),
    ("enterprise", ("nix",), {}),
    ("file", (99999,), {}),
    ("batch", (99999,), {}),
]


def test_what_is_not_there_or_makes_no_sense_is_a_sentence(officer):
    for name, args, question in BAD:
        answer = officer.get(reverse(name, args=args), question)
        assert answer.status_code in {404, 422}, (name, args, question, answer.status_code)
        assert "。" in answer.content.decode()


ODD = ["%", "'", '"><script>', "\x00", "\u202e", "石" * 500, "-1", "99999999", "（"]
ASKED = {
    "search": ("q",), "enterprises": ("q", "sort", "page", "scale"), "plots": ("q", "sort", "page"),
    "cases": ("q", "sort", "page", "status", "step", "light", "who"), "numbers": ("station",),
    "number": ("term", "group", "page"), "waiting": ("page",), "imports": ("page",), "new": ("number", "enterprise"),
}  # fmt: skip


def test_odd_words_break_nothing(officer):
    for name, keys in ASKED.items():
        for odd, key in product(ODD, keys):
            answer = officer.get(reverse(name, args=PAGES[name]), {key: odd})
            assert answer.status_code in {200, 422}, (name, key, odd)
            assert "<script>" not in answer.content.decode()


def test_there_is_no_page_in_english_words_only(officer):
    answer = officer.get("/nix/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_all_nine_stations_are_links_where_their_mechanisms_are_installed(officer):
    shown = officer.get(reverse("today")).content.decode()
    for station in STATIONS:
        assert re.search(rf'<a href="[^"]+"[^>]*>{station}', shown)


def test_procedures_without_open_cases_are_counted_and_not_listed(officer):
    shown = officer.get(reverse("today"))
    assert [one.label for one in shown.context["standing"]] == ["收储（回购）", "诉求办理"]
    assert f"另有 {shown.context['idle']} 个流程没有在办的" in shown.content.decode()


def test_where_nothing_is_open_every_procedure_is_listed(client, people):
    register()
    client.force_login(people.officer)
    shown = client.get(reverse("today"))
    assert {one.open for one in shown.context["standing"]} == {0}
    assert "没有在办的" not in shown.content.decode()


def test_stations_without_a_mechanism_are_shown_and_are_no_links(client, people):
    client.force_login(people.officer)
    shown = client.get(reverse("today")).content.decode()
    for station in ("评价", "空间", "成长"):
        assert re.search(rf'<a href="[^"]+"[^>]*>{station}', shown)
    for station in ("整治", "匹配", "招商", "审批", "项目", "服务"):
        assert re.search(rf"<span>{station} <small>未启用", shown)


def test_search_by_characters_code_and_initials(officer):
    for words in ("石桥", "sqbz", "91330802MA0TL9"):
        assert "石桥包装厂" in officer.get(reverse("suggest"), {"q": words}).content.decode()
    assert "东坪路12号" in officer.get(reverse("search"), {"q": "dpl"}).content.decode()
    assert "2022-0001" in officer.get(reverse("search"), {"q": "2022-0001"}).content.decode()
    assert "石桥包装厂" in officer.get(reverse("options", args=["enterprise"]), {"q": "sq"}).content.decode()


def test_the_neighbour_finds_nothing_of_this_county(county, client):
    client.force_login(county.people.neighbour)
    for name, args in (("plots", ()), ("enterprises", ()), ("cases", ("cleanup", "buyback")), ("today", ())):
        shown = client.get(reverse(name, args=args)).content.decode()
        assert "石桥" not in shown, name
        assert "东坪路" not in shown, name
    assert on_the_map(client, 14) == []


def on_the_map(client, zoom: int) -> list[dict[str, str]]:
    """What the square around the county's plots tells of each."""
    across, down = (118.772 + 180) / 360, (1 - math.asinh(math.tan(math.radians(28.948))) / math.pi) / 2
    told: list[dict[str, str]] = []
    for x, y in product((0, -1, 1), repeat=2):
        square = (zoom, int(across * 2**zoom) + x, int(down * 2**zoom) + y)
        data = client.get(reverse("tile", args=square)).content
        told += [one["properties"] for one in mapbox_vector_tile.decode(data)["plots"]["features"]] if data else []
    return told


def test_the_map_has_every_plot_with_its_standing(officer):
    standing = {one["url"].split("/")[-2]: one["status"] for one in on_the_map(officer, 14)}
    assert standing == {PLOT: "cleanup", LEASED: "idle", EMPTY: "idle"}


def test_ask_23_from_afar_a_plot_is_a_colour_and_no_more(officer):
    assert {frozenset(one) for one in on_the_map(officer, 9)} == {frozenset({"status"})}


def test_below_the_plots_lie_the_regions_with_their_names(officer):
    town = shapely.box(118.75, 28.93, 118.80, 28.97)
    with change_set(by=SETUP, at=DAY_ONE, action="registry.save_row", summary="边界") as trail:
        next(one for one in OUTLINES.values() if one.layout.kind == "region").change(
            [({"code": TOWN}, {OUTLINE: town.wkb_hex})], trail
        )

    def layers(zoom: int) -> dict[str, list[dict[str, str]]]:
        across, down = (118.775 + 180) / 360, (1 - math.asinh(math.tan(math.radians(28.95))) / math.pi) / 2
        square = (zoom, int(across * 2**zoom), int(down * 2**zoom))
        told = mapbox_vector_tile.decode(officer.get(reverse("tile", args=square)).content)
        return {name: [one["properties"] for one in layer["features"]] for name, layer in told.items()}

    near = layers(11)
    assert near["regions"] == [{"level": "town"}]
    assert near["names"] == [{"name": "航埠镇"}]
    assert "regions" not in layers(9)


def test_beyond_the_grid_there_is_no_square(officer):
    assert officer.get(reverse("tile", args=(3, 8, 0))).status_code == 422


def test_an_enterprise_has_its_land_on_a_day(officer):
    shown = officer.get(reverse("enterprise", args=[FIRM_CODE]), {"on": "2023-01-31"}).content.decode()
    assert "用地 13.1 亩" in shown  # 25.4 owned less 12.3 let
    assert "−12.3" in shown
    assert "用地 25.4 亩" in officer.get(reverse("enterprise", args=[FIRM_CODE]), {"on": "2022-06-01"}).content.decode()


def test_a_number_opens_to_its_rows_and_a_group_turns_into_a_case(county, officer):
    shown = officer.get(reverse("number", args=["requests", "frequent"])).content.decode()
    assert county.request in shown
    assert "订单增加，厂房不够" in shown
    turn = re.search(r'href="(/m/requests/distil/new/\?[^"]+)"', shown)[1].replace("&amp;", "&")
    form = officer.get(turn).content.decode()
    assert f'value="{county.request}"' in form
    assert "<option selected>厂房用地</option>" in form


def test_a_number_that_must_not_be_computed_says_why(officer):
    shown = officer.get(reverse("growth")).content.decode()
    assert "不予计算" in shown
    assert "不是同一种" in shown or "不能相减" in shown


def test_who_may_not_open_rows_sees_the_number_and_is_told(county, client):
    client.force_login(county.people.enterprise)
    shown = client.get(reverse("number", args=["requests", "received"])).content.decode()
    assert "看明细要另有权限" in shown


def test_the_page_is_chinese_whatever_the_browser_likes(officer):
    for likes in ("en-US,en;q=0.9", "zh-TW", "de", ""):
        shown = officer.get(reverse("today"), headers={"Accept-Language": likes}).content.decode()
        assert 'lang="zh-CN"' in shown
        assert "等我处理" in shown
    assert 'name="language" value="en"' in shown  # the menu offers the other


def test_the_frame_speaks_english_when_asked(officer):
    officer.post(reverse("language"), {"language": "en", "next": "/today/"})
    shown = officer.get(reverse("today")).content.decode()
    assert 'lang="en"' in shown
    assert "石桥包装厂" in shown


def test_every_word_of_the_frame_has_its_english():
    from pathlib import Path

    import tenglong.web
    from tenglong.cli.catalogue import SOURCES, read

    known = read(SOURCES / "en" / "LC_MESSAGES" / "django.po")
    used = set()
    for file in Path(tenglong.web.__file__).parent.rglob("*.html"):
        used |= {found[1] for found in re.findall(r"""\{% translate (["'])(.*?)\1(?: as \w+)? %\}""", file.read_text())}
    assert used - known.keys() == set()
    assert all(known.values())


def test_registering_through_another_door_shows_at_once(officer):
    register_enterprise(code="91330802MA0TL0003L", name="青禾五金有限公司", region_code=COUNTY, by=SETUP, at=DAY_ONE)
    assert "青禾五金" in officer.get(reverse("enterprises")).content.decode()
