"""The screens in a real browser: as each person, on a desk and on a phone, by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import DESKTOP, PHONE
from tests.people import ROLES
from tests.web.county import FIRM_CODE, PLOT

PAGES = {
    "today": "/today/",
    "plots": "/plots/",
    "plot": f"/plots/{PLOT}/?on=2023-01-31",
    "map": "/map/",
    "enterprises": "/enterprises/",
    "enterprise": f"/enterprises/{FIRM_CODE}/?on=2023-01-31",
    "cases": "/m/cleanup/buyback/",
    "board": "/m/cleanup/buyback/board/",
    "new": "/m/cleanup/buyback/new/",
    "offers": "/offers/",
    "numbers": "/numbers/",
    "growth": "/growth/",
    "number": "/m/requests/number/frequent/",
    "imports": "/imports/",
    "search": "/search/?q=sq",
}


@pytest.mark.parametrize("role", ROLES)
def test_each_person_enters_and_finds_their_day(role, visit):
    login, name, *_ = ROLES[role]
    visitor = visit(login)
    expect(visitor.page.locator("details.who summary")).to_contain_text(name)
    first = "可供空间" if role == "investor" else "今日"
    expect(visitor.page.get_by_role("heading", name=first, exact=True)).to_be_visible()
    visitor.picture(f"today-{role}")


@pytest.mark.parametrize(("size", "device"), [(DESKTOP, "desk"), (PHONE, "phone")])
def test_no_page_is_wider_than_its_window(size, device, visit):
    visitor = visit("wangmin", size)
    for name, path in PAGES.items():
        visitor.go(path)
        visitor.page.wait_for_load_state("networkidle")
        assert visitor.overflow() <= 0, name
        visitor.picture(f"{name}-{device}")


def test_the_red_line_is_moved_and_the_day_follows(visit):
    page = visit("wangmin").go(f"/plots/{PLOT}/?on=2022-06-20")
    expect(page.locator("#that-day")).not_to_contain_text("白鹭电子")
    line = page.locator(".line:visible")
    slider = line.get_by_label("看哪一天")
    moved = "(s, day) => { s.value = day; for (const e of ['input', 'change']) s.dispatchEvent(new Event(e)) }"
    slider.evaluate(moved, int(slider.get_attribute("max")) - 30)
    expect(page.locator("#that-day")).to_contain_text("白鹭电子")
    expect(page).to_have_url(re.compile(r"on=20\d\d-\d\d-\d\d"))
    assert line.locator(".asof b").inner_text() in page.url


def test_search_suggests_while_one_types_and_the_keyboard_is_enough(visit):
    page = visit("wangmin").page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("sqbz")
    expect(page.locator("#found")).to_contain_text("石桥包装厂")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="石桥包装厂")).to_be_visible()


def test_a_form_clicked_twice_is_sent_once(visit):
    visitor = visit("wangmin")
    page = visitor.go("/m/requests/handle/new/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("#title").fill("夜间用电负荷不足")
    page.locator("#enterprise").fill("白鹭电子材料有限公司")
    page.locator("#category").select_option("用能")
    page.locator("#content").fill("夜班开不足")
    page.locator("#channel").select_option("走访")
    page.get_by_role("button", name="受理").dblclick()
    expect(page.get_by_role("heading", name=re.compile("夜间用电负荷不足"))).to_be_visible()
    assert len(sent) == 1


def test_the_map_can_be_moved_and_leads_to_a_plot(visit):
    page = visit("wangmin").go("/map/")
    expect(page.locator(".map canvas, .map svg").first).to_be_visible()
    expect(page.locator(".legend")).to_contain_text("在用")


def test_without_scripts_the_day_is_chosen_by_its_date(browser, address):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/sign-in/")
    page.locator("form:has(input[value='wangmin']) button").click()
    page.goto(f"{address}/plots/{PLOT}/")
    page.locator("main input[type=date]").first.fill("2022-06-20")
    page.get_by_role("button", name="截至这一天").click()
    expect(page.locator("#that-day")).to_contain_text("2022 年 6 月 20 日")
    context.close()


def test_a_workbook_in_back_and_undone(visit, tmp_path):
    file = tmp_path / "名录.csv"
    file.write_text(
        "企业名称,统一社会信用代码,注册日期,地区\n青禾五金有限公司,91330802MA0TL0003L,2017-05-31,衢江区\n没有代码的厂,,2017-05-31,衢江区\n"
    )
    visitor = visit("wangmin")
    page = visitor.go("/imports/")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="检查").click()
    expect(page.locator(".tabs")).to_contain_text("退回")
    visitor.picture("import-staged")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注件").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name=re.compile("^写入")).click()
    expect(page.locator("h1")).to_contain_text("已写入")
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.locator("h1")).to_contain_text("已撤销")
