"""How two credit codes stand to each other, a damaged one too: a letter masked, misread, left out or two swapped.

One wrong letter or one swap always breaks the check digit of GB 32100-2015 (weights 3^i modulo the prime 31), so two
codes that are both valid and differ were never one code written twice.
"""

from typing import Literal

from rapidfuzz.distance import OSA

from .credit_code import LENGTH, CreditCode

CodeLikeness = Literal["same", "near", "close", "unknown", "far", "other"]
MASKS = "*?#×●•■_"
LEAST_SHOWN = 4  # signs behind the authority's own eight that neither side hides; with fewer too many codes fit
ORGANISATION = slice(8, 17)  # the nine signs of the organisation code within a credit code
SHORT = 9  # signs of an organisation's code, which stands in a credit code
_MASKS = str.maketrans(dict.fromkeys(MASKS, "*"))
_FAR = 9


def unmasked(text: str) -> str:
    """A code with every sign that hides a letter as *."""
    return text.translate(_MASKS)


def compare_codes(left: CreditCode, right: CreditCode) -> CodeLikeness:
    """same; near, close (one is damaged and, but for one or two slips, the other); unknown (one is not there);
    far (damaged, and not the other); other (both valid, of two subjects)."""
    one, other = unmasked(left.text), unmasked(right.text)
    if not one or not other:
        return "unknown"
    if left.valid and right.valid:
        return "same" if one == other else "other"
    return level_of(min(_slips(one, other), _slips(other, one)))


def level_of(slips: int) -> CodeLikeness:
    """What so many slips between two codes make them, of which one is damaged."""
    return "near" if slips <= 1 else "close" if slips == 2 else "far"


def _slips(damaged: str, whole: str) -> int:
    """How many slips of the pen lie between two codes; hidden signs are none."""
    if len(damaged) == SHORT and len(whole) == LENGTH:
        return _slips(damaged, whole[ORGANISATION])
    if "*" in damaged + whole:
        if len(damaged) != len(whole):
            return _FAR
        shown = [at for at in range(len(whole)) if "*" not in (damaged[at], whole[at])]
        telling = [at for at in shown if len(whole) != LENGTH or at >= ORGANISATION.start]
        slips = sum(damaged[at] != whole[at] for at in shown)
        return slips if len(telling) >= LEAST_SHOWN and slips <= 1 else _FAR
    return OSA.distance(damaged, whole)
