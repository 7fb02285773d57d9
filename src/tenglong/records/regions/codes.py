"""Codes of regions: 2, 4, 6, 9 or 12 digits of the statistical divisions (NBS), each beginning with its parent's.

Registries print six digits with zeros behind (330800 is the city 3308), and old records carry codes since abolished.
"""

import csv
from importlib.resources import files

LEVELS = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}
SUCCESSORS = {"330821": "330803", "330823": "330881"}  # 衢县 → 衢江区, 江山县 → 江山市 (GB/T 2260)


def level_of(code: str) -> str:
    """The level of a code; every other length is a zone's own code."""
    return LEVELS.get(len(code), "zone") if code.isdigit() else "zone"


def parents_of(code: str) -> tuple[str, ...]:
    """The codes that may be the parent's, nearest first."""
    return tuple(code[:length] for length in sorted(LEVELS, reverse=True) if length < len(code))


def from_six_digits(digits: str) -> str:
    """The region's code from six digits as registries print them: 330800 → 3308, 330000 → 33, 330821 → 330803."""
    code = SUCCESSORS.get(digits, digits)
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def seed_rows() -> list[tuple[str, str]]:
    """Codes and names of the demo's county, its towns, and the counties that the built-in examples speak of."""
    text = files(__package__).joinpath("seed.csv").read_text(encoding="utf-8")
    return [(row["code"], row["name"]) for row in csv.DictReader(text.splitlines())]
