"""Pages of a register that is longer than anybody counts."""

import pytest

from tenglong.web.registers import paging
from tenglong.web.registers.paging import Pages, page_of


class Rows:
    """Numbers as rows; what was asked of them is kept."""

    def __init__(self, many: int) -> None:
        self.rows, self.counts = range(many), []

    def count(self, most: int | None = None) -> int:
        self.counts.append(most)
        return min(len(self.rows), most or len(self.rows))

    def __getitem__(self, part: slice) -> list[int]:
        return list(self.rows[part])


@pytest.fixture(autouse=True)
def limit(monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 200)


def test_up_to_the_limit_all_are_counted():
    page = page_of(Rows(200), "4")
    assert (page.paginator.many, page.paginator.count, page.paginator.num_pages) == (False, 200, 4)
    assert (page.object_list, page.has_next()) == (list(range(150, 200)), False)
    assert page_of(Rows(200), "99").number == 4
    assert page_of(Rows(0), None).object_list == []
    assert page_of(Rows(3), "x").number == 1


def test_beyond_the_limit_pages_go_on_and_nothing_is_counted():
    rows = Rows(1021)
    page = page_of(rows, "20")
    assert page.paginator.many
    assert (page.object_list[0], page.has_previous(), page.has_next()) == (950, True, True)
    assert (page.next_page_number(), page.previous_page_number()) == (21, 19)
    last = page_of(rows, "21")
    assert (list(last.object_list), last.has_next()) == (list(range(1000, 1021)), False)
    assert [page_of(rows, odd).number for odd in (None, "-3", "x", "0")] == [1, 1, 1, 1]
    assert set(rows.counts) == {201}


def test_who_asks_for_a_page_beyond_the_last_gets_the_last():
    rows = Rows(1021)
    page = page_of(rows, "5000")
    assert (page.number, list(page.object_list), page.has_next()) == (21, list(range(1000, 1021)), False)
    assert None in rows.counts


def test_an_empty_list_has_one_page():
    assert Pages(Rows(0)).num_pages == 1
