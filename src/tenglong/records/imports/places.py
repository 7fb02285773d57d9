"""Which region a text or a credit code belongs to, from the county's own list of regions."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tenglong.records.regions.codes import from_six_digits
from tenglong.records.regions.models import Region

_KIND = re.compile(r"[省市县区]$")
_AUTHORITY = slice(2, 8)  # of a credit code: the region of the office that registered it
_ABOVE = re.compile(r"^(中国)?(\w{2,3}省)?")


class Places:
    """The regions, read once."""

    def __init__(self, regions: Iterable[Region], successors: Mapping[str, str] = MappingProxyType({})) -> None:
        self._names = {region.code: region.name for region in regions}
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

    def named_in(self, text: str) -> str | None:
        """The deepest region above towns whose name the text has: 金华市金东区 → 330703; None where two fit equally."""
        found = [code for code, name in self._names.items() if len(code) <= 6 and name in text]
        deepest = [code for code in found if not any(other != code and other.startswith(code) for other in found)]
        return deepest[0] if len(deepest) == 1 else None

    def at_the_head_of(self, text: str) -> tuple[str, str] | None:
        """The region whose name the text begins with, and what follows it: 建德市第一批 → 330182, 第一批."""
        found = max(
            (code for code, name in self._names.items() if text.startswith(name)),
            key=lambda code: (len(self._names[code]), len(code)),
            default=None,
        )
        return (found, text[len(self._names[found]) :]) if found else None

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
        counties = {code: name for code, name in self._names.items() if len(code) == 6 and code.startswith(city)}
        if named := [code for code, name in counties.items() if name in address]:
            return min(named, key=lambda code: address.index(counties[code]))
        rest = _ABOVE.sub("", address).removeprefix(self._names[city])
        return next((code for code, name in counties.items() if rest.startswith(_KIND.sub("", name))), None)

    def _town(self, county: str, address: str) -> str | None:
        towns = [
            code for code, name in self._names.items() if code.startswith(county) and len(code) == 9 and name in address
        ]
        return max(towns, key=lambda code: len(self._names[code]), default=None)
