"""The demo as `tenglong demo` serves it, walked as README says: on a desk and on a phone, as the people named there."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import CHECKOUT, DESKTOP, PHONE, Visitor

from tenglong.cli.demo.invent import credit_code

PICTURES = CHECKOUT / os.environ.get("TENGLONG_PICTURES", "build/screens")  # docs/images renews those of the docs
BUILT_WITHIN_S = 240
LARGEST_BYTES, SLOWEST_MS = 100_000, 1000
PLOT, HANDED_OVER, PREMISES = "330802-101-0112", "330802-101-0208", "330802-013-0601"
BUYBACK = "/m/cleanup/buyback/2022-0001/"
LOOP, MONTH = "/plots/330802-101-0504/", "/m/briefing/report/monthly/?period=2023-05"
BOTH = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
PAGES = (
    "/today/",
    "/plots/",
    f"/plots/{PLOT}/?on=2023-01-31",
    "/map/",
    BUYBACK,
    "/m/cleanup/buyback/",
    "/m/cleanup/buyback/board/",
    "/m/requests/handle/",
    "/m/inventory/revive/",
    "/m/cleanup/number/freed/?period=2023",
    "/m/requests/number/solved/?period=2024",
    "/m/requests/number/frequent/?period=2024",
    "/numbers/?period=2024",
    "/growth/",
    "/enterprises/",
    "/search/?q=dpl",
    "/imports/",
    "/projects/",
    "/scores/",
    "/m/evaluation/score/above_scale/",
    "/m/inventory/match/space/",
    "/m/investment/attract/",
    "/m/campaigns/accept/",
    "/reports/",
    MONTH,
    LOOP,
    "/field/",
    "/registers/",
    "/registers/drainage.permit/",
    "/rounds/",
    "/rounds/3/",
    "/rounds/2/scopes/",
    "/links/",
    "/me/",
)
REFUSED = {
    "常山招商：各档项目合计": "相加就重复了",
    "排水许可证覆盖率": "没有逐户对上",
    "园区规上产值（2024年）": "可比基数不明",
    "整治收回土地的年均速度": "没有写明是哪一段时间",
    "投资完成率减投资增速": "是两种数，不能相减",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `tenglong demo` answers, once it has built its county in a home of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"TENGLONG_HOME": str(tmp_path_factory.mktemp("demo")), "PYTHONPATH": str(CHECKOUT / "src")}
    env.pop("TENGLONG_DATABASE_URL", None)
    program = subprocess.Popen([sys.executable, "-m", "tenglong.cli.main", "demo", "--port", str(port)], env=env)
    try:
        yield _answering(program, f"http://127.0.0.1:{port}")
    finally:
        program.terminate()
        program.wait(20)


def _answering(program: subprocess.Popen[bytes], address: str) -> str:
    end = time.monotonic() + BUILT_WITHIN_S
    while time.monotonic() < end and program.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return address
    raise RuntimeError("the demo was not served")


@pytest.fixture
def enter(browser: Browser, demo: str) -> Iterator[Callable[..., Visitor]]:
    """Somebody at the demo; at the end no browser may have complained, nor asked another host."""
    visitors: list[Visitor] = []

    def come(login: str = "", size: dict[str, int] = DESKTOP) -> Visitor:
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        context.set_default_timeout(15_000)
        visitor = Visitor(context, demo)
        visitors.append(visitor)
        return visitor.enter(login) if login else visitor

    yield come
    for visitor in visitors:
        visitor.page.context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


def fits(visitor: Visitor) -> None:
    """The page is no wider than its window, and light."""
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.overflow() <= 0, visitor.page.url
    assert len(visitor.page.content().encode()) < LARGEST_BYTES, visitor.page.url


def row(page: Page, label: str):
    """The row of a table of numbers that has that name."""
    return page.locator("tr").filter(has=page.get_by_role("link", name=label, exact=True))


def trail(page: Page) -> dict[str, str]:
    """What happened to a case, each thing with its moment; of the same thing twice the last."""
    lines = page.locator("ul.trail li:has(time)").all()
    told = [(line.locator("time").first.get_attribute("datetime"), line.locator("b").first) for line in lines]
    return {what.inner_text(): when for when, what in sorted(told, key=lambda one: one[0]) if what.count()}


@BOTH
def test_the_plot_the_case_the_number_and_its_paper(enter, size):
    visitor = enter("wangmin", size)
    page = visitor.page
    expect(page.get_by_role("heading", name="今日", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("等我处理")
    expect(page.locator("main")).to_contain_text("腾出土地")
    fits(visitor)
    page.locator("nav.loop").get_by_role("link", name=re.compile("^空间")).click()
    fits(visitor)
    page.get_by_role("link", name="东坪路12号", exact=True).first.click()
    expect(page.get_by_role("heading", name=re.compile("东坪路12号"))).to_be_visible()
    fits(visitor)

    visitor.go(f"/plots/{PLOT}/?on=2023-01-31")
    day = page.locator("#that-day")
    expect(day).to_contain_text("2023 年 1 月 31 日")
    expect(day).to_contain_text("石桥包装厂")
    expect(day).to_contain_text("白鹭电子材料有限公司")
    expect(day).to_contain_text("拒签")
    expect(day).to_contain_text(re.compile(r"腾出土地\s*0\s*亩\s*（还没有腾空日期，不计）"))

    day.locator(f"a[href^='{BUYBACK}']").first.click()
    expect(page.get_by_role("heading", name=re.compile("石桥包装厂"))).to_be_visible()
    fits(visitor)
    told = {what: when[:10] for what, when in trail(page).items()}
    done = {step: next(when for what, when in told.items() if "办结" in what and step in what) for step in CHORES}
    assert done == CHORES

    visitor.go(f"/plots/{PLOT}/")
    page.get_by_role("link", name=re.compile("2023 ?年?腾出土地")).click()
    expect(page.locator(".num").first).to_have_text("54.0")  # this plot's 25.4 and the whole loop's 28.6
    fits(visitor)
    page.locator(f"#rows tbody a[href^='{BUYBACK}']").click()
    paper = page.get_by_role("link", name="交接清单").first.get_attribute("href")
    answer = page.request.get(visitor.address + paper)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")


CHORES = {  # the decision, the agreement after it, the three chores after that
    "集体决策": "2023-08-30",
    "签订收储协议": "2023-09-18",
    "解除抵押": "2023-10-12",
    "调整开票额度": "2023-10-24",
    "注销不动产权": "2023-11-06",
}


@BOTH
def test_numbers_with_their_terms_and_those_that_are_refused(enter, size):
    visitor = enter("wangmin", size)
    page = visitor.go("/numbers/?period=2024")
    for label, value, made_of in (("问题解决率", "98.5", "985 ÷ 1,000"), ("企业满意率", "99.6", "498 ÷ 500")):
        expect(row(page, label)).to_contain_text(value)
        expect(row(page, label)).to_contain_text(made_of)
    for label, reason in REFUSED.items():
        expect(row(page, label)).to_contain_text("不予计算")
        expect(row(page, label)).to_contain_text(reason)
    fits(visitor)
    visitor.go("/m/requests/number/solved/?period=2024")
    expect(page.locator(".num").first).to_have_text("98.5")
    expect(page.locator("main")).to_contain_text("分母是办结的诉求")
    fits(visitor)


@BOTH
def test_bought_back_and_handed_over_without_a_listing(enter, size):
    visitor = enter("wangmin", size)
    page = visitor.go(f"/plots/{HANDED_OVER}/?on=2022-07-31")
    expect(page.locator("#that-day")).to_contain_text("望山智造科技有限公司")
    expect(page.locator("main")).to_contain_text("办结“整体移交”")
    expect(page.locator("main")).to_contain_text("办结“装修勘察”")
    expect(page.locator("main")).not_to_contain_text("办结“净地入库”")
    expect(page.locator("main")).not_to_contain_text("办结“挂出”")
    fits(visitor)


@BOTH
def test_frequent_requests_are_turned_into_something(enter, size):
    visitor = enter("wangmin", size)
    page = visitor.go("/m/requests/number/frequent/?period=2024")
    labour = page.locator("tr").filter(has_text="用工").filter(has_text="187")
    fits(visitor)
    labour.get_by_role("link", name="转为举一反三").click()
    expect(page.get_by_role("heading", name=re.compile("举一反三"))).to_be_visible()
    expect(page.locator("#category")).to_have_value("用工")
    fits(visitor)
    visitor.go("/m/requests/distil/")
    for kind in ("服务案例", "改革任务", "为企办实事"):
        expect(page.locator("main")).to_contain_text(kind)
    fits(visitor)


@BOTH
def test_the_supervisor_sees_the_whole_trail_of_the_premises(enter, size):
    visitor = enter("zhengzhi", size)
    page = visitor.go(f"/plots/{PREMISES}/")
    page.locator("a[href^='/m/inventory/revive/']:visible").first.click()
    expect(page.locator("main")).to_contain_text("已办结")
    expect(page.locator("main")).to_contain_text("不合适")
    expect(page.locator("main")).to_contain_text("安和康养医院")
    steps = ("摸排核实", "挂出", "对接客商", "签约", "消防改造", "证照办理", "盘活投用")
    told = trail(page)
    done = [next(when for what, when in told.items() if "办结" in what and step in what) for step in steps]
    assert done == sorted(done)
    assert len(set(done)) == len(steps)
    expect(page.locator("main")).not_to_contain_text("办结本步")
    fits(visitor)


@BOTH
def test_the_whole_loop_on_one_plot_and_in_the_months_report(enter, size):
    visitor = enter("wangmin", size)
    page = visitor.go(LOOP)
    stages = page.locator("#stages")
    expect(stages.locator(".none")).to_have_count(0)
    fits(visitor)
    stages.get_by_role("link", name="低效企业清单").click()
    expect(page.get_by_role("heading", name=re.compile("松涛五金有限公司"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("按办法用全体参评企业这一项得分的平均数")
    fits(visitor)
    visitor.go(LOOP).locator("#stages").get_by_role("link", name="项目推进", exact=True).click()
    page.get_by_role("link", name="专页", exact=True).click()
    expect(page.locator("main")).to_contain_text("一号厂房")
    fits(visitor)
    visitor.go("/reports/").get_by_role("link", name="月度汇总").click()
    fits(visitor)
    visitor.go(MONTH)
    page.locator("article.paper").get_by_role("link", name="28.6", exact=True).first.click()
    expect(page.locator(".num").first).to_have_text("28.6")
    fits(visitor)


@BOTH
def test_what_can_be_matched_says_why_and_why_not(enter, size):
    visitor = enter("wangmin", size)
    page = visitor.go("/m/inventory/match/space/")
    for words in ("建议分配", "合适", "差一点", "待核实"):
        expect(page.locator("main")).to_contain_text(words)
    fits(visitor)
    page.get_by_role("link", name="逐条对照").first.click()
    expect(page.locator("main")).to_contain_text("硬条件")
    fits(visitor)


@BOTH
def test_projects_evaluation_and_campaigns_are_there_to_be_read(enter, size):
    visitor = enter("wangmin", size)
    page = visitor.go("/projects/")
    page.locator("td.name a").first.click()
    for words in ("单体节点", "投资曲线", "一日一现场"):
        expect(page.locator("main")).to_contain_text(words)
    fits(visitor)
    visitor.go("/scores/")
    page.get_by_role("link", name="2022年", exact=True).click()
    expect(page.locator("main")).to_contain_text("演示县")
    fits(visitor)
    for path in ("/m/campaigns/accept/", "/m/campaigns/clear/", "/m/orders/rectify/", "/m/desk/solve/"):
        visitor.go(path)
        expect(page.locator("td.name a").first).to_be_visible()
        fits(visitor)


@BOTH
def test_the_administrator_sees_every_mechanism_and_its_forms(enter, size):
    visitor = enter("guanli", size)
    page = visitor.go("/mechanisms/")
    for title in ("亩均效益综合评价", "重点项目", "专项行动", "汇总和简报"):
        expect(page.locator("main")).to_contain_text(title)
    fits(visitor)
    page.locator("a[href='/m/requests/edit/']").click()
    expect(page.locator("main")).to_contain_text("企呼我应")
    fits(visitor)


WAITS = {  # role and office of each of them
    "zhaoning": ("bureau_reviewer", "natural-resources"),
    "zhoulan": ("bureau_reviewer", "economy"),
    "chenli": ("leader", "government"),
    "zhengzhi": ("supervisor", "inspection"),
}


def may_wait(role: str, unit: str) -> set[str]:
    """The steps that may wait for somebody, by what the mechanisms say; none for who only looks on."""
    folders = (CHECKOUT / "mechanisms").glob("*/procedure.yaml")
    procedures = [one for file in folders for one in yaml.safe_load(file.read_text())["procedures"].values()]
    steps = [step for procedure in procedures for step in procedure["steps"].values()]
    return {
        step["label"] for step in steps if step["owner"]["role"] == role and step["owner"].get("unit", unit) == unit
    }


@BOTH
@pytest.mark.parametrize("login", WAITS)
def test_each_finds_their_own_work(enter, login, size):
    visitor = enter(login, size)
    fits(visitor)
    page = visitor.go("/waiting/")
    fits(visitor)
    waiting = [line.inner_text() for line in page.locator("main a[href^='/m/']").all()]
    steps = may_wait(*WAITS[login])
    assert [words for words in waiting if words.rpartition("：")[2] not in steps] == []
    assert waiting or login == "zhengzhi"  # the stories' orders are all closed


@BOTH
def test_the_firm_sees_itself_and_nothing_of_others(enter, size):
    visitor = enter("shilei", size)
    page = visitor.go("/m/cleanup/buyback/")
    expect(page.locator("main")).to_contain_text("石桥包装厂")
    expect(page.locator("main")).not_to_contain_text("松溪传动")
    fits(visitor)
    visitor.go(BUYBACK)
    expect(page.get_by_role("heading", name=re.compile("石桥包装厂"))).to_be_visible()
    fits(visitor)
    assert page.request.get(f"{visitor.address}/plots/{HANDED_OVER}/").status == 404
    assert page.request.get(f"{visitor.address}/imports/").status == 403


@BOTH
def test_an_investor_sees_what_is_on_offer(enter, size):
    visitor = enter("linyuan", size)
    page = visitor.page
    expect(page.get_by_role("heading", name="可供空间")).to_be_visible()
    expect(page.locator("main")).to_contain_text("东坪路12号")
    expect(page.locator("main")).not_to_contain_text("花园街道社区配套用房")
    fits(visitor)
    assert page.request.get(visitor.address + BUYBACK).status == 404


@BOTH
def test_a_stranger_is_told_what_to_do(enter, size):
    visitor = enter("guoke", size)
    expect(visitor.page.locator("main")).to_contain_text("您还没有岗位")
    fits(visitor)
    assert visitor.page.request.get(f"{visitor.address}/plots/{PLOT}/").status in (403, 404)


def test_pages_are_light_and_quick(enter):
    visitor = enter("wangmin")
    slow, heavy = {}, {}
    for path in PAGES:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            answer = visitor.page.request.get(visitor.address + path)
            times.append(1000 * (time.perf_counter() - began))
            assert answer.status == 200, path
        if min(times) > SLOWEST_MS:
            slow[path] = round(min(times))
        if len(answer.body()) > LARGEST_BYTES:
            heavy[path] = len(answer.body())
    assert (slow, heavy) == ({}, {})


DOCS = {  # name: where (and the link to follow there), how many pixels wide and high
    "today": ("/today/", 1366, 1200),
    "plot": (f"/plots/{PLOT}/?on=2023-01-31", 1366, 1280),
    "case": (BUYBACK, 1366, 1240),
    "number": ("/m/cleanup/number/freed/?period=2023", 1366, 800),
    "numbers": ("/numbers/?period=2024", 1366, 1240),
    "map": ("/map/", 1366, 900),
    "board": ("/m/cleanup/buyback/board/", 1366, 700),
    "evaluation": (f"/scores/1/of/{credit_code(11)}/", 1366, 1000),
    "match": ("/m/inventory/match/space/", 1366, 1100),
    "project": ("/projects/ td a[href^='/projects/']", 1366, 1200),
    "report": ("/m/briefing/report/monthly/?period=2023-05&for=county", 1366, 1200),
    "field": ("/field/ a.site", 390, 844),
    "phone-today": ("/today/", 390, 844),
    "phone-plot": (f"/plots/{PLOT}/?on=2023-01-31", 390, 844),
    "registers": ("/registers/", 1366, 900),
    "register": ("/registers/drainage.permit/", 1366, 900),
}
DOCS_OF_OTHERS = {  # name: who, where (and the link to follow there), how many pixels wide and high
    "round": ("zhoulan", "/rounds/3/", 1366, 1000),
    "round-scopes": ("zhoulan", "/rounds/2/scopes/?figure=output&left=county&right=province", 1366, 960),
    "round-moved": ("zhoulan", "/rounds/2/frozen/2/", 1366, 900),
    "round-sign": ("baiyun_leader", "/waiting/ a[href^='/m/monthly/answer/']", 390, 1100),
    "round-answer": ("quhua_clerk", "/waiting/ a[href^='/m/monthly/answer/']", 390, 1300),
    "history": ("qianshen", "/history/", 1366, 900),
}
LARGEST_PICTURE = 250_000


def test_pictures_of_the_docs(enter):
    visitor = enter()
    visitor.go("/sign-in/")
    keep(visitor.page, "sign-in")
    visitor.enter("wangmin")
    for name, told in DOCS.items():
        go_and_keep(visitor, name, *told)
    for name, (login, *told) in DOCS_OF_OTHERS.items():
        visitor.enter(login)
        go_and_keep(visitor, name, *told)


def go_and_keep(visitor: Visitor, name: str, path: str, width: int, height: int) -> None:
    """Go there, follow the link if one is told, keep the picture."""
    visitor.page.set_viewport_size({"width": width, "height": height})
    address, _, link = path.partition(" ")
    visitor.go(address)
    if link:
        visitor.page.locator(link).first.click()
        visitor.page.wait_for_load_state()
    keep(visitor.page, name)


def test_a_picture_of_linking(enter, tmp_path: Path):
    file = tmp_path / "排水许可企业（2026年11月）.csv"
    file.write_text(
        "企业名称,地址\n衢州松涛五金有限公司,航埠镇航城路4号\n竹坞机械制造有限公司,航埠镇\n", encoding="utf-8"
    )
    visitor = enter("wangmin")
    page = visitor.go("/links/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="比对", exact=True).click()
    page.get_by_role("link", name=re.compile(r"^核对 \d")).click(timeout=30_000)
    expect(page.get_by_role("button", name="同一家")).to_be_visible()
    fits(visitor)
    keep(page, "linking")


def test_a_picture_of_an_import(enter, tmp_path: Path):
    file = tmp_path / "企业名录（2026年11月）.csv"
    file.write_text(REGISTER, encoding="utf-8")
    visitor = enter("wangmin")
    page = visitor.go("/imports/")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="检查").click()
    expect(page.locator(".tabs")).to_contain_text("退回 4")
    fits(visitor)
    keep(page, "imports")
    page.get_by_role("button", name="放弃").click()
    expect(page.locator("h1")).to_contain_text("已放弃")


REGISTER = "企业名称,统一社会信用代码,注册日期,地区\n" + "".join(
    f"{name},{code},{2012 + place}-03-1{place},柯城区\n"
    for place, (name, code) in enumerate(
        [
            ("云顶五金有限公司", credit_code(9101)),
            ("远塔机械有限公司", ""),
            ("晚舟食品有限公司", credit_code(9103)[:-1] + "*"),
            ("南塘纸业有限公司", credit_code(9104)),
            ("云顶五金有限公司", credit_code(9101)),
            ("北渚门业有限公司", credit_code(9106)),
        ]
    )
)


def keep(page: Page, name: str) -> None:
    """Keep the window as a picture, small enough for a page of the docs."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    picture = page.screenshot(path=PICTURES / f"{name}.png")
    assert len(picture) < LARGEST_PICTURE, name
