"""Walking one case after another as the people who act in them: each has a window of their own, entered once."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import Visitor


def today(days: int = 0) -> str:
    """This day in the county, or so many days from it."""
    return str(county_day() + timedelta(days=days))


def county_day() -> date:
    """This day in the county."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


class Walk:
    """One case at a time, `url`, seen by one person after another; `paper` is attached where one is asked for."""

    def __init__(self, visit: Callable[[str], Visitor], paper: Path) -> None:
        self.visit, self.paper, self.url = visit, paper, ""
        self.entered: dict[str, Visitor] = {}

    def visitor(self, login: str) -> Visitor:
        """That person at their window."""
        if login not in self.entered:
            self.entered[login] = self.visit(login)
        return self.entered[login]

    def opens(self, login: str, label: str, **values: str) -> Page:
        """A new case of that name, from 今日."""
        page = self.visitor(login).go("/today/")
        page.get_by_text("新办件", exact=True).click()
        page.locator(".menu").get_by_role("link", name=label, exact=True).click()
        return self.receives(page, **values)

    def receives(self, page: Page, **values: str) -> Page:
        """The form of a new case is filled in and sent; the case is followed from here."""
        form = page.locator("main form:has(button:text-is('受理'))")
        for key, value in values.items():
            fill(form, key, value)
        form.get_by_role("button", name="受理").click()
        expect(page.locator(".head small").first).to_contain_text("办件号")
        self.url = page.url
        return page

    def does(self, login: str, step: str, act: str = "finish", **values: str) -> Page:
        """Find the case among what waits, fill in the form and send it."""
        page = self.visitor(login).go("/waiting/")
        page.locator(f"a[href='{self.path}']").first.click()
        form = page.locator(f"#{act}-{step}")
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        for key, value in values.items():
            fill(form, f"{act}-{step}-{key}", value)
        for document in form.locator("input[name^=document-]").all():
            document.set_input_files(self.paper)
        form.locator("button").click()
        page.wait_for_load_state()
        return page

    def finishes(self, login: str, step: str, **values: str) -> Page:
        """Do it, and see in the trail that it is done."""
        page = self.does(login, step, **values)
        expect(page.locator(f"#finish-{step}")).to_have_count(0)
        expect(page.get_by_role("alert")).to_have_count(0)
        return page

    def goes_on(self, page: Page) -> None:
        """The case that the one on the page opened is followed from here."""
        opened = page.locator("section").filter(has=page.get_by_role("heading", name="由此开出", exact=True))
        self.url = opened.locator("a").last.get_attribute("href") or ""

    @property
    def path(self) -> str:
        """Where the case stands, without the host."""
        return re.sub(r"^https?://[^/]+", "", self.url)

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.path.rstrip("/").rpartition("/")[2]


def fill(form: Locator, name: str, value: str) -> None:
    """Fill in one field, whatever it is."""
    field = form.locator(f"[name='{name}']")
    if field.first.get_attribute("type") == "radio":
        form.locator(f"[name='{name}'][value='{value}']").check()
    elif field.evaluate("node => node.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)
