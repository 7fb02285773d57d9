"""A running program and a real browser. Without Chromium, or before the front end is built, journeys are skipped."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHECKOUT = Path(__file__).parents[2]
PICTURES = CHECKOUT / "build" / "screens"
CHROMIUM = shutil.which("chromium")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--use-gl=swiftshader", "--enable-unsafe-swiftshader"]
DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
STARTS_WITHIN_S = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    built = (CHECKOUT / "build" / "static" / "tenglong" / "app.js").exists()
    skip = pytest.mark.skip(reason="needs Chromium and the built front end")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if not (CHROMIUM and built):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the program runs, on a database of its own."""
    with served(tmp_path_factory.mktemp("home"), "county") as address:
        yield address


@contextmanager
def served(home: Path, county: str) -> Iterator[str]:
    """A program of its own in that home, filled with the county of that name; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    paths = os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])
    env = os.environ | {"TENGLONG_HOME": str(home), "TENGLONG_DEMO": "1", "PYTHONPATH": paths}
    env.pop("TENGLONG_DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "tests.journeys.prepare", county], env=env, cwd=CHECKOUT, check=True)
    program = subprocess.Popen([sys.executable, "-m", "tenglong.cli.main", "serve", "--port", str(port)], env=env)
    try:
        yield _running(f"http://127.0.0.1:{port}")
    finally:
        program.terminate()
        program.wait(20)


def _running(address: str) -> str:
    for _ in range(STARTS_WITHIN_S * 5):
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return address
    raise RuntimeError("the program did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield chromium
        chromium.close()


class Visitor:
    """Somebody at a browser. What the browser complains about, and what it asks of others, is remembered."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._watch(request.url))

    def enter(self, login: str) -> "Visitor":
        """Enter the demo as that person."""
        self.go("/sign-in/")
        self.page.locator(f"form:has(input[value='{login}']) button").click()
        self.page.wait_for_url(re.compile("/(today|offers)/$"))
        return self

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("document.fonts.ready")
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def _hear(self, message: object) -> None:
        text = message.text  # type: ignore[attr-defined]
        refused = "status of 422" in text  # a refusal is an answer, not a fault
        if message.type == "error" and not refused:  # type: ignore[attr-defined]
            self.complaints.append(text)

    def _watch(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"asked elsewhere: {url}")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """A visitor with a window of their own; at the end no browser may have complained."""
    visitors: list[Visitor] = []

    def come(login: str = "", size: dict[str, int] = DESKTOP) -> Visitor:
        context = browser.new_context(viewport=size, locale="zh-CN")
        context.set_default_timeout(15_000)
        visitor = Visitor(context, address)
        visitors.append(visitor)
        return visitor.enter(login) if login else visitor

    yield come
    for visitor in visitors:
        visitor.page.context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
