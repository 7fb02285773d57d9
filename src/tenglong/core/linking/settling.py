"""What becomes of a record that several firms fit: it is linked without asking only where one alone fits."""

from collections.abc import Mapping
from typing import TypeVar

from .judge import Band, Judgement

_K = TypeVar("_K")


def settle(candidates: Mapping[_K, Judgement]) -> tuple[_K | None, tuple[_K, ...]]:
    """The firm that the record is, or None; and the firms among which a person decides, the likeliest first.

    Of several that fit, the one with the same code is it; otherwise all of them are asked about.
    """
    same = [key for key, found in candidates.items() if found.band is Band.SAME]
    coded = [key for key in same if candidates[key].level("code") == "same"]
    sure = coded if coded else same
    if len(sure) == 1:
        return sure[0], ()
    open_ones = [key for key, found in candidates.items() if found.band is not Band.DIFFERENT]
    return None, tuple(sorted(open_ones, key=lambda key: -candidates[key].weight))
