"""A parcel drawn, parted and put back with the mouse on the map."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visitor, served
from tests.web.county import EMPTY

OFFICER = "wangmin"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A program of this file's own: a parcel of which a case speaks is not parted."""
    with served(tmp_path_factory.mktemp("home"), "county") as address:
        yield address


def test_a_parcel_is_drawn_parted_in_two_and_put_back(visit):
    officer = visit(OFFICER)
    refuses_what_crosses_itself(officer)
    draws(officer)
    parts(officer)
    puts_back(officer)


def refuses_what_crosses_itself(officer: Visitor) -> None:
    """A bow is no outline; what is wrong stands beside the map while it is drawn."""
    page = opens(officer, "draw")
    click(page, (0.3, 0.3), (0.7, 0.7), (0.7, 0.3), (0.3, 0.7))
    expect(page.locator("#measured")).to_contain_text("自相交")
    expect(page.locator("[data-count]")).to_have_text("4 个点")
    page.locator("[data-back]").click()
    expect(page.locator("[data-count]")).to_have_text("3 个点")
    expect(page.locator("#measured")).to_contain_text("图上面积")


def draws(officer: Visitor) -> None:
    """Four corners, each a click: measured beside the register, then kept."""
    page = opens(officer, "draw")
    click(page, (0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7))
    expect(page.locator("#measured")).to_contain_text("图上面积")
    page.get_by_role("button", name="保存边界").click()
    page.wait_for_url(re.compile(f"/plots/{EMPTY}/$"))


def parts(officer: Visitor) -> None:
    """A line from one side past the other: two parts that come to what there was."""
    page = opens(officer, "split")
    click(page, (0.02, 0.5), (0.98, 0.5))
    page.get_by_role("button", name="下一步").click()
    areas = [Decimal(page.get_by_label(f"{place} 面积").input_value()) for place in (1, 2)]
    assert sum(areas) == Decimal("25.4")
    assert min(areas) > 5
    page.get_by_label("依据").fill("测绘报告（虚构）")
    page.get_by_role("button", name="分割", exact=True).click()
    page.wait_for_url(re.compile(f"/plots/{EMPTY}/$"))
    expect(page.locator("main h1 + small")).to_contain_text("注销")


def puts_back(officer: Visitor) -> None:
    """While nothing happened since, it is as it was."""
    page = officer.go(f"/plots/{EMPTY}/")
    page.locator("form[action*='undo'] button").click()
    expect(page.locator("main h1 + small")).not_to_contain_text("注销")


def opens(officer: Visitor, act: str) -> Page:
    """The page with its map there and empty."""
    page = officer.go(f"/plots/{EMPTY}/{act}/")
    expect(page.locator("[data-drawing]")).to_be_visible()
    page.locator("[data-clear]").click()
    expect(page.locator("[data-count]")).to_have_text("0 个点")
    return page


def click(page: Page, *places: tuple[float, float]) -> None:
    """Click on the map, at parts of its width and height; each corner is waited for."""
    canvas = page.locator("canvas.maplibregl-canvas")
    box = canvas.bounding_box()
    assert box is not None
    for count, (across, down) in enumerate(places, start=1):
        canvas.click(position={"x": across * box["width"], "y": down * box["height"]})
        expect(page.locator("[data-count]")).to_have_text(f"{count} 个点")
