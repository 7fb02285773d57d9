"""A round over eleven towns in the browser: from the template to the frozen total, three tables, a correction."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import PHONE, Visitor, served
from tests.journeys.walking import county_day
from tests.rounds import FIGURES, IN_ZONE, TOWNS, figures

from tenglong.workbooks import read_table, write_table

ASKS, DESK, ON_PHONE, IN_BOOK = "zhoulan", "hangbu", "huayuan", "shuanggang"
KEYS = ("firms", "output_wan", "small_wan", "zone_wan", "added_wan", "invest_wan", "power", "staff")
KEY_OF = dict(zip(FIGURES, KEYS, strict=True))
WHOLE = [figures(place) for place in range(len(TOWNS))]
CORRECTED = "9500"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A program of its own, with the rounds of a month and of a year before."""
    with served(tmp_path_factory.mktemp("round"), "round") as address:
        yield address


def test_a_round_from_the_template_to_the_frozen_total_and_a_late_correction(visit, browser, address, tmp_path):
    asks = visit(ASKS)
    url = sends_out(asks)
    fills_on_the_form(visit, DESK)
    fills_on_the_phone(visit, ON_PHONE)
    fills_in_the_workbook(visit, IN_BOOK, tmp_path)
    for town in TOWNS:
        if town not in (DESK, ON_PHONE, IN_BOOK):
            fills_through_the_door(browser, address, town)
    reminds(asks, url)
    for town in TOWNS:
        signs_through_the_door(browser, address, town)
    merges_and_freezes(asks, url)
    draws_three_tables(asks, url)
    explains_the_difference(asks, url)
    corrects_one_town(visit, asks, url)


def sends_out(asks: Visitor) -> str:
    """The template goes to eleven towns; gives the address of the round."""
    page = asks.go("/today/")
    page.locator("details.menu summary", has_text="数据").click()
    page.get_by_role("link", name="分发汇总").click()
    last_month = county_day().replace(day=1) - timedelta(days=1)
    page.get_by_label("哪一期").select_option(f"{last_month:%Y-%m}")
    page.get_by_label("截止日期").fill(str(county_day() + timedelta(days=2)))
    page.get_by_role("button", name="分发", exact=True).click()
    expect(page.locator(".rows header")).to_contain_text(f"0 / {len(TOWNS)} 家已签发")
    expect(page.locator("tbody tr", has_text="待填报")).to_have_count(len(TOWNS))
    return re.sub(r"^https?://[^/]+", "", page.url)


def opens_the_form(visitor: Visitor) -> Page:
    """From what waits, as the clerk finds it."""
    page = visitor.go("/waiting/")
    page.locator("a[href^='/m/monthly/answer/']").first.click()
    expect(page.locator("#finish-fill")).to_be_visible()
    return page


def types_in(page: Page, values: Mapping[str, str]) -> None:
    for label, value in values.items():
        page.locator(f"[name='finish-fill-{KEY_OF.get(label, 'note')}']").fill(value)
    page.locator("#finish-fill").get_by_role("button", name="办结本步").click()


def fills_on_the_form(visit, town: str) -> None:
    """What does not fit what was said before is held up until it is explained."""
    page = opens_the_form(visit(f"{town}-clerk"))
    own = WHOLE[tuple(TOWNS).index(town)]
    expect(page.locator("#finish-fill small.beside", has_text="上期").first).to_be_visible()
    expect(page.locator("#finish-fill small.beside", has_text="上年同期").first).to_be_visible()
    types_in(page, {**own, "规上总产值": "19000"})
    expect(page.get_by_role("alert").first).to_contain_text("同比升降超过三成")
    types_in(page, own)
    expect(page.locator("#finish-fill")).to_have_count(0)


def fills_on_the_phone(visit, town: str) -> None:
    visitor = visit(f"{town}-clerk", PHONE)
    page = opens_the_form(visitor)
    assert visitor.overflow() <= 0
    types_in(page, WHOLE[tuple(TOWNS).index(town)])
    expect(page.locator("#finish-fill")).to_have_count(0)


