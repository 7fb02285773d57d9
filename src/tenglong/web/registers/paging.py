"""Pages of a register: rows are counted to a limit and no further, and pages go on beyond it."""

from functools import cached_property

from django.core.paginator import Page, Paginator

from tenglong.records.ledgers.registers import Found
from tenglong.web.asked import ROWS_A_PAGE

MOST_COUNTED = 10_000


class Pages(Paginator):
    """Pages of rows found; `many`: there are more than are counted."""

    def __init__(self, found: Found) -> None:
        super().__init__(found, ROWS_A_PAGE)

    @cached_property
    def counted(self) -> int:
        """How many there are, one more than the limit for all beyond it."""
        return self.object_list.count(MOST_COUNTED + 1)

    @cached_property
    def many(self) -> bool:
        """Whether there are more than are counted."""
        return self.counted > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        """How many there are; beyond the limit only who asks for a page beyond the last waits for it."""
        return self.object_list.count() if self.many else self.counted

    def page(self, number: int | str) -> Page:
        """As many rows as a page has, and whether one more follows."""
        if not self.many:
            return super().page(number)
        wanted = int(number) if str(number).isdecimal() else 1
        start = (max(wanted, 1) - 1) * self.per_page
        rows = self.object_list[start : start + self.per_page + 1]
        if not rows:
            return super().page(self.num_pages)
        return Among(rows[: self.per_page], max(wanted, 1), self, more=len(rows) > self.per_page)


class Among(Page):
    """A page of rows of which nobody knows how many there are."""

    def __init__(self, rows: object, number: int, pages: Pages, *, more: bool) -> None:
        super().__init__(rows, number, pages)
        self.more = more

    def has_next(self) -> bool:
        """Whether a row follows."""
        return self.more

    def next_page_number(self) -> int:
        """The number of the next page."""
        return self.number + 1

    def previous_page_number(self) -> int:
        """The number of the page before."""
        return self.number - 1


def page_of(found: Found, number: str | None) -> Page:
    """The page asked for; a page beyond the last is the last."""
    pages = Pages(found)
    return pages.page(number or 1) if pages.many else pages.get_page(number)
