"""Story 1, walked in the browser as the people who act in it: from the buy-back list to land on offer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.walking import Walk, today

PLOT = "330802-101-0112"
NEED = "订单增加，厂房不够"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "材料.pdf"
    path.write_bytes(b"%PDF-1.4 invented")
    return path


def asks(walk: Walk) -> None:
    """The other firm lacks space: the demand side of the same case."""
    values = {"category": "厂房用地", "content": "现有厂房排满，需要增加约八千平方米生产用房。", "channel": "走访"}
    page = walk.visitor("wangmin").go("/m/requests/handle/new/")
    walk.receives(page, title=NEED, enterprise="白鹭电子材料有限公司", **values)


def lets(walk: Walk) -> None:
    """A further part of the plant is let to it as a bridge: told on the plot's page."""
    page = walk.visitor("liqing").go(f"/plots/{PLOT}/")
    page.get_by_role("link", name="登记使用").click()
    page.locator("#enterprise").fill("白鹭电子材料有限公司")
    page.locator("#tenure").select_option("租用")
    page.locator("#area_mu").fill("0.8")
    page.locator("#from_on").fill(today(-1))
    page.locator("#source").fill("厂房租赁补充协议")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text("厂房租赁补充协议")


def test_from_the_list_to_land_on_offer(visit, paper):
    walk = Walk(visit, paper)
    asks(walk)
    named = {"enterprise": "石桥包装厂", "parcel": "东坪路12号", "listed_on": today()}
    walk.opens("wangmin", "收储（回购）", **named, way="回收收储", planned_mu="25.4")
    walk.does("zhaoning", "verify", certificate_clear="是", mortgaged="是")
    lets(walk)
    said = {"approach": "约谈", "answer": "拒签", "change": "一边生产一边出租，不愿签约", "need": NEED}
    walk.does("wangmin", "talks", "note", **said)
    refused = walk.does("wangmin", "talks", agreed="否", ending="净地挂牌")
    expect(refused.get_by_role("alert")).to_contain_text("企业还没有同意")
    as_of_now = visit("wangmin").go(f"/plots/{PLOT}/")
    for words in ("石桥包装厂", "白鹭电子材料有限公司", "拒签", "还没有腾空日期，不计"):  # bridge lease and refusal
        expect(as_of_now.locator("#that-day")).to_contain_text(words)
    walk.does("wangmin", "talks", "note", approach="第三方劝导", answer="同意", change="请信得过的人劝，手续全程陪同")
    walk.does("wangmin", "talks", agreed="是", ending="净地挂牌")
    walk.does("zhaoning", "appraise", appraised_wan="3850")
    walk.does("chenli", "decide", decided_on=today(), price_wan="3800")
    walk.does("wangmin", "sign", signed_on=today())  # from here the three chores, each followed to its end
    walk.does("wangmin", "mortgage")
    walk.does("sunhao", "quota", "note", visit="与企业、园区一起到现场，核对清货开票需要。")
    walk.does("sunhao", "quota")
    walk.does("zhaoning", "title")
    walk.does("wangmin", "vacate", vacated_on=today(), freed_mu="25.4")
    done = walk.does("zhaoning", "clear", cleared_on=today())
    expect(done.locator("main")).to_contain_text("已办结")
    walk.goes_on(walk.visitor("wangmin").go(walk.path))
    walk.does("liqing", "survey", land_mu="25.4", cause="企业腾退", contact="航埠镇 李青")
    walk.does("wangmin", "offer", offered_on=today(), terms="净地公开挂牌")
    expect(visit("linyuan").page.locator("main")).to_contain_text("东坪路12号")

    officer = visit("wangmin")
    plot = officer.go(f"/plots/{PLOT}/")
    expect(plot.locator("main")).to_contain_text("腾出土地")
    expect(plot.locator("main")).to_contain_text("25.4 / 25.4")
    officer.picture("story-1-plot")
    plot.get_by_role("link", name=re.compile("腾出土地")).click()
    expect(plot.locator(".num")).to_have_text("25.4")
    plot.locator("#rows tbody a").first.click()
    expect(plot.get_by_role("heading", name="石桥包装厂 · 收储（回购）")).to_be_visible()
    expect(plot.get_by_role("link", name="交接清单").first).to_be_visible()
    officer.picture("story-1-case")