def fills_in_the_workbook(visit, town: str, folder: Path) -> None:
    """Downloaded, filled in elsewhere, read back into the form, looked at, finished."""
    page = opens_the_form(visit(f"{town}-clerk"))
    with page.expect_download() as waited:
        page.get_by_role("link", name="下载填报表").click()
    blank = Path(waited.value.path()).read_bytes()
    table, told = read_table(blank, "表.xlsx"), WHOLE[tuple(TOWNS).index(town)]
    rows = [[*row.cells[:2], told.get(str(row.cells[0])), *row.cells[3:]] for row in table.rows]
    title, *notes = [str(row.cells[0]) for row in table.above]
    filled = folder / "填好.xlsx"
    filled.write_bytes(write_table(table.headers, rows, title=title, notes=notes))
    page.locator("#answer-file").set_input_files(filled)
    page.get_by_role("button", name="读入").click()
    expect(page.get_by_role("status").first).to_contain_text("还没有保存")
    expect(page.locator("[name='finish-fill-output_wan']")).to_have_value(told["规上总产值"])
    page.locator("#finish-fill").get_by_role("button", name="办结本步").click()
    expect(page.locator("#finish-fill")).to_have_count(0)


def fills_through_the_door(browser: Browser, address: str, town: str) -> None:
    """The same form, sent without a window."""
    values = {f"finish-fill-{KEY_OF[label]}": value for label, value in WHOLE[tuple(TOWNS).index(town)].items()}
    move(browser, address, f"{town}-clerk", "fill", values)


def signs_through_the_door(browser: Browser, address: str, town: str) -> None:
    move(browser, address, f"{town}-leader", "sign", {})


def move(browser: Browser, address: str, login: str, step: str, values: Mapping[str, str]) -> None:
    """Enter as that person, find what waits, finish the step: by the doors' own requests."""
    context = browser.new_context(locale="zh-CN")
    asks = context.request
    asks.get(f"{address}/sign-in/")
    asks.post(f"{address}/enter/", form={"login": login, **token(context)})
    waiting = asks.get(f"{address}/waiting/").text()
    (path,) = set(re.findall(r"/m/monthly/answer/([\d-]+)/", waiting))
    sent = {"act": "finish", "step": step, **values, **token(context)}
    answer = asks.post(f"{address}/cases/{path}/move/", form=sent)
    assert answer.ok, answer.text()[:2000]
    assert f"finish-{step}" not in answer.text()
    context.close()


def token(context) -> dict[str, str]:
    (found,) = [cookie["value"] for cookie in context.cookies() if "csrf" in cookie["name"]]
    return {"csrfmiddlewaretoken": found}


def reminds(asks: Visitor, url: str) -> None:
    page = asks.go(url)
    expect(page.locator("tbody tr", has_text="待签发")).to_have_count(len(TOWNS))
    page.get_by_label("催报的话").fill("请负责人今天签发")
    page.get_by_role("button", name=f"催报 {len(TOWNS)} 家").click()
    expect(page.locator("tbody tr", has_text="1 次")).to_have_count(len(TOWNS))
    page.get_by_role("button", name="汇总").click()
    expect(page.get_by_role("alert")).to_contain_text(f"还有 {len(TOWNS)} 家没有报齐")


def merges_and_freezes(asks: Visitor, url: str) -> None:
    page = asks.go(url)
    page.get_by_role("button", name="汇总").click()
    expect(page.locator("tbody tr", has_text="已收齐")).to_have_count(len(TOWNS))
    page.get_by_role("button", name="定案").click()
    expect(page.locator(".head")).to_contain_text("已定案")
    above, small = total("规上总产值"), total("规下总产值")
    expect(page.locator(".outward").nth(0)).to_contain_text(f"{above + small:,}.0")
    expect(page.locator(".outward").nth(1)).to_contain_text(f"{above / 10_000:.2f}")
    expect(page.locator(".outward").nth(2)).to_contain_text(f"{total('园区内规上总产值') / 10_000:.3f}")
    asks.picture("round-frozen")


