"""What tells of a person is shown without telling who."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenglong.core.ledger.masking import mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812341234", "138****1234"),
        ("330802199001011234", "3308**********1234"),
        ("0570-3081234", "057*****1234"),
        ("王敏", "王*"),
        ("欧阳修文", "欧***"),
        ("石磊 13812341234", "石* 138****1234"),
        ("衢州市柯城区东坪路12号", "衢***********"),
        ("wang@example.com", "w***************"),
        (" ", ""),
    ],
)
def test_as_people_are_used_to(text: str, shown: str) -> None:
    assert mask(text) == shown


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_most_of_it_is_hidden(text: str) -> None:
    shown = mask(text)
    kept = [sign for word in shown.split() for sign in word if sign != "*"]
    assert len(kept) <= sum(max(1, min(8, (len(word) + 1) * 2 // 3)) for word in text.split())
