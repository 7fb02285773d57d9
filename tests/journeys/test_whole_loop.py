"""Story 11, walked in the browser as the people who act in it: from the published list to the new plant's output."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import PHONE, served
from tests.journeys.walking import Walk, county_day, fill, today
from tests.web.county import PNG

PLOT, PLOT_NAME, LAND = "330802-101-0504", "航城路4号", "28.6"
OLD, NEW, PROJECT = "松涛五金有限公司", "澄湖光电科技有限公司", "澄湖光电器件生产基地"
MAIN = {
    "scorecard": "/m/evaluation/score/above_scale/",
    "match": "/m/inventory/match/space/",
    "project": "/projects/",
    "plot": f"/plots/{PLOT}/",
    "report": f"/m/briefing/report/monthly/?period={county_day():%Y-%m}",
    "numbers": "/numbers/",
}
PHOTO = {"name": "现场.png", "mimeType": "image/png", "buffer": PNG}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A program of its own: what is walked here stands on no other journey's pages."""
    with served(tmp_path_factory.mktemp("loop"), "loop") as address:
        yield address


def test_from_the_published_list_to_the_new_plants_output(visit, tmp_path: Path):
    paper = tmp_path / "材料.pdf"
    paper.write_bytes(b"%PDF-1.4 invented")
    walk = Walk(visit, paper)
    publishes(walk)
    turns_the_list_into_a_case(walk)
    clears(walk)
    space = offers(walk)
    need = wants(walk)
    matches(walk)
    project = attracts(walk, space, need)
    permits(walk, project, need)
    builds(walk)
    produces(walk, project, space)
    sees_the_plot(walk)
    reports(walk)
    fits_the_phone(walk)


def publishes(walk: Walk) -> None:
    """The year is evaluated with the county's own parameters, looked at, published."""
    officer = walk.visitor("wangmin")
    page = officer.go("/scores/")
    page.get_by_role("link", name=re.compile("规上工业企业综合评价")).first.click()
    expect(page.locator("main")).to_contain_text("还没有值")
    for label, value in (("A类上限", "50"), ("B类上限", "80"), ("C类上限", "95"), ("低效线", "3")):
        page.get_by_label(label).fill(value)
    page.get_by_label("这些值写在哪份文件里").fill("演示县评价会议纪要（虚构）")
    page.get_by_role("button", name="试算").click()
    expect(page.locator("main")).to_contain_text("参评 2 家")
    expect(page.locator("main")).to_contain_text("低效企业清单 1 家")
    officer.picture("loop-1-preview")
    page.get_by_role("button", name="发布这个结果").click()
    expect(page.locator("main")).to_contain_text("第 1 次发布")
    officer.picture("loop-1-run")
    page.locator("#rows").get_by_role("link", name=OLD).click()
    expect(page.locator("main")).to_contain_text("亩均税收")
    officer.picture("loop-1-score")
    page.go_back()


def turns_the_list_into_a_case(walk: Walk) -> None:
    """Who is on the list is turned into a buy-back: plot and area come along."""
    officer = walk.visitor("wangmin")
    page = officer.page
    page.get_by_role("link", name="转入收储（回购）").click()
    row = page.locator("tr").filter(has_text=OLD)
    expect(row).to_contain_text(LAND)
    row.get_by_role("checkbox").check()
    form = page.locator("main form")
    fill(form, "listed_on", today())
    fill(form, "way", "回收收储")
    fill(form, "reason", "年度评价亩均税收低于低效线")
    officer.picture("loop-2-shortlist")
    page.get_by_role("button", name="转入收储（回购）").click()
    expect(page.get_by_role("heading", name=f"{OLD} · 收储（回购）")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("来自 .* 年评价"))).to_be_visible()
    walk.url = page.url


