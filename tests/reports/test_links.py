"""Where a row opens: by its ledger and what names it."""

import pytest

from tenglong.core.measure import read_period
from tenglong.records.ledgers.spans import Span
from tenglong.reports.links import number_url, row_url


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ledger", "key", "url"),
    [
        ("enterprise", "91330802MA0TL0003L", "/enterprises/91330802MA0TL0003L/"),
        ("parcel", "330802001001GB00001", "/plots/330802001001GB00001/"),
        ("projects.deliver", "2023-0007", "/m/projects/deliver/2023-0007/"),
        ("projects.deliver/daily", "2023-0007/12", "/m/projects/deliver/2023-0007/#entry-12"),
        ("evaluation.above_scale", "12/91330802MA0TL0003L", "/scores/12/of/91330802MA0TL0003L/"),
        ("evaluation.above_scale", "2023/91330802MA0TL0003L", "/scores/2023/of/91330802MA0TL0003L/"),
        ("licences.licence", "2023年第7号", ""),
        ("observation", "17", ""),
    ],
)
def test_a_row_opens_where_its_kind_has_a_page(ledger: str, key: str, url: str) -> None:
    assert row_url(ledger, key) == url


def test_a_number_opens_for_the_same_span_and_group() -> None:
    asked = number_url("cleanup.freed", Span(read_period("2023H1")), "衢江区")
    assert asked.endswith("?period=2023H1&group=%E8%A1%A2%E6%B1%9F%E5%8C%BA")
    assert "?" not in number_url("cleanup.freed")
