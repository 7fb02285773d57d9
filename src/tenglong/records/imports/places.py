"""Which region a text or a credit code belongs to, from the county's own list of regions."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tenglong.records.regions.codes import from_six_digits
from tenglong.records.regions.models import Region

_KIND = re.compile(r"[省市县区]$")
_AUTHORITY = slice(2, 8)  # of a credit code: the region of the office that registered it
_UP = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}  # digits of a code → digits of the code above it
_ABOVE = re.compile(r"^(中国)?(\w{2,3}省)?")


class Places:
    """The regions, read once."""

    def __init__(self, regions: Iterable[Region], successors: Mapping[str, str] = MappingProxyType({})) -> None:
        self._names = {region.code: region.name for region in regions}
        self._below: dict[str, dict[str, str]] = {}  # code of a city or county → codes and names of what lies in it
        for code, name in self._names.items():
            self._below.setdefault(code[: _UP.get(len(code), 0)], {})[code] = name
        self._named: dict[str, str | None] = {}
        self._called: dict[str, set[str]] = {}  # name, with its kind and without → codes
        for code, name in self._names.items():
            for word in {name, _stem(name)}:
                self._called.setdefault(word, set()).add(code)
        self._successors = successors  # of abolished codes, beside those that the program knows

    def label(self, code: str) -> str:
        """Names from the city down: 衢州市柯城区."""
        above = [
            self._names[code[:length]] for length in (4, 6, 9) if code[:length] in self._names and length < len(code)
        ]
        return "".join(dict.fromkeys([*above, self._names.get(code, code)]))

    def known(self, code: str) -> bool:
        """Is it a region of the list?"""
        return code in self._names

    def called(self, word: str) -> frozenset[str]:
        """The regions that a code or a name means, the name with its 省, 市, 县 or 区 or without: 衢州 → 3308."""
        if word in self._names:
            return frozenset({word})
        return frozenset(self._called.get(word) or self._called.get(_stem(word)) or ())

    def named_in(self, text: str) -> str | None:
        """The deepest region above towns whose name the text has: 金华市金东区 → 330703; None where two fit equally."""
        if text not in self._named:  # the same few in every row of a table
            found = [code for code, name in self._names.items() if len(code) <= 6 and name in text]
            deepest = [code for code in found if not any(other != code and other.startswith(code) for other in found)]
            self._named[text] = deepest[0] if len(deepest) == 1 else None
        return self._named[text]

    def at_the_head_of(self, text: str) -> tuple[str, str] | None:
        """The region whose name the text begins with, and what follows it: 建德市第一批 → 330182, 第一批."""
        found = max(
            (code for code, name in self._names.items() if text.startswith(name)),
            key=lambda code: (len(self._names[code]), len(code)),
            default=None,
        )
        return (found, text[len(self._names[found]) :]) if found else None

    def of_path(self, names: Iterable[str]) -> str | None:
        """The region that names from the province down lead to: 浙江省, 衢州市, 柯城区 → 330802.

        A name with another 县, 市 or 区 behind counts where one fits: what was 玉环县 is 玉环市.
        """
        code = ""
        for name in names:
            below = self._below.get(code, {})
            found = [one for one, known in below.items() if known == name]
            found = found or [one for one, known in below.items() if _stem(known) == _stem(name)]
            if len(found) != 1:
                return None
            code = found[0]
        return code or None

    def of_registration(self, credit_code: str, address: str) -> str | None:
        """Where an enterprise is: its registration office's county, or what the address names below the office's city.

        A town is told by its name in the address. None when the office's region is not in the list.
        """
        office = from_six_digits(credit_code[_AUTHORITY])
        office = self._successors.get(office, office)
        if office not in self._names:
            return None
        county = office if len(office) >= 6 else self._county(office, address) or office
        return self._town(county, address) or county

    def _county(self, city: str, address: str) -> str | None:
        counties = self._below.get(city, {})
        if named := [code for code, name in counties.items() if name in address]:
            return min(named, key=lambda code: address.index(counties[code]))
        rest = _ABOVE.sub("", address).removeprefix(self._names[city])
        return next((code for code, name in counties.items() if rest.startswith(_KIND.sub("", name))), None)

    def _town(self, county: str, address: str) -> str | None:
        towns = [code for code, name in self._below.get(county, {}).items() if name in address]
        return max(towns, key=lambda code: len(self._names[code]), default=None)


def _stem(name: str) -> str:
    """A name without its 省, 市, 县 or 区, where one of two signs or more is left."""
    stem = _KIND.sub("", name)
    return stem if len(stem) > 1 else name
