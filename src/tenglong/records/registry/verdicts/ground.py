"""Parcels, what their contracts promise, the buildings on them, and who uses what."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tenglong.records.registry.descent import ancestors_of
from tenglong.records.registry.models import Floor, Occupancy, Parcel, Plant, Space

from .stretches import above_zero, ends_before

Rows = Sequence[Mapping[str, Any]]
Found = Iterator[tuple[int, str, str]]
IDENTITY = ("enterprise", "tenure", "from_on", "space")


def parcels(rows: Rows, _on: date) -> Found:
    """Areas, and that a parcel ends after it begins."""
    yield from above_zero(rows, "area_mu", "面积")
    yield from ends_before(rows)


def terms(rows: Rows, _on: date) -> Found:
    """A promise is looked at after it was given."""
    for number, row in enumerate(rows):
        if row.get("check_on") and row.get("signed_on") and row["check_on"] <= row["signed_on"]:
            yield number, "check_on", f"复核日期：{row['check_on']} 不晚于约定日期 {row['signed_on']}，请查对。"


def plants(rows: Rows, _on: date) -> Found:
    """Areas."""
    yield from above_zero(rows, "floor_area_sqm", "建筑面积")


def floors(rows: Rows, _on: date) -> Found:
    """Areas; a storey is told once."""
    yield from above_zero(rows, "area_sqm", "面积")
    there = Floor.objects.filter(plant__code__in={row.get("plant") for row in rows}).order_by()
    taken = {(plant, storey): code for code, plant, storey in there.values_list("code", "plant__code", "storey")}
    for number, row in enumerate(rows):
        code = taken.setdefault((row.get("plant"), row.get("storey")), row["code"])
        if code != row["code"]:
            yield number, "storey", f"第几层：{row['storey']} 层已经登记为 {code}，请查对。"
        if row.get("storey") == 0:
            yield number, "storey", "第几层：没有零层，地面一层写 1，地下一层写 -1。"


def spaces(rows: Rows, _on: date) -> Found:
    """Areas; the floor is of the building."""
    yield from above_zero(rows, "area_sqm", "面积")
    of = _pairs(Floor, "plant__code", {row.get("floor") for row in rows})
    for number, row in enumerate(rows):
        if row.get("floor") and row["floor"] in of and of[row["floor"]] != row.get("plant"):
            yield number, "floor", f"楼层：{row['floor']} 不在厂房 {row.get('plant')} 里，请查对。"


def occupancies(rows: Rows, _on: date) -> Found:
    """Areas, stretches, buildings of the parcel, who lets, and that no more is used than there is."""
    yield from above_zero(rows, "area_mu", "面积")
    yield from above_zero(rows, "floor_area_sqm", "建筑面积")
    yield from ends_before(rows)
    of_plant = _pairs(Plant, "parcel__code", {row.get("plant") for row in rows})
    of_space = _pairs(Space, "plant__parcel__code", {row.get("space") for row in rows})
    for number, row in enumerate(rows):
        for key, label, lies in (("plant", "厂房", of_plant), ("space", "空间", of_space)):
            if row.get(key) and row[key] in lies and not _lies_on(lies[row[key]], row):
                yield number, key, f"{label}：{row[key]} 不在地块 {row.get('parcel')} 上，请查对。"
        if row.get("let_by") and row.get("tenure") != Occupancy.Tenure.RENT:
            yield number, "let_by", "出租方：只有租用的才有出租方，请留空。"
        if row.get("let_by") and row["let_by"] == row.get("enterprise"):
            yield number, "let_by", "出租方：不能租给自己，请查对。"
    yield from _too_much(rows)
    yield from _on_no_land(rows)


def _lies_on(parcel: str, row: Mapping[str, Any]) -> bool:
    """On the parcel, or before it was parted or merged on the one it came of."""
    return parcel == row.get("parcel") or (
        row.get("until_on") is not None and row.get("parcel") in ancestors_of(parcel)
    )


def _on_no_land(rows: Rows) -> Found:
    """Nobody uses a parcel after it was parted or merged."""
    ended = Parcel.objects.filter(code__in={row.get("parcel") for row in rows}, until_on__isnull=False).order_by()
    ends = dict(ended.values_list("code", "until_on"))
    for number, row in enumerate(rows):
        end, until = ends.get(row.get("parcel", "")), row.get("until_on")
        if end and row.get("from_on") and (until is None or until > end):
            yield number, "until_on", f"地块：{row['parcel']} 到 {end} 为止，之后已分割或合并；请登记在新的地块上。"


def _pairs(model: Any, path: str, codes: set[Any]) -> dict[str, str]:
    return dict(model.objects.filter(code__in={code for code in codes if code}).order_by().values_list("code", path))


def _too_much(rows: Rows) -> Found:
    """On no day is more owned, or more rented, than the parcel has."""
    codes = {row["parcel"] for row in rows if row.get("parcel")}
    there = Parcel.objects.filter(code__in=codes).order_by().values_list("code", "name", "area_mu")
    sizes = {code: (name, area) for code, name, area in there}
    used = defaultdict(list)
    mine = {(row.get("parcel"), *(row.get(key) for key in IDENTITY)) for row in rows}
    there = Occupancy.objects.filter(parcel__code__in=codes).order_by()
    named = ("parcel__code", "enterprise__code", "tenure", "from_on", "space__code", "until_on", "area_mu")
    for *identity, until, area in there.values_list(*named):
        if tuple(identity) not in mine:
            used[identity[0], identity[2]].append((identity[3], until, area))
    for number, row in enumerate(rows):
        place = (row.get("parcel"), row.get("tenure"))
        since, until, area = row.get("from_on"), row.get("until_on"), row.get("area_mu")
        if place[0] not in sizes or since is None or area is None:
            continue
        name, size = sizes[place[0]]
        most, on = _most(used[place], since, until)
        if most + area > size:
            total, there = (f"{amount.normalize():f}" for amount in (most + area, size))
            yield (
                number,
                "area_mu",
                f"面积：{name}共 {there} 亩，到 {on} {place[1]}将达 {total} 亩；请先登记原用地方退出，或查对面积。",
            )
        used[place].append((since, until, area))


def _most(
    stretches: Sequence[tuple[date, date | None, Decimal]], since: date, until: date | None
) -> tuple[Decimal, date]:
    """The most that is used on a day within, and the day."""
    days = {since, *(begins for begins, _, _ in stretches if begins > since and (until is None or begins < until))}
    used = [
        (sum((area for begins, ends, area in stretches if begins <= day and (not ends or ends > day)), Decimal(0)), day)
        for day in sorted(days)
    ]
    return max(used, key=lambda one: one[0])
