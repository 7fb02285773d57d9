"""A pair of mentions judged: what is found of each feature, what it weighs, the band and the reasons in words.

The engine judges a million pairs by the same levels in SQL (engines/linking_sql.py); this is the reference.
"""

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from tenglong.core.identity.code_likeness import compare_codes
from tenglong.core.identity.places import apart

from .reading import Read
from .scale import SCALE, Scale
from .words import say

FORM_KIN = {
    "有限公司": "公司",
    "有限责任公司": "公司",
    "股份有限公司": "公司",
    "公司": "公司",
    "总公司": "公司",
    "": "",
}
SAME_FORM = {"有限责任公司": "有限公司"}
LEAST_CORE, LEAST_NAME = 4, 8  # signs of a core, of a whole name, in which one slip still leaves enough


class Band(StrEnum):
    """What becomes of a pair."""

    SAME = "同一家"
    DOUBTFUL = "待定"
    DIFFERENT = "不同"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding: `weight` above 0 speaks for one firm, below 0 against; `text` is a phrase for people."""

    feature: str
    level: str
    weight: int
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The band of a pair and why."""

    band: Band
    weight: int
    evidence: tuple[Evidence, ...]

    def level(self, feature: str) -> str:
        """What was found of a feature."""
        return next(one.level for one in self.evidence if one.feature == feature)


def judge(left: Read, right: Read, scale: Scale = SCALE) -> Judgement:
    """Are two mentions one firm? The same either way round."""
    levels = {
        "code": compare_codes(left.code, right.code),
        "name": _names(left, right),
        "place": _places(left, right),
        "branch": "same" if left.name.branch == right.name.branch else "apart",
        "address": _addresses(left, right),
    }
    evidence = tuple(
        Evidence(feature, level, scale.weight(feature, level), say(feature, level)) for feature, level in levels.items()
    )
    weight = sum(one.weight for one in evidence)
    return Judgement(band_of(weight, vetoed(levels["code"], levels["branch"]), scale), weight, evidence)


def vetoed(code: str, branch: str) -> bool:
    """Whether a pair is never merged without a person: two valid codes, or a branch and another."""
    return code == "other" or branch == "apart"


def band_of(weight: int, veto: bool, scale: Scale = SCALE) -> Band:
    """The band of a weight."""
    if weight < scale.different:
        return Band.DIFFERENT
    return Band.DOUBTFUL if veto or weight < scale.same else Band.SAME


def _names(left: Read, right: Read) -> str:
    one, other = left.name, right.name
    if one.text == other.text and one.place_code:
        return "full"
    if one.core == other.core:
        return _forms(one.legal_form, other.legal_form)
    if one.brand == other.brand and (one.trade in other.trade or other.trade in one.trade):
        return "short"
    if slipped(one.core, other.core, LEAST_CORE) or slipped(one.text, other.text, LEAST_NAME):
        return "slip"
    return "trade" if one.brand == other.brand else "other"


def slipped(one: str, other: str, least: int) -> bool:
    """Whether two texts of at least so many signs differ by one sign, or by two in each other's place."""
    return min(len(one), len(other)) >= least and OSA.distance(one, other, score_cutoff=1) == 1


def _forms(one: str, other: str) -> str:
    if SAME_FORM.get(one, one) == SAME_FORM.get(other, other):
        return "parts"
    if not one or not other:
        return "bare"
    return "form" if FORM_KIN.get(one, one) == FORM_KIN.get(other, other) else "kind"


def _places(left: Read, right: Read) -> str:
    one, other = left.name.place_code, right.name.place_code
    if apart(one, other):
        return "apart"
    if not left.seat or not right.seat:
        return "nested" if one and other else "unknown"
    if left.seat == right.seat:
        return "same"
    return "elsewhere" if len(one) >= 6 or len(other) >= 6 else "unknown"


def _addresses(left: Read, right: Read) -> str:
    one, other = left.address, right.address
    if not left.mention.address or not right.mention.address:
        return "unknown"
    if len(one.place_code) >= 6 <= len(other.place_code) and apart(one.place_code[:6], other.place_code[:6]):
        return "apart"
    if one.road and one.road == other.road:
        return "spot" if one.number and one.number == other.number else "road"
    if one.road and other.road:
        return "moved"
    return "spot" if len(one.rest) >= 4 and one.rest == other.rest else "unknown"
