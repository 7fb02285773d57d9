"""What each finding weighs, and where the bands lie. Numbers are data: the reasons stand beside them.

A weight is about the logarithm (base 2) of how much likelier the finding is for one firm than for two; weights add.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

FEATURES = ("code", "name", "place", "branch", "address")

WEIGHTS: Mapping[str, Mapping[str, int]] = MappingProxyType({
    "code": MappingProxyType({
        "same": 14,  # one valid code is one subject (GB 32100-2015)
        "near": 11,  # damaged, and may be the other: by chance less than once in two thousand
        "close": 3,  # two slips apart
        "unknown": 0,
        "far": -4,  # damaged in a way that two slips do not explain
        "other": -9,  # two valid codes are two subjects; never merged, shown where all else agrees
    }),
    "name": MappingProxyType({
        "full": 9,  # word for word, the place too
        "parts": 7,  # brand, trade and form agree, the place is left out or written another way
        "form": 5,  # brand and trade agree; 有限公司 and 股份有限公司 are stages of one company
        "bare": 2,  # brand and trade agree, one name stops there
        "kind": 1,  # brand and trade agree; a works (厂) and a company are two kinds of subject
        "slip": 1,  # one sign is another, missing or swapped with the next
        "short": 1,  # brand agrees, one name says less of the trade
        "trade": -5,  # one brand, two trades: firms of one group
        "other": -9,
    }),
    "place": MappingProxyType({
        "same": 2,  # one county; its authority gives a brand and trade once (企业名称登记管理规定, article 17)
        "nested": 0,
        "unknown": 0,
        "elsewhere": -4,  # the one is named after a county, the other lies in another
        "apart": -8,  # one brand in two counties
    }),
    "branch": MappingProxyType({
        "same": 0,
        "apart": -10,  # a branch is no subject of its own and never its parent
    }),
    "address": MappingProxyType({
        "spot": 5,  # road and number
        "road": 1,
        "unknown": 0,
        "moved": -1,  # firms move within their county
        "apart": -4,  # two counties
    }),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """`same`: from this weight on one firm without asking. `different`: below this weight nobody is asked."""

    same: int = 10
    different: int = 3
    weights: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: WEIGHTS)

    def weight(self, feature: str, level: str) -> int:
        """What a finding weighs."""
        return self.weights[feature][level]


SCALE = Scale()