def clears(walk: Walk) -> None:
    """Verified, talked over, decided, signed, vacated, cleared."""
    walk.finishes("zhaoning", "verify", certificate_clear="是", mortgaged="否")
    walk.does("wangmin", "talks", "note", approach="上门", answer="同意")
    walk.finishes("wangmin", "talks", agreed="是", ending="净地挂牌")
    walk.finishes("zhaoning", "appraise", appraised_wan="4350")
    walk.finishes("chenli", "decide", decided_on=today(), price_wan="4290")
    signing = walk.visitor("wangmin").go(walk.path)
    with signing.expect_download() as agreement:
        signing.get_by_role("link", name="收储协议", exact=True).click()
    assert "4,290万元" in words_of(agreement.value.path()).replace(" ", "")
    walk.finishes("wangmin", "sign", signed_on=today())
    walk.finishes("sunhao", "quota")
    walk.finishes("zhaoning", "title")
    walk.finishes("wangmin", "vacate", vacated_on=today(), freed_mu=LAND)
    done = walk.finishes("zhaoning", "clear", cleared_on=today())
    expect(done.locator(".head small").first).to_contain_text("已办结")
    own = walk.visitor("wangmin").go(walk.path)  # the bureau is not told of a case that it has no part in
    walk.visitor("wangmin").picture("loop-2-case")
    walk.goes_on(own)


def words_of(document: Path) -> str:
    """The text of a Word file."""
    return re.sub("<[^>]+>", "", ZipFile(document).read("word/document.xml").decode())


def offers(walk: Walk) -> str:
    """The cleared land is surveyed and put on offer; where its case stands."""
    walk.finishes("liqing", "survey", land_mu=LAND, cause="企业腾退", contact="航埠镇 李青")
    walk.finishes("wangmin", "offer", offered_on=today(), ready_on=today(10), terms="净地公开挂牌")
    return walk.path


def wants(walk: Walk) -> str:
    """Somebody looks for land: registered, verified; where that case stands."""
    walk.opens(
        "wangmin", "空间需求", name="光电器件生产基地用地", party=NEW, enterprise=NEW, kind="净地", purpose="生产",
        min_land_mu="26", latest_on=today(90),
    )  # fmt: skip
    walk.finishes("wangmin", "register", channel="招商线索", contact="澄湖光电 项目部")
    walk.finishes("wangmin", "verify", min_land_mu="26", verified_on=today())
    return walk.path


def matches(walk: Walk) -> None:
    """The page of the match says where it fits and why; the two are brought together."""
    officer = walk.visitor("wangmin")
    page = officer.go("/today/")
    page.locator("nav.loop").get_by_role("link", name=re.compile("^匹配")).click()
    expect(page.locator("main")).to_contain_text("建议分配")
    expect(page.locator("main")).to_contain_text("光电器件生产基地用地")
    officer.picture("loop-3-match")
    page.get_by_role("link", name="逐条对照").first.click()
    expect(page.locator("main")).to_contain_text("硬条件")
    officer.picture("loop-3-pair")
    page.locator("#take").get_by_role("button", name="对接").click()
    expect(page.locator("main")).to_contain_text("有意向")
    officer.picture("loop-3-taken")


def attracts(walk: Walk, space: str, need: str) -> str:
    """A lead is verified, talked over, admitted and signed; where its case stands."""
    walk.opens(
        "wangmin", "招引", name=PROJECT, investor=NEW, investor_from="深圳", channel="驻外招商", team="驻深圳招商组",
        industry="光电", manufacturing="是", content="两幢厂房和一幢研发楼", total_yi="3.2", first_unit="驻深圳招商组",
        landing_unit="园区服务中心", first_on=today(-10), enterprise=NEW, parcel=PLOT_NAME, space=number_of(space),
        need=number_of(need),
    )  # fmt: skip
    project = walk.path
    walk.finishes("wangmin", "screen", genuine="主体真实，在深圳有一条同类产线。")
    walk.does("wangmin", "talks", "note", way="来县考察", state="看过地块，问了电和污水。", attitude="有意向")
    walk.finishes("wangmin", "talks", intent_on=today(), landing="供地")
    walk.finishes("zhoulan", "review", admitted="是", admitted_on=today())
    walk.finishes(
        "wangmin",
        "sign",
        signed_on=today(),
        agreed_yi="3.2",
        promised_start_on=today(60),
        promised_produce_on=today(400),
    )
    walk.url = space
    walk.finishes("wangmin", "match", taker=NEW)
    walk.finishes("wangmin", "sign", signed_on=today(), invest_wan="32000")
    walk.url = need
    walk.finishes("wangmin", "match", chosen=f"{PLOT_NAME}净地")
    return project