def total(label: str) -> int:
    return sum(int(one[label]) for one in WHOLE)


def draws_three_tables(asks: Visitor, url: str) -> None:
    """Each in its own layout, unit and scope, as a page and as a workbook of what was frozen."""
    counted = {"county": len(TOWNS), "city": len(TOWNS), "province": len(IN_ZONE)}
    for key, lines in counted.items():
        page = asks.go(f"{url}table/{key}/")
        expect(page.locator("main")).to_contain_text("和第 1 次定案一致")
        expect(page.locator(".rows").first.locator("tbody tr")).to_have_count(lines)
        with page.expect_download() as waited:
            page.get_by_role("link", name="工作簿").click()
        table = read_table(Path(waited.value.path()).read_bytes(), f"{key}.xlsx")
        assert len(table.rows) == lines
        assert any("第 1 次定案" in str(row.cells[0]) for row in table.above)
    asks.picture("round-province")


def explains_the_difference(asks: Visitor, url: str) -> None:
    page = asks.go(f"{url}scopes/?figure=output&left=county&right=province")
    left, right = total("规上总产值") + total("规下总产值"), total("园区内规上总产值")
    expect(page.locator("tfoot")).to_contain_text(f"{left:,} + （{right - left:,}） = {right:,}")
    expect(page.locator("tbody tr", has_text="的口径里")).to_have_count(len(TOWNS) - len(IN_ZONE))
    expect(page.locator("tbody tr", has_text="取数不同")).to_have_count(len(IN_ZONE))
    asks.picture("round-scopes")


def corrects_one_town(visit, asks: Visitor, url: str) -> None:
    """One town is taken up again, corrected, signed, accepted; the rest stays, and what moved is told."""
    page, row = asks.go(url), f"#of-{ON_PHONE}"
    page.locator(f"{row} summary").click()
    page.locator(f"{row} textarea").fill("漏报一家企业")
    page.locator(row).get_by_role("button", name="只重开这一家").click()
    expect(page.locator("tbody tr", has_text="更正中")).to_have_count(1)
    expect(page.locator("tbody tr", has_text="已收齐")).to_have_count(len(TOWNS) - 1)
    page.get_by_label("再定案的原因").fill("更正")
    page.get_by_role("button", name="再定案").click()
    expect(page.get_by_role("alert")).to_contain_text("花园街道正在更正")
    clerk = opens_the_form(visit(f"{ON_PHONE}-clerk", PHONE))
    types_in(clerk, {"规上总产值": CORRECTED, "波动说明": "漏报一家企业"})
    expect(clerk.locator("#finish-fill")).to_have_count(0)
    leader = visit(f"{ON_PHONE}-leader").go("/waiting/")
    leader.locator("a[href^='/m/monthly/answer/']").first.click()
    leader.locator("#finish-sign").get_by_role("button", name="办结本步").click()
    expect(leader.locator("#finish-sign")).to_have_count(0)
    page = asks.go(url)
    page.locator(f"{row} a").click()
    page.locator("#finish-accept").get_by_role("button", name="办结本步").click()
    page = asks.go(url)
    page.get_by_label("再定案的原因").fill("花园街道漏报一家企业")
    page.get_by_role("button", name="再定案").click()
    page.get_by_role("link", name="第 2 次定案").click()
    moved = page.locator("section", has=page.get_by_role("heading", name="动了哪些数"))
    was = WHOLE[tuple(TOWNS).index(ON_PHONE)]["规上总产值"]
    expect(moved.locator("tr", has_text="规上总产值").first).to_contain_text(f"{int(was):,} 万元")
    expect(moved.locator("tr", has_text="规上总产值").first).to_contain_text(f"{int(CORRECTED):,} 万元")
    expect(moved.locator("tr", has_text="航埠镇")).to_have_count(0)
    change = int(CORRECTED) - int(was)
    expect(moved).to_contain_text(f"{total('规上总产值') + total('规下总产值') + change:,}.0")
    expect(moved.locator("tr", has_text="开发区")).to_have_count(0)  # what the province counts did not move
    asks.picture("round-moved")
