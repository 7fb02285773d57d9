"""Addresses of firms, in the parts by which two are compared: places, road or village, number.

The patterns look neither behind nor ahead, so that RE2 finds the same parts in SQL.
"""

import re
from dataclasses import dataclass

from .company_name import normal_name
from .places import Places

IN_BRACKETS = r"（[^（）]*）"
NUMERALS = "零〇一二三四五六七八九", "00123456789"
TOWN = r"^[^0-9路街巷弄村号]{1,7}?(?:街道办事处|街道|办事处|镇|乡)(.*)$"
ZONE = r"^[^0-9路街巷弄村号]{0,10}?(?:开发区|工业园区|工业园|产业园|园区|工业区|功能区|协作区|集聚区|市区|城区)(.*)$"
ROAD = r"^(.{1,9}?(?:大道|[路街巷弄])|.{1,9}?[村社]区?)(.*)$"
NUMBER = r"([0-9]+)"
LEAST = 4  # signs of an address without road or number that still say where

_IN_BRACKETS, _TOWN, _ZONE, _ROAD, _NUMBER = map(re.compile, (IN_BRACKETS, TOWN, ZONE, ROAD, NUMBER))
_NUMERALS = str.maketrans(*NUMERALS)
_NOWHERE = Places()


@dataclass(frozen=True, slots=True)
class Address:
    """`rest` is the address without its regions; `road` is a road or a village, `number` the first one after it."""

    place_code: str
    rest: str
    road: str
    number: str


def read_address(raw: str, places: Places = _NOWHERE) -> Address:
    """The parts of an address; one that was not recognised is empty."""
    text = _IN_BRACKETS.sub("", normal_name(raw).replace(" ", "").upper()).translate(_NUMERALS)
    head = places.head.match(text)
    code, rest = (places.codes.get(head[2] or "", ""), head[3]) if head else ("", text)
    for region in (_TOWN, _ZONE):
        found = region.match(rest)
        rest = found[1] if found else rest
    road = _ROAD.match(rest)
    number = _NUMBER.search(road[2]) if road else None
    return Address(code, rest, road[1] if road else "", number[1] if number else "")