def number_of(path: str) -> str:
    """The number of the case that stands there."""
    return path.rstrip("/").rpartition("/")[2]


def permits(walk: Walk, project: str, need: str) -> None:
    """The land is applied for; the bureaus work side by side until the permits are out and work begins."""
    walk.url = project
    choices = {"category": "一般", "assessment": "登记表", "water": "不需要", "basement": "否", "fire": "否"}
    applied = walk.finishes("wangmin", "apply", **choices)
    walk.goes_on(applied)
    walk.finishes("zhoulan", "filing", code="2611-330802-04-01-000004", filed_on=today())
    walk.finishes("zhaoning", "offer", offered_on=today(), conditions="演练规条第4号")
    side_by_side = walk.visitor("wangmin").go(walk.path)
    for label in ("设计方案编制（企业）", "地质勘察（企业）", "用地规划许可预审", "摘牌"):
        expect(side_by_side.locator("main")).to_contain_text(label)
    walk.visitor("wangmin").picture("loop-5-permits")
    walk.finishes("zhaoning", "pre_land")
    for step in ("design", "survey", "papers"):
        walk.finishes("wangmin", step)
    walk.finishes("zhaoning", "scheme")
    walk.finishes("zhaoning", "pre_plan")
    walk.finishes("wangmin", "drawings")
    walk.finishes("gaojie", "review")
    walk.finishes("wangmin", "tender")
    walk.finishes("gaojie", "safety")
    walk.finishes("gaojie", "pre_build")
    walk.finishes("zhaoning", "win", won_on=today(), price_wan="860")
    walk.finishes("zhaoning", "contract", contract_on=today(), land_mu=LAND, contract_start_on=today(180))
    walk.finishes("zhaoning", "land_permit", land_permit_on=today())
    walk.finishes("zhaoning", "plan_permit", plan_permit_on=today())
    walk.finishes("gaojie", "build_permit", build_permit_on=today())
    started = walk.finishes("wangmin", "start", started_on=today())
    walk.visitor("wangmin").picture("loop-5-started")
    walk.goes_on(started)
    building, walk.url = walk.path, project
    walk.finishes("wangmin", "land", landed_on=today())
    walk.finishes("wangmin", "start", permit_started_on=today())
    walk.url = need
    walk.finishes("wangmin", "settle", settled_on=today(), way="拿地", settled_mu=LAND)
    walk.url = building


def builds(walk: Walk) -> None:
    """The list of what it needs, a milestone, a day on site from the phone, a month summed."""
    building = walk.path
    walk.finishes("wangmin", "list", lacks_land="否", lacks_energy="否")
    walk.finishes("zhaoning", "land_start", land_started_on=today())
    walk.finishes("suping", "enter", entered_on=today())
    officer = walk.visitor("wangmin")
    page = officer.go(f"/projects/{number_of(building)}/")
    page.get_by_role("link", name="加节点").click()
    walk.receives(page, part="一号厂房", node="结顶", planned_on=today(30), promised_by="澄湖光电 项目经理")
    walk.finishes("wangmin", "reach", reached_on=today())
    walk.url = building
    writes_from_the_site(walk)
    walk.does("wangmin", "monthly", "note", until_on=today(), month_wan="1200", year_wan_new="1300", payment="按计划")
    page = officer.go(f"/projects/{number_of(building)}/")
    for words in ("一号厂房", "提前 30 天", "已办结", "一号厂房二层", "0.12 / 0.13"):
        expect(page.locator("main")).to_contain_text(words)
    officer.picture("loop-6-project")


