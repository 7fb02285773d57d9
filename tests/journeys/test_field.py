"""现场 on a phone: an entry with a photo written without a network waits, goes out once, and is kept when refused."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import PHONE, Visitor
from tests.web.county import EMPTY, PNG, TENANT_CODE

PHOTO = {"name": "现场.png", "mimeType": "image/png", "buffer": PNG}
WITHOUT_NETWORK = re.compile("ERR_INTERNET_DISCONNECTED|Failed to fetch|ERR_FAILED|status of 401")


@pytest.fixture(scope="module")
def number(address, browser) -> str:
    """A buy-back at the talks, opened and verified by hand."""
    context = browser.new_context(locale="zh-CN")
    officer = Visitor(context, address).enter("wangmin")
    page = officer.go("/m/cleanup/buyback/new/?on=1")
    for name, text in (
        ("enterprise", TENANT_CODE),
        ("parcel", EMPTY),
        ("listed_on", "2026-03-02"),
        ("planned_mu", "25.4"),
    ):
        page.locator(f"#{name}").fill(text)
    page.locator("#way").select_option("回收收储")
    page.get_by_role("button", name="受理").click()
    found = re.search(r"\d{4}-\d{4}", page.locator(".head small").first.inner_text())
    assert found
    officer.enter("zhaoning").go(f"/m/cleanup/buyback/{found[0]}/")
    form = page.locator("#finish-verify")
    for name in ("certificate_clear", "mortgaged"):
        form.locator(f"input[name=finish-verify-{name}][value=否]").check()
    form.locator("input[type=file]").first.set_input_files(PHOTO)
    form.get_by_role("button", name="办结本步").click()
    context.close()
    return found[0]


@pytest.fixture
def phone(visit) -> Visitor:
    visitor = visit("wangmin", PHONE)
    visitor.go("/field/")
    ready(visitor.page)
    return visitor


KEPT = """async () => {
  if (!navigator.serviceWorker.controller) return false;
  const names = (await caches.keys()).filter((name) => name.startsWith("tenglong-field-"));
  if (!names.length || !(await caches.has("tenglong-static"))) return false;
  const kept = await (await caches.open(names[0])).keys();
  return kept.length > document.querySelectorAll("a.site").length;
}"""


def ready(page: Page) -> None:
    """The program that keeps the pages is at work, the forms are kept."""
    for _ in range(60):
        if page.evaluate(KEPT):
            return
        page.wait_for_timeout(200)
    raise AssertionError("the pages were not kept")


def write(page: Page, words: str) -> None:
    page.locator("#approach").select_option("上门")
    page.locator("#answer").select_option("再考虑")
    page.locator("#words").fill(words)
    page.locator("#photo").set_input_files(PHOTO)
    expect(page.locator("[data-shots] img")).to_have_count(1)
    page.get_by_role("button", name="记下").click()


def told(visitor: Visitor, number: str) -> str:
    return visitor.go(f"/m/cleanup/buyback/{number}/").locator("main").inner_text()


def forgive(visitor: Visitor) -> None:
    """That there is no network is what the browser was told; it may say so."""
    visitor.complaints[:] = [words for words in visitor.complaints if not WITHOUT_NETWORK.search(words)]


def test_written_without_a_network_it_waits_and_goes_out_once(phone, visit, number):
    page = phone.page
    assert phone.overflow() <= 0
    phone.picture("field-list")
    page.context.set_offline(True)
    page.locator(f"a.site[href*='{number}']").click()
    expect(page.locator("[data-net]")).to_contain_text("没有网络")
    phone.picture("field-entry")
    assert phone.overflow() <= 0
    write(page, "没有信号时写的")
    expect(page.locator("[data-outbox] h2")).to_have_text("待发送 1 条")
    expect(page.locator("[data-outbox]")).to_contain_text("1 张照片")
    phone.picture("field-waiting")
    page.reload()
    expect(page.locator("[data-outbox] h2")).to_have_text("待发送 1 条")
    page.get_by_role("button", name="现在发送").click()
    expect(page.locator("[data-outbox-says]")).to_contain_text("没有网络")
    page.context.set_offline(False)
    expect(page.locator("[data-done]")).to_contain_text("已发出")
    expect(page.locator("[data-outbox]")).to_be_hidden()
    forgive(phone)
    shown = told(visit("wangmin"), number)
    assert shown.count("没有信号时写的") == 1
    assert "现场照片" in shown


LOSE_THE_ANSWER = """() => {
  const real = window.fetch;
  window.fetch = async (address, asked) => {
    const answer = await real(address, asked);
    if (asked?.method !== "POST") return answer;
    window.fetch = real;
    throw new TypeError("the answer was lost");
  };
}"""


def test_an_answer_that_was_lost_makes_no_second_entry(phone, visit, number):
    page = phone.page
    page.locator(f"a.site[href*='{number}']").click()
    expect(page.locator(".keeps form.entry")).to_be_visible()
    page.evaluate(LOSE_THE_ANSWER)
    write(page, "回执丢了的一条")
    expect(page.locator("[data-done]")).to_contain_text("已发出 1 条")
    expect(page.locator("[data-outbox]")).to_be_hidden()
    assert told(visit("wangmin"), number).count("回执丢了的一条") == 1


def test_who_is_signed_out_by_the_county_loses_nothing(phone, visit, number):
    page = phone.page
    page.locator(f"a.site[href*='{number}']").click()
    expect(page.locator("form.entry")).to_be_visible()
    page.context.clear_cookies()
    write(page, "登录过期时写的")
    expect(page).to_have_url(re.compile("sign-in"))
    phone.enter("wangmin")
    phone.go("/field/")
    expect(page.locator("[data-done]")).to_contain_text("已发出 1 条")
    forgive(phone)
    assert told(visit("wangmin"), number).count("登录过期时写的") == 1


def test_a_refusal_is_kept_with_its_reason_and_corrected(phone, visit, number):
    page = phone.page
    page.context.set_offline(True)
    page.locator(f"a.site[href*='{number}']").click()
    page.locator("form.entry").evaluate("form => { form.noValidate = true }")
    page.locator("#words").fill("忘了填态度")
    page.get_by_role("button", name="记下").click()
    expect(page.locator("[data-outbox] h2")).to_have_text("待发送 1 条")
    page.context.set_offline(False)
    expect(page.locator("[data-outbox] .problem")).to_contain_text("企业态度")
    phone.picture("field-refused")
    page.get_by_role("link", name="打开改").click()
    expect(page.locator("#words")).to_have_value("忘了填态度")
    expect(page.locator(".field.wrong")).to_have_count(2)
    phone.picture("field-correct")
    write(page, "补上态度")
    expect(page.locator("[data-done]")).to_contain_text("已发出")
    forgive(phone)
    assert told(visit("wangmin"), number).count("补上态度") == 1


def test_leaving_asks_about_what_was_not_sent_and_clears_what_is_mine(phone, number):
    page = phone.page
    page.locator(f"a.site[href*='{number}']").click()
    page.locator(".keeps form.entry").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="记下").click()
    expect(page.locator("[data-says]")).to_contain_text("没有保存")
    phone.go("/today/")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        leave(page)
    assert "还有 1 条现场记录没有发出" in asked.value.message
    expect(page.get_by_role("heading", name="今日", exact=True)).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    leave(page)
    expect(page).to_have_url(re.compile("sign-in"))
    assert page.evaluate("caches.keys()") == ["tenglong-static"]


def leave(page: Page) -> None:
    if not page.locator("details.who").evaluate("menu => menu.open"):
        page.locator("details.who summary").click()
    page.get_by_role("button", name="退出").click()
