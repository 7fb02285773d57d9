"""Names of regions as they stand at the head of names and addresses: 浙江省衢州市龙游县, 浙江龙游, 龙游."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

KINDS = "特别行政区|自治区|自治州|自治县|街道|[省市县区镇乡]"
_KIND = re.compile(f"(?:{KINDS})$")
_NOTHING = "$."  # a pattern that nothing fits


@dataclass(frozen=True)
class Places:
    """What regions are called, without their kind, and the code of each; a name that several bear has none.

    `names` is a pattern for any of them, the longest first; Python and RE2 read it alike.
    """

    codes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def names(self) -> str:
        return "|".join(map(re.escape, sorted(self.codes, key=lambda name: (-len(name), name)))) or _NOTHING

    @cached_property
    def head(self) -> re.Pattern[str]:
        """A text as (its places, the last of them, what follows: two signs at least)."""
        return re.compile(self.head_pattern)

    @property
    def head_pattern(self) -> str:
        return f"^((?:({self.names})(?:{KINDS})?)*)(.{{2,}})$"

    @cached_property
    def bracket(self) -> re.Pattern[str]:
        """Places in brackets, the last of them as a group."""
        return re.compile(self.bracket_pattern)

    @property
    def bracket_pattern(self) -> str:
        return f"（(?:({self.names})(?:{KINDS})?)+）"


def read_places(regions: Iterable[tuple[str, str]]) -> Places:
    """Of (name, code); 龙游县 is known as 龙游. A name of one sign without its kind is not told from other words."""
    codes: dict[str, str] = {}
    for name, code in regions:
        stem = _KIND.sub("", name)
        if len(stem) > 1:
            codes[stem] = code if codes.get(stem, code) == code else ""
    return Places(codes)


def finer(one: str, other: str) -> str:
    """Of two codes the one that says more."""
    return one if len(one) >= len(other) else other


def apart(one: str, other: str) -> bool:
    """Whether two codes are of places neither of which lies in the other."""
    return bool(one and other) and not one.startswith(other) and not other.startswith(one)