def writes_from_the_site(walk: Walk) -> None:
    phone = walk.visit("wangmin", PHONE)
    page = phone.go("/field/")
    assert phone.overflow() <= 0
    page.locator(f"a.site[href*='{walk.number}/daily']").click()
    page.locator("#scene").fill("一号厂房二层支模，二号厂房基础完成。")
    page.locator("#progress").fill("一号厂房二层")
    page.locator("#photo").set_input_files(PHOTO)
    expect(page.locator("[data-shots] img")).to_have_count(1)
    assert phone.overflow() <= 0
    phone.picture("loop-6-field")
    page.get_by_role("button", name="记下").click()
    expect(page.locator("[data-done]")).to_contain_text("已发出")


def produces(walk: Walk, project: str, space: str) -> None:
    """Finished, in production; the land is in use again, and the lists say how it all ended."""
    walk.finishes("wangmin", "daily", left_on=today())
    walk.finishes("wangmin", "finish", finished_on=today())
    walk.finishes("wangmin", "produce", produced_on=today())
    done = walk.finishes("wangmin", "monthly", summed_on=today())
    expect(done.locator(".head small").first).to_contain_text("已办结")
    walk.url = project
    walk.finishes("wangmin", "produce", produced_on=today())
    walk.url = space
    done = walk.finishes("liqing", "use", revived_on=today(), revived_mu=LAND)
    expect(done.locator(".head small").first).to_contain_text("已办结")
    walk.visitor("liqing").picture("loop-7-space")
    officer = walk.visitor("wangmin")
    over = officer.go("/projects/").locator(".head").get_by_role("link", name="1 个已办结")
    over.click()
    expect(officer.page.locator("main")).to_contain_text(PROJECT)
    officer.go("/m/permits/fast_start/")
    expect(officer.page.locator("tr").filter(has_text=PROJECT)).to_contain_text("按时办结")
    officer.go("/map/")
    expect(officer.page.locator(".legend")).to_contain_text("在用 1")


def fits_the_phone(walk: Walk) -> None:
    """The pages that were walked are no wider than a phone."""
    phone = walk.visit("wangmin", PHONE)
    for name, path in MAIN.items():
        phone.go(path)
        phone.page.wait_for_load_state("networkidle")
        assert phone.overflow() <= 0, path
        phone.picture(f"loop-phone-{name}")


def sees_the_plot(walk: Walk) -> None:
    """One page has it all, and the number leads to the case."""
    officer = walk.visitor("wangmin")
    page = officer.go(f"/plots/{PLOT}/")
    stages = page.locator("#stages")
    expect(stages.locator("li")).to_have_count(9)
    expect(stages.locator(".none")).to_have_count(0)
    expect(page.locator("#that-day")).to_contain_text(NEW)
    expect(page.locator("#output tr").filter(has_text=NEW)).to_contain_text("795.1")
    officer.picture("loop-8-plot")
    page.get_by_role("link", name=re.compile("腾出土地")).first.click()
    expect(page.locator(".num").first).to_have_text(LAND)
    officer.picture("loop-8-number")
    page.locator("#rows tbody a").first.click()
    expect(page.get_by_role("heading", name=f"{OLD} · 收储（回购）")).to_be_visible()


def reports(walk: Walk) -> None:
    """The month's report has the same number, on the screen and as a file."""
    officer = walk.visitor("wangmin")
    page = officer.go("/reports/")
    page.get_by_role("link", name="月度汇总").click()
    page.locator("#period").select_option(f"{county_day():%Y-%m}")
    said = f"{county_day():%Y年%-m月}腾出土地{LAND}亩"
    expect(page.locator("article.paper")).to_contain_text(said)
    officer.picture("loop-9-report")
    with page.expect_download() as file:
        page.get_by_role("link", name="Word", exact=True).click()
    assert said in words_of(file.value.path())
