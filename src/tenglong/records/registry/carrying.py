"""What lies on parcels that are parted or merged goes on upon the new ones: uses, buildings, agreed figures."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tenglong.core.clocks import CHINA
from tenglong.core.errors import Refused
from tenglong.records.audit.actions import Trail

from .models import Occupancy, Plant, Space, Term
from .tables import TABLES
from .verdicts import VERDICTS

TOLERANCE_MU = Decimal("0.01")  # by which areas that belong together may differ: the last digit of certificates
_CENT = Decimal("0.01")
Values = Mapping[str, Any]


class CannotReshape(Refused):
    """Parcels cannot be parted or merged so."""


@dataclass(frozen=True, slots=True)
class Shares:
    """To which new parcel what lies on the old ones goes.

    `uses`: key of an occupancy → code → 亩. `plants`: code of a building → code. `terms`: key of a term → codes.
    """

    uses: Mapping[str, Mapping[str, Decimal]]
    plants: Mapping[str, str]
    terms: Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Carried:
    """What was written: keys of rows made, of rows ended with their former end, rows dropped, buildings moved."""

    made: tuple[str, ...]
    ended: Mapping[str, date | None]
    dropped: tuple[Values, ...]
    plants: Mapping[str, str]
    terms: tuple[str, ...]


def open_uses(codes: Collection[str], on: date) -> dict[str, dict[str, Any]]:
    """The occupancies of parcels that go on after that day, as values by key."""
    rows = Occupancy.objects.filter(parcel__code__in=codes).exclude(until_on__lte=on).order_by("from_on", "pk")
    keys = list(rows.values_list("key", flat=True))
    found = TABLES["occupancy"].find(keys)
    return {key: found[key] for key in keys}


def buildings(codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """The buildings on parcels."""
    rows = Plant.objects.filter(parcel__code__in=codes).order_by("code")
    return TABLES["plant"].find(list(rows.values_list("code", flat=True)))


def agreed(codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """What contracts of parcels promise."""
    rows = Term.objects.filter(parcel__code__in=codes).order_by("key")
    return TABLES["term"].find(list(rows.values_list("key", flat=True)))


def carry(old: Collection[str], new: Collection[str], shares: Shares, *, on: date, trail: Trail) -> Carried:
    """Write it; CannotReshape when something is left over, or goes where it cannot."""
    uses, plants, terms = open_uses(old, on), buildings(old), agreed(old)
    _check_known(shares, new)
    moved = {code: _target(row, shares.plants.get(code)) for code, row in plants.items()}
    made = _joined([row for key, use in uses.items() for row in _divided(use, shares.uses.get(key, {}), moved, on)])
    TABLES["plant"].change([(row, {"parcel": moved[code]}) for code, row in plants.items()], trail)
    ended = {key: row for key, row in uses.items() if row["from_on"] < on}
    dropped = [row for key, row in uses.items() if key not in ended]
    TABLES["occupancy"].change([(row, {"until_on": on}) for row in ended.values()], trail)
    TABLES["occupancy"].remove(dropped, trail)
    _check_uses(made, trail)
    TABLES["occupancy"].create(made, trail)
    copies = [{**row, "parcel": code} for key, row in terms.items() for code in shares.terms.get(key, ())]
    _check_terms(copies)
    TABLES["term"].create(copies, trail)
    return Carried(
        made=tuple(map(TABLES["occupancy"].key_of, made)),
        ended={key: row["until_on"] for key, row in ended.items()},
        dropped=tuple(dropped),
        plants={code: row["parcel"] for code, row in plants.items()},
        terms=tuple(map(TABLES["term"].key_of, copies)),
    )


def _check_known(shares: Shares, new: Collection[str]) -> None:
    named = {code for parts in shares.uses.values() for code in parts} | set(shares.plants.values())
    named |= {code for codes in shares.terms.values() for code in codes}
    if unknown := sorted(named - set(new)):
        raise CannotReshape(f"没有办成：分到的 {'、'.join(unknown)} 不是这次的新地块。请重新打开页面再填。")


def _target(plant: Values, code: str | None) -> str:
    if not code:
        raise CannotReshape(f"没有办成：{plant['name']}（{plant['code']}）还没有选分到哪一块。请在页面上选。")
    return code


def _divided(use: Values, parts: Mapping[str, Decimal], moved: Mapping[str, str], on: date) -> Iterator[dict[str, Any]]:
    """The rows that one occupancy becomes."""
    who = f"{_firm(use)}{use['tenure']}的 {use['area_mu'].normalize():f} 亩"
    shares = [(code, area) for code, area in parts.items() if area]
    if any(area < 0 for _, area in shares):
        raise CannotReshape(f"没有办成：{who}里有小于 0 的一份，请改正。")
    total = sum((area for _, area in shares), Decimal(0))
    if abs(total - use["area_mu"]) > TOLERANCE_MU:
        raise CannotReshape(
            f"没有办成：{who}分出来合计 {total.normalize():f} 亩，要和原来相等，相差不超过 {TOLERANCE_MU} 亩。"
            "请改各块的面积。"
        )
    if (at := _where(use)) in moved and [code for code, _ in shares] != [moved[at]]:
        raise CannotReshape(f"没有办成：{who}在厂房 {at} 里，厂房分到 {moved[at]}，这笔用地也要整笔分到 {moved[at]}。")
    floors = _in_proportion(use["floor_area_sqm"], [area for _, area in shares])
    for (code, area), floor in zip(shares, floors, strict=True):
        yield {**use, "parcel": code, "area_mu": area, "floor_area_sqm": floor, "from_on": max(use["from_on"], on)}


def _firm(use: Values) -> str:
    firms = TABLES["enterprise"].find([use["enterprise"]])
    return str(firms[use["enterprise"]]["name"])


def _where(use: Values) -> str:
    """The building that an occupancy is in; empty when none is told."""
    if use["plant"]:
        return str(use["plant"])
    if not use["space"]:
        return ""
    return str(Space.objects.filter(code=use["space"]).values_list("plant__code", flat=True).get())


def _in_proportion(whole: Decimal | None, parts: Sequence[Decimal]) -> list[Decimal | None]:
    """The whole divided like the parts, to a hundredth; the last takes what rounding leaves."""
    if whole is None:
        return [None] * len(parts)
    total = sum(parts)
    found = [(whole * part / total).quantize(_CENT, ROUND_HALF_UP) for part in parts[:-1]]
    return [*found, whole - sum(found)]


def _joined(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One firm's use of two parcels that become one is one use from that day on."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        key = TABLES["occupancy"].key_of(row)
        found[key] = _both(found[key], row) if key in found else row
    return list(found.values())


def _both(one: Values, other: Values) -> dict[str, Any]:
    """What differs between them is not said of both."""
    row = {key: value if value == other[key] else None for key, value in one.items()}
    floors = [use["floor_area_sqm"] for use in (one, other)]
    row["area_mu"] = one["area_mu"] + other["area_mu"]
    row["floor_area_sqm"] = None if None in floors else sum(floors)
    row["source"] = row["source"] or f"{one['source']}；{other['source']}"[:200]
    return row


def _check_uses(rows: Sequence[Values], trail: Trail) -> None:
    for number, _, sentence in VERDICTS["occupancy"](rows, trail.at.astimezone(CHINA).date()):
        row = rows[number]
        raise CannotReshape(f"没有办成：{_firm(row)}在 {row['parcel']} 上的用地：{sentence}")


def _check_terms(rows: Sequence[Values]) -> None:
    seen = defaultdict(list)
    for row in rows:
        seen[TABLES["term"].key_of(row)].append(row)
    for same in seen.values():
        if len(same) > 1:
            row = same[0]
            raise CannotReshape(
                f"没有办成：{row['indicator']}（{row['signed_on']} 约定）在 {row['parcel']} 上会有 {len(same)} 条。"
                "请只保留其中一条带过去。"
            )
