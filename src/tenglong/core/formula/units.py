"""The domain's units: what each measures and its exact size.

A unit is a product of words, such as 万元/亩. Each word has a dimension and a size within it; 1 公顷 is 15 亩,
so 1 亩 is 10000/15 平方米 exactly. Electricity is not converted to 吨标煤: two conventions are in use.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tenglong.core.errors import Refused

from .problems import perhaps

PERCENT, POINTS, TIMES = "%", "百分点", "倍"

_MU = Fraction(10_000, 15)  # 平方米
_SIZES: dict[str, dict[str, int | Fraction]] = {
    "share": {TIMES: 1, PERCENT: Fraction(1, 100), POINTS: Fraction(1, 100), "‰": Fraction(1, 1000)},
    "area": {"平方米": 1, "亩": _MU, "公顷": 10_000, "平方公里": 1_000_000},
    "money": {"元": 1},
    "dollar": {"美元": 1},
    "length": {"米": 1, "公里": 1000},
    "volume": {"立方米": 1},
    "mass": {"吨": 1, "公斤": Fraction(1, 1000)},
    "coal": {"吨标煤": 1},
    "power": {"千伏安": 1},
    "electricity": {"千瓦时": 1},
    "day": {"天": 1, "周": 7, "小时": Fraction(1, 24), "分钟": Fraction(1, 1440)},
    "workday": {"个工作日": 1},
    "month": {"个月": 1, "季度": 3, "年": 12},
}
_COUNTED = tuple("人户家件个项宗处幢层间台次条份分名批期轮")
_ALIASES = {
    POINTS: ("个百分点",), "平方米": ("㎡", "m²", "m2", "平米"), "公顷": ("ha", "hm²"),
    "平方公里": ("km²", "平方千米"), "公里": ("千米", "km"), "米": ("m",), "立方米": ("m³",), "公斤": ("千克", "kg"),
    "吨标煤": ("吨标准煤", "tce"), "千瓦时": ("度", "kWh"), "千伏安": ("kVA",), "天": ("日", "个自然日"),
    "个工作日": ("工作日",), "个月": ("月",), "幢": ("栋",),
}  # fmt: skip
_CANONICAL = {alias: word for word, aliases in _ALIASES.items() for alias in aliases}
_WORDS = {word: (dimension, Fraction(size)) for dimension, sizes in _SIZES.items() for word, size in sizes.items()}
_WORDS.update({word: (word, Fraction(1)) for word in _COUNTED})
_MULTIPLES = {"万": 10**4, "亿": 10**8}


class UnknownUnit(Refused):
    """A unit is not in the list, or one unit cannot be converted into another. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of unit words with powers, sorted by word; no word means a pure number."""

    powers: tuple[tuple[str, int], ...] = ()

    def __mul__(self, other: "Unit") -> "Unit":
        return _of_powers([*self.powers, *other.powers])

    def __truediv__(self, other: "Unit") -> "Unit":
        return _of_powers([*self.powers, *((word, -power) for word, power in other.powers)])

    def __str__(self) -> str:
        above = "·".join(word for word, power in self.powers for _ in range(power))
        below = "".join(f"/{word}" for word, power in self.powers for _ in range(-power))
        return (above or "1" if below else above) + below

    @property
    def size(self) -> Fraction:
        """How much of its dimension's base one of it is."""
        result = Fraction(1)
        for word, power in self.powers:
            result *= _look_up(word)[1] ** power
        return result

    @property
    def dimension(self) -> Mapping[str, int]:
        """Powers of the base dimensions; shares such as % have none."""
        powers: dict[str, int] = {}
        for word, power in self.powers:
            kind = _look_up(word)[0]
            if kind != "share":
                powers[kind] = powers.get(kind, 0) + power
        return {kind: power for kind, power in powers.items() if power}

    @property
    def is_share(self) -> bool:
        """Is it a number without dimension (%, 百分点, 倍, nothing)?"""
        return not self.dimension and all(_look_up(word)[0] == "share" for word, _ in self.powers)

    def clash(self, other: "Unit") -> tuple[str, str] | None:
        """Two different words of one dimension, one of each unit; None when their product is plain to read."""
        for word, _ in self.powers:
            for another, _ in other.powers:
                if word != another and _look_up(word)[0] == _look_up(another)[0]:
                    return word, another
        return None


PURE = Unit()


def read_unit(text: str | None, known_only: bool = False) -> Unit:
    """The unit that a text such as 万元/亩 names. A word not in the list is its own dimension, or UnknownUnit."""
    powers: list[tuple[str, int]] = []
    sign = 1
    for part in _parts((text or "").replace(" ", "")):
        if part == "/":
            sign = -1
        elif part in "·*×":
            continue
        elif word := canonical(part):
            if known_only and not is_known(word):
                raise UnknownUnit(_unknown(word))
            powers.append((word, sign))
    return _of_powers(powers)


def convert(value: Fraction, from_: str | None, to: str | None) -> Fraction:
    """`value` of one unit in another, exactly. UnknownUnit when a word is unknown or the dimensions differ."""
    return value * ratio(read_unit(from_, known_only=True), read_unit(to, known_only=True))


def ratio(from_: Unit, to: Unit) -> Fraction:
    """How many of `to` one of `from_` is. UnknownUnit when their dimensions differ."""
    if from_.dimension != to.dimension:
        raise UnknownUnit(f"“{str(from_) or '无单位'}”换算不了“{str(to) or '无单位'}”，它们量的不是同一种东西。")
    return from_.size / to.size


def canonical(word: str) -> str:
    """The list's own word for a word or its alias (㎡ → 平方米, 倍 → nothing stays 倍)."""
    if word[:1] in _MULTIPLES and len(word) > 1:
        return word[0] + canonical(word[1:])
    return _CANONICAL.get(word, word)


def is_known(word: str) -> bool:
    """Is this word, perhaps with 万 or 亿 before it, in the list?"""
    return word in _WORDS or (word[:1] in _MULTIPLES and word[1:] in _WORDS)


def known_units() -> Mapping[str, Iterable[str]]:
    """The words of the list by dimension, for the reference page."""
    return {**_SIZES, "counted": _COUNTED}


def _look_up(word: str) -> tuple[str, Fraction]:
    if word in _WORDS:
        return _WORDS[word]
    if word[:1] in _MULTIPLES and word[1:] in _WORDS:
        dimension, size = _WORDS[word[1:]]
        return dimension, size * _MULTIPLES[word[0]]
    return word, Fraction(1)


def _of_powers(powers: Iterable[tuple[str, int]]) -> Unit:
    total: dict[str, int] = {}
    for word, power in powers:
        if word != TIMES:
            total[word] = total.get(word, 0) + power
    return Unit(tuple(sorted((word, power) for word, power in total.items() if power)))


def _parts(text: str) -> list[str]:
    parts = [""]
    for sign in text:
        if sign in "/·*×":
            parts += [sign, ""]
        else:
            parts[-1] += sign
    return [part for part in parts if part and part != "1"]


def _unknown(word: str) -> str:
    return f"不认识单位“{word}”。{perhaps(word, [*_WORDS, *('万' + known for known in _WORDS)]) or ''}"
