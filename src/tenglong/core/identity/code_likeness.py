"""How two credit codes stand to each other, a damaged one too: a letter masked, misread, left out or two swapped.

One wrong letter or one swap always breaks the check digit of GB 32100-2015 (weights 3^i modulo the prime 31), so two
codes that are both valid and differ were never one code written twice.
"""

import re
from typing import Literal

from rapidfuzz.distance import OSA

from .credit_code import LENGTH, CreditCode

CodeLikeness = Literal["same", "near", "unknown", "far", "other"]
MASKS = "*?#×●•■_"
MOST_MASKED = 8  # of 18 signs; with more hidden too many codes fit
ORGANISATION = slice(8, 17)  # the nine signs of the organisation code within a credit code
_MASKS = str.maketrans(dict.fromkeys(MASKS, "*"))


def unmasked(text: str) -> str:
    """A code with every sign that hides a letter as *."""
    return text.translate(_MASKS)


def compare_codes(left: CreditCode, right: CreditCode) -> CodeLikeness:
    """same; near (one is damaged and may be the other); unknown (one is not there); far (damaged, and not the other);
    other (both valid, of two subjects)."""
    one, other = unmasked(left.text), unmasked(right.text)
    if not one or not other:
        return "unknown"
    if left.valid and right.valid:
        return "same" if one == other else "other"
    return "near" if one == other or _may_be(one, other) or _may_be(other, one) else "far"


def _may_be(damaged: str, whole: str) -> bool:
    if "*" in damaged:
        few = damaged.count("*") <= MOST_MASKED
        return few and re.fullmatch(re.escape(damaged).replace(r"\*", "."), whole) is not None
    if len(damaged) == len(whole[ORGANISATION]) and len(whole) == LENGTH:
        return damaged == whole[ORGANISATION]
    return OSA.distance(damaged, whole) <= 1
